-- How far a loan was behind its schedule and ahead of it after a transaction. What was stored before has none: it is told as 0, and stays as it is until a
-- correction posts it anew.
ALTER TABLE loan_transaction ADD COLUMN arrears_position numeric, ADD COLUMN advance_position numeric;
