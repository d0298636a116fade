import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';
import { type SecondProcess, startSecondProcess } from './harness/secondProcess.ts';

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let second: SecondProcess;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  second = await startSecondProcess(bank);
  await bank.ok('createGlAccounts', { body: [{ glCode: '2900', name: 'Court', type: 'LIABILITY', usage: 'DETAIL' }] });
  const free = { usage: 'UNCONSTRAINED' } as const;
  await bank.ok('createTransactionChannel', {
    body: { id: 'court', name: 'Court', glAccount: '2900', depositConstraints: free, loanConstraints: free },
  });
});
afterEach(() => desk.verify());
afterAll(async () => {
  await second.stop();
  await bank.stop();
});

const at = (account: Account) => ({ depositAccountId: account.id });
const on = (account: Account, externalReferenceId: string) => ({ ...at(account), externalReferenceId });
const funded = async (amount: number, more: Body = {}): Promise<Account> => {
  const account = await open.depositAccount(more);
  await desk.deposit(account, amount);
  return account;
};
const block = (account: Account, amount: unknown, externalReferenceId = 'court-1', more: Body = {}) =>
  bank.call('createDepositBlock', { path: at(account), body: { amount, externalReferenceId, ...more } });
const resize = (account: Account, value: unknown, reference = 'court-1') =>
  bank.call('patchDepositBlock', { path: on(account, reference), body: [{ op: 'REPLACE', path: '/amount', value }] });
const release = (account: Account, reference = 'court-1') =>
  bank.call('deleteDepositBlock', { path: on(account, reference) });
const seize = (account: Account, more: Body = {}) =>
  bank.call('makeSeizure', { path: at(account), body: { blockId: 'court-1', transactionChannelId: 'court', ...more } });
const blocks = (account: Account, query: Record<string, string | number> = {}) =>
  bank.ok('getDepositBlocks', { path: at(account), query });
const balances = async (account: Account): Promise<string> => {
  const { balances: told } = await desk.account(account);
  return `total ${told?.totalBalance}, blocked ${told?.blockedBalance}, available ${told?.availableBalance}`;
};
const state = async (account: Account): Promise<string | undefined> => (await blocks(account))[0]?.state;
const put = (account: Account, columns: string): Promise<unknown> =>
  bank.db.query(`UPDATE deposit_account SET ${columns} WHERE encoded_key = $1::uuid`, [account.encodedKey]);
const employee = async (username: string, permissions: readonly string[]): Promise<string> => {
  await bank.ok('createUser', {
    body: {
      username,
      firstName: username,
      password: 'long enough',
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions,
      } as never,
    },
  });
  return `${username}:long enough`;
};

