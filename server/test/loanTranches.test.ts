import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';
import { moment, openTranches, type TrancheDesk, tranche, two } from './harness/loanTranches.ts';

type Loan = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let desk: LoanDesk;
let tranches: TrancheDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2024-03-01', timeZone: 'UTC' });
  const lender = await loanBank(bank);
  desk = loanDesk(bank);
  tranches = await openTranches(bank, lender);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const amounts = async (loan: Loan): Promise<string[]> =>
  (await desk.schedule(loan)).map((line) => line.split('+').slice(0, 2).join('+'));
const refusedUpdate = (loan: Loan, body: readonly unknown[]): Promise<string> =>
  desk.refused('updateLoanTranches', loan, { path: loanPath(loan), body: body });

const declining = ['250.00+10.19', '916.67+16.60', '916.67+18.68', '916.66+9.04'];

describe('a loan in tranches', () => {
  test('shows them, and the schedule that they will make', async () => {
    const loan = await tranches.application();
    const told = await tranches.of(loan);
    expect(told).toEqual([
      {
        encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
        trancheNumber: 1,
        amount: 1000,
        disbursementDetails: { expectedDisbursementDate: moment('2024-03-01') },
        fees: [],
      },
      {
        encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
        trancheNumber: 2,
        amount: 2000,
        disbursementDetails: { expectedDisbursementDate: moment('2024-04-17') },
        fees: [],
      },
    ]);
    expect(await desk.account(loan)).toMatchObject({
      tranches: told,
      disbursementDetails: { expectedDisbursementDate: moment('2024-03-01') },
    });
    expect(await amounts(loan)).toEqual(declining);
    expect(await tranches.preview(loan, two)).toEqual(declining);
    for (const operation of ['previewSchedule', 'previewLoanSchedule'] as const) {
      const { installments = [] } = await bank.ok(operation, {
        body: {
          loanAmount: 3000,
          scheduleSettings: { gracePeriod: 0, repaymentInstallments: 4 },
          productTypeKey: tranches.dynamic,
          interestSettings: { interestRate: 12 },
          tranches: two,
        },
      });
      expect(installments.map(({ interest }) => Number(interest?.amount?.expected).toFixed(2))).toEqual(
        declining.map((line) => line.split('+')[1]),
      );
    }
  });

  test('is disbursed tranche by tranche, and told as partly disbursed until the last one', async () => {
    const loan = await tranches.approved();
    const first = await desk.disburse(loan);
    expect(first).toMatchObject({ amount: 1000, accountBalances: { principalBalance: 1000 } });
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'ACTIVE',
      accountSubState: 'PARTIALLY_DISBURSED',
      activationTransactionKey: first.encodedKey,
      balances: { principalBalance: 1000 },
    });
    expect(await amounts(loan)).toEqual(['250.00+10.19', '250.00+7.40', '250.00+5.10', '250.00+2.47']);
    expect(await tranches.preview(loan, two)).toEqual(declining);
    expect(await tranches.of(loan)).toMatchObject([
      { disbursementDetails: { disbursementTransactionKey: first.encodedKey } },
      { amount: 2000 },
    ]);
    await desk.advanceTo('2024-04-01');
    await desk.repay(loan, 260.19);
    await desk.advanceTo('2024-04-17');
    const second = await desk.disburse(loan);
    expect(second).toMatchObject({ amount: 2000, accountBalances: { principalBalance: 2750 } });
    expect(await desk.journal(second)).toEqual(['DEBIT 1100 2000 -', 'CREDIT 1000 2000 -']);
    expect(await amounts(loan)).toEqual(declining);
    const account = await desk.account(loan);
    expect(account).toMatchObject({ accountState: 'ACTIVE', activationTransactionKey: first.encodedKey });
    expect(account.accountSubState).toBeUndefined();
    expect(account.tranches).toMatchObject([
      { disbursementDetails: { disbursementTransactionKey: first.encodedKey } },
      { disbursementDetails: { disbursementTransactionKey: second.encodedKey } },
    ]);
    const refusal = await desk.refused('makeDisbursement', loan, { path: loanPath(loan), body: {} });
    expect(refusal).toContain('400 ALL_TRANCHES_ALREADY_DISBURSED');
  });

  test('gives back a disbursement that is undone, the last one first', async () => {
    const loan = await tranches.approved([tranche(1000), tranche(2000)]);
    const first = await desk.disburse(loan);
    const { lastModifiedDate: _earlier, ...rest } = await desk.account(loan);
    const before = [rest, await desk.schedule(loan), await tranches.of(loan)];
    const second = await desk.disburse(loan);
    expect(
      await desk.refused('adjustLoanTransaction', loan, {
        path: { loanTransactionId: String(first.id) },
        body: { notes: 'a mistake' },
      }),
    ).toContain('400 CANNOT_BULK_ADJUST_ACTIVATION_TRANSACTION');
    await desk.adjust(second);
    const { lastModifiedDate: _later, ...after } = await desk.account(loan);
    expect([after, await desk.schedule(loan), await tranches.of(loan)]).toEqual(before);
    expect(await desk.journal(second)).toHaveLength(2);
    await desk.adjust(first);
    const account = await desk.account(loan);
    expect(account.accountState).toBe('APPROVED');
    expect(account.accountSubState).toBeUndefined();
    expect(account.activationTransactionKey).toBeUndefined();
    await desk.disburse(loan);
  });

  test('keeps its second disbursement when a payment needs it', async () => {
    const loan = await tranches.approved([tranche(1000), tranche(2000)]);
    await desk.disburse(loan);
    const second = await desk.disburse(loan);
    const payment = await desk.repay(loan, 2500);
    const body = { notes: 'a mistake' };
    const path = { loanTransactionId: String(second.id) };
    expect(await desk.refused('adjustLoanTransaction', loan, { path, body })).toContain('400 EXCESS_REPAYMENT_ERROR');
    await desk.adjust(payment);
    await desk.adjust(second);
  });

  test('may be given less than a tranche, and pays fees of each', async () => {
    const [kept, share] =
      (await bank.ok('getLoanProduct', { path: { loanProductId: 'TRANCHED' } })).feesSettings?.fees ?? [];
    const agreed = [
      tranche(1000, undefined, { fees: [{ predefinedFeeEncodedKey: kept?.encodedKey, amount: 10 }] }),
      tranche(2000, undefined, { fees: [{ predefinedFeeEncodedKey: share?.encodedKey, percentage: 1 }] }),
    ];
    const loan = await tranches.approved(agreed);
    expect(await tranches.of(loan)).toMatchObject([{ fees: [{ amount: 10 }] }, { fees: [{ percentage: 1 }] }]);
    const first = await desk.disburse(loan);
    expect(await desk.journal(first)).toEqual(['DEBIT 1100 1000 -', 'CREDIT 1000 990 -', 'CREDIT 4000 10 -']);
    const second = await desk.disburse(loan, { amount: 1500 });
    // One per cent of what is paid out, not of the loan.
    expect(second).toMatchObject({ amount: 1515, fees: [{ amount: 15 }] });
    expect(await tranches.of(loan)).toMatchObject([{ amount: 1000 }, { amount: 1500 }]);
    expect(await desk.account(loan)).toMatchObject({ loanAmount: 3000, balances: { principalBalance: 2515 } });
  });

  test('with a fixed schedule adds the schedule of each tranche', async () => {
    const loan = await tranches.approved([tranche(1000), tranche(2000)], tranches.fixed);
    await desk.disburse(loan);
    const one = await amounts(loan);
    await desk.disburse(loan);
    const both = await amounts(loan);
    expect(both.map((line) => Number(line.split('+')[0])).reduce((all, part) => all + part, 0)).toBeCloseTo(3000, 6);
    for (const [index, line] of both.entries()) {
      const interest = Number(line.split('+')[1]) / Number(one[index]?.split('+')[1]);
      expect(interest).toBeCloseTo(3, 1);
    }
  });

  test('is paid off between its tranches, and takes the others no more', async () => {
    const loan = await tranches.approved([tranche(1000), tranche(2000)]);
    await desk.disburse(loan);
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    expect(await desk.account(loan)).toMatchObject({ accountState: 'CLOSED', accountSubState: 'REPAID' });
    expect(await refusedUpdate(loan, [tranche(1000)])).toContain('400 TRANCHES_CANNOT_BE_EDITED');
    expect(await desk.reason('makeDisbursement', { path: loanPath(loan), body: {} })).toBe('400 INVALID_ACCOUNT_STATE');
  });

  test('is written off between its tranches, and back', async () => {
    const loan = await tranches.approved([tranche(1000), tranche(2000)]);
    await desk.disburse(loan);
    await bank.ok('writeOffLoan', { path: loanPath(loan), body: { notes: 'lost' } });
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'CLOSED_WRITTEN_OFF',
      accountSubState: 'WRITTEN_OFF',
    });
    await bank.ok('undoWriteOffLoan', { path: loanPath(loan), body: {} });
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE', accountSubState: 'PARTIALLY_DISBURSED' });
  });

  test('is locked and unlocked between its tranches', async () => {
    const loan = await tranches.approved([tranche(1000), tranche(2000)]);
    await desk.disburse(loan);
    await bank.ok('lockLoan', { path: loanPath(loan), body: {} });
    expect(await desk.account(loan)).toMatchObject({ accountSubState: 'LOCKED' });
    expect(await refusedUpdate(loan, [tranche(1000), tranche(2000)])).toContain('TRANCHES_CANNOT_BE_EDITED');
    expect(await desk.reason('makeDisbursement', { path: loanPath(loan), body: {} })).toBe(
      '400 CANNOT_DISBURSE_LOCKED_ACCOUNTS',
    );
    await bank.ok('unlockLoan', { path: loanPath(loan), body: {} });
    expect(await desk.account(loan)).toMatchObject({ accountSubState: 'PARTIALLY_DISBURSED' });
    await desk.disburse(loan);
  });
});

