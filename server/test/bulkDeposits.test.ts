import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { bulkKeyOf, completedBulk } from './harness/bulk.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Item = Readonly<Record<string, unknown>>;

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  open = await openBank(bank);
  desk = openDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const ask = (transactions: unknown, more: { user?: string; key?: string } = {}): Promise<Reply> =>
  bank.call('makeBulkDeposits', {
    body: { transactions } as Record<string, unknown>,
    ...(more.user === undefined ? {} : { user: more.user }),
    ...(more.key === undefined ? {} : { headers: { 'Idempotency-Key': more.key } }),
  });
const status = (bulkProcessKey: string, user?: string): Promise<Reply> =>
  bank.call('getBulkStatus', { path: { bulkProcessKey }, ...(user === undefined ? {} : { user }) });

/** An API user with these rights, by name and password. */
const user = async (username: string, permissions: readonly string[], access: object = {}, more: object = {}) => {
  const all = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
  await bank.ok('createUser', {
    body: {
      username,
      firstName: username,
      password: 'long enough',
      access: { ...all, permissions, ...access },
      ...more,
    },
  });
  return `${username}:long enough`;
};

describe('a bulk of deposits', () => {
  test('posts each item as a deposit of its own', async () => {
    const [one, two] = [await open.depositAccount(), await open.depositAccount()];
    const reply = await ask([
      { accountId: one.id, amount: '10.25', externalId: 'salary-1', notes: 'March' },
      { accountId: two.encodedKey, amount: 20, paymentOrderId: 'po-7' },
      { accountId: one.id, amount: 5 },
    ]);
    expect([reply.status, reply.text]).toEqual([202, '']);
    const bulk = await completedBulk(bank, bulkKeyOf(reply));
    expect(bulk.errors).toEqual([]);
    expect(bulk.processedItems).toEqual([
      { indexInRequest: 0, externalId: 'salary-1', id: expect.stringMatching(/^\d+$/) },
      { indexInRequest: 1, id: expect.stringMatching(/^\d+$/) },
      { indexInRequest: 2, id: expect.stringMatching(/^\d+$/) },
    ]);
    expect([await desk.balance(one), await desk.balance(two)]).toEqual(['15.25', '20']);
    const path = { depositTransactionId: String(bulk.processedItems?.[0]?.id) };
    const posted = await bank.ok('getDepositTransaction', { path });
    expect(posted).toMatchObject({
      type: 'DEPOSIT',
      externalId: 'salary-1',
      notes: 'March',
      valueDate: posted.bookingDate,
    });
    const { rows } = await bank.db.query(
      `SELECT operation, entity_type, username, method, uri, request FROM audit_record
        WHERE request LIKE '%salary-1%' ORDER BY id`,
    );
    const said = {
      operation: 'makeBulkDeposits',
      username: 'admin',
      method: 'POST',
      uri: expect.stringContaining(':bulk'),
    };
    expect(rows).toMatchObject([{ ...said, entity_type: 'BULK_PROCESS' }, said]);
    expect(rows[1].request).not.toContain('po-7');
    expect(await desk.journal(posted)).toEqual(['DEBIT 1000 10.25 -', 'CREDIT 2000 10.25 -']);
  });

  test('refuses an item alone, with what a deposit of its own would have been told', async () => {
    const account = await open.depositAccount();
    await desk.deposit(account, 1, { externalId: 'taken' });
    const items: readonly Item[] = [
      { accountId: 'nobody', amount: 1, externalId: 'x-0' },
      { accountId: account.id, amount: -3 },
      { accountId: account.id, amount: 2 },
      { accountId: account.id, amount: 4, externalId: 'taken' },
      { accountId: account.id, amount: 5, transactionDetails: { transactionChannelId: 'pigeon' } },
      { accountId: account.id, amount: 6, externalId: 'twin' },
      { accountId: account.id, amount: 6, externalId: 'twin' },
    ];
    const bulk = await completedBulk(bank, bulkKeyOf(await ask(items)));
    expect(bulk.processedItems?.map(({ indexInRequest }) => indexInRequest)).toEqual([2, 5]);
    for (const { indexInRequest = -1, errorReason, errorCode, errorSource } of bulk.errors ?? []) {
      const { accountId, ...body } = items[indexInRequest] ?? {};
      const alone = await bank.call('makeDeposit', { path: { depositAccountId: String(accountId) }, body });
      expect({ errors: [{ errorReason, errorCode, errorSource }] }).toEqual(alone.body);
    }
    expect(bulk.errors?.map(({ indexInRequest, externalId }) => [indexInRequest, externalId])).toEqual([
      [0, 'x-0'],
      [1, undefined],
      [3, 'taken'],
      [4, undefined],
      [6, 'twin'],
    ]);
    expect(await desk.balance(account)).toBe('9');
  });

  test.each<[string, unknown, string, string]>([
    ['no list', undefined, '400 INVALID_PARAMETERS', 'Property transactions may not be null'],
    ['an empty list', [], '400 INVALID_PARAMETERS', 'transactions'],
    ['something else', 'all', '400 INVALID_PARAMETERS', 'transactions'],
    ['a list in the list', [[{ accountId: 'a', amount: 1 }]], '400 INVALID_PARAMETERS', 'transactions[0]'],
    ['no account', [{ amount: 1 }], '400 INVALID_PARAMETERS', 'transactions[0].accountId'],
    [
      'no amount',
      [{ accountId: 'a', amount: 1 }, { accountId: 'a' }],
      '400 INVALID_PARAMETERS',
      'transactions[1].amount',
    ],
    ['a wrong type', [{ accountId: 'a', amount: 'much' }], '400 INVALID_PARAMETERS', 'transactions[0].amount'],
    ['a huge number', [{ accountId: 'a', amount: '1e999' }], '400 INVALID_PARAMETERS', 'transactions[0].amount'],
    ['a long id', [{ accountId: 'a'.repeat(256), amount: 1 }], '400 INVALID_PARAMETERS', 'transactions[0].accountId'],
    [
      'what an item has not',
      [{ accountId: 'a', amount: 1, valueDate: '2026-03-01' }],
      '400 INVALID_PARAMETERS',
      'valueDate',
    ],
    [
      'too many items',
      Array.from({ length: 10_001 }, () => ({ accountId: 'a', amount: 1 })),
      '400 BULK_API_REQUEST_SIZE_LIMIT_REACHED',
      'transactions must have at most 10000 items',
    ],
  ])('with %s is refused whole', async (_case, transactions, reason, source) => {
    const before = await bank.db.query('SELECT count(*) FROM bulk_process');
    const reply = await ask(transactions);
    expect(reasonOf(reply)).toBe(reason);
    expect(sourceOf(reply)).toContain(source);
    expect((await bank.db.query('SELECT count(*) FROM bulk_process')).rows).toEqual(before.rows);
  });

  test('takes custom fields in its items', async () => {
    const account = await open.depositAccount();
    await bank.ok('updateCustomFieldsConfiguration', {
      body: [
        'customFieldSets:',
        '- id: _origin',
        '  name: Origin',
        '  type: SINGLE',
        '  availableFor: TRANSACTION_TYPE',
        '  customFields:',
        '  - id: city',
        '    type: FREE_TEXT',
        '    state: ACTIVE',
        '    displaySettings: {displayName: City, description: "", fieldSize: LONG}',
        '    usage: []',
        '    viewRights: {roles: [], allUsers: true}',
        '    editRights: {roles: [], allUsers: true}',
      ].join('\n') as never,
    });
    const items = [
      { accountId: account.id, amount: 1, _origin: { city: 'Cluj' } },
      { accountId: account.id, amount: 2, _origin: { planet: 'Mars' } },
    ];
    const bulk = await completedBulk(bank, bulkKeyOf(await ask(items)));
    expect(bulk.errors).toEqual([expect.objectContaining({ indexInRequest: 1 })]);
    const path = { depositTransactionId: String(bulk.processedItems?.[0]?.id) };
    expect(await bank.ok('getDepositTransaction', { path, query: { detailsLevel: 'FULL' } })).toMatchObject({
      _origin: { city: 'Cluj' },
    });
  });

  test('is taken once for one key, with the same Location', async () => {
    const account = await open.depositAccount();
    const key = randomUUID();
    const items = [{ accountId: account.id, amount: 7 }];
    const replies = [...(await Promise.all([ask(items, { key }), ask(items, { key })])), await ask(items, { key })];
    expect(new Set(replies.map(bulkKeyOf)).size).toBe(1);
    await completedBulk(bank, bulkKeyOf(await ask(items, { key })));
    expect(await desk.balance(account)).toBe('7');
    const other = await ask([{ accountId: account.id, amount: 8 }], { key });
    expect(reasonOf(other)).toBe('400 INVALID_PARAMETERS');
  });

  test('of ten thousand items posts every good one', async () => {
    const accounts = await Promise.all(Array.from({ length: 40 }, () => open.depositAccount()));
    const items = Array.from({ length: 10_000 }, (_, index) => ({
      accountId: index % 100 === 99 ? 'nobody' : (accounts[index % 40]?.id ?? ''),
      amount: index % 100 === 50 ? 0 : 1,
      externalId: `many-${index}`,
    }));
    const bulk = await completedBulk(bank, bulkKeyOf(await ask(items)), 60);
    expect([bulk.processedItems?.length, bulk.errors?.length]).toEqual([9_800, 200]);
    const { rows } = await bank.db.query(
      `SELECT count(*)::int AS count, count(DISTINCT external_id)::int AS ids FROM deposit_transaction WHERE external_id LIKE 'many-%'`,
    );
    expect(rows).toEqual([{ count: 9_800, ids: 9_800 }]);
    expect((await bank.db.query('SELECT FROM bulk_item')).rowCount).toBe(0);
    const metrics = await bank.request('GET', '/metrics', { user: null });
    expect(metrics.text).toMatch(/florin_bulk_items_total\{operation="makeBulkDeposits",outcome="done"\} \d{4,}/);
  }, 90_000);
});

