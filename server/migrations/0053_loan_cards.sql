-- A card draws on a current account or on a revolving credit.
ALTER TABLE card RENAME COLUMN account_key TO deposit_account_key;
ALTER TABLE card
  ALTER COLUMN deposit_account_key DROP NOT NULL,
  ADD COLUMN loan_account_key uuid REFERENCES loan_account ON DELETE CASCADE,
  ADD CONSTRAINT card_one_account CHECK (num_nonnulls(deposit_account_key, loan_account_key) = 1);
CREATE INDEX card_loan_account ON card (loan_account_key, creation_date) WHERE loan_account_key IS NOT NULL;
