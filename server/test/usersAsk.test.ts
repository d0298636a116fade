import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endPassedDays } from '../src/domains/eod/pipeline.ts';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import type { OperationName } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { plusDays } from '../src/kernel/localDate.ts';
import { contractSchemas, isSystemProperty, type JsonSchema, resolved } from '../src/platform/http/requestSchema.ts';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf, to } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

// What users of other engines complain of, and what this one owes them: one complaint, one test.

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let branchKey: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  branchKey = String((await bank.ok('createBranch', { body: { id: 'B1', name: 'One' } })).encodedKey);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const posting = (account: Account, kind: string): string => `/api/deposits/${account.id}/${kind}-transactions`;
const all = <T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));

test('"accounts are locked while the end of day runs, and writes are refused": nothing is closed at night', async () => {
  const account = await open.depositAccount();
  const night = await bank.db.connect();
  await night.query('BEGIN');
  await night.query(`SELECT pg_advisory_xact_lock(hashtext('florin end of day'))`);
  await desk.deposit(account, 5);
  await desk.withdraw(account, 1);
  expect(await bank.ok('getDepositAccounts', { query: { accountHolderId: 'nobody' } })).toEqual([]);
  await night.query('COMMIT');
  night.release();
  expect(await desk.balance(account)).toBe('4');
});

test('"interest was posted twice by a raced job": a step of the night is finished once per day', async () => {
  const { tenant } = bank.app;
  const today = tenant.clock.today();
  await endPassedDays([], tenant, systemPrincipal, today);
  const step = { name: 'a step', run: async () => 1 };
  await all(3, () => endPassedDays([step], tenant, systemPrincipal, plusDays(today, 1)));
  const { rows } = await bank.db.query<{ count: number }>(
    `SELECT count(*) AS count FROM end_of_day_step WHERE step = 'a step'`,
  );
  expect(rows[0]?.count).toBe(1);
});

test('"optimistic lock failures surface as 500": a hundred changes of one account at once are all answered well', async () => {
  const account = await open.depositAccount();
  await desk.deposit(account, 1000);
  const path = { depositAccountId: account.id };
  const replies = await all(100, (index): Promise<Reply> => {
    if (index % 5 === 0)
      return bank.call('patchDepositAccount', { path, body: [{ op: 'REPLACE', path: '/name', value: `N${index}` }] });
    if (index % 5 === 1) return bank.call('applyDepositFee', { path, body: { amount: 1 } });
    return bank.request('POST', posting(account, index % 2 ? 'deposit' : 'withdrawal'), { body: { amount: 1 } });
  });
  for (const { status } of replies) expect([201, 204]).toContain(status);
});

describe('"idempotency is unclear"', () => {
  test('"without a key a retry doubles the entry": with one it never does, whatever the timing', async () => {
    const account = await open.depositAccount();
    const headers = { 'Idempotency-Key': randomUUID() };
    const send = (): Promise<Reply> =>
      bank.request('POST', posting(account, 'deposit'), { body: { amount: 3 }, headers });
    const replies = [...(await all(5, send)), await send(), await send()];
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await desk.balance(account)).toBe('3');
  });
  test('"another request under the same key got the old answer": it is told that the key is used', async () => {
    const account = await open.depositAccount();
    const headers = { 'Idempotency-Key': randomUUID() };
    const send = (amount: number): Promise<Reply> =>
      bank.request('POST', posting(account, 'deposit'), { body: { amount }, headers });
    await send(3);
    const other = await send(4);
    expect(`${reasonOf(other)}: ${sourceOf(other)}`).toMatch(
      /^400 INVALID_PARAMETERS: Idempotency-Key was already used/,
    );
  });
});

test('"backdating gives other results than posting in time": the order of arrival changes no total and no statement', async () => {
  const movements: readonly (readonly ['deposit' | 'withdraw', number, string])[] = [
    ['deposit', 100, '2026-03-01'],
    ['withdraw', 30, '2026-03-03'],
    ['deposit', 50, '2026-03-05'],
    ['withdraw', 70, '2026-03-07'],
    ['deposit', 20, '2026-03-08'],
  ];
  const post = async (order: readonly number[]): Promise<unknown> => {
    const account = await open.depositAccount();
    for (const index of order) {
      const [kind, amount, day] = movements[index] as (typeof movements)[number];
      await desk[kind](account, amount, { valueDate: `${day}T10:00:00+02:00` });
    }
    const statement = await bank.ok('getDepositTransactions', { path: { depositAccountId: account.id } });
    return [await desk.balance(account), statement.map(({ amount, valueDate }) => `${valueDate} ${amount}`)];
  };
  const inTime = await post([0, 1, 2, 3, 4]);
  expect(await post([0, 2, 4, 1, 3])).toEqual(inTime);
  expect(await post([0, 4, 2, 3, 1])).toEqual(inTime);
});

