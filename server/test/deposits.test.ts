import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let open: OpenBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  open = await openBank(bank);
});
afterAll(() => bank.stop());

describe('a customer’s first money', () => {
  it('goes from client to journal, balanced', async () => {
    const account = await open.depositAccount();
    const deposit = await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body: { amount: 500.25 } });
    expect(deposit).toMatchObject({ type: 'DEPOSIT', amount: 500.25, accountBalances: { totalBalance: 500.25 } });
    const stored = await bank.ok('getDepositAccount', { path: { depositAccountId: account.id } });
    expect(stored).toMatchObject({
      accountState: 'ACTIVE',
      balances: { totalBalance: 500.25, availableBalance: 500.25 },
    });
    const verification = await bank.ok('verifyLedger');
    expect(verification.differences).toEqual([]);
  });
});
