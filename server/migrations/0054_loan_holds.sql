-- What is held of a revolving credit for payments by card.
ALTER TABLE loan_account ADD COLUMN hold_balance numeric NOT NULL DEFAULT 0;
