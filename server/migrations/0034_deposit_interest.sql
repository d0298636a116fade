-- What decides an account's interest (rates from a day on, days of locks), and what accrued. The night writes the accrued amounts and the day
-- they are accrued to, columns that no index has.
ALTER TABLE deposit_account
  ADD COLUMN interest                              jsonb,
  ADD COLUMN interest_accrued                      numeric NOT NULL DEFAULT 0,
  ADD COLUMN negative_interest_accrued             numeric NOT NULL DEFAULT 0,
  ADD COLUMN overdraft_interest_accrued            numeric NOT NULL DEFAULT 0,
  ADD COLUMN technical_overdraft_interest_accrued  numeric NOT NULL DEFAULT 0,
  ADD COLUMN accrued_to                            date,
  ADD COLUMN last_interest_stored_date             timestamptz;
