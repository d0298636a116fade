-- What the books hold as accrued of a loan: what accrual journals booked of it, less what its transactions took from there. Unrounded.
ALTER TABLE loan_account ADD COLUMN booked_interest numeric NOT NULL DEFAULT 0;
-- The day as of which a night left it so; null once a transaction was posted since.
ALTER TABLE loan_account ADD COLUMN booked_to date;
-- Loans that the books hold something of, whatever their state: few, where products book no accruals.
CREATE INDEX loan_account_booked ON loan_account (encoded_key) WHERE booked_interest <> 0;

-- What of a transaction's interest the books held already when it was posted.
ALTER TABLE loan_transaction ADD COLUMN interest_from_books numeric NOT NULL DEFAULT 0;
