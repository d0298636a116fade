-- access_version grows with every change of what a user may do, so that processes forget the logins they remember then, and only then.
-- A trigger, because a change that forgot to count would leave somebody signed in who may not be any more.
ALTER TABLE tenant_state ADD COLUMN access_version bigint NOT NULL DEFAULT 1;

CREATE FUNCTION count_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tenant_state SET access_version = access_version + 1;
  RETURN NULL;
END $$;

-- A login writes last_logged_in_date, which is no change of access. Nobody remembers a user or a role that is new.
CREATE TRIGGER app_user_access AFTER DELETE OR UPDATE OF
  username, password_hash, user_state, assigned_branch_key, role_key, access, transaction_limits
  ON app_user FOR EACH STATEMENT EXECUTE FUNCTION count_access_change();
CREATE TRIGGER user_role_access AFTER DELETE OR UPDATE ON user_role
  FOR EACH STATEMENT EXECUTE FUNCTION count_access_change();