describe('"reading a long-lived account takes half a minute"', () => {
  const long = 20_000;
  let account: Account;
  beforeAll(async () => {
    account = await open.depositAccount();
    await desk.deposit(account, 1);
    await bank.db.query(
      `INSERT INTO deposit_transaction (encoded_key, account_key, type, amount, funds_amount, overdraft_amount, fees_amount, total_balance,
         value_date, booking_date, creation_date, currency_code, user_key)
       SELECT gen_random_uuid(), $1::uuid, 'OVERDRAFT_LIMIT_CHANGED', 0, 0, 0, 0, 1, '2026-03-01'::timestamptz - n * interval '1 hour', now(), now(), 'EUR', $1::uuid
         FROM generate_series(1, ${long}) n`,
      [account.encodedKey],
    );
    await bank.db.query(
      `INSERT INTO deposit_account (encoded_key, id, name, account_holder_key, account_holder_type, product_key, account_type, account_state,
         currency_code, creation_date, last_modified_date)
       SELECT gen_random_uuid(), 'BULK' || n, 'Bulk', $1::uuid, 'CLIENT', product_key, account_type, 'CLOSED', 'EUR',
              now() - interval '2 years', now() FROM deposit_account, generate_series(1, 5000) n WHERE encoded_key = $2::uuid`,
      [newEncodedKey(), account.encodedKey],
    );
    await bank.db.query('ANALYZE deposit_transaction, deposit_account');
  });
  afterAll(async () => {
    await bank.db.query(`DELETE FROM deposit_transaction WHERE amount = 0 AND account_key = $1::uuid`, [
      account.encodedKey,
    ]);
    await bank.db.query(`DELETE FROM deposit_account WHERE id LIKE 'BULK%'`);
  });

  /** How many rows of a table one request makes the database read. */
  const rowsRead = async (table: string, run: () => Promise<unknown>): Promise<number> => {
    const total = async (): Promise<number> => {
      const { rows } = await bank.db.query<{ read: number }>(
        `SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS read FROM pg_stat_user_tables WHERE relname = $1`,
        [table],
      );
      return rows[0]?.read ?? 0;
    };
    // A connection tells its counts when it becomes idle, at most once a second.
    const settled = async (): Promise<number> => {
      await sleep(1100);
      await all(10, () => bank.db.query('SELECT pg_sleep(0.05)'));
      return total();
    };
    const before = await settled();
    await run();
    return (await settled()) - before;
  };

  test('the account itself is told without its transactions', async () => {
    await bank.db.query('ALTER TABLE deposit_transaction RENAME TO hidden');
    try {
      expect(await desk.account(account)).toMatchObject({ balances: { totalBalance: 1 } });
      expect(await bank.ok('searchDepositAccounts', { body: {}, query: { limit: 5 } })).toHaveLength(5);
    } finally {
      await bank.db.query('ALTER TABLE hidden RENAME TO deposit_transaction');
    }
  });
  test('a page of its statement reads a page, and a posting reads no history', async () => {
    const path = { depositAccountId: account.id };
    expect(
      await rowsRead('deposit_transaction', () => bank.ok('getDepositTransactions', { path, query: { limit: 50 } })),
    ).toBeLessThan(500);
    expect(await rowsRead('deposit_transaction', () => desk.deposit(account, 1))).toBeLessThan(100);
  });
  test('undoing what was posted today reads nothing older', async () => {
    const deposit = await desk.deposit(account, 1);
    expect(await rowsRead('deposit_transaction', () => desk.adjust(deposit))).toBeLessThan(100);
  });
  test('a page of the list of accounts reads a page', async () => {
    expect(
      await rowsRead('deposit_account', () => bank.ok('getDepositAccounts', { query: { limit: 50 } })),
    ).toBeLessThan(500);
  });
});

