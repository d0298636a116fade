import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { bulkKeyOf, completedBulk } from './harness/bulk.ts';
import { type CardAccount, type CardDesk, openCardDesk } from './harness/cardDesk.ts';
import { type DepositDesk, openDesk, reasonOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let open: OpenBank;
let cards: CardDesk;
let desk: DepositDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  cards = openCardDesk(bank, open);
  desk = openDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const pathOf = ({ id }: { readonly id: string }) => ({ depositAccountId: id });
const hold = (account: CardAccount, externalReferenceId: string, amount: number, more: Body = {}) =>
  bank.ok('createDepositAuthorizationHold', { path: pathOf(account), body: { externalReferenceId, amount, ...more } });
const status = async (account: CardAccount, reference: string): Promise<string> => {
  const { status: told, amount } = await bank.ok('getDepositAuthorizationHold', {
    path: { ...pathOf(account), authorizationHoldExternalReferenceId: reference },
  });
  return `${told} ${Number(amount)}`;
};
const settle = (name: 'makeDeposit' | 'makeWithdrawal', account: CardAccount, reference: string, more: Body) =>
  bank.call(name, { path: pathOf(account), body: { holdExternalReferenceId: reference, ...more } });

describe('a hold on an account', () => {
  test('is settled by a withdrawal of all of it, once, though nothing else is available', async () => {
    const account = await cards.account(100, { internalControls: { maxWithdrawalAmount: 60 } });
    await hold(account, 'H', 60);
    await bank.ok('createDepositBlock', { path: pathOf(account), body: { externalReferenceId: 'B', amount: 70 } });
    expect(await cards.balances(account)).toBe('total 100, held 60, available -30');
    for (const amount of [59.99, 60.01])
      expect(reasonOf(await settle('makeWithdrawal', account, 'H', { amount }))).toBe('400 INVALID_AMOUNT');
    expect(reasonOf(await settle('makeDeposit', account, 'H', { amount: 60 }))).toBe('400 INVALID_PARAMETERS');
    expect(await status(account, 'H')).toBe('PENDING 60');
    const paid = await settle('makeWithdrawal', account, 'H', { amount: 60, externalId: 'W-1' });
    expect(reasonOf(paid)).toBe('201');
    expect(paid.body).toMatchObject({ type: 'WITHDRAWAL', amount: -60, holdExternalReferenceId: 'H' });
    expect(await status(account, 'H')).toBe('SETTLED 60');
    expect(await cards.balances(account)).toBe('total 40, held 0, available -30');
    expect(reasonOf(await settle('makeWithdrawal', account, 'H', { amount: 60 }))).toBe(
      '400 INVALID_AUTHORIZATION_HOLD_STATE',
    );
    expect(reasonOf(await settle('makeWithdrawal', account, 'H', { amount: 60, externalId: 'W-1' }))).toBe(
      '400 EXTERNAL_ID_ALREADY_EXISTS',
    );
  });

  test('that announces money is settled by a deposit', async () => {
    const account = await cards.account(10);
    await hold(account, 'IN', 25, { creditDebitIndicator: 'CRDT' });
    expect(reasonOf(await settle('makeWithdrawal', account, 'IN', { amount: 25 }))).toBe('400 INVALID_PARAMETERS');
    expect(reasonOf(await settle('makeDeposit', account, 'IN', { amount: 25 }))).toBe('201');
    expect(await status(account, 'IN')).toBe('SETTLED 25');
    expect(reasonOf(await settle('makeDeposit', account, '', { amount: 1, externalId: 'NONE' }))).toBe('201');
    await desk.withdraw(account, 1);
    const { balances } = await desk.account(account);
    expect([balances?.totalBalance, balances?.forwardAvailableBalance]).toEqual([35, 0]);
  });

  test('that was reversed, is not there, or is a card’s, is not settled', async () => {
    const account = await cards.account(100);
    await hold(account, 'GONE', 10);
    await bank.ok('reverseDepositAuthorizationHold', {
      path: { ...pathOf(account), authorizationHoldExternalReferenceId: 'GONE' },
    });
    await cards.hold(account, 'CARD', 10);
    const other = await cards.account(100);
    await hold(other, 'OTHER', 10);
    for (const [reference, reason] of [
      ['GONE', '400 INVALID_AUTHORIZATION_HOLD_STATE'],
      ['CARD', '404 ACCOUNT_AUTHORIZATION_HOLD_NOT_FOUND'],
      ['OTHER', '404 ACCOUNT_AUTHORIZATION_HOLD_NOT_FOUND'],
      ['a/b 💳', '404 ACCOUNT_AUTHORIZATION_HOLD_NOT_FOUND'],
    ] as const)
      expect(reasonOf(await settle('makeWithdrawal', account, reference, { amount: 10 }))).toBe(reason);
    expect(reasonOf(await settle('makeWithdrawal', account, 'CARD', { amount: 0 }))).not.toBe('201');
    const nobody = { ...account, id: 'NOBODY' };
    expect(reasonOf(await settle('makeWithdrawal', nobody, 'H', { amount: 10 }))).toBe(
      '404 INVALID_DEPOSIT_ACCOUNT_ID',
    );
    expect(await cards.balances(account)).toBe('total 100, held 10, available 90');
  });

  test('taken as an advice is not paid beyond the overdraft limit', async () => {
    const account = await cards.account(10);
    await bank.ok('createDepositAuthorizationHold', {
      path: pathOf(account),
      body: { externalReferenceId: 'A', amount: 30, advice: true },
    });
    expect(reasonOf(await settle('makeWithdrawal', account, 'A', { amount: 30 }))).toBe(
      '400 AVAILABLE_BALANCE_BELOW_ZERO',
    );
    expect(await status(account, 'A')).toBe('PENDING 30');
    await desk.deposit(account, 20);
    expect(reasonOf(await settle('makeWithdrawal', account, 'A', { amount: 30 }))).toBe('201');
  });

  test('is settled by one of many at once', async () => {
    const account = await cards.account(100);
    await hold(account, 'RACE', 30);
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => settle('makeWithdrawal', account, 'RACE', { amount: 30 })),
    );
    expect(replies.filter(({ status: told }) => told === 201)).toHaveLength(1);
    expect(await cards.balances(account)).toBe('total 70, held 0, available 70');
  });

  test('of a value date is judged by the days since', async () => {
    const account = await cards.account(0);
    await desk.deposit(account, 10, { valueDate: '2026-03-08T09:00:00+02:00' });
    await desk.deposit(account, 90);
    await hold(account, 'BACK', 50);
    const back = { amount: 50, valueDate: '2026-03-08T10:00:00+02:00' };
    expect(reasonOf(await settle('makeWithdrawal', account, 'BACK', back))).toBe('400 BALANCE_BELOW_ZERO');
    expect(await status(account, 'BACK')).toBe('PENDING 50');
    expect(reasonOf(await settle('makeWithdrawal', account, 'BACK', { amount: 50 }))).toBe('201');
  });

  test('stays settled when its transaction is adjusted', async () => {
    const account = await cards.account(100);
    await hold(account, 'H', 40);
    const { body } = await settle('makeWithdrawal', account, 'H', { amount: 40 });
    await bank.ok('adjustDepositTransaction', {
      path: { depositTransactionId: String((body as { id?: string }).id) },
      body: { notes: 'wrong' },
    });
    expect(await status(account, 'H')).toBe('SETTLED 40');
    expect(await cards.balances(account)).toBe('total 100, held 0, available 100');
  });
});

