-- One row per accounting day and step of its end of day: a step that is done is never done twice, a crash resumes at the first open one.
CREATE TABLE end_of_day_step (
  day         date        NOT NULL,
  step        text        NOT NULL,
  processed   bigint      NOT NULL,
  finished_at timestamptz NOT NULL,
  PRIMARY KEY (day, step)
);
