-- Published rates that interest and taxes can follow. start_day is the day of start_date in the organisation's zone: rates count by days.

CREATE TABLE index_rate_source (
  encoded_key        uuid        PRIMARY KEY,
  id                 text        NOT NULL CONSTRAINT index_rate_source_id UNIQUE,
  name               text        NOT NULL,
  notes              text,
  type               text        NOT NULL
    CHECK (type IN ('INTEREST_RATE', 'TAX_RATE', 'WITHHOLDING_TAX_RATE', 'PRINCIPAL_TAX_RATE')),
  creation_date      timestamptz NOT NULL,
  last_modified_date timestamptz NOT NULL
);
CREATE UNIQUE INDEX index_rate_source_name ON index_rate_source (lower(name));

CREATE TABLE index_rate (
  encoded_key                    uuid        PRIMARY KEY,
  id                             text        NOT NULL CONSTRAINT index_rate_id UNIQUE,
  assigned_index_rate_source_key uuid        NOT NULL REFERENCES index_rate_source ON DELETE CASCADE,
  start_date                     timestamptz NOT NULL,
  start_day                      date        NOT NULL,
  rate                           numeric     NOT NULL,
  notes                          text,
  user_key                       uuid        NOT NULL,
  CONSTRAINT index_rate_start UNIQUE (assigned_index_rate_source_key, start_day)
);
