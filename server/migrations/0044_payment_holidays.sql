-- Interest that accrued in payment holidays and is not applied.
ALTER TABLE loan_account ADD COLUMN payment_holidays_accrued_interest numeric NOT NULL DEFAULT 0;
