-- What a foreign currency is worth in the organisation's: for the books (accounting) and for customers (buying and selling). A rate ends where
-- the next one starts, so its end is not kept.

CREATE TABLE accounting_rate (
  encoded_key        uuid        PRIMARY KEY,
  currency_key       uuid        NOT NULL REFERENCES currency ON DELETE CASCADE,
  from_currency_code text        NOT NULL,
  to_currency_code   text        NOT NULL,
  rate               numeric     NOT NULL CHECK (rate > 0),
  start_date         timestamptz NOT NULL,
  CONSTRAINT accounting_rate_start UNIQUE (currency_key, start_date)
);

CREATE TABLE exchange_rate (
  encoded_key        uuid        PRIMARY KEY,
  currency_key       uuid        NOT NULL REFERENCES currency ON DELETE CASCADE,
  from_currency_code text        NOT NULL,
  to_currency_code   text        NOT NULL,
  buy_rate           numeric     NOT NULL CHECK (buy_rate > 0),
  sell_rate          numeric     NOT NULL CHECK (sell_rate >= buy_rate),
  start_date         timestamptz NOT NULL,
  user_key           uuid        NOT NULL,
  CONSTRAINT exchange_rate_start UNIQUE (currency_key, start_date)
);
