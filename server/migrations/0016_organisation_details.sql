-- The zone in which this bank's days begin and end; set by the first start, since every booking day, value date and due date is a day of it.
ALTER TABLE tenant_state ADD COLUMN time_zone text;

-- Exactly one row. How dates and numbers are written stands in general_setup.
CREATE TABLE organisation (
  id                 boolean     PRIMARY KEY DEFAULT true CHECK (id),
  encoded_key        uuid        NOT NULL,
  institution_name   text        NOT NULL,
  email_address      text,
  phone_number       text,
  address            jsonb,
  creation_date      timestamptz NOT NULL,
  last_modified_date timestamptz NOT NULL
);
INSERT INTO organisation (encoded_key, institution_name, creation_date, last_modified_date)
VALUES (gen_random_uuid(), 'Florin', now(), now());
