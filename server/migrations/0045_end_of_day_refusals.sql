-- The accounts that a step of the night could not do its work on: the others are done, and the next night tries these again.
ALTER TABLE end_of_day_step ADD COLUMN refused jsonb NOT NULL DEFAULT '[]';
