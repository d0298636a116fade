import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, to } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';
import { type SecondProcess, startSecondProcess } from './harness/secondProcess.ts';

type Account = { readonly id: string; readonly encodedKey: string };
type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let second: SecondProcess;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  open = await openBank(bank);
  desk = openDesk(bank);
  second = await startSecondProcess(bank);
});
afterEach(() => desk.verify());
afterAll(async () => {
  await second.stop();
  await bank.stop();
});

/** Posts by turns through either process of the bank. */
const post = (index: number, url: string, body: Body): Promise<Reply> =>
  index % 2 ? second.post(url, body) : bank.request('POST', url, { body });
const posting = (account: Account, kind: string): string => `/api/deposits/${account.id}/${kind}-transactions`;
const all = <T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));
const counted = (replies: readonly Reply[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const reply of replies) counts[reasonOf(reply)] = (counts[reasonOf(reply)] ?? 0) + 1;
  return counts;
};
const funded = async (amount: number, more: Body = {}): Promise<Account> => {
  const account = await open.depositAccount(more);
  await desk.deposit(account, amount);
  return account;
};

describe('one account', () => {
  test('that can pay for fifty of two hundred withdrawals pays for exactly fifty', async () => {
    const account = await funded(500);
    const replies = await all(200, (index) => post(index, posting(account, 'withdrawal'), { amount: 10 }));
    expect(counted(replies)).toEqual({ 201: 50, '400 INSUFFICIENT_BALANCE': 150 });
    expect(await desk.balance(account)).toBe('0');
  });

  test('takes five hundred deposits at once, each balance once', async () => {
    const account = await open.depositAccount();
    const replies = await all(500, (index) => post(index, posting(account, 'deposit'), { amount: '0.01' }));
    expect(counted(replies)).toEqual({ 201: 500 });
    expect(await desk.balance(account)).toBe('5');
    const balances = replies.map(
      ({ body }) => (body as { accountBalances: { totalBalance: number } }).accountBalances.totalBalance,
    );
    expect(new Set(balances).size).toBe(500);
  });

  test('that is new takes its first deposits at once, and none of them too early', async () => {
    for (let round = 0; round < 5; round += 1) {
      const account = await open.depositAccount();
      const replies = await all(20, (index) => post(index, posting(account, 'deposit'), { amount: 1 }));
      expect(counted(replies)).toEqual({ 201: 20 });
    }
  });

  test('keeps an edit and the postings that come meanwhile', async () => {
    const account = await funded(100);
    const path = { depositAccountId: account.id };
    const replies = await all(40, (index) =>
      index % 4 === 0
        ? bank.call('patchDepositAccount', { path, body: [{ op: 'REPLACE', path: '/name', value: `Name ${index}` }] })
        : post(index, posting(account, 'deposit'), { amount: 1 }),
    );
    expect(counted(replies)).toEqual({ 201: 30, 204: 10 });
    expect(await desk.balance(account)).toBe('130');
    expect((await desk.account(account)).name).toMatch(/^Name \d+$/);
  });

  test('is closed or gets money, never both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const account = await funded(1);
      await desk.withdraw(account, 1);
      const [closed, paid] = await Promise.all([
        post(round, `/api/deposits/${account.id}:changeState`, { action: 'CLOSE' }),
        post(round + 1, posting(account, 'deposit'), { amount: 5 }),
      ]);
      const { accountState } = await desk.account(account);
      const outcome = `${accountState} ${await desk.balance(account)} ${reasonOf(closed)} ${reasonOf(paid)}`;
      expect([
        'CLOSED 0 200 400 INVALID_DEPOSIT_ACCOUNT_STATE',
        'ACTIVE 5 400 ACCOUNT_HAS_REMAINING_BALANCE 201',
      ]).toContain(outcome);
    }
  });

  test('that somebody else holds for a while is waited for', async () => {
    const account = await funded(10);
    const other = await bank.db.connect();
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM deposit_account WHERE encoded_key = $1::uuid FOR UPDATE', [account.encodedKey]);
    const waiting = Promise.all([
      desk.withdraw(account, 1),
      bank.ok('patchDepositAccount', {
        path: { depositAccountId: account.id },
        body: [{ op: 'REPLACE', path: '/name', value: 'Patient' }],
      }),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await other.query('COMMIT');
    other.release();
    await waiting;
    expect(await desk.balance(account)).toBe('9');
  });
});

