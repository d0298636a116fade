-- Deposit products, accounts and their transactions.

-- One jsonb per group of settings, in the contract's shape; rules read them from memory, by version.
CREATE TABLE deposit_product (
  encoded_key                 uuid        PRIMARY KEY,
  id                          text        NOT NULL,
  name                        text        NOT NULL,
  notes                       text,
  type                        text        NOT NULL,
  state                       text        NOT NULL,
  category                    text,
  accounting_settings         jsonb       NOT NULL,
  availability_settings       jsonb,
  credit_arrangement_settings jsonb,
  currency_settings           jsonb,
  fees_settings               jsonb,
  interest_settings           jsonb,
  internal_controls           jsonb,
  maturity_settings           jsonb,
  new_account_settings        jsonb       NOT NULL,
  offset_settings             jsonb,
  overdraft_settings          jsonb,
  overdraft_interest_settings jsonb,
  tax_settings                jsonb,
  creation_date               timestamptz NOT NULL,
  last_modified_date          timestamptz NOT NULL
);
CREATE UNIQUE INDEX deposit_product_id ON deposit_product (id);

-- Balances are a cache of the fold over deposit_transaction; verification proves it.
CREATE TABLE deposit_account (
  encoded_key                uuid        PRIMARY KEY,
  id                         text        NOT NULL,
  name                       text        NOT NULL,
  notes                      text,
  account_holder_key         uuid        NOT NULL,
  account_holder_type        text        NOT NULL,
  product_key                uuid        NOT NULL,
  account_type               text        NOT NULL,
  account_state              text        NOT NULL,
  state_before_lock          text,
  currency_code              text        NOT NULL,
  assigned_branch_key        uuid,
  assigned_centre_key        uuid,
  assigned_user_key          uuid,
  total_balance              numeric     NOT NULL DEFAULT 0,
  hold_balance               numeric     NOT NULL DEFAULT 0,
  blocked_balance            numeric     NOT NULL DEFAULT 0,
  locked_balance             numeric     NOT NULL DEFAULT 0,
  fees_due                   numeric     NOT NULL DEFAULT 0,
  allow_overdraft            boolean     NOT NULL DEFAULT false,
  overdraft_limit            numeric     NOT NULL DEFAULT 0,
  overdraft_expiry_date      timestamptz,
  max_deposit_balance        numeric,
  max_withdrawal_amount      numeric,
  recommended_deposit_amount numeric,
  target_amount              numeric,
  linked_settlement_account_keys uuid[]  NOT NULL DEFAULT '{}',
  approved_date              timestamptz,
  activation_date            timestamptz,
  locked_date                timestamptz,
  closed_date                timestamptz,
  maturity_date              timestamptz,
  last_set_to_arrears_date   timestamptz,
  creation_date              timestamptz NOT NULL,
  last_modified_date         timestamptz NOT NULL
) WITH (fillfactor = 70);  -- room for balance updates on the same page: they touch no index
CREATE UNIQUE INDEX deposit_account_id ON deposit_account (id);
CREATE INDEX deposit_account_holder ON deposit_account (account_holder_key);
CREATE INDEX deposit_account_product ON deposit_account (product_key);

-- Append-only but for the key of the adjustment. Rows come in the order of id, which is the search cursor.
CREATE TABLE deposit_transaction (
  id                             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  encoded_key                    uuid        NOT NULL,
  account_key                    uuid        NOT NULL,
  type                           text        NOT NULL,
  amount                         numeric     NOT NULL,
  funds_amount                   numeric     NOT NULL,
  overdraft_amount               numeric     NOT NULL,
  fees_amount                    numeric     NOT NULL,
  total_balance                  numeric     NOT NULL,
  value_date                     timestamptz NOT NULL,
  booking_date                   timestamptz NOT NULL,
  creation_date                  timestamptz NOT NULL,
  currency_code                  text        NOT NULL,
  external_id                    text,
  notes                          text,
  transaction_channel_key        uuid,
  transaction_channel_id         text,
  user_key                       uuid        NOT NULL,
  branch_key                     uuid,
  centre_key                     uuid,
  original_transaction_key       uuid,
  adjustment_transaction_key     uuid,
  linked_deposit_transaction_key uuid,
  linked_loan_transaction_key    uuid,
  payment_order_id               text,
  details                        jsonb       -- fees, paymentDetails, terms: in the contract's shape, where there are any
);
CREATE UNIQUE INDEX deposit_transaction_key ON deposit_transaction (encoded_key);
-- Statements, and the history from a value date on when something is backdated.
CREATE INDEX deposit_transaction_account ON deposit_transaction (account_key, value_date);

-- An external id is unique over deposit and loan transactions together; only postings that carry one pay for the index.
CREATE TABLE transaction_external_id (
  external_id     text NOT NULL,
  transaction_key uuid NOT NULL,
  CONSTRAINT transaction_external_id_unique PRIMARY KEY (external_id)
);

-- Ids that products draw by counting: one row per product.
CREATE TABLE account_id_counter (
  product_key uuid   PRIMARY KEY,
  last_value  bigint NOT NULL
);
