-- What the fold makes of a loan is read as a whole; the verification alone looks into it. As it was written it costs the database less to take in, and
-- every payment writes an event and an instalment.
ALTER TABLE loan_event
  ALTER COLUMN event TYPE json USING event::json,
  ALTER COLUMN details TYPE json USING details::json;
ALTER TABLE loan_instalment ALTER COLUMN instalment TYPE json USING instalment::json;
