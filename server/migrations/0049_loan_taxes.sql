-- Taxes on what loans charge: the rate in force and where it comes from, and what of the balances and of each transaction is tax.
ALTER TABLE loan_account ADD COLUMN tax_source_key uuid;
ALTER TABLE loan_account ADD COLUMN tax_rate numeric;
ALTER TABLE loan_account ADD COLUMN tax_balance numeric NOT NULL DEFAULT 0;
ALTER TABLE loan_account ADD COLUMN tax_due numeric NOT NULL DEFAULT 0;
ALTER TABLE loan_account ADD COLUMN tax_paid numeric NOT NULL DEFAULT 0;
CREATE INDEX loan_account_tax_source ON loan_account (tax_source_key) WHERE tax_source_key IS NOT NULL;
ALTER TABLE loan_transaction ADD COLUMN taxes jsonb;
