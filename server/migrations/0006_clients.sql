-- Clients, the roles (types) they have, templates of identity documents, and the credit arrangements that hold their accounts together.

CREATE TABLE client_role (
  encoded_key         uuid        PRIMARY KEY,
  id                  text        NOT NULL CONSTRAINT client_role_id UNIQUE,
  name                text        NOT NULL,
  description         text,
  client_type         text        NOT NULL CHECK (client_type IN ('CLIENT', 'GROUP')),
  can_open_accounts   boolean     NOT NULL DEFAULT true,
  can_guarantee       boolean     NOT NULL DEFAULT true,
  use_default_address boolean     NOT NULL DEFAULT true,
  require_id          boolean     NOT NULL DEFAULT false,
  id_pattern          text,
  creation_date       timestamptz NOT NULL,
  last_modified_date  timestamptz NOT NULL
);
INSERT INTO client_role (encoded_key, id, name, client_type, creation_date, last_modified_date)
VALUES (gen_random_uuid(), 'client', 'Client', 'CLIENT', now(), now());
UPDATE general_setup SET settings = settings || jsonb_build_object(
  'defaultClientRoleKey', (SELECT replace(encoded_key::text, '-', '') FROM client_role WHERE id = 'client'));

CREATE TABLE identification_document_template (
  encoded_key          uuid        PRIMARY KEY,
  id                   text        NOT NULL CONSTRAINT identification_document_template_id UNIQUE,
  document_type        text        NOT NULL,
  issuing_authority    text,
  document_id_template text,
  mandatory            boolean     NOT NULL DEFAULT false,
  allow_attachments    boolean     NOT NULL DEFAULT true,
  creation_date        timestamptz NOT NULL,
  last_modified_date   timestamptz NOT NULL
);

-- Lists that belong to a client are kept in the contract's shape, each element with a key of its own.
-- previous_state is where an undone blacklisting leads back to.
CREATE TABLE client (
  encoded_key           uuid        PRIMARY KEY,
  id                    text        NOT NULL CONSTRAINT client_id UNIQUE,
  state                 text        NOT NULL
    CHECK (state IN ('PENDING_APPROVAL', 'INACTIVE', 'ACTIVE', 'EXITED', 'BLACKLISTED', 'REJECTED')),
  previous_state        text,
  first_name            text        NOT NULL,
  middle_name           text,
  last_name             text        NOT NULL,
  full_name             text        NOT NULL
    GENERATED ALWAYS AS (first_name || coalesce(' ' || middle_name, '') || ' ' || last_name) STORED,
  birth_date            date,
  gender                text,
  email_address         text,
  home_phone            text,
  mobile_phone          text,
  mobile_phone_2        text,
  preferred_language    text,
  notes                 text,
  client_role_key       uuid        NOT NULL REFERENCES client_role,
  assigned_branch_key   uuid,
  assigned_centre_key   uuid,
  assigned_user_key     uuid,
  loan_cycle            integer     NOT NULL DEFAULT 0,
  group_loan_cycle      integer     NOT NULL DEFAULT 0,
  addresses             jsonb       NOT NULL DEFAULT '[]',
  id_documents          jsonb       NOT NULL DEFAULT '[]',
  portal_settings       jsonb,
  migration_event_key   text,
  profile_picture_key   uuid,
  profile_signature_key uuid,
  activation_date       timestamptz,
  approved_date         timestamptz,
  closed_date           timestamptz,
  creation_date         timestamptz NOT NULL,
  last_modified_date    timestamptz NOT NULL,
  CHECK ((state = 'BLACKLISTED') = (previous_state IS NOT NULL))
) WITH (fillfactor = 90);
CREATE INDEX client_creation ON client (creation_date, encoded_key);
CREATE INDEX client_last_name ON client (lower(last_name), lower(first_name));
CREATE INDEX client_email ON client (lower(email_address)) WHERE email_address IS NOT NULL;
CREATE INDEX client_mobile_phone ON client (mobile_phone) WHERE mobile_phone IS NOT NULL;
CREATE INDEX client_home_phone ON client (home_phone) WHERE home_phone IS NOT NULL;
CREATE INDEX client_branch ON client (assigned_branch_key) WHERE assigned_branch_key IS NOT NULL;
CREATE INDEX client_id_documents ON client USING gin (id_documents jsonb_path_ops);

CREATE TABLE credit_arrangement (
  encoded_key         uuid        PRIMARY KEY,
  id                  text        NOT NULL CONSTRAINT credit_arrangement_id UNIQUE,
  holder_key          uuid        NOT NULL,
  holder_type         text        NOT NULL CHECK (holder_type IN ('CLIENT', 'GROUP')),
  state               text        NOT NULL,
  sub_state           text,
  amount              numeric     NOT NULL,
  consumed_amount     numeric     NOT NULL DEFAULT 0,
  currency_code       text        NOT NULL,
  exposure_limit_type text,
  start_date          timestamptz NOT NULL,
  expire_date         timestamptz NOT NULL,
  approved_date       timestamptz,
  closed_date         timestamptz,
  notes               text,
  creation_date       timestamptz NOT NULL,
  last_modified_date  timestamptz NOT NULL
);
CREATE INDEX credit_arrangement_holder ON credit_arrangement (holder_key);
