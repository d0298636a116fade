-- The last day on which accounts that keep no readings of their own have read an index: nobody says later what it was on that day or before.
CREATE TABLE index_review (
  source_key uuid PRIMARY KEY REFERENCES index_rate_source ON DELETE CASCADE,
  last_day   date NOT NULL
);