describe('many accounts', () => {
  test('two hundred transfers in a ring move no money out of it, and no deadlock reaches anybody', async () => {
    const ring = await all(8, () => funded(100));
    const at = (index: number): Account => ring[index % ring.length] as Account;
    const replies = await all(200, (index) => {
      // Forwards and backwards, so that neighbours want each other's accounts in both orders.
      const [from, target] = index % 3 ? [at(index), at(index + 1)] : [at(index + 1), at(index)];
      return post(index, posting(from, 'transfer'), { amount: 1 + (index % 7), ...to(target) });
    });
    for (const [reason] of Object.entries(counted(replies))) expect(reason).toMatch(/^(201|400 INSUFFICIENT_BALANCE)$/);
    const balances = await Promise.all(ring.map((account) => desk.balance(account)));
    expect(balances.reduce((sum, balance) => sum + Number(balance), 0)).toBe(800);
  });

  test('transfers and their adjustments at once leave every account as it was', async () => {
    const [one, two] = [await funded(100), await funded(100)];
    const paid = await all(20, (index) => (index % 2 ? desk.transfer(one, two, 1) : desk.transfer(two, one, 1)));
    const undone = await all(40, (index) =>
      post(index, `/api/deposits/transactions/${paid[index % 20]?.id}:adjust`, { notes: 'undo' }),
    );
    expect(counted(undone)).toEqual({ 200: 20, '400 TRANSACTION_ALREADY_ADJUSTED': 20 });
    expect([await desk.balance(one), await desk.balance(two)]).toEqual(['100', '100']);
  });

  test('of one client close at once, and the client is inactive', async () => {
    const client = await open.client();
    const accounts = await all(6, () => open.depositAccount({ accountHolderKey: client.encodedKey }));
    await Promise.all(accounts.map((account) => desk.deposit(account, 1)));
    await Promise.all(accounts.map((account) => desk.withdraw(account, 1)));
    const replies = await all(6, (index) =>
      post(index, `/api/deposits/${accounts[index]?.id}:changeState`, { action: 'CLOSE' }),
    );
    expect(counted(replies)).toEqual({ 200: 6 });
    expect((await bank.ok('getClient', { path: { clientId: client.id } })).state).toBe('INACTIVE');
  });

  test('with the same chosen id are opened once', async () => {
    const client = await open.client();
    const body = {
      id: 'WANTED',
      accountHolderKey: client.encodedKey,
      accountHolderType: 'CLIENT',
      name: 'A',
      productTypeKey: 'CURRENT',
    };
    const replies = await all(10, (index) => post(index, '/api/deposits', body));
    expect(counted(replies)).toEqual({ 201: 1, '400 ACCOUNT_ID_ALREADY_IN_USE': 9 });
  });

  test('of a counting product get every number once', async () => {
    await bank.ok('createDepositProduct', {
      body: {
        id: 'COUNT',
        name: 'Count',
        type: 'CURRENT_ACCOUNT',
        state: 'ACTIVE',
        newAccountSettings: { idGeneratorType: 'INCREMENTAL_NUMBER', idPattern: '500' },
        accountingSettings: { accountingMethod: 'NONE' },
      },
    });
    const clients = await all(20, () => open.client());
    const replies = await all(20, (index) =>
      post(index, '/api/deposits', {
        accountHolderKey: clients[index]?.encodedKey,
        accountHolderType: 'CLIENT',
        name: 'A',
        productTypeKey: 'COUNT',
      }),
    );
    const ids = replies.map(({ body }) => Number((body as { id: string }).id)).toSorted((a, b) => a - b);
    expect(ids).toEqual(Array.from({ length: 20 }, (_, index) => 500 + index));
  });
});

