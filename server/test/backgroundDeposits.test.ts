import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { bulkKeyOf, completedBulk } from './harness/bulk.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;

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

const operations = ['makeDepositAsync', 'makeWithdrawalAsync'] as const;
type Asked = (typeof operations)[number];
const ask = (name: Asked, account: string, body: unknown, more: { user?: string; key?: string } = {}): Promise<Reply> =>
  bank.call(name, {
    path: { depositAccountId: account },
    body: body as Body & { amount: number },
    ...(more.user === undefined ? {} : { user: more.user }),
    ...(more.key === undefined ? {} : { headers: { 'Idempotency-Key': more.key } }),
  });
const funded = async (): Promise<{ id: string; encodedKey: string }> => {
  const account = await open.depositAccount();
  await desk.deposit(account, 100);
  return account;
};
const became = async (reply: Reply) => completedBulk(bank, bulkKeyOf(reply));

describe.each([
  ['makeDepositAsync', 'DEPOSIT', 30.25, '130.25'],
  ['makeWithdrawalAsync', 'WITHDRAWAL', -30.25, '69.75'],
] as const)('%s', (name, type, amount, balance) => {
  test('is accepted, made, and told of', async () => {
    const account = await funded();
    const body = { amount: '30.25', externalId: `later-${type}`, notes: 'at leisure', paymentOrderId: 'po-1' };
    const reply = await ask(name, account.id, body);
    expect([reply.status, reply.text]).toEqual([202, '']);
    const { processedItems, errors } = await became(reply);
    expect(errors).toEqual([]);
    expect(processedItems).toEqual([
      { indexInRequest: 0, externalId: `later-${type}`, id: expect.stringMatching(/^\d+$/) },
    ]);
    const posted = await bank.ok('getDepositTransaction', {
      path: { depositTransactionId: String(processedItems?.[0]?.id) },
    });
    expect(posted).toMatchObject({ type, amount, notes: 'at leisure', paymentOrderId: 'po-1' });
    expect(await desk.balance(account)).toBe(balance);
    expect(await desk.journal(posted)).toHaveLength(2);
  });

  test('counts from the value date it names', async () => {
    const account = await open.depositAccount();
    await desk.deposit(account, 100, { valueDate: '2026-03-01T10:00:00+00:00' });
    const { processedItems } = await became(
      await ask(name, account.encodedKey, { amount: 1, valueDate: '2026-03-05T10:00:00+00:00' }),
    );
    const posted = await bank.ok('getDepositTransaction', {
      path: { depositTransactionId: String(processedItems?.[0]?.id) },
    });
    expect(posted.valueDate).toMatch(/^2026-03-05/);
  });

  test('tells of what it was refused with later', async () => {
    const account = await funded();
    await desk.changeState(account, 'LOCK');
    const reply = await ask(name, account.id, { amount: 1, externalId: `locked-${type}` });
    const { processedItems, errors } = await became(reply);
    expect(processedItems).toEqual([]);
    expect(errors).toMatchObject([
      { errorReason: 'INVALID_DEPOSIT_ACCOUNT_STATE', externalId: `locked-${type}`, indexInRequest: 0 },
    ]);
    expect(await desk.balance(account)).toBe('100');
  });

  test('with one key is made once', async () => {
    const account = await funded();
    const key = randomUUID();
    const replies = [await ask(name, account.id, { amount: '30.25' }, { key })];
    replies.push(await ask(name, account.id, { amount: '30.25' }, { key }));
    expect(new Set(replies.map(bulkKeyOf)).size).toBe(1);
    for (const reply of replies) await became(reply);
    expect(await desk.balance(account)).toBe(balance);
  });

  test('is refused at once for what is no request', async () => {
    const account = await funded();
    const refused = async (body: unknown, ref = account.id): Promise<string> => {
      const reply = await ask(name, ref, body);
      return `${reasonOf(reply)}: ${sourceOf(reply)}`;
    };
    expect(await refused({ amount: 1 }, 'nobody')).toMatch(/^404 INVALID_DEPOSIT_ACCOUNT_ID: .*nobody/);
    expect(await refused({})).toMatch(/^400 INVALID_PARAMETERS: .*amount/);
    expect(await refused({ amount: 'much' })).toMatch(/^400 INVALID_PARAMETERS: .*amount/);
    expect(await refused({ amount: 1, colour: 'red' })).toMatch(/^400 INVALID_PARAMETERS: .*colour/);
    expect(await refused({ amount: 1, externalId: '' })).toMatch(/^400 INVALID_PARAMETERS: .*externalId/);
    expect(await refused([])).toMatch(/^400 INVALID_PARAMETERS/);
    expect(await desk.balance(account)).toBe('100');
  });

  test('is nothing for who may not', async () => {
    const account = await funded();
    const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
    const username = `looker-${type}`.toLowerCase();
    const permissions = ['VIEW_SAVINGS_ACCOUNT_DETAILS'];
    await bank.ok('createUser', {
      body: { username, firstName: 'L', password: 'long enough', access: { ...access, permissions } },
    });
    const user = `${username}:long enough`;
    expect(reasonOf(await ask(name, account.id, { amount: 1 }, { user }))).toBe('403 INVALID_PERMISSIONS');
  });
});
