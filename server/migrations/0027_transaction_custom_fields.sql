-- Custom fields of transactions (docs/decisions/0021). Whoever has none pays nothing: the column stays NULL and no index holds the row.

ALTER TABLE deposit_transaction ADD COLUMN custom_fields jsonb;
CREATE INDEX deposit_transaction_custom_fields ON deposit_transaction USING gin (custom_fields jsonb_path_ops)
  WHERE custom_fields IS NOT NULL;
ALTER TABLE loan_transaction ADD COLUMN custom_fields jsonb;
CREATE INDEX loan_transaction_custom_fields ON loan_transaction USING gin (custom_fields jsonb_path_ops)
  WHERE custom_fields IS NOT NULL;

-- Values of unique fields: postings hold no lock while they look, so a constraint decides between two at the same time.
CREATE TABLE transaction_unique_field (
  field_key       uuid NOT NULL,
  value           text NOT NULL,
  transaction_key uuid NOT NULL,
  CONSTRAINT transaction_unique_field_value PRIMARY KEY (field_key, value)
);
CREATE INDEX transaction_unique_field_transaction ON transaction_unique_field (transaction_key);
