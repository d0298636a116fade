-- What was made income of a fee before its loan went to another branch, in the order of the moves: it is taken back where it was earned.
ALTER TABLE loan_fee_amortization ADD COLUMN earned_in jsonb NOT NULL DEFAULT '[]';
