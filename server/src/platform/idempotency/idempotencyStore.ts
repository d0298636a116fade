import type pg from 'pg';
import type { Instant } from '../../kernel/instant.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import { bareArray, bytesArray, textArray } from '../db/arrayLiteral.ts';
import { violatedConstraint } from '../db/pool.ts';
import type { Statement } from '../db/statement.ts';
import type { FinishedAnswer, IdempotencyKey } from '../posting/job.ts';

export type StoredAnswer = FinishedAnswer & { readonly requestHash: Buffer };

type Queryable = Pick<pg.Pool, 'query'>;

/** The answers already given for these keys. */
export const findAnswers = async (
  db: Queryable,
  keys: readonly IdempotencyKey[],
): Promise<ReadonlyMap<string, StoredAnswer>> => {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<{ key: string; request_hash: Buffer; status: number; body: string | null }>({
    name: 'find-idempotent-answers',
    text: 'SELECT key, request_hash, status, body FROM idempotency_record WHERE key = ANY($1::uuid[])',
    values: [bareArray(keys, ({ key }) => key)],
  });
  return new Map(rows.map((row) => [row.key, { requestHash: row.request_hash, status: row.status, body: row.body }]));
};

/** What a repeated key is answered: the stored answer, or a refusal when it came with another request. */
export const repeatedAnswer = (asked: IdempotencyKey, stored: StoredAnswer): FinishedAnswer | Rejection =>
  stored.requestHash.equals(asked.requestHash)
    ? { status: stored.status, body: stored.body }
    : reject(
        'INVALID_PARAMETERS',
        'Idempotency-Key was already used with another request; send a new key for a new request, or the same request again',
      );

/** Whether a change failed only because somebody else stored an answer for its key meanwhile. */
export const isAnsweredKey = (error: unknown): boolean => violatedConstraint(error)?.name === 'idempotency_record_pkey';

/**
 * What a refused request is told: the answer of its key when another process gave one meanwhile, since the first of two equal requests may be
 * the very reason why the second one can't be done.
 */
export const refusedOrAnswered = async (
  db: Queryable,
  asked: IdempotencyKey | null,
  refused: Rejection,
): Promise<FinishedAnswer | Rejection> => {
  if (!asked) return refused;
  const stored = (await findAnswers(db, [asked])).get(asked.key);
  return stored ? repeatedAnswer(asked, stored) : refused;
};

export type AnsweredKey = {
  readonly idempotency: IdempotencyKey;
  readonly operation: string;
  readonly answer: FinishedAnswer;
};

/** Stores the answers in the transaction of the changes they describe. Two writers of one key: the second fails on the primary key. */
export const insertAnswers = (now: Instant, answered: readonly AnsweredKey[]): Statement => ({
  name: 'insert-idempotent-answers',
  text: `INSERT INTO idempotency_record (key, operation, request_hash, status, body, created_at)
         SELECT key, operation, request_hash, status, body, $6::timestamptz
           FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::int[], $5::text[]) AS t(key, operation, request_hash, status, body)`,
  values: [
    bareArray(answered, ({ idempotency }) => idempotency.key),
    bareArray(answered, ({ operation }) => operation),
    bytesArray(answered, ({ idempotency }) => idempotency.requestHash),
    bareArray(answered, ({ answer }) => answer.status),
    textArray(answered, ({ answer }) => answer.body),
    new Date(now).toISOString(),
  ],
});