describe('a hold that is settled in the background', () => {
  test('is settled once, and who comes later is told so', async () => {
    const account = await cards.account(100);
    await hold(account, 'LATER', 60);
    const asked = { amount: 60, holdExternalReferenceId: 'LATER' };
    const [first, again] = [
      await bank.call('makeWithdrawalAsync', { path: pathOf(account), body: asked }),
      await bank.call('makeWithdrawalAsync', { path: pathOf(account), body: asked }),
    ];
    const became = [await completedBulk(bank, bulkKeyOf(first)), await completedBulk(bank, bulkKeyOf(again))];
    expect(became.flatMap(({ processedItems }) => processedItems)).toHaveLength(1);
    expect(became.flatMap(({ errors }) => errors?.map(({ errorReason }) => errorReason))).toEqual([
      'INVALID_AUTHORIZATION_HOLD_STATE',
    ]);
    expect(await status(account, 'LATER')).toBe('SETTLED 60');
    expect(await cards.balances(account)).toBe('total 40, held 0, available 40');
  });

  test('by an item of a bulk, while the others go their way', async () => {
    const account = await cards.account(10);
    await hold(account, 'COMING', 25, { creditDebitIndicator: 'CRDT' });
    await hold(account, 'OTHER', 30, { creditDebitIndicator: 'CRDT' });
    const item = (amount: number, holdExternalReferenceId?: string) => ({
      accountId: account.id,
      amount,
      ...(holdExternalReferenceId === undefined ? {} : { holdExternalReferenceId }),
    });
    const reply = await bank.call('makeBulkDeposits', {
      body: { transactions: [item(24, 'OTHER'), item(25, 'COMING'), item(1, 'NOBODY'), item(3)] },
    });
    const { processedItems, errors } = await completedBulk(bank, bulkKeyOf(reply));
    expect(processedItems?.map(({ indexInRequest }) => indexInRequest).toSorted()).toEqual([1, 3]);
    expect(errors?.map(({ indexInRequest, errorReason }) => `${indexInRequest} ${errorReason}`).toSorted()).toEqual([
      '0 INVALID_AMOUNT',
      '2 ACCOUNT_AUTHORIZATION_HOLD_NOT_FOUND',
    ]);
    expect(await status(account, 'COMING')).toBe('SETTLED 25');
    expect(await cards.balances(account)).toBe('total 38, held 0, available 38');
    expect((await desk.account(account)).balances?.forwardAvailableBalance).toBe(30);
  });
});

