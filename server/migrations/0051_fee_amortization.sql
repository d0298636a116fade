-- Fees whose income is recognised little by little: what was booked as deferred, how it becomes income, and what of it has.
CREATE TABLE loan_fee_amortization (
  encoded_key       uuid    PRIMARY KEY,
  account_key       uuid    NOT NULL,
  transaction_key   uuid    NOT NULL,
  predefined_fee_key uuid   NOT NULL,
  amount            numeric NOT NULL,
  recognised        numeric NOT NULL DEFAULT 0,
  settings          jsonb   NOT NULL
);
CREATE INDEX loan_fee_amortization_account ON loan_fee_amortization (account_key);
CREATE INDEX loan_fee_amortization_open ON loan_fee_amortization (encoded_key) WHERE recognised <> amount;
