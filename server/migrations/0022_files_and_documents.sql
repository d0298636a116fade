-- Files in pieces, so that neither end of a transfer ever holds a whole one, and the documents that are made of them.

-- Bytes arrive before the operation that wants them is judged: unclaimed ones are swept away.
CREATE TABLE stored_file (
  encoded_key uuid        PRIMARY KEY,
  claimed     boolean     NOT NULL DEFAULT false,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX stored_file_unclaimed ON stored_file (created_at) WHERE NOT claimed;

CREATE TABLE stored_file_piece (
  file_key uuid    NOT NULL REFERENCES stored_file ON DELETE CASCADE,
  position integer NOT NULL,
  bytes    bytea   NOT NULL,
  PRIMARY KEY (file_key, position)
);
-- Documents are compressed already; trying again would only cost time.
ALTER TABLE stored_file_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- owner_key has no foreign key: which table it leads to depends on owner_type.
CREATE TABLE document (
  encoded_key        uuid        PRIMARY KEY,
  id                 bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
  owner_type         text        NOT NULL,
  owner_key          uuid        NOT NULL,
  name               text        NOT NULL,
  notes              text,
  file_name          text        NOT NULL,
  file_size          bigint      NOT NULL,
  type               text        NOT NULL,
  file_key           uuid        NOT NULL UNIQUE REFERENCES stored_file,
  creation_date      timestamptz NOT NULL,
  last_modified_date timestamptz NOT NULL
);
CREATE INDEX document_owner ON document (owner_key, id);
