import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { DbPool, DbTransaction } from './pool.ts';

/** A state of the database that this version of Florin must not touch; the message says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export type MigrationReport = {
  /** File names applied by this call, in order; empty when the database was up to date. */
  readonly applied: readonly string[];
  /** Version of the database afterwards. */
  readonly version: number;
};

type Migration = { version: number; name: string; file: string; sql: string; checksum: string };
type AppliedMigration = { version: number; name: string; checksum: string };

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));
/** Any constant will do, as long as nothing else in the database locks the same one ("florin" in ASCII). */
const LOCK = 0x666c6f72696e;

/**
 * Brings the database to the version of the code: applies the missing files of `directory` (default `server/migrations`) in
 * order, each in a transaction of its own. Several processes may call it at once; one works, the others wait for it.
 * Throws `MigrationError` when a file that was applied has changed since, or when the database is newer than the code.
 */
export async function migrate(pool: DbPool, directory: string = MIGRATIONS): Promise<MigrationReport> {
  const migrations = await readMigrations(directory);
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // Waiting for another process and rewriting a big table may both take longer than a request ever should.
    await client.query('SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    return await applyMissing(client, migrations);
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    if (broken === undefined) {
      await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
      await client.query('RESET statement_timeout');
    }
    // After a failure the connection is closed, which also frees the lock.
    client.release(broken);
  }
}

async function applyMissing(client: DbTransaction, migrations: readonly Migration[]): Promise<MigrationReport> {
  await client.query(`CREATE TABLE IF NOT EXISTS schema_migration (
    version integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`);
  const { rows } = await client.query<AppliedMigration>(
    'SELECT version, name, checksum FROM schema_migration ORDER BY version',
  );
  refuseUnknown(rows, migrations);
  const done = new Map(rows.map((row) => [row.version, row]));
  const newest = rows.at(-1)?.version ?? 0;
  const applied: string[] = [];
  for (const migration of migrations) {
    const earlier = done.get(migration.version);
    if (earlier === undefined) {
      if (migration.version < newest) {
        throw new MigrationError(
          `Migration ${migration.file} is new, but the database is already at version ${newest}. Migrations only go ` +
            `forward: please give the file a number above ${newest}.`,
        );
      }
      await applyOne(client, migration);
      applied.push(migration.file);
    } else if (earlier.checksum !== migration.checksum) {
      throw new MigrationError(
        `Migration ${migration.file} has changed since it was applied to this database. An applied migration is history: ` +
          'please restore the file and put the change into a new one. (A throw-away development database can be deleted instead.)',
      );
    }
  }
  return { applied, version: Math.max(newest, migrations.at(-1)?.version ?? 0) };
}

function refuseUnknown(rows: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  const known = new Set(migrations.map((migration) => migration.version));
  const unknown = rows.filter((row) => !known.has(row.version));
  if (unknown.length === 0) return;
  const names = unknown.map((row) => `${String(row.version).padStart(4, '0')}_${row.name}`).join(', ');
  throw new MigrationError(
    `The database is newer than this version of Florin: it has ${names}, which this version does not know. Nothing was ` +
      'changed. Please start the newer Florin, or use another database.',
  );
}

async function applyOne(client: DbTransaction, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migration (version, name, checksum) VALUES ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    throw new MigrationError(
      `Migration ${migration.file} failed${lineOf(error, migration.sql)}: ` +
        `${error instanceof Error ? error.message : String(error)}. The database stays at the version before it.`,
      { cause: error },
    );
  }
}

function lineOf(error: unknown, sql: string): string {
  const position = error instanceof pg.DatabaseError ? Number(error.position ?? 0) : 0;
  return position > 0 ? ` at line ${sql.slice(0, position).split('\n').length}` : '';
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const file of files) {
    const match = /^(\d{4})_([a-z0-9_]+)\.sql$/i.exec(file);
    if (match === null) {
      throw new MigrationError(`Please name migration ${file} like 0012_what_it_does.sql: four digits and a name.`);
    }
    const version = Number(match[1]);
    if (version === migrations.at(-1)?.version) {
      throw new MigrationError(`Two migrations have the number ${match[1]}; please renumber ${file}.`);
    }
    // Line endings depend on how the code was checked out and must not count as a change.
    const sql = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
    const checksum = createHash('sha256').update(sql).digest('hex');
    migrations.push({ version, name: match[2] ?? '', file, sql, checksum });
  }
  return migrations;
}