describe('who may', () => {
  test('ask for one: MAKE_BULK_DEPOSITS', async () => {
    const teller = await user('teller', ['MAKE_DEPOSIT']);
    expect(reasonOf(await ask([{ accountId: 'a', amount: 1 }], { user: teller }))).toBe('403 INVALID_PERMISSIONS');
  });

  test('have its items posted: within reach and limits', async () => {
    for (const id of ['north', 'south']) await bank.ok('createBranch', { body: { id, name: id } });
    const of = async (assignedBranchKey: string) => open.depositAccount({ assignedBranchKey });
    const [north, south] = [await of('north'), await of('south')];
    const branches = { canManageAllBranches: false, managedBranches: [{ branchKey: 'north' }] };
    const limits = { transactionLimits: { DEPOSIT: 100 } };
    const northern = await user('northern', ['MAKE_BULK_DEPOSITS'], branches, limits);
    const items = [
      { accountId: north.id, amount: 100 },
      { accountId: south.id, amount: 1 },
      { accountId: south.encodedKey, amount: 1 },
      { accountId: north.id, amount: 101 },
    ];
    const bulkKey = bulkKeyOf(await ask(items, { user: northern }));
    const bulk = await completedBulk(bank, bulkKey);
    expect(bulk.processedItems?.map(({ indexInRequest }) => indexInRequest)).toEqual([0]);
    expect(bulk.errors?.map(({ errorReason }) => errorReason)).toEqual([
      'INVALID_DEPOSIT_ACCOUNT_ID',
      'INVALID_DEPOSIT_ACCOUNT_ID',
      expect.stringContaining('LIMIT'),
    ]);
    expect([await desk.balance(north), await desk.balance(south)]).toEqual(['100', '0']);

    // Whoever asked is told, and of others those who might have asked for all of it.
    const clerk = await user('clerk', ['MAKE_BULK_DEPOSITS']);
    const eastern = await user('eastern', ['MAKE_BULK_DEPOSITS'], branches);
    const teller = await user('teller2', ['MAKE_DEPOSIT']);
    const answers = await Promise.all([northern, clerk, eastern, teller].map((who) => status(bulkKey, who)));
    const unknown = '404 INVALID_BULK_PROCESS_KEY';
    expect(answers.map((reply) => (reply.status === 200 ? '200' : reasonOf(reply)))).toEqual([
      '200',
      '200',
      unknown,
      unknown,
    ]);
  });
});

