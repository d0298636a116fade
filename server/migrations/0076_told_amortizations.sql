-- Up to which day nights made income of an amortised fee by its intervals.
ALTER TABLE loan_fee_amortization ADD COLUMN told_to date;
