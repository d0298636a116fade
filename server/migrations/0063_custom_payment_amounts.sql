-- What a repayment was told to pay, and the tax in it.
ALTER TABLE loan_transaction ADD COLUMN custom_payment_amounts jsonb;
