import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { createPool, type DbPool, databaseErrorCode } from '../../src/platform/db/pool.ts';
import { TEMPLATE } from './template.ts';

/** A database of its own for one test file. */
export type TestDatabase = {
  readonly connectionString: string;
  /** Connections to it, as the server would use them. */
  readonly pool: DbPool;
  /** Closes the pool and deletes the database, whoever is still connected. Call it in `afterAll`. */
  drop(): Promise<void>;
};

/**
 * Copies the migrated template database, or makes an empty one with `{ empty: true }`. Call it in `beforeAll` and `drop` in
 * `afterAll`. Several test files may do so at the same time.
 */
export async function createTestDatabase(options: { readonly empty?: boolean } = {}): Promise<TestDatabase> {
  const url = new URL(inject('postgresUrl'));
  const server = url.href;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = options.empty ? 'template0' : TEMPLATE;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  url.pathname = `/${name}`;
  const connectionString = url.href;
  const pool = createPool(connectionString, { max: 10, applicationName: 'florin-test' });
  let dropped: Promise<void> | null = null;
  const drop = async (): Promise<void> => {
    await pool.end();
    await administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return {
    connectionString,
    pool,
    drop() {
      dropped ??= drop();
      return dropped;
    },
  };
}

/** Runs one statement outside any test database; waits its turn while another file copies the same template. */
async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        // 55006: the template is being accessed by other users.
        if (attempt >= 50 || databaseErrorCode(error) !== '55006') throw error;
        await sleep(20 + Math.random() * 30);
      }
    }
  } finally {
    await client.end();
  }
}
