-- Loan accounts. What happened to a loan is loan_event; everything else here is the fold of it, kept for reading.
CREATE TABLE loan_account (
  encoded_key                uuid        PRIMARY KEY,
  id                         text        NOT NULL,
  loan_name                  text        NOT NULL,
  notes                      text,
  account_holder_key         uuid        NOT NULL,
  account_holder_type        text        NOT NULL,
  product_key                uuid        NOT NULL,
  account_state              text        NOT NULL,
  account_sub_state          text,
  state_before_closure       text,
  currency_code              text        NOT NULL,
  assigned_branch_key        uuid,
  assigned_centre_key        uuid,
  assigned_user_key          uuid,
  settlement_account_key     uuid,
  terms                      jsonb       NOT NULL,
  next_sequence              integer     NOT NULL DEFAULT 1,
  loan_amount                numeric     NOT NULL,
  interest_rate              numeric     NOT NULL,
  arrears_tolerance_period   integer     NOT NULL DEFAULT 0,
  has_custom_schedule        boolean     NOT NULL DEFAULT false,
  instalment_count           integer     NOT NULL DEFAULT 0,
  principal_balance          numeric     NOT NULL DEFAULT 0,
  principal_due              numeric     NOT NULL DEFAULT 0,
  principal_paid             numeric     NOT NULL DEFAULT 0,
  interest_balance           numeric     NOT NULL DEFAULT 0,
  interest_due               numeric     NOT NULL DEFAULT 0,
  interest_paid              numeric     NOT NULL DEFAULT 0,
  fees_balance               numeric     NOT NULL DEFAULT 0,
  fees_due                   numeric     NOT NULL DEFAULT 0,
  fees_paid                  numeric     NOT NULL DEFAULT 0,
  penalty_balance            numeric     NOT NULL DEFAULT 0,
  penalty_due                numeric     NOT NULL DEFAULT 0,
  penalty_paid               numeric     NOT NULL DEFAULT 0,
  accrued_interest           numeric     NOT NULL DEFAULT 0,
  days_late                  integer     NOT NULL DEFAULT 0,
  days_in_arrears            integer     NOT NULL DEFAULT 0,
  folded_to                  date,
  next_due_date              date,
  expected_disbursement_date timestamptz,
  first_repayment_date       timestamptz,
  disbursement_date          timestamptz,
  activation_transaction_key uuid,
  last_interest_applied_date timestamptz,
  last_set_to_arrears_date   timestamptz,
  approved_date              timestamptz,
  approved_by_key            uuid,
  created_by_key             uuid,
  closed_date                timestamptz,
  creation_date              timestamptz NOT NULL,
  last_modified_date         timestamptz NOT NULL
);
CREATE UNIQUE INDEX loan_account_id ON loan_account (id);
CREATE INDEX loan_account_holder ON loan_account (account_holder_key);
CREATE INDEX loan_account_product ON loan_account (product_key);
CREATE INDEX loan_account_settlement ON loan_account (settlement_account_key) WHERE settlement_account_key IS NOT NULL;
-- What a night has to look at.
CREATE INDEX loan_account_next_due ON loan_account (next_due_date) WHERE account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS');

-- Reversed events stay, marked; the fold leaves them out.
CREATE TABLE loan_event (
  encoded_key  uuid        PRIMARY KEY,
  account_key  uuid        NOT NULL,
  sequence     integer     NOT NULL,
  event        jsonb       NOT NULL,
  details      jsonb       NOT NULL,
  reversed     boolean     NOT NULL DEFAULT false,
  creation_date timestamptz NOT NULL,
  CONSTRAINT loan_event_sequence UNIQUE (account_key, sequence)
);

CREATE TABLE loan_instalment (
  encoded_key        uuid    PRIMARY KEY,
  account_key        uuid    NOT NULL,
  slot               text    NOT NULL,
  number             integer NOT NULL,
  due_date           date    NOT NULL,
  state              text    NOT NULL,
  principal_expected numeric NOT NULL,
  principal_paid     numeric NOT NULL,
  interest_expected  numeric NOT NULL,
  interest_paid      numeric NOT NULL,
  fee_expected       numeric NOT NULL,
  fee_paid           numeric NOT NULL,
  penalty_expected   numeric NOT NULL,
  penalty_paid       numeric NOT NULL,
  last_paid_date     date,
  repaid_date        date,
  instalment         jsonb   NOT NULL,   -- the fold's own value, from which answers are made
  CONSTRAINT loan_instalment_slot UNIQUE (account_key, slot)
);
CREATE INDEX loan_instalment_due ON loan_instalment (due_date);

-- Append-only but for the key of the adjustment.
CREATE TABLE loan_transaction (
  id                             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  encoded_key                    uuid        NOT NULL,
  account_key                    uuid        NOT NULL,
  event_key                      uuid,
  role                           text        NOT NULL,
  type                           text        NOT NULL,
  amount                         numeric     NOT NULL,
  principal_amount               numeric     NOT NULL,
  interest_amount                numeric     NOT NULL,
  fees_amount                    numeric     NOT NULL,
  penalty_amount                 numeric     NOT NULL,
  total_balance                  numeric     NOT NULL,
  principal_balance              numeric     NOT NULL,
  value_day                      date        NOT NULL,
  booking_day                    date        NOT NULL,
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
  fees                           jsonb
);
CREATE UNIQUE INDEX loan_transaction_key ON loan_transaction (encoded_key);
CREATE INDEX loan_transaction_account ON loan_transaction (account_key, id);
