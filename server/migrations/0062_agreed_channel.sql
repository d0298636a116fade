-- The channel through which a loan is to be paid out.
ALTER TABLE loan_account ADD COLUMN transaction_channel_key uuid;
