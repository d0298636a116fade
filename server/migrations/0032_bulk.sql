-- What was asked for in bulk, item by item, and what became of each.

-- Who asked is kept as a name to look up again: an item is done with what he may do when its turn comes.
CREATE TABLE bulk_process (
  encoded_key    uuid        PRIMARY KEY,
  operation      text        NOT NULL,
  state          text        NOT NULL,
  item_count     integer     NOT NULL,
  principal_kind text        NOT NULL,
  principal_key  uuid        NOT NULL,
  username       text        NOT NULL,
  uri            text        NOT NULL,
  client_ip      text        NOT NULL,
  user_agent     text        NOT NULL,
  creation_date  timestamptz NOT NULL,
  started_at     timestamptz,
  completed_at   timestamptz
);
CREATE INDEX bulk_process_open ON bulk_process (creation_date, encoded_key) WHERE state <> 'COMPLETE';

-- Only until the bulk is complete: what was asked stays in the audit trail.
CREATE TABLE bulk_item (
  bulk_key uuid    NOT NULL REFERENCES bulk_process,
  position integer NOT NULL,
  input    text    NOT NULL,
  PRIMARY KEY (bulk_key, position)
);

-- One row for each item that is done, written with what it did. The key is the promise that no item is done twice.
CREATE TABLE bulk_result (
  bulk_key     uuid    NOT NULL REFERENCES bulk_process,
  position     integer NOT NULL,
  result_id    text,
  external_id  text,
  error_code   integer,
  error_reason text,
  error_source text,
  CONSTRAINT bulk_result_once PRIMARY KEY (bulk_key, position)
);

-- An answer that is told by a header, such as the Location of a bulk, is repeated with it.
ALTER TABLE idempotency_record ADD COLUMN headers jsonb;
