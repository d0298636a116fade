import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';
import { type SecondProcess, startSecondProcess } from './harness/secondProcess.ts';

type Account = { readonly id: string; readonly encodedKey: string };

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
afterAll(async () => {
  await desk.verify();
  await second.stop();
  await bank.stop();
});

const deposit = (account: Account, body: unknown, key: string): Promise<Reply> =>
  bank.request('POST', `/api/deposits/${account.id}/deposit-transactions`, {
    body,
    headers: { 'Idempotency-Key': key },
  });
const usedTwice = '400 INVALID_PARAMETERS: Idempotency-Key was already used with another request';
const told = (reply: Reply): string => `${reasonOf(reply)}: ${sourceOf(reply)}`;

describe('a repeated key', () => {
  test('gets the first answer, to the letter, and changes nothing', async () => {
    const account = await open.depositAccount();
    const key = randomUUID();
    const first = await deposit(account, { amount: 10 }, key);
    expect(first.status).toBe(201);
    await desk.deposit(account, 5);
    const again = await deposit(account, { amount: 10 }, key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(await desk.balance(account)).toBe('15');
  });

  test('counts in small letters and in capitals', async () => {
    const account = await open.depositAccount();
    const key = randomUUID();
    const first = await deposit(account, { amount: 10 }, key);
    expect((await deposit(account, { amount: 10 }, key.toUpperCase())).text).toBe(first.text);
    expect(await desk.balance(account)).toBe('10');
  });

  test('with another body, address or operation is refused', async () => {
    const [account, other] = [await open.depositAccount(), await open.depositAccount()];
    const key = randomUUID();
    await deposit(account, { amount: 10 }, key);
    expect(told(await deposit(account, { amount: 11 }, key))).toContain(usedTwice);
    expect(told(await deposit(other, { amount: 10 }, key))).toContain(usedTwice);
    const withdrawal = await bank.call('makeWithdrawal', {
      path: { depositAccountId: account.id },
      body: { amount: 10 },
      headers: { 'Idempotency-Key': key },
    });
    expect(told(withdrawal)).toContain(usedTwice);
    const client = await bank.call('createClient', {
      body: { firstName: 'A', lastName: 'B' },
      headers: { 'Idempotency-Key': key },
    });
    expect(told(client)).toContain(usedTwice);
    expect([await desk.balance(account), await desk.balance(other)]).toEqual(['10', '0']);
  });

  test('works for what is no posting, too', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { firstName: 'Once', lastName: 'Only' };
    const [one, two] = [
      await bank.call('createClient', { body, headers }),
      await bank.call('createClient', { body, headers }),
    ];
    expect(two.text).toBe(one.text);
    const found = await bank.ok('getClients', { query: { firstName: 'Once' } });
    expect(found).toHaveLength(1);
  });

  test('is known to another process of the bank', async () => {
    const account = await open.depositAccount();
    const key = randomUUID();
    const first = await deposit(account, { amount: 10 }, key);
    const url = `/api/deposits/${account.id}/deposit-transactions`;
    const elsewhere = await second.post(url, { amount: 10 }, { 'idempotency-key': key });
    expect([elsewhere.status, elsewhere.text]).toEqual([201, first.text]);
    expect(await desk.balance(account)).toBe('10');
  });
});

describe('a refused request', () => {
  test('leaves its key free', async () => {
    const account = await open.depositAccount();
    const withdraw = (key: string): Promise<Reply> =>
      bank.call('makeWithdrawal', {
        path: { depositAccountId: account.id },
        body: { amount: 10 },
        headers: { 'Idempotency-Key': key },
      });
    const key = randomUUID();
    expect(reasonOf(await withdraw(key))).toBe('400 INSUFFICIENT_BALANCE');
    await desk.deposit(account, 10);
    expect((await withdraw(key)).status).toBe(201);
    expect((await withdraw(key)).status).toBe(201);
    expect(await desk.balance(account)).toBe('0');
  });

  test('that the database refused leaves its key free as well', async () => {
    const account = await open.depositAccount();
    await desk.deposit(account, 1, { externalId: 'TAKEN' });
    const key = randomUUID();
    expect(reasonOf(await deposit(account, { amount: 1, externalId: 'TAKEN' }, key))).toBe(
      '400 EXTERNAL_ID_ALREADY_EXISTS',
    );
    expect((await deposit(account, { amount: 2, externalId: 'FREE' }, key)).status).toBe(201);
    const clientKey = { 'Idempotency-Key': randomUUID() };
    await bank.ok('createClient', { body: { id: 'DUP', firstName: 'A', lastName: 'B' } });
    const again = await bank.call('createClient', {
      body: { id: 'DUP', firstName: 'A', lastName: 'B' },
      headers: clientKey,
    });
    expect(again.status).toBe(400);
    await bank.ok('createClient', { body: { id: 'NODUP', firstName: 'A', lastName: 'B' }, headers: clientKey });
  });
});

