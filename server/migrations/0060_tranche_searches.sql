-- Searches by tranches look at loans that have some.
CREATE INDEX loan_account_in_tranches ON loan_account (creation_date, encoded_key) WHERE terms -> 'tranches' IS NOT NULL;
