-- Cards are known by a token only. A hold belongs to a deposit account, and to the card it was made with, if any.
CREATE TABLE card (
  encoded_key     uuid        PRIMARY KEY,
  reference_token text        NOT NULL,
  account_key     uuid        NOT NULL REFERENCES deposit_account ON DELETE CASCADE,
  creation_date   timestamptz NOT NULL,
  CONSTRAINT card_reference_token UNIQUE (reference_token)
);
CREATE INDEX card_account ON card (account_key, creation_date);

ALTER TABLE deposit_account ADD COLUMN forward_available_balance numeric NOT NULL DEFAULT 0;

CREATE TABLE authorization_hold (
  encoded_key              uuid        PRIMARY KEY,
  account_key              uuid        NOT NULL,
  -- Whoever unlinks a card and whoever holds with it at the same moment meet here.
  card_key                 uuid        CONSTRAINT authorization_hold_card REFERENCES card,
  card_token               text,
  external_reference_id    text        NOT NULL,
  status                   text        NOT NULL,
  amount                   numeric     NOT NULL CHECK (amount > 0),
  direction                text        NOT NULL,
  currency_code            text        NOT NULL,
  original_amount          numeric,
  original_currency        text,
  exchange_rate            numeric,
  advice                   boolean     NOT NULL,
  partial                  boolean,
  custom_expiration_period int,
  card_acceptor            jsonb,
  user_transaction_time    text,
  creation_date            timestamptz NOT NULL,
  reference_date           timestamptz NOT NULL,
  first_answer             jsonb       NOT NULL,  -- what its creation was asked and answered
  changes                  jsonb       NOT NULL DEFAULT '[]'  -- the references of its increases and decreases
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX authorization_hold_reference ON authorization_hold (coalesce(card_key, account_key), external_reference_id);
CREATE INDEX authorization_hold_account ON authorization_hold (account_key, creation_date);
-- What the night looks through for holds whose days have passed.
CREATE INDEX authorization_hold_pending ON authorization_hold (reference_date) WHERE status = 'PENDING' AND card_key IS NOT NULL;

CREATE TABLE card_transaction (
  encoded_key           uuid        PRIMARY KEY,
  card_key              uuid        NOT NULL CONSTRAINT card_transaction_card REFERENCES card,
  external_reference_id text        NOT NULL,
  account_key           uuid        NOT NULL,
  transaction_key       uuid        NOT NULL,
  hold_key              uuid,
  direction             text        NOT NULL,
  amount                numeric     NOT NULL,  -- in the account's currency, as it was posted
  reversed_amount       numeric     NOT NULL DEFAULT 0,
  creation_date         timestamptz NOT NULL,
  told                  jsonb       NOT NULL,  -- what was asked and answered
  reversals             jsonb       NOT NULL DEFAULT '[]'
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX card_transaction_reference ON card_transaction (card_key, external_reference_id);

-- After how many days card holds expire: by the merchant's category, else the default. One row.
CREATE TABLE authorization_hold_configuration (
  encoded_key  uuid  PRIMARY KEY,
  default_days int   NOT NULL,
  entries      jsonb NOT NULL  -- mcc, daysToExpiration and description of each, ascending
);
INSERT INTO authorization_hold_configuration (encoded_key, default_days, entries) VALUES (gen_random_uuid(), 7, '[]');
