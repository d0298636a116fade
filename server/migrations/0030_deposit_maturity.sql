-- Whose term ends, for the night and for searches by maturity date.
CREATE INDEX deposit_account_maturity ON deposit_account (maturity_date) WHERE maturity_date IS NOT NULL;
