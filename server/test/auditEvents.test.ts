import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealAuditTrail } from '../src/domains/audit/index.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let desk: OpenBank;
const period = { 'occurred_at[gte]': '2026-01-15', 'occurred_at[lte]': '2026-01-16' };

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15' });
  desk = await openBank(bank);
});
afterAll(() => bank.stop());

type Filter = Readonly<Record<string, string | number>>;
const events = async (query: Filter) =>
  (await bank.ok('getAuditTrailEvents', { query: { ...period, ...query } })).events;
const eventsV1 = async (query: Filter) => (await bank.ok('getAuditTrailEventsV1', { query })).events;

describe('an event', () => {
  it('tells the request, its outcome and its entity', async () => {
    const account = await desk.depositAccount();
    await bank.call('makeWithdrawal', {
      path: { depositAccountId: account.id },
      body: { amount: 9_000_000 },
      headers: { 'user-agent': 'teller/1.0' },
    });
    const [event] = await eventsV1({ size: 1 });
    expect(event).toMatchObject({
      event_source: 'API',
      request_method: 'POST',
      request_uri: `/api/deposits/${account.id}/withdrawal-transactions`,
      request_payload: '{"amount":9000000}',
      response_payload: expect.stringContaining('INSUFFICIENT_BALANCE'),
      user_agent: 'teller/1.0',
      username: 'admin',
      client_ip: '127.0.0.1',
      occurred_at: expect.stringMatching(/^2026-01-15T\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const [opened] = await eventsV1({ 'resource_fragment[eq]': account.encodedKey, sort_order: 'asc', size: 1 });
    expect(opened).toMatchObject({
      resource: 'DEPOSIT_ACCOUNT',
      response_code: 201,
      response_payload: expect.any(String),
    });
  });

  it('is JSON as the contract says', async () => {
    const reply = await bank.call('getAuditTrailEventsV1', { headers: { accept: 'application/json' } });
    expect(reply.headers['content-type']).toContain('application/json');
  });
});

describe('filters', () => {
  beforeAll(async () => {
    await bank.ok('createBranch', { body: { id: 'f-1', name: `O'Brien; -- "x"` }, headers: { 'user-agent': 'one' } });
    await bank.call('createBranch', { body: { id: 'f-1', name: 'again' }, headers: { 'user-agent': 'two' } });
    await bank.ok('createBranch', { body: { id: 'f-2', name: 'Two' }, headers: { 'user-agent': 'three' } });
  });
  it.each([
    [{ 'user_agent[eq]': 'one' }, ['one']],
    [{ 'user_agent[in]': 'one,three' }, ['one', 'three']],
    [{ 'user_agent[gte]': 'three' }, ['two', 'three']],
    [{ 'user_agent[gt]': 'one', 'user_agent[lt]': 'two' }, ['three']],
    [{ 'user_agent[contains]': 'hre' }, ['three']],
    [{ 'request_payload[contains]': `O'Brien; -- ` }, ['one']],
    [{ 'response_code[gte]': '400', 'response_payload[contains]': 'errorReason' }, ['two']],
    [{ 'response_code[lt]': '400' }, ['one', 'three']],
    [{ 'response_code[ne]': '201' }, ['two']],
    [{ 'resource[ne]': 'BRANCH' }, ['two']],
    [{ 'resource[eq]': 'BRANCH', 'request_method[eq]': 'POST', 'event_source[eq]': 'API' }, ['one', 'three']],
    [{ 'event_source[eq]': 'SYSTEM' }, []],
    [{ 'username[eq]': `admin' OR '1'='1` }, []],
    [{ 'client_ip[eq]': '127.0.0.1' }, ['one', 'two', 'three']],
    [{ 'occurred_at[lt]': '2026-01-15' }, []],
  ])('%j', async (filter, expected) => {
    const query = { 'request_uri[eq]': '/api/branches', ...filter };
    for (const found of [await events(query), await eventsV1({ ...query, sort_order: 'asc' })]) {
      expect(found.map((event) => event.user_agent)).toEqual(expected);
    }
  });
});

describe('bad input', () => {
  it.each([
    [{}, 'MISSING_REQUIRED_PARAMETER'],
    [{ 'occurred_at[gte]': '2026-01-01' }, 'MISSING_REQUIRED_PARAMETER'],
    [{ 'occurred_at[gte]': '2026-01-01', 'occurred_at[lt]': '2026-02-01T00:00:00Z' }, 'INVALID_PARAMETERS'],
    [{ 'occurred_at[gt]': '2026-01-02', 'occurred_at[lt]': '2026-01-01' }, 'INVALID_PARAMETERS'],
    [{ ...period, limit: 50_001 }, 'OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
    [{ ...period, limit: 'many' }, 'INVALID_PAGINATION_LIMIT_VALUE'],
    [{ ...period, 'FIELD[OPERATOR]': 'x' }, 'INVALID_FILTER_ELEMENT'],
    [{ ...period, 'hash[eq]': 'x' }, 'INVALID_FILTER_ELEMENT'],
    [{ ...period, username: 'x' }, 'PARAMETER_NOT_ALLOWED'],
    [{ ...period, 'occurred_at[eq]': '275760-09-13' }, 'INVALID_FILTER_VALUE'],
  ])('version 2 refuses %j', async (query, reason) => {
    const { status, text } = await bank.call('getAuditTrailEvents', { query: query as Filter });
    expect([status, text]).toEqual([400, expect.stringContaining(reason)]);
  });
  it.each([
    [{ from: -1 }, 'OUT_OF_BOUNDS_PAGINATION_OFFSET_VALUE'],
    [{ size: 10_001 }, 'OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
    [{ size: 'all' }, 'INVALID_PARAMETERS'],
    [{ sort_order: 'up' }, 'INVALID_PARAMETERS'],
    [{ 'response_code[eq]': '2xx' }, 'INVALID_FILTER_VALUE'],
  ])('version 1 refuses %j', async (query, reason) => {
    const { status, text } = await bank.call('getAuditTrailEventsV1', { query: query as Filter });
    expect([status, text]).toEqual([400, expect.stringContaining(reason)]);
  });
  it('needs the permission', async () => {
    await bank.ok('createUser', {
      body: {
        username: 'curious',
        password: 'long enough',
        firstName: 'C',
        access: {
          apiAccess: true,
          mambuAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: false,
        },
      },
    });
    const user = 'curious:long enough';
    expect((await bank.call('getAuditTrailEvents', { query: period, user })).status).toBe(403);
    expect((await bank.call('getAuditTrailEventsV1', { user })).status).toBe(403);
  });
});

describe('pages of a long trail', () => {
  type Known = { readonly id: number; readonly at: number; readonly failed: boolean };
  let all: readonly Known[];
  const begin = Date.UTC(2026, 2, 1);

  beforeAll(async () => {
    // Thousands of records whose times and ids do not agree, most of them sealed, the last ones not.
    await bank.db.query('TRUNCATE audit_record, audit_seal');
    const fill = (count: number, from: number): Promise<unknown> =>
      bank.db.query(
        `INSERT INTO audit_record (occurred_at, operation, method, uri, username, status, user_agent, hash)
         SELECT to_timestamp($1::bigint / 1000) + (n / 7 + hashint4(n) % 40) * interval '1 millisecond', 'x', 'POST', n::text, 'u',
                CASE WHEN n % 100 = 0 THEN 400 ELSE 201 END, n::text, sha256(n::text::bytea)
           FROM generate_series($2::int, $2 + $3 - 1) n`,
        [begin, from, count],
      );
    await fill(9_500, 1);
    await sealAuditTrail(bank.app.tenant);
    await fill(500, 9_501);
    const { rows } = await bank.db.query<{ id: number; at: number; failed: boolean }>(
      'SELECT user_agent::int AS id, occurred_at AS at, status = 400 AS failed FROM audit_record ORDER BY occurred_at, id',
    );
    all = rows;
  });

  const iso = (offset: number): string => new Date(begin + offset).toISOString();

  it('are what a sorted list of everything would give', async () => {
    expect(all).toHaveLength(10_000);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -100, max: 1600 }),
        fc.integer({ min: 0, max: 1600 }),
        fc.integer({ min: 0, max: 10_500 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.constantFrom('asc', 'desc'),
        fc.boolean(),
        async (start, length, from, size, sort_order, failed) => {
          const found = await eventsV1({
            'occurred_at[gte]': iso(start),
            'occurred_at[lt]': iso(start + length),
            ...(failed ? { 'response_code[eq]': 400 } : {}),
            from,
            size,
            sort_order,
          });
          const fitting = all.filter(
            ({ at, failed: failedToo }) => at >= begin + start && at < begin + start + length && (failedToo || !failed),
          );
          const ordered = sort_order === 'asc' ? fitting : fitting.toReversed();
          expect(found.map((event) => Number(event.user_agent))).toEqual(
            ordered.slice(from, from + size).map(({ id }) => id),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('follow each other by the last moment that was seen', async () => {
    const seen = new Set<number>();
    for (let last = iso(-1000); ; ) {
      const page = (
        await bank.ok('getAuditTrailEvents', {
          query: { 'occurred_at[gte]': last, 'occurred_at[lte]': iso(5_000), limit: 3_000 },
        })
      ).events;
      for (const event of page) seen.add(Number(event.user_agent));
      const next = page.at(-1)?.occurred_at ?? last;
      if (next === last) break;
      last = next;
    }
    expect(seen.size).toBe(10_000);
  });
});
