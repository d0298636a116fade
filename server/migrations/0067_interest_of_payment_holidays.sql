-- Interest of payment holidays is told and booked apart: what of a transaction's interest it is, and what the books hold of it beside all interest that
-- they hold.
ALTER TABLE loan_transaction
  ADD COLUMN holiday_interest_amount numeric NOT NULL DEFAULT 0,
  ADD COLUMN holidays_from_books     numeric NOT NULL DEFAULT 0;
ALTER TABLE loan_account ADD COLUMN booked_of_holidays numeric NOT NULL DEFAULT 0;
ALTER TABLE accrual
  DROP CONSTRAINT accrual_kind_check,
  ADD CHECK (kind IN ('INTEREST', 'NEGATIVE_INTEREST', 'OVERDRAFT_INTEREST', 'LOAN_INTEREST', 'LOAN_INTEREST_FROM_ARREARS', 'LOAN_PAYMENT_HOLIDAY_INTEREST'));