test('credit holds announce no more than the account may take, unless they are an advice', async () => {
  const account = await cards.account(50, { internalControls: { maxDepositBalance: 100 } });
  const credit = { creditDebitIndicator: 'CRDT' };
  expect(reasonOf(await cards.tryHold(account, 'A', 50.01, credit))).toBe('400 ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS');
  await cards.hold(account, 'B', 40, credit);
  expect(reasonOf(await cards.tryHold(account, 'C', 10.01, credit))).toBe('400 ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS');
  expect(await cards.change('increase', account, 'B', { amount: 10.01 })).toBe(
    '400 ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS',
  );
  expect(await cards.change('increase', account, 'B', { amount: 10 })).toBe('204');
  await cards.hold(account, 'D', 500, { ...credit, advice: true });
});

test('a request that is answered again writes no audit record of its own', async () => {
  const account = await cards.account(100);
  const records = async (): Promise<number> =>
    Number((await bank.db.query('SELECT count(*) AS n FROM audit_record')).rows[0].n);
  await cards.hold(account, 'H', 10);
  await cards.change('increase', account, 'H', { amount: 5, externalReferenceId: 'I' });
  await cards.pay(account, 'P', 10);
  await cards.takeBack(account, 'P', 'R', 5);
  const before = await records();
  await cards.hold(account, 'H', 10);
  expect(await cards.change('increase', account, 'H', { amount: 5, externalReferenceId: 'I' })).toBe('204');
  await cards.pay(account, 'P', 10);
  expect(await cards.takeBack(account, 'P', 'R', 5)).toBe('204');
  expect(await records()).toBe(before);
  await cards.change('increase', account, 'H', { amount: 5, externalReferenceId: 'J' });
  expect(await records()).toBe(before + 1);
});
