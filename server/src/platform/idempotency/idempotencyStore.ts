import type pg from 'pg';
import type { Instant } from '../../kernel/instant.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import { bareArray } from '../db/arrayLiteral.ts';
import { violatedConstraint } from '../db/pool.ts';
import { hexBytes, insertion, moment, plain, text } from '../db/rowSource.ts';
import type { Statement } from '../db/statement.ts';
import type { FinishedAnswer, IdempotencyKey } from '../posting/job.ts';

export type StoredAnswer = FinishedAnswer & { readonly requestHash: Buffer };

type Queryable = Pick<pg.Pool, 'query'>;

type StoredRow = {
  key: string;
  request_hash: Buffer;
  status: number;
  body: string | null;
  headers: Record<string, string> | null;
};

/** The answers already given for these keys. */
export const findAnswers = async (
  db: Queryable,
  keys: readonly IdempotencyKey[],
): Promise<ReadonlyMap<string, StoredAnswer>> => {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<StoredRow>({
    name: 'find-idempotent-answers',
    text: 'SELECT key, request_hash, status, body, headers FROM idempotency_record WHERE key = ANY($1::uuid[])',
    values: [bareArray(keys, ({ key }) => key)],
  });
  return new Map(
    rows.map(({ key, request_hash: requestHash, status, body, headers }) => [
      key,
      { requestHash, status, body, ...(headers === null ? {} : { headers }) },
    ]),
  );
};

/** What a repeated key is answered: the stored answer, or a refusal when it came with another request. */
export const repeatedAnswer = (
  asked: IdempotencyKey,
  { requestHash, ...answer }: StoredAnswer,
): FinishedAnswer | Rejection =>
  requestHash.equals(asked.requestHash)
    ? answer
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

const insertRecords = insertion<AnsweredKey & { readonly now: Instant; readonly hash: string }>('idempotency_record', [
  plain('key', 'uuid', ({ idempotency }) => idempotency.key),
  plain('operation', 'text', ({ operation }) => operation),
  hexBytes('request_hash', ({ hash }) => hash),
  plain('status', 'int', ({ answer }) => answer.status),
  text('body', 'text', ({ answer }) => answer.body),
  text('headers', 'jsonb', ({ answer }) => (answer.headers ? JSON.stringify(answer.headers) : null)),
  moment('created_at', ({ now }) => now),
]);

/** Stores the answers in the transaction of the changes they describe. Two writers of one key: the second fails on the primary key. */
export const insertAnswers = (now: Instant, answered: readonly AnsweredKey[]): Statement =>
  insertRecords(answered.map((each) => ({ ...each, now, hash: each.idempotency.requestHash.toString('hex') })));
