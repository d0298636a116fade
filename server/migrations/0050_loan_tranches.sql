-- What has been paid out of a tranched loan: amounts and transactions, in the order of its tranches.
ALTER TABLE loan_account ADD COLUMN disbursed_tranches jsonb NOT NULL DEFAULT '[]';