describe('the status of a bulk', () => {
  test.each([['nonsense'], ['00000000000000000000000000000000'], [randomUUID()]])('%s is unknown', async (key) => {
    expect(reasonOf(await status(key))).toBe('404 INVALID_BULK_PROCESS_KEY');
  });

  test('comes in pages', async () => {
    const account = await open.depositAccount();
    const items = Array.from({ length: 5 }, (_, index) => ({ accountId: account.id, amount: index }));
    const bulkProcessKey = bulkKeyOf(await ask(items));
    await completedBulk(bank, bulkProcessKey);
    const query = { offset: 0, limit: 2, paginationDetails: 'ON' };
    const page = await bank.call('getBulkStatus', { path: { bulkProcessKey }, query });
    expect(page.body.errors?.map(({ indexInRequest }) => indexInRequest)).toEqual([0]);
    expect(page.body.processedItems?.map(({ indexInRequest }) => indexInRequest)).toEqual([1]);
    expect(page.headers).toMatchObject({ 'items-limit': '2', 'items-offset': '0', 'items-total': '5' });
    const wrong = await bank.call('getBulkStatus', { path: { bulkProcessKey }, query: { limit: 'many' } });
    expect(reasonOf(wrong)).toBe('400 INVALID_PAGINATION_LIMIT_VALUE');
  });
});
