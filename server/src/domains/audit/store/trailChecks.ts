import type { Instant } from '../../../kernel/instant.ts';
import { auditHashSql } from '../../../platform/audit/auditHash.ts';
import type { Db } from '../../../platform/db/pool.ts';
import type { Seal } from '../seal.ts';

/** A seal, and what the records are now that it covers. */
export type SealWithRecords = Seal & {
  readonly marks: Buffer;
  readonly found: number;
  readonly foundContent: Buffer | null;
  /** Records whose own hash is not that of what they say. */
  readonly changed: readonly number[];
};

type SealRow = {
  readonly number: number;
  readonly sealed_at: Instant;
  readonly after_id: number;
  readonly through_id: number;
  readonly record_count: number;
  readonly records: string;
  readonly marks: Buffer;
  readonly first_at: Instant;
  readonly last_at: Instant;
  readonly content: Buffer;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
  readonly found: number;
  readonly found_content: Buffer | null;
  readonly changed: readonly number[] | null;
};

/** The next seals behind a number with their records summed up by the database: none of the records themselves is sent. */
export const sealsWithRecords = async (db: Db, after: number, most: number): Promise<readonly SealWithRecords[]> => {
  const { rows } = await db.query<SealRow>(
    `SELECT s.number, s.sealed_at, s.after_id, s.through_id, s.record_count, s.records::text AS records, s.marks, s.first_at, s.last_at,
            s.content, s.previous_hash, s.hash, f.found, f.found_content, f.changed
       FROM (SELECT * FROM audit_seal WHERE number > $1 ORDER BY number LIMIT $2) s
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS found, sha256(string_agg(int8send(r.id) || r.hash, ''::bytea ORDER BY r.id)) AS found_content,
                array_agg(r.id ORDER BY r.id) FILTER (WHERE r.hash <> ${auditHashSql}) AS changed
           FROM audit_record r WHERE r.id > s.after_id AND r.id <= s.through_id) f
      ORDER BY s.number`,
    [after, most],
  );
  return rows.map((row) => ({
    number: row.number,
    sealedAt: row.sealed_at,
    afterId: row.after_id,
    throughId: row.through_id,
    recordCount: row.record_count,
    records: row.records,
    marks: row.marks,
    firstAt: row.first_at,
    lastAt: row.last_at,
    content: row.content,
    previousHash: row.previous_hash,
    hash: row.hash,
    found: row.found,
    foundContent: row.found_content,
    changed: row.changed ?? [],
  }));
};

/** The ids of a sealed stretch, with the first four bytes of their hashes. */
export const marksOf = async (
  db: Db,
  { afterId, throughId }: Pick<Seal, 'afterId' | 'throughId'>,
): Promise<ReadonlyMap<number, string>> => {
  const { rows } = await db.query<{ id: number; mark: string }>(
    `SELECT id, encode(substring(hash FROM 1 FOR 4), 'hex') AS mark FROM audit_record WHERE id > $1 AND id <= $2`,
    [afterId, throughId],
  );
  return new Map(rows.map(({ id, mark }) => [id, mark]));
};

/** The ids that a multirange says were there: {[1,4),[7,8)} is 1, 2, 3 and 7. */
export const idsOf = async (db: Db, records: string): Promise<readonly number[]> => {
  const { rows } = await db.query<{ ids: readonly number[] }>(
    `SELECT coalesce(array_agg(id ORDER BY id), '{}') AS ids
       FROM unnest($1::int8multirange) AS part, generate_series(lower(part), upper(part) - 1) AS id`,
    [records],
  );
  return rows[0]?.ids ?? [];
};

/** The next records behind an id and up to another that no seal covers: how many, the last of them, and those whose hash is not right. */
export const unsealedRecords = async (
  db: Db,
  { afterId, untilId, most }: { readonly afterId: number; readonly untilId: number; readonly most: number },
): Promise<{ readonly found: number; readonly lastId: number; readonly changed: readonly number[] }> => {
  const { rows } = await db.query<{ found: number; last_id: number | null; changed: readonly number[] | null }>(
    `SELECT count(*)::int AS found, max(r.id) AS last_id, array_agg(r.id ORDER BY r.id) FILTER (WHERE r.hash <> ${auditHashSql}) AS changed
       FROM (SELECT * FROM audit_record WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3) r`,
    [afterId, untilId, most],
  );
  const [row] = rows;
  return { found: row?.found ?? 0, lastId: row?.last_id ?? afterId, changed: row?.changed ?? [] };
};

/** Records with ids that the bank never gave: somebody wrote them by hand. */
export const foreignRecords = async (db: Db, lastGiven: number, most: number): Promise<readonly string[]> => {
  const { rows } = await db.query<{ id: string }>(
    'SELECT id::text AS id FROM audit_record WHERE id <= 0 OR id > $1 ORDER BY audit_record.id LIMIT $2',
    [lastGiven, most],
  );
  return rows.map(({ id }) => id);
};

/** What a person needs to recognise a record. */
export const describeRecords = async (db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, string>> => {
  const { rows } = await db.query<{ id: number; words: string }>(
    `SELECT id, format('%s by %s at %s', operation, username, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS words
       FROM audit_record WHERE id = ANY($1)`,
    [[...ids]],
  );
  return new Map(rows.map(({ id, words }) => [id, words]));
};