describe('many at once', () => {
  test('fifty with one key have one effect and one answer', async () => {
    const account = await open.depositAccount();
    const key = randomUUID();
    const replies = await Promise.all(Array.from({ length: 50 }, () => deposit(account, { amount: 7 }, key)));
    const created = replies.filter(({ status }) => status === 201);
    expect(replies.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    expect(await desk.balance(account)).toBe('7');
  });

  test('fifty with one key over two processes, too', async () => {
    const account = await open.depositAccount();
    const key = randomUUID();
    const url = `/api/deposits/${account.id}/deposit-transactions`;
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        index % 2 ? deposit(account, { amount: 7 }, key) : second.post(url, { amount: 7 }, { 'idempotency-key': key }),
      ),
    );
    expect(replies.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual([]);
    expect(new Set(replies.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
    expect(await desk.balance(account)).toBe('7');
  });

  test('over two processes for what is no posting', async () => {
    for (let round = 0; round < 5; round += 1) {
      const key = randomUUID();
      const body = { firstName: 'Twice', lastName: `Round ${round}` };
      const replies = await Promise.all([
        bank.request('POST', '/api/clients', { body, headers: { 'Idempotency-Key': key } }),
        second.post('/api/clients', body, { 'idempotency-key': key }),
      ]);
      expect(replies.map(({ status }) => status)).toEqual([201, 201]);
      expect(replies[0]?.text).toBe(replies[1]?.text);
    }
    expect(await bank.ok('getClients', { query: { firstName: 'Twice' } })).toHaveLength(5);
  });

  test('over two processes when the request names ids that may be used once', async () => {
    const account = await open.depositAccount();
    for (let round = 0; round < 5; round += 1) {
      const twice = (url: string, body: Record<string, unknown>): Promise<Reply[]> => {
        const key = randomUUID();
        return Promise.all([
          bank.request('POST', url, { body, headers: { 'Idempotency-Key': key } }),
          second.post(url, body, { 'idempotency-key': key }),
        ]);
      };
      const replies = [
        ...(await twice('/api/clients', { id: `CHOSEN${round}`, firstName: 'A', lastName: 'B' })),
        ...(await twice(`/api/deposits/${account.id}/deposit-transactions`, {
          amount: 1,
          externalId: `CHOSEN${round}`,
        })),
      ];
      expect(replies.map(told)).toEqual(['201: ', '201: ', '201: ', '201: ']);
    }
    expect(await desk.balance(account)).toBe('5');
  });

  test('over two processes when the first leaves nothing for the second', async () => {
    const account = await open.depositAccount();
    const url = `/api/deposits/${account.id}/withdrawal-transactions`;
    for (let round = 0; round < 10; round += 1) {
      await desk.deposit(account, 10);
      const key = randomUUID();
      const replies = await Promise.all([
        bank.request('POST', url, { body: { amount: 10 }, headers: { 'Idempotency-Key': key } }),
        second.post(url, { amount: 10 }, { 'idempotency-key': key }),
      ]);
      expect(replies.map(told)).toEqual(['201: ', '201: ']);
    }
    expect(await desk.balance(account)).toBe('0');
  });

  test('with one key and different bodies: one wins, the others are refused', async () => {
    const account = await open.depositAccount();
    const key = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, index) => deposit(account, { amount: index + 1 }, key)),
    );
    const outcomes = replies.map(({ status }) => status);
    expect(outcomes.filter((status) => status === 201)).toHaveLength(1);
    expect(outcomes.filter((status) => status === 400)).toHaveLength(19);
    const winner = replies.find(({ status }) => status === 201)?.body as { amount: number };
    expect(await desk.balance(account)).toBe(String(winner.amount));
  });

  test('a second one does not wait forever for the first: after five seconds it is told to come back', async () => {
    const account = await open.depositAccount();
    const other = await bank.db.connect();
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM deposit_account WHERE encoded_key = $1::uuid FOR UPDATE', [account.encodedKey]);
    const key = randomUUID();
    const first = deposit(account, { amount: 7 }, key);
    const second = await deposit(account, { amount: 7 }, key);
    expect(told(second)).toMatch(/^409 BLOCKING_OPERATION_IN_PROGRESS: .*Idempotency-Key is still being processed/);
    await other.query('COMMIT');
    other.release();
    expect((await first).status).toBe(201);
    expect((await deposit(account, { amount: 7 }, key)).text).toBe((await first).text);
    expect(await desk.balance(account)).toBe('7');
  });

  test('a refused first one lets the next of its key run as new', async () => {
    const account = await open.depositAccount();
    const key = randomUUID();
    const replies = await Promise.all(Array.from({ length: 5 }, () => deposit(account, { amount: -1 }, key)));
    expect(replies.map(reasonOf)).toEqual(Array.from({ length: 5 }, () => '400 INVALID_AMOUNT'));
  });
});

describe('the header', () => {
  test.each(['', 'abc', '123', `${randomUUID()}0`, randomUUID().replace('-', '_'), `{${randomUUID()}}`, '💰'])(
    '%j is no UUID and refused by name',
    async (key) => {
      const account = await open.depositAccount();
      const reply = await deposit(account, { amount: 1 }, encodeURI(key));
      expect(told(reply)).toMatch(/^400 INVALID_PARAMETERS: Idempotency-Key must be a UUID/);
      expect(await desk.balance(account)).toBe('0');
    },
  );

  test('is ignored where the contract does not list it', async () => {
    const account = await open.depositAccount();
    const path = { depositAccountId: account.id };
    const headers = { 'Idempotency-Key': 'nonsense' };
    const rename = (value: string): Promise<Reply> =>
      bank.call('patchDepositAccount', { path, body: [{ op: 'REPLACE', path: '/name', value }], headers });
    expect((await rename('One')).status).toBe(204);
    expect((await rename('Two')).status).toBe(204);
    const fetched = await desk.account(account);
    expect((await bank.call('updateDepositAccount', { path, body: fetched, headers })).status).toBe(200);
    expect((await bank.call('getDepositAccount', { path, headers })).status).toBe(200);
    expect((await bank.call('searchDepositAccounts', { body: {}, headers })).status).toBe(200);
    expect((await desk.account(account)).name).toBe('Two');
  });
});
