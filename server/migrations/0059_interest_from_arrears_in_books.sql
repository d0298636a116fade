-- Interest from arrears has ledger accounts of its own: what the books hold of it, beside all interest that they hold.
ALTER TABLE loan_account ADD COLUMN booked_from_arrears numeric NOT NULL DEFAULT 0;
ALTER TABLE loan_transaction ADD COLUMN arrears_from_books numeric NOT NULL DEFAULT 0;
ALTER TABLE accrual
  DROP CONSTRAINT accrual_kind_check,
  ADD CHECK (kind IN ('INTEREST', 'NEGATIVE_INTEREST', 'OVERDRAFT_INTEREST', 'LOAN_INTEREST', 'LOAN_INTEREST_FROM_ARREARS'));