describe('a batch', () => {
  test('loses only what was wrong in it', async () => {
    const account = await funded(1000);
    const bodies: readonly [string, Body, string][] = [
      ['deposit', { amount: -1 }, '400 INVALID_AMOUNT'],
      ['deposit', { amount: 1, valueDate: '2030-01-01T00:00:00+00:00' }, '400 BACKDATE_SET_IN_THE_FUTURE'],
      ['withdrawal', { amount: 100_000 }, '400 INSUFFICIENT_BALANCE'],
      ['fee', { predefinedFeeKey: 'NONE' }, '400 INVALID_FEE_KEY'],
      ['transfer', { amount: 1, ...to(account) }, '400 CANNOT_MAKE_TRANSFER_TO_SOURCE_ACCOUNT'],
      [
        'deposit',
        { amount: 1, transactionDetails: { transactionChannelId: 'none' } },
        '400 INVALID_TRANSACTION_CHANNEL',
      ],
      ['deposit', { amount: 1 }, '201'],
      ['withdrawal', { amount: 1 }, '201'],
    ];
    const replies = await all(80, (index) => {
      const [kind, body] = bodies[index % bodies.length] as (typeof bodies)[number];
      return bank.request('POST', posting(account, kind), { body });
    });
    replies.forEach((reply, index) => {
      expect(reasonOf(reply)).toBe(bodies[index % bodies.length]?.[2]);
    });
    expect(await desk.balance(account)).toBe('1000');
  });

  test('that uses an external id twice is tried again one by one', async () => {
    const account = await funded(1);
    await desk.deposit(account, 1, { externalId: 'BEFORE' });
    const replies = await all(30, (index) =>
      bank.request('POST', posting(account, 'deposit'), {
        body: { amount: 1, externalId: index % 10 === 0 ? 'BEFORE' : index % 10 === 5 ? 'TWICE' : `OWN${index}` },
      }),
    );
    expect(counted(replies)).toEqual({ 201: 25, '400 EXTERNAL_ID_ALREADY_EXISTS': 5 });
    expect(await desk.balance(account)).toBe('27');
    const [, , { rows }] = await Promise.all([
      undefined,
      undefined,
      bank.db.query<{ id: string }>(
        `SELECT external_id AS id FROM transaction_external_id WHERE external_id LIKE 'OWN%'`,
      ),
    ]);
    expect(rows).toHaveLength(24);
  });

  test('that the database refuses for a broken invariant fails alone, its neighbours do not', async () => {
    const [sound, broken] = [await funded(10), await open.depositAccount()];
    // A trigger that fails like a bug of ours would.
    await bank.db.query(`CREATE FUNCTION fail_broken() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.notes = 'broken' THEN RAISE EXCEPTION 'a bug'; END IF; RETURN NEW; END $$`);
    await bank.db.query(
      'CREATE TRIGGER fail_broken BEFORE INSERT ON deposit_transaction FOR EACH ROW EXECUTE FUNCTION fail_broken()',
    );
    const replies = await all(10, (index) =>
      index === 4
        ? bank.request('POST', posting(broken, 'deposit'), { body: { amount: 1, notes: 'broken' } })
        : bank.request('POST', posting(sound, 'deposit'), { body: { amount: 1 } }),
    );
    await bank.db.query('DROP TRIGGER fail_broken ON deposit_transaction');
    expect(counted(replies)).toEqual({ 201: 9, '500 INTERNAL_ERROR': 1 });
    expect([await desk.balance(sound), await desk.balance(broken)]).toEqual(['19', '0']);
  });
});

describe('a database that refuses because of others', () => {
  /** Makes the next inserts of transactions or clients fail as a deadlock or a serialization failure does. */
  const conflicts = async (table: string, code: string, times: number): Promise<() => Promise<void>> => {
    const name = `conflict_${randomUUID().slice(0, 8)}`;
    await bank.db.query(`CREATE SEQUENCE ${name}_count`);
    await bank.db.query(`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF nextval('${name}_count') <= ${times} THEN RAISE EXCEPTION 'a rival' USING ERRCODE = '${code}'; END IF; RETURN NEW; END $$`);
    await bank.db.query(`CREATE TRIGGER ${name} BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`);
    return async () => {
      await bank.db.query(`DROP TRIGGER ${name} ON ${table}`);
    };
  };

  test.each(['40P01', '40001'])('with %s is asked again, and the client never knows', async (code) => {
    const account = await open.depositAccount();
    const stop = await conflicts('deposit_transaction', code, 3);
    const stopClients = await conflicts('client', code, 3);
    expect(await desk.deposit(account, 5)).toMatchObject({ amount: 5 });
    await open.client();
    await Promise.all([stop(), stopClients()]);
    expect(await desk.balance(account)).toBe('5');
  });

  test('again and again is told as 409 to try later, never as 500', async () => {
    const account = await open.depositAccount();
    const stop = await conflicts('deposit_transaction', '40P01', 1_000_000);
    const stopClients = await conflicts('client', '40001', 1_000_000);
    const replies = await Promise.all([
      bank.request('POST', posting(account, 'deposit'), { body: { amount: 1 } }),
      bank.request('POST', '/api/clients', { body: { firstName: 'A', lastName: 'B' } }),
    ]);
    await Promise.all([stop(), stopClients()]);
    expect(counted(replies)).toEqual({ '409 BLOCKING_OPERATION_IN_PROGRESS': 2 });
    expect(await desk.balance(account)).toBe('0');
  });
});
