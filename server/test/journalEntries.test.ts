import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResponseBody } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
const today = '2026-05-20';
const north = '0190aaaa00007000800000000000000a';

type Entries = ResponseBody<'getJournalEntries'>;

const reasonsOf = (body: unknown): string[] =>
  (body as { errors: { errorReason: string }[] }).errors.map((error) => error.errorReason);
const sourceOf = (body: unknown): string =>
  (body as { errors: { errorSource: string }[] }).errors[0]?.errorSource ?? '';

const entry = (amount: unknown, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  date: `${today}T09:00:00+02:00`,
  debits: [{ glAccount: '1000', amount }],
  credits: [{ glAccount: '2000', amount }],
  ...more,
});

const rowCount = async (): Promise<number> =>
  (await bank.db.query<{ count: number }>('SELECT count(*) AS count FROM journal_entry')).rows[0]?.count ?? 0;

const search = async (
  criteria: Record<string, unknown>[],
  query: Record<string, string | number> = {},
  sortingCriteria?: Record<string, unknown>,
): Promise<Entries> =>
  bank.ok('searchJournalEntries', {
    body: { filterCriteria: criteria, ...(sortingCriteria ? { sortingCriteria } : {}) },
    query,
  });

beforeAll(async () => {
  bank = await startBank({ today, timeZone: 'Europe/Berlin' });
  const account = (glCode: string, type: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
    glCode,
    name: `Account ${glCode}`,
    type,
    usage: 'DETAIL',
    allowManualJournalEntries: true,
    ...more,
  });
  await bank.ok('createGlAccounts', {
    body: [
      account('1000', 'ASSET'),
      account('2000', 'LIABILITY'),
      account('5000', 'EXPENSE'),
      account('9000', 'ASSET', { usage: 'HEADER' }),
      account('9100', 'ASSET', { allowManualJournalEntries: false }),
      account('9200', 'ASSET'),
    ],
  });
  await bank.ok('patchGlAccount', {
    path: { glAccountId: '9200' },
    body: [{ op: 'REPLACE', path: '/activated', value: false }],
  });
  await bank.db.query(
    `INSERT INTO branch (encoded_key, id, name, state, creation_date, last_modified_date) VALUES ($1, 'north', 'North', 'ACTIVE', now(), now())`,
    [north],
  );
});

afterAll(async () => {
  const verification = await bank.ok('verifyLedger');
  expect(verification.differences).toEqual([]);
  await bank.stop();
});

