-- The next day on which the rate of a loan is looked at: the night before folds the loan to it.
ALTER TABLE loan_account ADD COLUMN next_rate_date date;
CREATE INDEX loan_account_next_rate ON loan_account (next_rate_date)
  WHERE account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS') AND next_rate_date IS NOT NULL;
