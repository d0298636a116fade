-- The index rate source of the tax that is withheld from an account's interest: the one it has, and all it had. A source that is used stays.
ALTER TABLE deposit_account ADD COLUMN withholding_tax_source_key uuid;
CREATE INDEX deposit_account_withholding_tax_source ON deposit_account (withholding_tax_source_key) WHERE withholding_tax_source_key IS NOT NULL;

CREATE TABLE deposit_account_tax (
  encoded_key                uuid        PRIMARY KEY,
  account_key                uuid        NOT NULL REFERENCES deposit_account ON DELETE CASCADE,
  withholding_tax_source_key uuid        NOT NULL,
  from_date                  timestamptz NOT NULL,
  to_date                    timestamptz,
  creation_date              timestamptz NOT NULL,
  last_modified_date         timestamptz NOT NULL
);
CREATE INDEX deposit_account_tax_account ON deposit_account_tax (account_key, from_date);
CREATE INDEX deposit_account_tax_source ON deposit_account_tax (withholding_tax_source_key);