describe('a manual entry', () => {
  test('is answered line by line as it was booked', async () => {
    const body = await bank.ok('createJournalEntries', {
      body: {
        date: '2026-05-19T23:30:00+02:00',
        branchId: 'north',
        notes: 'Rent of May; "quotes", \\ and {braces}',
        transactionId: 'RENT-5',
        debits: [
          { glAccount: '5000', amount: 700.1 },
          { glAccount: '5000', amount: '299.90' },
        ],
        credits: [{ glAccount: '1000', amount: 1000 }],
      },
    });
    expect(body).toHaveLength(3);
    expect(body.map((line) => [line.type, line.amount, line.glAccount?.glCode])).toEqual([
      ['DEBIT', 700.1, '5000'],
      ['DEBIT', 299.9, '5000'],
      ['CREDIT', 1000, '1000'],
    ]);
    expect(body[0]).toMatchObject({
      transactionId: 'RENT-5',
      bookingDate: '2026-05-19T23:30:00+02:00',
      creationDate: expect.stringMatching(/\+00:00$/),
      assignedBranchKey: north,
      notes: 'Rent of May; "quotes", \\ and {braces}',
    });
    expect(body[1]?.entryID).toBe((body[0]?.entryID ?? 0) + 1);
    expect(await search([{ field: 'transactionId', operator: 'EQUALS', value: 'RENT-5' }])).toEqual(body);
  });

  test('gets an id of its own when none is given, and no branch', async () => {
    const [first] = await bank.ok('createJournalEntries', { body: entry(1) });
    const [second] = await bank.ok('createJournalEntries', { body: entry(1) });
    expect(first?.transactionId).not.toBe(second?.transactionId);
    expect(first).not.toHaveProperty('assignedBranchKey');
    expect(first).not.toHaveProperty('notes');
  });

  test('keeps every digit of a large amount', async () => {
    const reply = await bank.request('POST', '/api/gljournalentries', {
      body: `{"date":"${today}T09:00:00+02:00","debits":[{"glAccount":"1000","amount":999999999999999999.99}],"credits":[{"glAccount":"2000","amount":999999999999999999.99}]}`,
    });
    expect(reply.status).toBe(201);
    expect(reply.text).toContain('"amount":999999999999999999.99');
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    [
      'unequal sides',
      entry(5, { credits: [{ glAccount: '2000', amount: 4 }] }),
      'DEBITS_DO_NOT_MATCH_CREDITS',
      'debits are 5',
    ],
    [
      'a date in the future',
      entry(5, { date: '2026-05-21T00:00:00+02:00' }),
      'JOURNAL_ENTRY_DATE_IN_THE_FUTURE',
      'date',
    ],
    ['no date', entry(5, { date: undefined }), 'INVALID_PARAMETERS', 'date'],
    [
      'a date with a foreign offset',
      entry(5, { date: '2026-05-20T09:00:00+03:00' }),
      'INVALID_PARAMETERS',
      'org offset is +02:00',
    ],
    [
      'an unknown account',
      entry(5, { debits: [{ glAccount: 'nope', amount: 5 }] }),
      'INVALID_GL_ACCOUNT_ID',
      'debits[0].glAccount',
    ],
    ['no account', entry(5, { debits: [{ amount: 5 }] }), 'INVALID_GL_ACCOUNT_ID', 'debits[0].glAccount'],
    [
      'a header account',
      entry(5, { credits: [{ glAccount: '9000', amount: 5 }] }),
      'GL_ACCOUNT_IS_HEADER',
      'credits[0].glAccount',
    ],
    [
      'an account for the system only',
      entry(5, { credits: [{ glAccount: '9100', amount: 5 }] }),
      'GL_ACCOUNT_DOES_NOT_SUPPORT_MANUALLY_ENTRIES',
      '9100',
    ],
    [
      'an inactive account',
      entry(5, { credits: [{ glAccount: '9200', amount: 5 }] }),
      'INVALID_ACCOUNT_FOR_JOURNAL_ENTRY_ERROR',
      '9200',
    ],
    ['an amount of zero', entry(0), 'INVALID_AMOUNT', 'debits[0].amount'],
    ['negative amounts', entry(-5), 'INVALID_AMOUNT', 'debits[0].amount'],
    ['no amount', entry(undefined), 'INVALID_AMOUNT', 'debits[0].amount'],
    ['too many decimals', entry(0.001), 'INVALID_AMOUNT', 'decimals'],
    ['a huge amount', entry('1e25'), 'INVALID_AMOUNT', 'too large'],
    ['an amount that is a word', entry('many'), 'INVALID_PARAMETERS', 'amount must be a number'],
    ['no debits', entry(5, { debits: [] }), 'INVALID_PARAMETERS', 'debits'],
    ['no credits', entry(5, { credits: undefined }), 'INVALID_PARAMETERS', 'credits'],
    ['an unknown branch', entry(5, { branchId: 'nowhere' }), 'INVALID_BRANCH_ID', 'branchId'],
    ['a blank transaction id', entry(5, { transactionId: '' }), 'INVALID_JOURNAL_TRANSACTION_ID', 'transactionId'],
    [
      'a transaction id with spaces around',
      entry(5, { transactionId: ' a' }),
      'INVALID_JOURNAL_TRANSACTION_ID',
      'transactionId',
    ],
    ['a transaction id in use', entry(5, { transactionId: 'RENT-5' }), 'DUPLICATE_JOURNAL_TRANSACTION_ID', 'RENT-5'],
    ['a transaction id with NUL', entry(5, { transactionId: 'a\u0000b' }), 'INVALID_PARAMETERS', 'transactionId'],
    ['notes without end', entry(5, { notes: 'x'.repeat(20_000) }), 'INVALID_PARAMETERS', 'notes'],
    ['an unknown property', entry(5, { currency: 'EUR' }), 'INVALID_PARAMETERS', 'currency'],
  ])('is refused with %s and books nothing', async (_, body, reason, source) => {
    const before = await rowCount();
    const reply = await bank.call('createJournalEntries', { body });
    expect([reply.status, reasonsOf(reply.body)]).toEqual([400, [reason]]);
    expect(sourceOf(reply.body)).toContain(source);
    expect(await rowCount()).toBe(before);
  });

  test.each(['1e400', '1e900000000', '-1e400', '1e-400', '1e99999999999999999999', '0.1e-900000000'])(
    'is refused with the amount %s',
    async (amount) => {
      const reply = await bank.request('POST', '/api/gljournalentries', {
        body: `{"date":"${today}T09:00:00+02:00","debits":[{"glAccount":"1000","amount":${amount}}],"credits":[{"glAccount":"2000","amount":${amount}}]}`,
      });
      expect(reply.status).toBe(400);
    },
  );

  test.each(['', '{', '[]', 'null', '"x"', '5', '{"debits":{}}', '\u0000'])(
    'is refused with the body %j',
    async (body) => {
      expect((await bank.request('POST', '/api/gljournalentries', { body })).status).toBe(400);
    },
  );

  test('is refused in a closed period of its branch, or of all', async () => {
    await bank.db.query(
      `INSERT INTO gl_account_closure (encoded_key, branch_key, closing_date, creation_date)
       VALUES (gen_random_uuid(), NULL, '2025-12-31', now()), (gen_random_uuid(), $1, '2026-01-31', now())`,
      [north],
    );
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    const at = async (date: string, branchId?: string): Promise<unknown> => {
      const reply = await bank.call('createJournalEntries', {
        body: entry(5, { date: `${date}T00:00:00+01:00`, ...(branchId ? { branchId } : {}) }),
      });
      return reply.status === 201 ? 201 : reasonsOf(reply.body)[0];
    };
    expect(await at('2025-12-31')).toBe('JOURNAL_ENTRY_BEFORE_CLOSURE');
    expect(await at('2026-01-01')).toBe(201);
    expect(await at('2026-01-01', 'north')).toBe('JOURNAL_ENTRY_BEFORE_CLOSURE');
    expect(await at('2026-01-31', 'north')).toBe('JOURNAL_ENTRY_BEFORE_CLOSURE');
    expect(await at('2026-02-01', north)).toBe(201);
  });

  test('of many clients that use a transaction id at once is booked once', async () => {
    const before = await rowCount();
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => bank.call('createJournalEntries', { body: entry(7, { transactionId: 'RACE' }) })),
    );
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
    for (const { status, body } of replies) {
      if (status !== 201) expect(reasonsOf(body)).toEqual(['DUPLICATE_JOURNAL_TRANSACTION_ID']);
    }
    expect(await rowCount()).toBe(before + 2);
  });

  test('is booked once when its key is sent twice', async () => {
    const before = await rowCount();
    const headers = { 'idempotency-key': '7b0a6a3e-5d59-4cf2-9c0e-0d8f4a3f9b11' };
    const first = await bank.call('createJournalEntries', { body: entry(8), headers });
    const second = await bank.call('createJournalEntries', { body: entry(8), headers });
    expect(second.body).toEqual(first.body);
    expect(await rowCount()).toBe(before + 2);
  });

  test('of many clients at once are all booked, and the ledger balances', async () => {
    const before = await rowCount();
    const amounts = Array.from({ length: 60 }, (_, index) => (index + 1) / 100);
    await Promise.all(amounts.map((amount) => bank.ok('createJournalEntries', { body: entry(amount) })));
    expect(await rowCount()).toBe(before + 120);
    expect((await bank.ok('verifyLedger')).differences).toEqual([]);
  });
});

