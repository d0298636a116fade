-- Wrong passwords in a row, which lock a user who is their target. A login sets the count back, and so does unlocking.
ALTER TABLE app_user ADD COLUMN failed_logins integer NOT NULL DEFAULT 0;
