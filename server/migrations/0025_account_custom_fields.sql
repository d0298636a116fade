-- Custom fields of accounts (docs/decisions/0021). Empty is NULL, so that rows without custom fields are not in the indexes.

ALTER TABLE deposit_account ADD COLUMN custom_fields jsonb;
CREATE INDEX deposit_account_custom_fields ON deposit_account USING gin (custom_fields jsonb_path_ops)
  WHERE custom_fields IS NOT NULL;
ALTER TABLE loan_account ADD COLUMN custom_fields jsonb;
CREATE INDEX loan_account_custom_fields ON loan_account USING gin (custom_fields jsonb_path_ops)
  WHERE custom_fields IS NOT NULL;
