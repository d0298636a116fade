import type pg from 'pg';
import type { Instant } from '../../../kernel/instant.ts';
import type { Db } from '../../../platform/db/pool.ts';
import { beginning, type Seal, type SealedStretch } from '../seal.ts';

/** Takes the right to seal until the transaction ends; false when another process has it. */
export const trySealLock = async (db: pg.PoolClient): Promise<boolean> => {
  const { rows } = await db.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtext('florin audit seal')) AS taken`,
  );
  return rows[0]?.taken ?? false;
};

/** The newest seal, or what stands before the first. */
export const lastSeal = async (db: Db): Promise<Pick<Seal, 'number' | 'throughId' | 'hash'>> => {
  const { rows } = await db.query<{ number: number; through_id: number; hash: Buffer }>(
    'SELECT number, through_id, hash FROM audit_seal ORDER BY number DESC LIMIT 1',
  );
  const [row] = rows;
  return row ? { number: row.number, throughId: row.through_id, hash: row.hash } : beginning;
};

/** The highest id that a record was given so far, committed or not. Ids that somebody wrote by hand do not count. */
export const lastGivenId = async (db: Db): Promise<number> => {
  const { rows } = await db.query<{ id: number }>(
    'SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS id FROM audit_record_id_seq',
  );
  return rows[0]?.id ?? 0;
};

/** The transactions that are writing records right now: an INSERT locks the table before it draws ids, and keeps the lock to its end. */
export const recordWriters = async (db: Db): Promise<readonly string[]> => {
  const { rows } = await db.query<{ virtualtransaction: string }>(
    `SELECT virtualtransaction FROM pg_locks
      WHERE locktype = 'relation' AND relation = 'audit_record'::regclass AND mode = 'RowExclusiveLock' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.map((row) => row.virtualtransaction);
};

type StretchRow = {
  readonly record_count: number;
  readonly last_id: number;
  readonly records: string;
  readonly marks: Buffer;
  readonly first_at: Instant;
  readonly last_at: Instant;
  readonly content: Buffer;
};

/** The next records behind an id, at most so many and up to an id, summed up for a seal; undefined when there are none. */
export const nextStretch = async (
  db: Db,
  { afterId, untilId, most }: { readonly afterId: number; readonly untilId: number; readonly most: number },
): Promise<(SealedStretch & { readonly marks: Buffer }) | undefined> => {
  const { rows } = await db.query<StretchRow>(
    `SELECT count(*)::int AS record_count, max(id) AS last_id, range_agg(int8range(id, id, '[]'))::text AS records,
            string_agg(substring(hash FROM 1 FOR 4), ''::bytea ORDER BY id) AS marks,
            min(occurred_at) AS first_at, max(occurred_at) AS last_at,
            sha256(string_agg(int8send(id) || hash, ''::bytea ORDER BY id)) AS content
       FROM (SELECT id, occurred_at, hash FROM audit_record WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3) r`,
    [afterId, untilId, most],
  );
  const [row] = rows;
  if (!row || row.record_count === 0) return undefined;
  return {
    afterId,
    // A full stretch ends with its last record; the last one covers the ids as well that no record came of.
    throughId: row.record_count === most ? row.last_id : untilId,
    recordCount: row.record_count,
    records: row.records,
    marks: row.marks,
    firstAt: row.first_at,
    lastAt: row.last_at,
    content: row.content,
  };
};

/** Appends a seal. */
export const insertSeal = async (db: Db, seal: Seal & { readonly marks: Buffer }): Promise<void> => {
  const [sealedAt, firstAt, lastAt] = [seal.sealedAt, seal.firstAt, seal.lastAt].map((at) =>
    new Date(at).toISOString(),
  );
  await db.query(
    `INSERT INTO audit_seal (number, sealed_at, after_id, through_id, record_count, records, marks, first_at, last_at, content,
                             previous_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6::int8multirange, $7, $8, $9, $10, $11, $12)`,
    [
      seal.number,
      sealedAt,
      seal.afterId,
      seal.throughId,
      seal.recordCount,
      seal.records,
      seal.marks,
      firstAt,
      lastAt,
      seal.content,
      seal.previousHash,
      seal.hash,
    ],
  );
};
