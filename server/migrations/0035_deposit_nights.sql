-- Whether anything but a night has written the account since it was accrued last: what is accrued is then folded anew.
ALTER TABLE deposit_account ADD COLUMN changed_since_night boolean NOT NULL DEFAULT true;

-- By what terms the accounts of a product were accrued last. Other terms since then: all of them are folded anew.
CREATE TABLE deposit_accrual_terms (
  product_key uuid PRIMARY KEY,
  fingerprint text NOT NULL
);
