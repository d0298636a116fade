-- What the books hold as accrued of an account, by kind: what accrual journals booked of it, less what applications took from there. Unrounded.
ALTER TABLE deposit_account
  ADD COLUMN booked_interest           numeric NOT NULL DEFAULT 0,
  ADD COLUMN booked_negative_interest  numeric NOT NULL DEFAULT 0,
  ADD COLUMN booked_overdraft_interest numeric NOT NULL DEFAULT 0;

-- What nights accrued of the accounts of a product, in the books of a branch, in a currency: summed unrounded while the night goes through the
-- accounts, then booked as one posting.
CREATE TABLE deposit_accrual (
  encoded_key           uuid    PRIMARY KEY,
  day                   date    NOT NULL,
  product_key           uuid    NOT NULL,
  branch_key            uuid,
  currency_code         text    NOT NULL,
  kind                  text    NOT NULL CHECK (kind IN ('INTEREST', 'NEGATIVE_INTEREST', 'OVERDRAFT_INTEREST')),
  accrued               numeric NOT NULL,
  -- Null until it is booked. The amount may be zero: then nothing was written to the journal.
  amount                numeric,
  transaction_id        text,
  booking_date          timestamptz,
  creation_date         timestamptz,
  result_gl_account_key uuid,
  result_entry_id       bigint,
  owed_gl_account_key   uuid,
  owed_entry_id         bigint,
  -- What one unit of the currency was worth in the ledger's when it was booked; null where it is the ledger's.
  accounting_rate       numeric
);
CREATE UNIQUE INDEX deposit_accrual_open ON deposit_accrual (product_key, branch_key, currency_code, kind, day)
  NULLS NOT DISTINCT WHERE amount IS NULL;
CREATE INDEX deposit_accrual_scope ON deposit_accrual (product_key, branch_key, currency_code, kind);

-- The same account by account, of products that keep a breakdown: two rows of each account, one on either side of the posting. Without an account is
-- what roundings of earlier postings left over.
CREATE TABLE deposit_accrual_entry (
  entry_id    bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  accrual_key uuid    NOT NULL REFERENCES deposit_accrual,
  account_key uuid,
  on_result   boolean NOT NULL,
  is_debit    boolean NOT NULL,
  amount      numeric NOT NULL
);
CREATE INDEX deposit_accrual_entry_account ON deposit_accrual_entry (account_key);
