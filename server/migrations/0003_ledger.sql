-- The general ledger: the chart of accounts, journal entries, the rule for postings between branches, closures.

CREATE TABLE gl_account (
  encoded_key                  uuid        PRIMARY KEY,
  gl_code                      text        NOT NULL CONSTRAINT gl_account_gl_code UNIQUE,
  name                         text        NOT NULL,
  description                  text,
  type                         text        NOT NULL CHECK (type IN ('ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE')),
  usage                        text        NOT NULL CHECK (usage IN ('DETAIL', 'HEADER')),
  activated                    boolean     NOT NULL DEFAULT true,
  allow_manual_journal_entries boolean     NOT NULL,
  strip_trailing_zeros         boolean     NOT NULL DEFAULT false,
  currency_code                text        NOT NULL,
  migration_event_key          text,
  creation_date                timestamptz NOT NULL,
  last_modified_date           timestamptz NOT NULL
);

-- The hot table: several rows a posting, so no foreign keys (the posting rules read accounts and branches from the reference data
-- of the same transaction) and no index that postings do not need. Append-only, but for reversal_entry_key.
-- transaction_key is the account transaction's; manual and end-of-day postings have none and are told apart by transaction_id.
CREATE TABLE journal_entry (
  entry_id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  booking_date        timestamptz NOT NULL,
  creation_date       timestamptz NOT NULL,
  encoded_key         uuid        NOT NULL,
  gl_account_key      uuid        NOT NULL,
  transaction_key     uuid,
  account_key         uuid,
  product_key         uuid,
  assigned_branch_key uuid,
  user_key            uuid        NOT NULL,
  reversal_entry_key  uuid,
  is_debit            boolean     NOT NULL,
  amount              numeric     NOT NULL,
  transaction_id      text        NOT NULL,
  product_type        text,
  notes               text
);
-- Balances of an account up to a day, and its entries by day.
CREATE INDEX journal_entry_account_day ON journal_entry (gl_account_key, booking_date);
-- Everything an account transaction posted: reversals and verification.
CREATE INDEX journal_entry_transaction ON journal_entry (transaction_key) WHERE transaction_key IS NOT NULL;
-- Searches by transaction id, key or date. Rows come in the order of time, so a summary per range of pages finds the few ranges to read.
-- On 2 million rows it takes 3 MB and answers in 2 ms, and unlike an ordinary index it costs a posting nothing measurable.
CREATE INDEX journal_entry_search ON journal_entry USING brin (
  lower(transaction_id) text_bloom_ops (false_positive_rate = 0.001),
  encoded_key uuid_minmax_ops, booking_date, creation_date
) WITH (pages_per_range = 64, autosummarize = on);

-- Transaction ids that users chose for manual entries, or were given: unique among them, which only a constraint can promise to two
-- clients at once. The ids of account transactions are drawn by their own tables.
CREATE TABLE manual_journal (
  transaction_id text        CONSTRAINT manual_journal_transaction_id PRIMARY KEY,
  encoded_key    uuid        NOT NULL,
  creation_date  timestamptz NOT NULL
);

-- Which account takes the counter lines of postings that touch two branches. Both branches null: the default for any two.
CREATE TABLE inter_branch_rule (
  encoded_key      uuid PRIMARY KEY,
  id               text CONSTRAINT inter_branch_rule_id UNIQUE,
  left_branch_key  uuid,
  right_branch_key uuid,
  gl_account_key   uuid NOT NULL REFERENCES gl_account,
  CHECK ((left_branch_key IS NULL) = (right_branch_key IS NULL)),
  CHECK (left_branch_key <> right_branch_key)
);
CREATE UNIQUE INDEX inter_branch_rule_pair ON inter_branch_rule
  (least(left_branch_key, right_branch_key), greatest(left_branch_key, right_branch_key)) NULLS NOT DISTINCT;

-- No booking on or before closing_date in the books of a branch; of all branches where branch_key is null.
CREATE TABLE gl_account_closure (
  encoded_key   uuid        PRIMARY KEY,
  branch_key    uuid,
  closing_date  date        NOT NULL,
  user_key      uuid,
  notes         text,
  creation_date timestamptz NOT NULL,
  CONSTRAINT gl_account_closure_scope UNIQUE NULLS NOT DISTINCT (branch_key, closing_date)
);

-- A new time-ordered key, for rows that a statement makes out of other rows.
CREATE FUNCTION new_encoded_key() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
          || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid
$$;
