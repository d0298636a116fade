-- Fees that accrue by a rate: whether the payment of equal instalments covers them, and what has accrued and is not charged.
ALTER TABLE loan_product ADD COLUMN use_fee_included_in_pmt boolean NOT NULL DEFAULT false;
ALTER TABLE loan_account ADD COLUMN accrued_fee numeric NOT NULL DEFAULT 0;