describe('tranches are changed', () => {
  test('of an application, also one by one, and by a whole account sent back', async () => {
    const loan = await tranches.application([tranche(500)]);
    const told = await tranches.update(loan, [tranche(500), tranche(700, '2024-06-01')]);
    expect(told).toMatchObject([
      { trancheNumber: 1, amount: 500 },
      { trancheNumber: 2, amount: 700 },
    ]);
    const again = await tranches.update(loan, [tranche(500), tranche(2500, '2024-06-02')]);
    expect(again.map(({ encodedKey }) => encodedKey)).toEqual(told.map(({ encodedKey }) => encodedKey));
    const account = await desk.account(loan);
    await bank.ok('updateLoanAccount', { path: loanPath(loan), body: account });
    expect((await desk.account(loan)).tranches).toEqual(again);
    const changed = { ...account, tranches: [tranche(1000), tranche(2000)] };
    await bank.ok('updateLoanAccount', { path: loanPath(loan), body: changed as typeof account });
    expect(await tranches.of(loan)).toMatchObject([{ amount: 1000 }, { amount: 2000 }]);
  });

  test('move the expected disbursement with the first of them', async () => {
    const loan = await tranches.approved(two);
    await tranches.update(loan, [tranche(1500, '2024-05-02'), tranche(1500, '2024-06-01')]);
    expect(await desk.account(loan)).toMatchObject({
      disbursementDetails: { expectedDisbursementDate: moment('2024-05-02') },
    });
  });

  test('of a running loan where they wait, with or without those that are paid out', async () => {
    const loan = await tranches.approved([tranche(1000), tranche(2000)]);
    const first = await desk.disburse(loan);
    const later = [tranche(500, '2024-05-20'), tranche(1500, '2024-06-20')];
    const whole = await tranches.update(loan, [tranche(1000), ...later]);
    expect(whole).toMatchObject([
      { amount: 1000, disbursementDetails: { disbursementTransactionKey: first.encodedKey } },
      { amount: 500 },
      { amount: 1500 },
    ]);
    const rest = later.map((one, index) => ({ ...one, trancheNumber: index + 2 }));
    expect(await tranches.update(loan, rest)).toEqual(whole);
    // Less than was agreed may be left; without any the loan is disbursed in full.
    expect(await tranches.update(loan, [tranche(1000)])).toHaveLength(1);
    expect((await desk.account(loan)).accountSubState).toBeUndefined();
    expect(await refusedUpdate(loan, later)).toContain('400 ALL_TRANCHES_ALREADY_DISBURSED');
  });
});
