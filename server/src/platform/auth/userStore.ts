import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Db, DbTransaction } from '../db/pool.ts';
import { type AccessRow, accessColumns, accessOf, isTrue, type StoredAccess } from './storedAccess.ts';

/** A user as authentication sees him. */
export type StoredUser = {
  readonly userKey: EncodedKey;
  readonly username: string;
  readonly passwordHash: string;
  readonly state: string;
  readonly apiAccess: boolean;
  readonly access: StoredAccess;
};

type UserRow = AccessRow & {
  encoded_key: EncodedKey;
  username: string;
  password_hash: string;
  user_state: string;
  api_access: boolean;
};

/** The user of this name, whatever its upper and lower case; null when there is none. */
export const findUserByName = (db: Db, username: string): Promise<StoredUser | null> =>
  findUser(db, 'lower(u.username) = lower($1)', username);

/** The user with this key; null when there is none. */
export const findUserByKey = (db: Db, userKey: EncodedKey): Promise<StoredUser | null> =>
  findUser(db, 'u.encoded_key = $1', userKey);

const findUser = async (db: Db, condition: string, value: string): Promise<StoredUser | null> => {
  const { rows } = await db.query<UserRow>(
    `SELECT u.encoded_key, u.username, u.password_hash, u.user_state, ${accessColumns('u')},
            ${isTrue('u.access', 'apiAccess')} OR ${isTrue('r.access', 'apiAccess')} AS api_access
       FROM app_user u LEFT JOIN user_role r ON r.encoded_key = u.role_key
      WHERE ${condition}`,
    [value],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    userKey: row.encoded_key,
    username: row.username,
    passwordHash: row.password_hash,
    state: row.user_state,
    apiAccess: row.api_access,
    access: accessOf(row),
  };
};

/** Notes that the user was here, which forgets the wrong passwords before. */
export const recordLogin = async (db: Db, userKey: EncodedKey, at: Instant): Promise<void> => {
  await db.query('UPDATE app_user SET last_logged_in_date = $2, failed_logins = 0 WHERE encoded_key = $1', [
    userKey,
    new Date(at).toISOString(),
  ]);
};

/** Counts a wrong password for the active user of this name. Answers how many there were in a row; null when there is no such user. */
export const countFailure = async (
  db: Db,
  username: string,
): Promise<{ readonly userKey: EncodedKey; readonly username: string; readonly failures: number } | null> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey; username: string; failed_logins: number }>(
    `UPDATE app_user SET failed_logins = failed_logins + 1 WHERE lower(username) = lower($1) AND user_state = 'ACTIVE'
     RETURNING encoded_key, username, failed_logins`,
    [username],
  );
  const row = rows[0];
  return row === undefined
    ? null
    : { userKey: row.encoded_key, username: row.username, failures: Number(row.failed_logins) };
};

/**
 * Locks an active user and lets every process notice; answers whether it did. Not the last active administrator: all of them are held meanwhile, so
 * that two are not locked because of each other.
 */
export const lockUser = async (tx: DbTransaction, userKey: EncodedKey, at: Instant): Promise<boolean> => {
  const { rows } = await tx.query<{ encoded_key: EncodedKey }>(
    `SELECT u.encoded_key FROM app_user u
      WHERE u.user_state = 'ACTIVE'
        AND (${isTrue('u.access', 'administratorAccess')}
             OR EXISTS (SELECT FROM user_role r WHERE r.encoded_key = u.role_key AND ${isTrue('r.access', 'administratorAccess')}))
      ORDER BY u.encoded_key FOR UPDATE OF u`,
  );
  if (!rows.some((row) => row.encoded_key !== userKey)) return false;
  const { rowCount } = await tx.query(
    `UPDATE app_user SET user_state = 'LOCKED', last_modified_date = $2 WHERE encoded_key = $1 AND user_state = 'ACTIVE'`,
    [userKey, new Date(at).toISOString()],
  );
  if (rowCount !== 1) return false;
  await tx.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  return true;
};

/** What is needed to keep the first administrator's password as configured; null when there is no such user. */
export const lockPassword = async (
  tx: DbTransaction,
  username: string,
): Promise<{ readonly userKey: EncodedKey; readonly passwordHash: string } | null> => {
  const { rows } = await tx.query<{ encoded_key: EncodedKey; password_hash: string }>(
    'SELECT encoded_key, password_hash FROM app_user WHERE lower(username) = lower($1) FOR UPDATE',
    [username],
  );
  const row = rows[0];
  return row === undefined ? null : { userKey: row.encoded_key, passwordHash: row.password_hash };
};

/** Whether the database has any user at all. */
export const hasUsers = async (db: Db): Promise<boolean> => {
  const { rows } = await db.query<{ found: boolean }>('SELECT EXISTS (SELECT FROM app_user) AS found');
  return rows[0]?.found ?? false;
};

/** Adds a user who may do everything. Throws the database's unique violation when the name is taken. */
export const insertAdministrator = async (
  db: Db,
  user: {
    readonly userKey: EncodedKey;
    readonly username: string;
    readonly passwordHash: string;
    readonly at: Instant;
  },
): Promise<void> => {
  const access = { administratorAccess: true, apiAccess: true, mambuAccess: true, canManageAllBranches: true };
  await db.query(
    `INSERT INTO app_user (encoded_key, username, password_hash, first_name, last_name, access, creation_date, last_modified_date)
     VALUES ($1, $2, $3, 'Administrator', NULL, $4, $5, $5)`,
    [user.userKey, user.username, user.passwordHash, JSON.stringify(access), new Date(user.at).toISOString()],
  );
};

/** Replaces a user's password and lets every process notice: they look at who may still be remembered when the reference version moves. */
export const updatePassword = async (db: Db, userKey: EncodedKey, passwordHash: string, at: Instant): Promise<void> => {
  await db.query('UPDATE app_user SET password_hash = $2, last_modified_date = $3 WHERE encoded_key = $1', [
    userKey,
    passwordHash,
    new Date(at).toISOString(),
  ]);
  await db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
};
