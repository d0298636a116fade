-- The terms in force of a loan, where they are not those it was agreed with, and what a transaction tells of the change.
ALTER TABLE loan_account ADD COLUMN terms_in_force jsonb;
ALTER TABLE loan_transaction ADD COLUMN terms jsonb;
