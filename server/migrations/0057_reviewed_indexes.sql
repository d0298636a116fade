-- The last day on which a loan has read each index that it follows: nobody says later what the index was before that day.
ALTER TABLE loan_account ADD COLUMN reviewed_indexes jsonb;
CREATE INDEX loan_account_reviewed_indexes ON loan_account (encoded_key) WHERE reviewed_indexes IS NOT NULL;
