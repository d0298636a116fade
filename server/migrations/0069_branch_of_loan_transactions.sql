-- The branch in whose books a loan's transaction was booked, where the loan has gone to another one since. Undoing it, what it had booked follows the loan.
ALTER TABLE loan_transaction ADD COLUMN booked_in_branch uuid;
