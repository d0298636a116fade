-- Postings of accounts in another currency than the organisation's: what was moved in that currency, and the rate by which `amount` is worth it.
-- All three or none.

ALTER TABLE journal_entry
  ADD COLUMN foreign_amount numeric,
  ADD COLUMN foreign_currency_code text,
  ADD COLUMN accounting_rate_key uuid;

-- A repayment that was paid in another currency than the loan's: what was paid, as the amount is what it was exchanged into.
ALTER TABLE loan_transaction
  ADD COLUMN original_amount numeric,
  ADD COLUMN original_currency_code text;