describe('a block', () => {
  test('of 200 of 500, of which 50 are seized, leaves 300 available all the time', async () => {
    const account = await funded(500);
    const made = await block(account, 200, 'court-1', { notes: 'case 7' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        accountKey: account.encodedKey,
        externalReferenceId: 'court-1',
        amount: 200,
        seizedAmount: 0,
        state: 'PENDING',
        notes: 'case 7',
        creationDate: expect.stringMatching(/^2026-03-10T12:\d\d:\d\d\+00:00$/),
      },
    });
    expect(await balances(account)).toBe('total 500, blocked 200, available 300');
    expect(await desk.reason('makeWithdrawal', { path: at(account), body: { amount: '300.01' } })).toBe(
      '400 INSUFFICIENT_BALANCE',
    );
    const seized = await seize(account, { amount: 50, externalId: randomUUID(), notes: 'first part' });
    expect(seized).toMatchObject({
      status: 201,
      body: {
        type: 'SEIZED_AMOUNT',
        amount: -50,
        blockId: 'court-1',
        notes: 'first part',
        accountBalances: { totalBalance: 450 },
        affectedAmounts: { fundsAmount: -50 },
        transactionDetails: { transactionChannelId: 'court' },
      },
    });
    expect(await desk.journal(seized.body)).toEqual(['DEBIT 2000 50 -', 'CREDIT 2900 50 -']);
    expect(await balances(account)).toBe('total 450, blocked 150, available 300');
    expect(await blocks(account)).toMatchObject([{ amount: 200, seizedAmount: 50, state: 'PARTIALLY_SEIZED' }]);
    // What is free can be withdrawn, and the rest waits for the court, who takes it without naming how much.
    await desk.withdraw(account, 300);
    expect((await seize(account)).body).toMatchObject({ amount: -150, accountBalances: { totalBalance: 0 } });
    expect(await state(account)).toBe('SEIZED');
    expect(reasonOf(await desk.changeState(account, 'CLOSE'))).toBe('200');
    const found = await bank.ok('getDepositTransactions', { path: at(account) });
    expect(found.map(({ type, blockId }) => `${type} ${blockId ?? ''}`.trim())).toEqual([
      'SEIZED_AMOUNT court-1',
      'WITHDRAWAL',
      'SEIZED_AMOUNT court-1',
      'DEPOSIT',
    ]);
  });

  test('above the balance waits for what comes in', async () => {
    const account = await funded(30);
    await block(account, 100);
    expect(await balances(account)).toBe('total 30, blocked 100, available -70');
    expect(reasonOf(await seize(account))).toBe('400 INSUFFICIENT_BALANCE');
    expect(reasonOf(await seize(account, { amount: 30 }))).toBe('201');
    await desk.deposit(account, 90);
    expect(reasonOf(await seize(account))).toBe('201');
    expect(await balances(account)).toBe('total 20, blocked 0, available 20');
  });

  test('takes another amount, and ends with just what was seized', async () => {
    const account = await funded(500);
    await block(account, 100);
    expect(reasonOf(await resize(account, 400))).toBe('204');
    expect(await balances(account)).toBe('total 500, blocked 400, available 100');
    await seize(account, { amount: 60 });
    expect(reasonOf(await release(account))).toBe('400 INVALID_BLOCK_FUND_STATE');
    expect(reasonOf(await resize(account, '59.99'))).toBe('400 INVALID_AMOUNT');
    expect(reasonOf(await resize(account, 60))).toBe('204');
    expect(await state(account)).toBe('SEIZED');
    expect(await balances(account)).toBe('total 440, blocked 0, available 440');
    expect(reasonOf(await resize(account, 70))).toBe('400 INVALID_BLOCK_FUND_STATE');
  });

  test('is released, and stays on record', async () => {
    const account = await funded(500);
    await block(account, 100);
    expect(reasonOf(await release(account))).toBe('204');
    expect(await balances(account)).toBe('total 500, blocked 0, available 500');
    expect(await state(account)).toBe('REMOVED');
    expect(reasonOf(await release(account))).toBe('400 INVALID_BLOCK_FUND_STATE');
    expect(reasonOf(await seize(account))).toBe('400 INVALID_BLOCK_FUND_STATE');
    expect(reasonOf(await block(account, 100))).toBe('400 DUPLICATE_BLOCK_ID');
  });

  test('is listed with the others of its account, page by page and by state', async () => {
    const account = await funded(500);
    const other = await funded(500);
    for (const reference of ['a', 'b', 'c', 'd']) await block(account, 10, reference);
    await block(other, 10, 'a');
    await release(account, 'b');
    await seize(account, { blockId: 'c' });
    await seize(account, { blockId: 'd', amount: 1 });
    const references = async (query: Record<string, string | number> = {}) =>
      (await blocks(account, query)).map(({ externalReferenceId }) => externalReferenceId);
    expect(await references()).toEqual(['a', 'b', 'c', 'd']);
    expect(await references({ offset: 1, limit: 2 })).toEqual(['b', 'c']);
    expect(await references({ state: 'PENDING' })).toEqual(['a']);
    expect(await references({ state: 'REMOVED' })).toEqual(['b']);
    expect(await references({ state: 'SEIZED' })).toEqual(['c']);
    expect(await references({ state: 'PARTIALLY_SEIZED' })).toEqual(['d']);
    const page = await bank.call('getDepositBlocks', {
      path: at(account),
      query: { paginationDetails: 'ON', limit: 3 },
    });
    expect(page.headers).toMatchObject({ 'items-total': '4', 'items-limit': '3', 'items-offset': '0' });
  });

  test('is found by the key of its account in either case, and by any reference that a path can hold', async () => {
    const account = await funded(50);
    const reference = 'Nr. 7/2026: căutat? 100%';
    await block({ ...account, id: account.encodedKey.toUpperCase() }, 20, reference);
    expect(reasonOf(await resize({ ...account, id: account.encodedKey }, 30, reference))).toBe('204');
    expect(reasonOf(await seize(account, { blockId: reference, amount: 5 }))).toBe('201');
    expect(await balances(account)).toBe('total 45, blocked 25, available 20');
  });

  test('is laid on a locked and on a dormant account; money that is seized there needs no unlocking', async () => {
    const locked = await funded(50);
    await desk.changeState(locked, 'LOCK');
    expect(reasonOf(await block(locked, 20))).toBe('201');
    expect(reasonOf(await seize(locked))).toBe('201');
    expect((await desk.account(locked)).accountState).toBe('LOCKED');
    const dormant = await funded(50);
    await put(dormant, `account_state = 'DORMANT'`);
    expect(reasonOf(await block(dormant, 20))).toBe('201');
    expect((await desk.account(dormant)).accountState).toBe('DORMANT');
    const bailiff = await employee('bailiff', ['BLOCK_AND_SEIZE_FUNDS']);
    const asBailiff = { path: at(dormant), body: { blockId: 'court-1', transactionChannelId: 'court' }, user: bailiff };
    expect(await desk.reason('makeSeizure', asBailiff)).toBe('403 INVALID_PERMISSIONS');
    expect(reasonOf(await seize(dormant))).toBe('201');
    expect((await desk.account(dormant)).accountState).toBe('ACTIVE');
  });

  test('keeps its account open, and its money from every way out', async () => {
    const account = await funded(100);
    const target = await open.depositAccount();
    await block(account, 100);
    const last = await desk.deposit(account, 20);
    expect(
      await desk.reason('makeTransfer', {
        path: at(account),
        body: { amount: 21, transferDetails: { linkedAccountId: target.id, linkedAccountType: 'DEPOSIT' } },
      }),
    ).toBe('400 INSUFFICIENT_BALANCE');
    // A fee takes what is free and leaves the rest due.
    await bank.ok('applyDepositFee', { path: at(account), body: { amount: 30 } });
    expect((await desk.account(account)).balances).toMatchObject({
      totalBalance: 100,
      feesDue: 10,
      availableBalance: 0,
    });
    expect(reasonOf(await desk.adjust(last))).toBe('400 BALANCE_BELOW_ZERO');
    const empty = await funded(1);
    await desk.withdraw(empty, 1);
    await block(empty, 5);
    const closing = await desk.changeState(empty, 'CLOSE');
    expect([reasonOf(closing), sourceOf(closing)]).toEqual([
      '400 ACCOUNT_HAS_REMAINING_BALANCE',
      `account ${empty.id} can't be closed: it still has blocked funds`,
    ]);
    await release(empty);
    expect(reasonOf(await desk.changeState(empty, 'CLOSE'))).toBe('200');
    expect(reasonOf(await block(empty, 5, 'later'))).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
  });

  test('is opened to a withdrawal only by who was given leave by name', async () => {
    const account = await funded(100);
    await block(account, 80);
    const teller = await employee('teller', ['MAKE_WITHDRAWAL']);
    const trusted = await employee('trusted', ['MAKE_WITHDRAWAL', 'WITHDRAW_BLOCKED_FUNDS']);
    const withdrawal = (amount: number, user?: string) =>
      desk.reason('makeWithdrawal', { path: at(account), body: { amount }, ...(user ? { user } : {}) });
    expect(await withdrawal(30, teller)).toBe('400 INSUFFICIENT_BALANCE');
    expect(await withdrawal(30)).toBe('400 INSUFFICIENT_BALANCE');
    expect(await withdrawal(30, trusted)).toBe('201');
    expect(await balances(account)).toBe('total 70, blocked 80, available -10');
    expect(await withdrawal(71, trusted)).toBe('400 INSUFFICIENT_BALANCE');
  });

  test('is found by what is blocked', async () => {
    const account = await funded(100);
    await block(account, '33.33');
    const body = { filterCriteria: [{ field: 'balances.blockedBalance', operator: 'EQUALS', value: '33.33' }] };
    expect((await bank.ok('searchDepositAccounts', { body: body as never })).map(({ id }) => id)).toEqual([account.id]);
  });

  test('is told to the audit trail, each change with both sides', async () => {
    const account = await funded(100);
    await block(account, 10);
    await resize(account, 20);
    const { rows } = await bank.db.query<{ operation: string; changes: string }>(
      `SELECT r.operation, r.changes FROM audit_record r
         JOIN deposit_block b ON b.encoded_key = r.entity_key AND r.entity_type = 'DEPOSIT_BLOCK'
        WHERE b.account_key = $1::uuid ORDER BY r.id`,
      [account.encodedKey],
    );
    const told = rows.map(({ operation, changes }) => {
      const { before, after } = JSON.parse(changes) as { before?: Body; after: Body };
      return [operation, before?.amount, after.amount];
    });
    expect(told).toEqual([
      ['createDepositBlock', undefined, 10],
      ['patchDepositBlock', 10, 20],
    ]);
  });
});