test('"large amounts lose digits in JSON": twenty-four digits come back as they were sent, everywhere they are told', async () => {
  const amount = '987654321098765432109876';
  const [account, other] = [await open.depositAccount(), await open.depositAccount()];
  const sent = await bank.request('POST', posting(account, 'deposit'), { body: `{"amount":${amount}}` });
  expect(sent.text).toContain(`"amount":${amount},`);
  await bank.request('POST', posting(account, 'transfer'), { body: JSON.stringify({ amount, ...to(other) }) });
  for (const url of [
    `/api/deposits/${account.id}/transactions`,
    `/api/deposits/${other.id}`,
    `/api/deposits/${other.id}/transactions`,
    '/api/gljournalentries?from=2026-03-10&to=2026-03-10&limit=1000',
  ]) {
    expect((await bank.request('GET', url)).text).toMatch(new RegExp(`:-?${amount}[,}]`));
  }
});

test('"throughput of hot accounts collapses": a thousand postings on one account share their transactions', async () => {
  const account = await open.depositAccount();
  const replies = await all(1000, () => bank.request('POST', posting(account, 'deposit'), { body: { amount: 1 } }));
  expect(replies.every(({ status }) => status === 201)).toBe(true);
  expect(await desk.balance(account)).toBe('1000');
  const { rows } = await bank.db.query<{ transactions: number }>(
    'SELECT count(DISTINCT xmin::text) AS transactions FROM deposit_transaction WHERE account_key = $1::uuid',
    [account.encodedKey],
  );
  expect(rows[0]?.transactions).toBeLessThan(50);
});

describe('"options are accepted and not stored"', () => {
  type Leaf = { readonly path: readonly string[]; readonly value: unknown };

  /** Every property that a request may set, with a value that is not off. */
  const leavesOf = (schema: JsonSchema, path: readonly string[], given: Body): readonly Leaf[] => {
    const shape = resolved(schema);
    const name = path.join('.');
    if (Object.hasOwn(given, name)) return given[name] === undefined ? [] : [{ path, value: given[name] }];
    if (path.length > 5) return [];
    if (shape.properties) {
      return Object.entries(shape.properties).flatMap(([key, property]) =>
        isSystemProperty(key, property) ? [] : leavesOf(property, [...path, key], given),
      );
    }
    if (shape.enum) return [{ path, value: shape.enum.at(-1) }];
    if (shape.type === 'array') return [];
    if (shape.type === 'boolean') return [{ path, value: true }];
    if (shape.type === 'number' || shape.type === 'integer') return [{ path, value: 12 }];
    if (shape.format === 'date-time') return [{ path, value: '2026-03-10T08:00:00+02:00' }];
    return shape.format === 'date' ? [{ path, value: '2026-03-10' }] : [{ path, value: `some ${path.at(-1)}` }];
  };
  const withValue = (body: Body, [head = '', ...rest]: readonly string[], value: unknown): Body => ({
    ...body,
    [head]: rest.length === 0 ? value : withValue((body[head] ?? {}) as Body, rest, value),
  });
  const at = (body: unknown, path: readonly string[]): unknown =>
    path.reduce<unknown>((value, key) => (value as Body | undefined)?.[key], body);

  /** Sends each option alone: it is refused by its name, or told again afterwards. Answers what is neither. */
  const lostOptions = async (
    schema: string,
    given: Body,
    send: (leaf: Leaf) => Promise<readonly [Reply, (created: Body) => Promise<unknown>]>,
  ): Promise<string[]> => {
    const lost: string[] = [];
    for (const leaf of leavesOf(contractSchemas()[schema] ?? {}, [], given)) {
      const [reply, read] = await send(leaf);
      const name = leaf.path.join('.');
      if (reply.status >= 400) {
        if (!leaf.path.some((part) => sourceOf(reply).includes(part)))
          lost.push(`${name}: ${reasonOf(reply)} ${sourceOf(reply)}`);
      } else if (JSON.stringify(at(await read(reply.body as Body), leaf.path)) !== JSON.stringify(leaf.value)) {
        lost.push(`${name} was accepted and is gone`);
      }
    }
    return lost;
  };

  test('of an account', async () => {
    const { encodedKey: accountHolderKey } = await open.client();
    const base = { accountHolderKey, accountHolderType: 'CLIENT', name: 'A', productTypeKey: open.currentProductKey };
    const given = {
      ...base,
      currencyCode: 'EUR',
      assignedBranchKey: branchKey,
      id: undefined,
      accountType: 'CURRENT_ACCOUNT',
    };
    const lost = await lostOptions('DepositAccount', given, async ({ path, value }) => [
      await bank.request('POST', '/api/deposits', { body: withValue(base, path, value) }),
      (created) => bank.ok('getDepositAccount', { path: { depositAccountId: String(created.id) } }),
    ]);
    expect(lost).toEqual([]);
  });

  test('of a product, and of its fees', async () => {
    const ids = Array.from({ length: 1000 }, (_, number) => `OPTION${number}`).values();
    const base = (): Body => ({
      id: ids.next().value,
      name: 'Option',
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
      accountingSettings: { accountingMethod: 'NONE' },
    });
    const send = async (body: Body): Promise<readonly [Reply, (created: Body) => Promise<unknown>]> => [
      await bank.request('POST', '/api/depositproducts', { body }),
      (created) => bank.ok('getDepositProduct', { path: { depositProductId: String(created.id) } }),
    ];
    const given = {
      id: undefined,
      type: 'CURRENT_ACCOUNT',
      'accountingSettings.accountingMethod': undefined,
      'newAccountSettings.idPattern': '#####',
      'availabilitySettings.branchSettings.forAllBranches': true,
      'overdraftSettings.maxOverdraftLimit': 12,
    };
    expect(
      await lostOptions('DepositProduct', given, ({ path, value }) => send(withValue(base(), path, value))),
    ).toEqual([]);
    const fee = { id: 'F', name: 'Fee', trigger: 'MANUAL', state: 'ACTIVE', feeApplication: 'OPTIONAL', amount: 1 };
    const lost = await lostOptions('DepositProductPredefinedFee', {}, async ({ path, value }) => {
      const [reply] = await send({ ...base(), feesSettings: { fees: [withValue(fee, path, value)] } });
      return [reply, async (created) => (created.feesSettings as { fees: readonly unknown[] }).fees[0]];
    });
    expect(lost).toEqual([]);
  });

  test.each<[OperationName, string, string, Body]>([
    ['makeDeposit', 'DepositTransactionInput', 'deposit', { skipMaximumBalanceValidation: undefined }],
    ['makeWithdrawal', 'WithdrawalDepositTransactionInput', 'withdrawal', {}],
    ['applyDepositFee', 'FeeAppliedDepositTransactionInput', 'fee', { amount: undefined }],
  ])('of %s', async (_name, schema, kind, more) => {
    const account = await open.depositAccount();
    const valueDate = '2026-03-10T07:00:00+02:00';
    await desk.deposit(account, 10_000, { valueDate });
    expect(contractSchemas()[schema]).toBeDefined();
    const cash = await bank.ok('getTransactionChannel', { path: { transactionChannelId: 'cash' } });
    const given = {
      amount: undefined,
      valueDate: '2026-03-10T07:30:00+02:00',
      externalId: `EXT-${kind}`,
      'transactionDetails.transactionChannelId': 'cash',
      'transactionDetails.transactionChannelKey': cash.encodedKey,
      ...more,
    };
    const lost = await lostOptions(schema, given, async ({ path, value }) => [
      await bank.request('POST', posting(account, kind), { body: withValue({ amount: 1 }, path, value) }),
      (created) => bank.ok('getDepositTransaction', { path: { depositTransactionId: String(created.id) } }),
    ]);
    expect(lost).toEqual([]);
  });
});

