-- The audit trail tells which API consumer asked, and what was answered where nothing else in the bank tells it. Its records are sealed into
-- a chain. Indexes stand on the seals and not on the records: every posting writes a record, and none of them pays for a search.

ALTER TABLE audit_record
  ADD COLUMN consumer_key uuid,
  ADD COLUMN response     text;

-- One seal covers the records with after_id < id <= through_id; the next one begins where it ends. `records` are the ids that were there,
-- `marks` the first four bytes of each one's hash: with them a difference can be named. `content` is the hash over all ids and hashes, `hash`
-- that over the seal itself and the hash of the seal before it.
CREATE TABLE audit_seal (
  number        bigint         PRIMARY KEY,
  sealed_at     timestamptz    NOT NULL,
  after_id      bigint         NOT NULL,
  through_id    bigint         NOT NULL,
  record_count  integer        NOT NULL,
  records       int8multirange NOT NULL,
  marks         bytea          NOT NULL,
  first_at      timestamptz    NOT NULL,
  last_at       timestamptz    NOT NULL,
  content       bytea          NOT NULL,
  previous_hash bytea          NOT NULL,
  hash          bytea          NOT NULL,
  CHECK (after_id < through_id AND first_at <= last_at)
);
CREATE INDEX audit_seal_first_at ON audit_seal (first_at, number);
CREATE INDEX audit_seal_last_at ON audit_seal (last_at, number);
CREATE INDEX audit_seal_period ON audit_seal USING gist (tstzrange(first_at, last_at, '[]'));
