import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

/** Owes 80 with a limit of 50. */
const inArrears = async (): Promise<Account> => {
  const account = await open.depositAccount({ overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 } });
  await desk.withdraw(account, 80);
  await bank.ok('patchDepositAccount', {
    path: { depositAccountId: account.id },
    body: [{ op: 'REPLACE', path: '/overdraftSettings/overdraftLimit', value: 50 }],
  });
  return account;
};
const standing = async (account: Account): Promise<string> => {
  const { accountState, balances } = await desk.account(account);
  return `${accountState} ${Number(balances?.totalBalance)}`;
};

describe('a credit by mistake on an account in arrears', () => {
  test('is taken back, and the account is in arrears as before', async () => {
    const account = await inArrears();
    const part = await desk.deposit(account, 10);
    expect(await standing(account)).toBe('ACTIVE_IN_ARREARS -70');
    expect(reasonOf(await desk.adjust(part))).toBe('200');
    expect(await standing(account)).toBe('ACTIVE_IN_ARREARS -80');
    const all = await desk.deposit(account, 500);
    expect(await standing(account)).toBe('ACTIVE 420');
    const undone = await desk.adjust(all);
    expect(undone.body).toMatchObject({ amount: -500, affectedAmounts: { fundsAmount: -420, overdraftAmount: -80 } });
    expect(await standing(account)).toBe('ACTIVE_IN_ARREARS -80');
    expect((await desk.account(account)).lastSetToArrearsDate).toMatch(/^2026-03-10T/);
  });

  test('stays where its money was used, or is spoken for', async () => {
    const account = await inArrears();
    const credit = await desk.deposit(account, 100);
    await desk.withdraw(account, 1);
    expect(reasonOf(await desk.adjust(credit))).toBe('400 BALANCE_BELOW_ZERO');
    await desk.deposit(account, 1);
    const path = { depositAccountId: account.id };
    await bank.ok('createDepositAuthorizationHold', { path, body: { externalReferenceId: 'H', amount: 0.01 } });
    expect(reasonOf(await desk.adjust(credit))).toBe('400 BALANCE_BELOW_ZERO');
    await bank.ok('reverseDepositAuthorizationHold', {
      path: { ...path, authorizationHoldExternalReferenceId: 'H' },
    });
    expect(await standing(account)).toBe('ACTIVE 20');
  });

  test('of an account that was within its limit stays when it was used', async () => {
    const account = await open.depositAccount({ overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 } });
    await desk.withdraw(account, 100);
    const credit = await desk.deposit(account, 30);
    await desk.withdraw(account, 30);
    expect(reasonOf(await desk.adjust(credit))).toBe('400 BALANCE_BELOW_ZERO');
    expect(await standing(account)).toBe('ACTIVE -100');
  });
});
