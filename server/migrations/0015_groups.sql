-- Groups of clients that hold accounts together, and the names of the roles that members have in them.

INSERT INTO client_role (encoded_key, id, name, client_type, creation_date, last_modified_date)
VALUES (gen_random_uuid(), 'group', 'Group', 'GROUP', now(), now());
UPDATE general_setup SET settings = settings || jsonb_build_object(
  'defaultGroupRoleKey', (SELECT replace(encoded_key::text, '-', '') FROM client_role WHERE id = 'group'));

CREATE TABLE group_role_name (
  encoded_key        uuid        PRIMARY KEY,
  id                 text        NOT NULL CONSTRAINT group_role_name_id UNIQUE,
  name               text        NOT NULL,
  creation_date      timestamptz NOT NULL,
  last_modified_date timestamptz NOT NULL
);

-- Members are kept in the contract's shape, like the other lists that belong to one record: [{clientKey, roles: [{encodedKey, groupRoleNameKey}]}].
CREATE TABLE client_group (
  encoded_key         uuid        PRIMARY KEY,
  id                  text        NOT NULL CONSTRAINT client_group_id UNIQUE,
  group_name          text        NOT NULL,
  email_address       text,
  home_phone          text,
  mobile_phone        text,
  preferred_language  text,
  notes               text,
  group_role_key      uuid        NOT NULL REFERENCES client_role,
  assigned_branch_key uuid,
  assigned_centre_key uuid,
  assigned_user_key   uuid,
  loan_cycle          integer     NOT NULL DEFAULT 0,
  addresses           jsonb       NOT NULL DEFAULT '[]',
  group_members       jsonb       NOT NULL DEFAULT '[]',
  migration_event_key text,
  creation_date       timestamptz NOT NULL,
  last_modified_date  timestamptz NOT NULL
) WITH (fillfactor = 90);
CREATE INDEX client_group_creation ON client_group (creation_date, encoded_key);
CREATE INDEX client_group_name ON client_group (lower(group_name));
CREATE INDEX client_group_branch ON client_group (assigned_branch_key) WHERE assigned_branch_key IS NOT NULL;
-- The groups of a client, and whether a role name is in use.
CREATE INDEX client_group_members ON client_group USING gin (group_members jsonb_path_ops);