describe('"errors of queries cannot be read"', () => {
  test.each([
    ['GET', '/api/deposits?colour=red', undefined, /^colour is not a parameter/],
    ['GET', '/api/deposits?limit=many', undefined, /^limit must be a whole number, not many/],
    ['GET', '/api/deposits?accountState=OPEN', undefined, /^accountState must be one of PENDING_APPROVAL,/],
    ['GET', '/api/deposits?branchId=nowhere', undefined, /^branchId /],
    ['GET', '/api/gljournalentries', undefined, /^the query parameter from is required/],
    ['GET', '/api/gljournalentries?from=2026-02-30&to=2026-03-01', undefined, /^from must be an existing day/],
    ['POST', '/api/deposits:search', '{', /JSON/],
    ['POST', '/api/deposits:search', '{"filterCriteria":{}}', /^Property filterCriteria /],
    [
      'POST',
      '/api/deposits:search',
      '{"filterCriteria":[{"field":"x","operator":"EMPTY"}]}',
      /^x is not a field of this search/,
    ],
    [
      'POST',
      '/api/deposits:search',
      '{"filterCriteria":[{"field":"id","operator":"ABOUT"}]}',
      /filterCriteria\[0\].operator must be one of EQUALS,/,
    ],
    ['POST', '/api/deposits', '{"name":"A"}', /^Property accountHolderKey may not be null/],
    ['POST', '/api/deposits', '{"name":5}', /^Property /],
  ] as const)('%s %s %s', async (method, url, body, source) => {
    const reply = await bank.request(method, url, body === undefined ? {} : { body });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(sourceOf(reply)).toMatch(source);
  });
});
