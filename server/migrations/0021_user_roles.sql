-- A role is told apart by its name, too, and nobody holds a role that does not exist.
CREATE UNIQUE INDEX user_role_name ON user_role (lower(name));
ALTER TABLE app_user ADD CONSTRAINT app_user_role_exists FOREIGN KEY (role_key) REFERENCES user_role;
ALTER TABLE api_consumer ADD CONSTRAINT api_consumer_role_exists FOREIGN KEY (role_key) REFERENCES user_role;
