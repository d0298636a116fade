-- What a processor told of a payment by card, or of its reversal, that a loan transaction posted.
ALTER TABLE loan_transaction ADD COLUMN card jsonb;
