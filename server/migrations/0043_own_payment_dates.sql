-- Accounts that are paid interest on dates of their own: the night finds them whatever its products say.
CREATE INDEX deposit_account_own_payment ON deposit_account (encoded_key) WHERE interest #> '{own,payment,interestPaymentPoint}' IS NOT NULL;