describe('a seizure', () => {
  test('is not adjusted', async () => {
    const account = await funded(100);
    await block(account, 10);
    const { body } = await seize(account);
    expect(reasonOf(await desk.adjust(body))).toBe('400 TRANSACTION_TYPE_DOES_NOT_ALLOW_ADJUSTMENT');
    expect(await balances(account)).toBe('total 90, blocked 0, available 90');
  });

  test('is made once under one key, and its external id is unique among all transactions', async () => {
    const account = await funded(100);
    await block(account, 50);
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { blockId: 'court-1', transactionChannelId: 'court', amount: 10, externalId: randomUUID() };
    const replies = [];
    for (let times = 0; times < 3; times += 1)
      replies.push(await bank.call('makeSeizure', { path: at(account), body, headers }));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await balances(account)).toBe('total 90, blocked 40, available 50');
    expect(await desk.reason('makeSeizure', { path: at(account), body })).toBe('400 EXTERNAL_ID_ALREADY_EXISTS');
    // Also where the seizure is refused for more than is there.
    expect(await desk.reason('makeSeizure', { path: at(account), body: { ...body, amount: 40 } })).toBe(
      '400 EXTERNAL_ID_ALREADY_EXISTS',
    );
    expect(await desk.reason('makeSeizure', { path: at(account), body: { ...body, amount: 11 }, headers })).toMatch(
      /^4/,
    );
    const blocked = { amount: 1, externalReferenceId: 'again' };
    const key = { 'Idempotency-Key': randomUUID() };
    const twice = [1, 2].map(() => bank.call('createDepositBlock', { path: at(account), body: blocked, headers: key }));
    expect((await Promise.all(twice)).map(reasonOf).toSorted()[0]).toBe('201');
    expect((await blocks(account)).length).toBe(2);
  });
});

