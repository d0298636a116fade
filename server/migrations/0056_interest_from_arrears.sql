-- Interest from arrears, where a product tells it apart: what of the interest beside it it is.
ALTER TABLE loan_account
  ADD COLUMN interest_from_arrears_balance numeric NOT NULL DEFAULT 0,
  ADD COLUMN interest_from_arrears_due     numeric NOT NULL DEFAULT 0,
  ADD COLUMN interest_from_arrears_paid    numeric NOT NULL DEFAULT 0,
  ADD COLUMN interest_from_arrears_accrued numeric NOT NULL DEFAULT 0;
ALTER TABLE loan_transaction ADD COLUMN interest_from_arrears_amount numeric NOT NULL DEFAULT 0;
