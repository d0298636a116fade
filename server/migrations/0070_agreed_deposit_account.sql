-- The deposit account that a loan agrees to be paid out to, as it agrees on a channel: the disbursement uses it where its request names nothing else.
ALTER TABLE loan_account ADD COLUMN target_deposit_account_key uuid;
