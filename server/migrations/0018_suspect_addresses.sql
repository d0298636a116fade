-- Addresses that sent wrong credentials. One that did so as often as the bank allows is blocked until an administrator removes it; the count
-- never fades by itself.
CREATE TABLE suspect_address (
  encoded_key         uuid        PRIMARY KEY,
  address             text        NOT NULL CONSTRAINT suspect_address_address UNIQUE,
  invalid_requests    integer     NOT NULL,
  last_invalid_date   timestamptz NOT NULL,
  blocked_date        timestamptz
);
CREATE INDEX suspect_address_blocked ON suspect_address (blocked_date) WHERE blocked_date IS NOT NULL;
