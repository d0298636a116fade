-- Amounts that are blocked on deposit accounts; what is still blocked is a cache on the account, which verification proves. Rows are never deleted:
-- a removed block keeps its reference.
CREATE TABLE deposit_block (
  encoded_key           uuid        PRIMARY KEY,
  account_key           uuid        NOT NULL,
  external_reference_id text        NOT NULL,
  amount                numeric     NOT NULL,
  seized_amount         numeric     NOT NULL DEFAULT 0,
  state                 text        NOT NULL,
  notes                 text,
  creation_date         timestamptz NOT NULL,
  last_modified_date    timestamptz NOT NULL,
  CONSTRAINT deposit_block_reference UNIQUE (account_key, external_reference_id)
);