describe('bad input', () => {
  let account: Account;
  beforeAll(async () => {
    account = await funded(100);
    await block(account, 50);
  });
  const unchanged = async () => {
    expect(await balances(account)).toBe('total 100, blocked 50, available 50');
    expect(await blocks(account)).toHaveLength(1);
  };

  test.each<[string, Body, string]>([
    ['no amount', { amount: undefined }, '400 INVALID_PARAMETERS'],
    ['an amount of nothing', { amount: 0 }, '400 INVALID_AMOUNT'],
    ['an amount below zero', { amount: -5 }, '400 INVALID_AMOUNT'],
    ['a third decimal', { amount: '1.001' }, '400 INVALID_AMOUNT'],
    ['more than any account can hold', { amount: '1e30' }, '400 INVALID_AMOUNT'],
    ['an amount in words', { amount: 'ten' }, '400 INVALID_PARAMETERS'],
    ['no reference', { externalReferenceId: undefined }, '400 INVALID_PARAMETERS'],
    ['an empty reference', { externalReferenceId: '' }, '400 INVALID_PARAMETERS'],
    ['a reference too long', { externalReferenceId: 'x'.repeat(256) }, '400 INVALID_PARAMETERS'],
    ['a reference with a control character', { externalReferenceId: 'a\u0000b' }, '400 INVALID_PARAMETERS'],
    ['the same reference and body', { externalReferenceId: 'court-1', amount: 50 }, '400 DUPLICATE_BLOCK_ID'],
    ['the same reference, another body', { externalReferenceId: 'court-1', amount: 5 }, '400 DUPLICATE_BLOCK_ID'],
    ['a property that is none', { until: '2026-04-01' }, '400 INVALID_PARAMETERS'],
  ])('of a new block: %s', async (_case, more, expected) => {
    const reply = await block(account, 5, 'new', more);
    expect(reasonOf(reply)).toBe(expected);
    await unchanged();
  });

  test.each<[string, readonly unknown[], string]>([
    ['nothing', [{ op: 'REPLACE', path: '/amount', value: 0 }], '400 INVALID_AMOUNT'],
    ['words', [{ op: 'REPLACE', path: '/amount', value: 'ten' }], '400 INVALID_PARAMETERS'],
    ['the amount removed', [{ op: 'REMOVE', path: '/amount' }], '400 INVALID_PARAMETERS'],
    ['another reference', [{ op: 'REPLACE', path: '/externalReferenceId', value: 'x' }], '400 FIELD_IS_NOT_EDITABLE'],
    ['other notes', [{ op: 'ADD', path: '/notes', value: 'x' }], '400 FIELD_IS_NOT_EDITABLE'],
    ['another state', [{ op: 'REPLACE', path: '/state', value: 'SEIZED' }], '400 FIELD_IS_NOT_EDITABLE'],
    ['what does not exist', [{ op: 'REPLACE', path: '/until', value: 'x' }], '400 FIELD_NOT_ALLOWED'],
  ])('of a changed block: %s', async (_case, body, expected) => {
    const reply = await bank.call('patchDepositBlock', { path: on(account, 'court-1'), body });
    expect(reasonOf(reply)).toBe(expected);
    await unchanged();
  });

  test.each<[string, Body, string]>([
    ['no block', { blockId: undefined }, '400 INVALID_PARAMETERS'],
    ['an unknown block', { blockId: 'court-9' }, '400 BLOCK_FUND_DOES_NOT_EXIST'],
    ['no channel', { transactionChannelId: undefined }, '400 INVALID_PARAMETERS'],
    ['an unknown channel', { transactionChannelId: 'pigeon' }, '400 INVALID_TRANSACTION_CHANNEL'],
    ['nothing', { amount: 0 }, '400 INVALID_AMOUNT'],
    ['more than is blocked', { amount: '50.01' }, '400 INVALID_AMOUNT'],
    ['an empty external id', { externalId: '' }, '400 INVALID_PARAMETERS'],
    ['a value date', { valueDate: '2026-03-01T00:00:00+02:00' }, '400 INVALID_PARAMETERS'],
  ])('of a seizure: %s', async (_case, more, expected) => {
    expect(reasonOf(await seize(account, more))).toBe(expected);
    await unchanged();
  });

  test('names what does not exist', async () => {
    const nobody = { id: 'nobody', encodedKey: 'nobody' };
    expect(reasonOf(await block(nobody, 5))).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    expect(reasonOf(await seize(nobody))).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    expect(await desk.reason('getDepositBlocks', { path: at(nobody) })).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    expect(reasonOf(await resize(account, 5, 'court-9'))).toBe('404 BLOCK_FUND_DOES_NOT_EXIST');
    expect(reasonOf(await release(account, 'court-9'))).toBe('404 BLOCK_FUND_DOES_NOT_EXIST');
    expect(reasonOf(await release(nobody))).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    expect(reasonOf(await release(account, 'a\u0000b'))).toMatch(/^40/);
    const state = { path: at(account), query: { state: 'GONE' } };
    expect(await desk.reason('getDepositBlocks', state)).toBe('400 INVALID_PARAMETERS');
  });

  test('needs the permission, to look as well', async () => {
    const clerk = await employee('clerk', ['MAKE_WITHDRAWAL']);
    const asClerk = { user: clerk, path: on(account, 'court-1') };
    expect(await desk.reason('getDepositBlocks', asClerk)).toMatch(/^403/);
    expect(await desk.reason('deleteDepositBlock', asClerk)).toMatch(/^403/);
    expect(
      await desk.reason('createDepositBlock', { ...asClerk, body: { amount: 1, externalReferenceId: 'x' } }),
    ).toMatch(/^403/);
    await unchanged();
  });
});