describe('the list', () => {
  test('tells what was booked between two days in the zone of the bank', async () => {
    const list = await bank.ok('getJournalEntries', { query: { from: '2026-05-19', to: '2026-05-19' } });
    expect(list.map((line) => line.transactionId)).toEqual(['RENT-5', 'RENT-5', 'RENT-5']);
    expect(await bank.ok('getJournalEntries', { query: { from: '2026-05-18', to: '2026-05-18' } })).toEqual([]);
  });

  test('filters by branch and account and pages', async () => {
    const query = { from: '2026-05-01', to: '2026-05-31', branchId: 'north', glAccountId: '5000' };
    expect(await bank.ok('getJournalEntries', { query })).toHaveLength(2);
    const page = await bank.call('getJournalEntries', {
      query: { ...query, limit: 1, offset: 1, paginationDetails: 'ON' },
    });
    expect(page.body.map((line) => line.amount)).toEqual([299.9]);
    expect(page.headers).toMatchObject({ 'items-total': '2', 'items-limit': '1', 'items-offset': '1' });
  });

  test.each<[Record<string, string | number>, string]>([
    [{}, 'MISSING_REQUIRED_PARAMETER'],
    [{ from: '2026-05-01' }, 'MISSING_REQUIRED_PARAMETER'],
    [{ from: '2026-05-02', to: '2026-05-01' }, 'INVALID_ACCOUNTING_DATE_RANGE'],
    [{ from: '2026-13-01', to: '2026-05-01' }, 'INVALID_PARAMETERS'],
    [{ from: '2026-05-01', to: '2026-05-01', branchId: 'x' }, 'INVALID_BRANCH_ID'],
    [{ from: '2026-05-01', to: '2026-05-01', glAccountId: 'x' }, 'INVALID_GL_ACCOUNT_ID'],
    [{ from: '2026-05-01', to: '2026-05-01', limit: 5000 }, 'OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
    [{ from: '2026-05-01', to: '2026-05-01', offset: -1 }, 'OUT_OF_BOUNDS_PAGINATION_OFFSET_VALUE'],
  ])('refuses %j', async (query, reason) => {
    const reply = await bank.call('getJournalEntries', { query });
    expect([reply.status, reasonsOf(reply.body)]).toEqual([400, [reason]]);
  });

  test('reaches to the ends of the calendar', async () => {
    expect(
      await bank.ok('getJournalEntries', { query: { from: '0001-01-01', to: '9999-12-31', limit: 1 } }),
    ).toHaveLength(1);
  });
});
