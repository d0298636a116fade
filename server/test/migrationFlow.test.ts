import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';

let bank: TestBank;
let lender: LoanBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
});
afterAll(() => bank.stop());

const amounts = (schedule: { installments?: readonly unknown[] | undefined }): string[] =>
  (schedule.installments ?? []).map((instalment) => {
    const { principal, interest } = instalment as {
      principal: { amount: { expected: number } };
      interest: { amount: { expected: number } };
    };
    return (principal.amount.expected + interest.amount.expected).toFixed(2);
  });

describe('one customer from creation to a repaid loan', () => {
  it('previews 10,000 at 12 % in twelve equal instalments to the cent', async () => {
    const preview = await bank.ok('previewSchedule', {
      body: {
        productTypeKey: lender.fixedEqual,
        loanAmount: 10_000,
        interestSettings: { interestRate: 12 },
        scheduleSettings: { repaymentInstallments: 12 },
        disbursementDetails: { expectedDisbursementDate: '2026-01-15T00:00:00+01:00' },
      },
    });
    expect(amounts(preview)).toEqual([...Array.from({ length: 11 }, () => '888.49'), '888.47']);
    const interest = (preview.installments ?? []).reduce(
      (sum, instalment) =>
        sum + Number((instalment as { interest: { amount: { expected: number } } }).interest.amount.expected),
      0,
    );
    expect(interest.toFixed(2)).toBe('661.86');
  });

  it('goes through the whole flow with every posting balanced', async () => {
    const client = await lender.client({ firstName: 'Zoë', lastName: 'Müller' });
    const account = await lender.depositAccount({ accountHolderKey: client.encodedKey });
    const depositPath = { depositAccountId: account.id };
    await bank.ok('makeDeposit', {
      path: depositPath,
      body: { amount: 2_000 },
      headers: { 'Idempotency-Key': randomUUID() },
    });

    const loan = await lender.loan(lender.fixedEqual, {
      accountHolderKey: client.encodedKey,
      settlementAccountKey: account.encodedKey,
    });
    const path = { loanAccountId: loan.id };
    const schedule = await bank.ok('getLoanSchedule', { path });
    expect(schedule.installments).toHaveLength(12);

    // Two days later for the first instalment, and some principal from the second to the third.
    const lines = (schedule.installments ?? []).map((line) => structuredClone(JSON.parse(JSON.stringify(line)))) as {
      dueDate: string;
      principal: { amount: { expected: number } };
    }[];
    const [first, second, third] = lines;
    if (!first || !second || !third) throw new Error('the schedule is too short');
    first.dueDate = '2026-02-17T00:00:00+01:00';
    second.principal.amount.expected = Number((second.principal.amount.expected - 100).toFixed(2));
    third.principal.amount.expected = Number((third.principal.amount.expected + 100).toFixed(2));
    const edited = await bank.ok('editLoanSchedule', { path, body: lines });
    expect(edited.installments?.[0]).toMatchObject({ dueDate: '2026-02-17T00:00:00+01:00' });

    await bank.ok('changeLoanAccountState', { path, body: { action: 'APPROVE' } });
    const disbursement = await bank.ok('makeDisbursement', {
      path,
      body: { transferDetails: { linkedAccountKey: account.encodedKey } },
      headers: { 'Idempotency-Key': randomUUID() },
    });
    expect(disbursement).toMatchObject({
      type: 'DISBURSEMENT',
      amount: 10_000,
      accountBalances: { principalBalance: 10_000 },
    });
    expect(await bank.ok('getDepositAccount', { path: depositPath })).toMatchObject({
      balances: { totalBalance: 12_000 },
    });
    expect(await bank.ok('getLoanAccount', { path })).toMatchObject({ accountState: 'ACTIVE' });
    expect(await bank.ok('getLoanSchedule', { path })).toMatchObject({
      installments: [{ dueDate: '2026-02-17T00:00:00+01:00' }, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}],
    });

    const fee = await bank.ok('applyLoanFee', { path, body: { amount: 25, installmentNumber: 1 } });
    expect(fee).toMatchObject({ type: 'FEE_APPLIED', amount: 25 });

    await bank.ok('advanceClock', { body: { to: '2026-02-18' } });
    const late = await bank.ok('getLoanAccount', { path });
    expect(late).toMatchObject({
      daysLate: 1,
      accountState: 'ACTIVE_IN_ARREARS',
      balances: { feesDue: 25, interestDue: 100 },
    });

    const transfer = await bank.ok('makeTransfer', {
      path: depositPath,
      body: { amount: 913.49, transferDetails: { linkedAccountType: 'LOAN', linkedAccountKey: loan.encodedKey } },
      headers: { 'Idempotency-Key': randomUUID() },
    });
    expect(transfer.transferDetails?.linkedLoanTransactionKey).toMatch(/^[0-9a-f]{32}$/);
    const paid = await bank.ok('getLoanAccount', { path });
    expect(paid).toMatchObject({
      accountState: 'ACTIVE',
      daysLate: 0,
      balances: { feesDue: 0, interestDue: 0, principalPaid: 788.49 },
    });
    expect(await bank.ok('getLoanSchedule', { path })).toMatchObject({
      installments: [{ state: 'PAID' }, { state: 'PENDING' }, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}],
    });

    await bank.ok('payOffLoan', { path, body: {} });
    expect(await bank.ok('getLoanAccount', { path })).toMatchObject({
      accountState: 'CLOSED',
      accountSubState: 'REPAID',
      balances: { principalBalance: 0 },
    });
    expect((await bank.ok('verifyLedger')).differences).toEqual([]);
  });

  it('undoes every step, one after the other, and is where it began', async () => {
    const loan = await lender.approvedLoan(lender.dynamicEqual, {
      scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
    });
    const path = { loanAccountId: loan.id };
    const scheduleBefore = await bank.ok('getLoanSchedule', { path });
    await bank.ok('makeDisbursement', { path, body: {} });
    await bank.ok('applyLoanFee', { path, body: { amount: 10 } });
    await bank.ok('advanceClock', { body: { days: 40 } });
    await bank.ok('makeRepayment', { path, body: { amount: 500 } });
    const transactions = await bank.ok('getLoanTransactions', { path, query: { limit: 100 } });
    const standing = transactions.filter((transaction) =>
      ['DISBURSEMENT', 'FEE_APPLIED', 'REPAYMENT'].includes(String(transaction.type)),
    );
    for (const type of ['REPAYMENT', 'FEE_APPLIED', 'DISBURSEMENT']) {
      const transaction = standing.find((one) => one.type === type);
      const undone = await bank.ok('adjustLoanTransaction', {
        path: { loanTransactionId: String(transaction?.id) },
        body: { notes: 'undone' },
      });
      expect(undone.originalTransactionKey).toBe(transaction?.encodedKey);
    }
    expect(await bank.ok('getLoanAccount', { path })).toMatchObject({
      accountState: 'APPROVED',
      balances: { principalBalance: 0, feesBalance: 0, interestBalance: 0 },
    });
    expect((await bank.ok('getLoanSchedule', { path })).installments?.length).toBe(scheduleBefore.installments?.length);
    expect((await bank.ok('verifyLedger')).differences).toEqual([]);
  });
});
