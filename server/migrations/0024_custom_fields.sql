-- Custom fields: their definitions in sets, and the values on the row of whatever carries them (docs/decisions/0021).

CREATE TABLE custom_field_set (
  encoded_key        uuid        PRIMARY KEY,
  id                 text        NOT NULL CONSTRAINT custom_field_set_id UNIQUE CHECK (id ~ '^_[A-Za-z0-9_]{1,63}$'),
  name               text        NOT NULL,
  description        text,
  field_set_type     text        NOT NULL CHECK (field_set_type IN ('STANDARD', 'GROUPED')),
  available_for      text        NOT NULL,
  position           integer     NOT NULL,
  creation_date      timestamptz NOT NULL,
  last_modified_date timestamptz NOT NULL
);

-- usage, rights and options are kept in the contract's shape; rights hold the keys of roles.
CREATE TABLE custom_field (
  encoded_key         uuid        PRIMARY KEY,
  id                  text        NOT NULL CONSTRAINT custom_field_id UNIQUE CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9_]{0,63}$'),
  set_key             uuid        NOT NULL REFERENCES custom_field_set ON DELETE CASCADE,
  type                text        NOT NULL,
  state               text        NOT NULL CHECK (state IN ('ACTIVE', 'INACTIVE')),
  display_name        text        NOT NULL,
  description         text,
  field_size          text        NOT NULL CHECK (field_size IN ('SHORT', 'LONG')),
  position            integer     NOT NULL,
  is_required         boolean     NOT NULL DEFAULT false,
  is_default          boolean     NOT NULL DEFAULT false,
  usage               jsonb       NOT NULL DEFAULT '[]',
  is_unique           boolean     NOT NULL DEFAULT false,
  validation_pattern  text,
  view_rights         jsonb       NOT NULL,
  edit_rights         jsonb       NOT NULL,
  dependent_field_key uuid        REFERENCES custom_field DEFERRABLE INITIALLY DEFERRED,
  selection_options   jsonb       NOT NULL DEFAULT '[]',
  creation_date       timestamptz NOT NULL,
  last_modified_date  timestamptz NOT NULL
);
CREATE INDEX custom_field_set_key ON custom_field (set_key);

-- Empty is NULL, so that rows without custom fields are not in the indexes.
ALTER TABLE client ADD COLUMN custom_fields jsonb;
CREATE INDEX client_custom_fields ON client USING gin (custom_fields jsonb_path_ops) WHERE custom_fields IS NOT NULL;
ALTER TABLE client_group ADD COLUMN custom_fields jsonb;
CREATE INDEX client_group_custom_fields ON client_group USING gin (custom_fields jsonb_path_ops) WHERE custom_fields IS NOT NULL;
ALTER TABLE deposit_product ADD COLUMN custom_fields jsonb;
ALTER TABLE branch ADD COLUMN custom_fields jsonb;
ALTER TABLE centre ADD COLUMN custom_fields jsonb;
ALTER TABLE app_user ADD COLUMN custom_fields jsonb;
