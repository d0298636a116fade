import type pg from 'pg';
import { idFromPattern } from '../rules/idPattern.ts';

const attempts = 50;

/**
 * An id of the pattern that no row of the table has, or undefined when none was found. Those who draw the same id at the same time wait for
 * each other, so that none of them is refused for an id that he did not choose.
 */
export const freeId = async (
  db: pg.PoolClient,
  table: 'client' | 'client_group' | 'user_role' | 'index_rate_source' | 'index_rate',
  pattern: string,
): Promise<string | undefined> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const id = idFromPattern(pattern);
    await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${table}.id ${id}`]);
    const { rows } = await db.query<{ taken: boolean }>(`SELECT EXISTS (SELECT FROM ${table} WHERE id = $1) AS taken`, [
      id,
    ]);
    if (rows[0]?.taken === false) return id;
  }
  return undefined;
};
