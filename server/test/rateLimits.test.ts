import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRateLimits } from '../src/platform/http/rateLimits.ts';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';

// Each caller has so many requests per second of each operation. What is too many is told before anything is looked at or done.

let bank: TestBank;
let apikey: string;

beforeAll(async () => {
  const rateLimits = parseRateLimits('getBranches=2, getClock=3, createBranch=1');
  if ('misread' in rateLimits) throw new Error(rateLimits.misread);
  bank = await startBank({ rateLimits });
  const access = { permissions: ['VIEW_BRANCH_DETAILS'] };
  const { id } = await bank.ok('createApiConsumer', { body: { name: 'Fast', access } });
  apikey = String((await bank.ok('createApiKey', { path: { apiConsumerId: String(id) } })).apiKey);
});
afterAll(() => bank.stop());

const branches = (headers?: Record<string, string>): Promise<Reply> =>
  bank.call('getBranches', headers ? { user: null, headers } : {});

/** At once, as a burst: the requests of a second take far less than one. */
const burst = (times: number, send: () => Promise<Reply>): Promise<Reply[]> =>
  Promise.all(Array.from({ length: times }, send));
const tooMany = (replies: readonly Reply[]): readonly Reply[] => replies.filter(({ status }) => status === 429);

test('what is too many is answered 429 in the error shape, with the time to wait', async () => {
  const replies = await burst(12, () => branches());
  const refused = tooMany(replies);
  expect(refused.length).toBeGreaterThan(0);
  expect(replies.length - refused.length).toBeGreaterThanOrEqual(2);
  expect(refused[0]?.body).toEqual({
    errors: [{ errorCode: expect.any(Number), errorSource: expect.any(String), errorReason: 'TOO_MANY_REQUESTS' }],
  });
  expect(refused[0]?.headers['retry-after']).toBe('1');
});

test('others and other operations have their own, and what has no limit has none', async () => {
  await burst(12, () => branches());
  expect((await branches({ apikey })).status).toBe(200);
  expect((await bank.call('getClock')).status).toBe(200);
  expect(tooMany(await burst(30, () => bank.call('getCurrencies')))).toEqual([]);
});

test('strangers use up nobody’s requests, and hear who they are not', async () => {
  const replies = await burst(12, () =>
    bank.call('getClock', { user: null, headers: { apikey: crypto.randomUUID() } }),
  );
  expect(new Set(replies.map(reasonOf))).toEqual(new Set(['401 INVALID_CREDENTIALS']));
  expect((await bank.call('getClock', { user: null, headers: { apikey } })).status).toBe(200);
});

test('a refused change is neither made nor recorded', async () => {
  const replies = await burst(6, () => bank.call('createBranch', { body: { id: crypto.randomUUID(), name: 'Many' } }));
  const made = replies.filter(({ status }) => status === 201).length;
  expect(tooMany(replies).length).toBe(6 - made);
  expect(tooMany(replies).length).toBeGreaterThan(0);
  const { rows } = await bank.db.query<{ branches: number; records: number }>(
    `SELECT (SELECT count(*)::int FROM branch WHERE name = 'Many') AS branches,
            (SELECT count(*)::int FROM audit_record WHERE operation = 'createBranch') AS records`,
  );
  expect(rows).toEqual([{ branches: made, records: made }]);
});

test('the standard limits let the audit trail be asked once a second', async () => {
  const rateLimits = parseRateLimits('standard');
  if ('misread' in rateLimits) throw new Error(rateLimits.misread);
  const limited = await startBank({ rateLimits });
  try {
    const query = { 'occurred_at[gte]': '2026-01-01T00:00:00Z', 'occurred_at[lte]': '2026-01-02T00:00:00Z' };
    const replies = await burst(5, () => limited.call('getAuditTrailEvents', { query }));
    expect(replies[0]?.status).toBe(200);
    expect(tooMany(replies).length).toBeGreaterThan(0);
    expect(tooMany(replies)[0]?.headers['retry-after']).toBe('1');
    const first = await burst(5, () => limited.call('getAuditTrailEventsV1'));
    expect(tooMany(first)).toEqual([]);
  } finally {
    await limited.stop();
  }
});
