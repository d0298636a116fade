-- Penalties of late days that wait to be applied.
ALTER TABLE loan_account ADD COLUMN accrued_penalty numeric NOT NULL DEFAULT 0;