describe('at the same time', () => {
  const all = <T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => run(index)));
  const post = (index: number, url: string, body: Body) =>
    index % 2 ? second.post(url, body) : bank.request('POST', url, { body });
  const counted = (reasons: readonly string[]): Record<string, number> =>
    Object.fromEntries(
      [...new Set(reasons)].toSorted().map((reason) => [reason, reasons.filter((each) => each === reason).length]),
    );

  test('one reference makes one block', async () => {
    const account = await funded(100);
    const url = `/api/deposits/${account.id}/blocks`;
    const replies = await all(20, (index) => post(index, url, { amount: 1, externalReferenceId: 'one' }));
    expect(counted(replies.map(reasonOf))).toEqual({ 201: 1, '400 DUPLICATE_BLOCK_ID': 19 });
    expect(await balances(account)).toBe('total 100, blocked 1, available 99');
  });

  test('one block is seized whole once, and in parts no further than it reaches', async () => {
    const account = await funded(1000);
    await block(account, 100);
    await block(account, 95, 'parts');
    const url = `/api/deposits/${account.id}/seizure-transactions`;
    const whole = await all(6, (index) => post(index, url, { blockId: 'court-1', transactionChannelId: 'court' }));
    expect(counted(whole.map(reasonOf))).toEqual({ 201: 1, '400 INVALID_BLOCK_FUND_STATE': 5 });
    const body = { blockId: 'parts', transactionChannelId: 'court', amount: 10 };
    const parts = await all(20, (index) => post(index, url, body));
    expect(counted(parts.map(reasonOf))).toEqual({ 201: 9, '400 INVALID_AMOUNT': 11 });
    expect(await balances(account)).toBe('total 810, blocked 5, available 805');
  });

  test('money is blocked or withdrawn, never both', async () => {
    const account = await funded(100);
    const replies = await all(40, (index) =>
      index % 4 < 2
        ? post(index, `/api/deposits/${account.id}/blocks`, { amount: 5, externalReferenceId: `b${index}` })
        : post(index, `/api/deposits/${account.id}/withdrawal-transactions`, { amount: 10 }),
    );
    const counts = counted(replies.map(reasonOf));
    // Blocks are never refused, and each withdrawal found what it took.
    const withdrawn = (counts['201'] ?? 0) - 20;
    expect(await balances(account)).toBe(`total ${100 - 10 * withdrawn}, blocked 100, available ${-10 * withdrawn}`);
    expect(withdrawn).toBeLessThanOrEqual(10);
    expect(counts['400 INSUFFICIENT_BALANCE']).toBe(20 - withdrawn);
  });

  test('a block is released or seized, never both', async () => {
    for (let round = 0; round < 6; round += 1) {
      const account = await funded(10);
      await block(account, 10);
      const [released, seized] = await Promise.all([
        second.delete(`/api/deposits/${account.id}/blocks/court-1`),
        seize(account),
      ]);
      const outcome = `${await state(account)} ${reasonOf(released)} ${reasonOf(seized)} ${await desk.balance(account)}`;
      expect(['REMOVED 204 400 INVALID_BLOCK_FUND_STATE 10', 'SEIZED 400 INVALID_BLOCK_FUND_STATE 201 0']).toContain(
        outcome,
      );
    }
  });
});
