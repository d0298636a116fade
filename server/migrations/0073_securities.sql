-- Securities of a loan: who guarantees it, and its collateral; null where it has none. Whoever guarantees a loan is looked for by key.
ALTER TABLE loan_account ADD COLUMN guarantors jsonb;
ALTER TABLE loan_account ADD COLUMN assets jsonb;
CREATE INDEX loan_account_guarantors ON loan_account USING gin (guarantors jsonb_path_ops) WHERE guarantors IS NOT NULL;
