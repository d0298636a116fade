-- Locks of loans: when the last one was put on, and what the one in force stops.
ALTER TABLE loan_account ADD COLUMN last_locked_date timestamptz;
ALTER TABLE loan_account ADD COLUMN lock jsonb;
