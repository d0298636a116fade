import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const on = (day: string): Body => ({ valueDate: `${day}T12:00:00+02:00` });

/** 6,000 at 12 % on 30/360, six instalments of 1,000 principal from 10 January; the first one is paid. */
const sixThousand = async (product: string, more: Body = {}): Promise<LoanRef> => {
  const loan = await lender.approvedLoan(product, {
    loanAmount: 6000,
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
    ...more,
  });
  await desk.disburse(loan, on('2025-12-10'));
  await desk.repay(loan, 1060, on('2026-01-10'));
  return loan;
};
const dynamicProduct = (id: string, method: string, calculation: string, payment: Body = {}): Promise<string> =>
  lender.loanProduct(id, {
    type: 'DYNAMIC_TERM_LOAN',
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
    interest: {
      daysInYear: 'E30_360',
      scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
      interestCalculationMethod: calculation,
    },
    prepayment: { prepaymentRecalculationMethod: method },
    payment,
  });
const refused = (loan: LoanRef, body: Body): Promise<string> =>
  desk.refused('makeRepayment', loan, { path: loanPath(loan), body });

describe('a repayment of a fixed loan', () => {
  test('of exactly one instalment pays it, and is told with everything', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    await desk.disburse(loan, on('2026-02-10'));
    const body = {
      amount: 888.49,
      externalId: 'R-1',
      notes: 'March',
      transactionDetails: { transactionChannelId: 'cash' },
    };
    const paid = await bank.ok('makeRepayment', { path: loanPath(loan), body });
    expect(paid).toMatchObject({
      ...body,
      type: 'REPAYMENT',
      accountBalances: { totalBalance: 9211.51, principalBalance: 9211.51 },
      affectedAmounts: { principalAmount: 788.49, interestAmount: 100, feesAmount: 0, penaltyAmount: 0 },
    });
    expect((await desk.schedule(loan)).slice(0, 2)).toEqual([
      '788.49+100.00+0.00 888.49 PAID',
      '796.37+92.12+0.00 0.00 PENDING',
    ]);
    expect(await desk.journal(paid)).toEqual(['DEBIT 1000 888.49 -', 'CREDIT 1100 788.49 -', 'CREDIT 1110 100 -']);
  });

  test('in part pays charges, then interest, then principal', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    await desk.disburse(loan, on('2026-02-10'));
    await desk.fee(loan, 10, { installmentNumber: 1 });
    expect((await desk.repay(loan, 4)).affectedAmounts).toMatchObject({ feesAmount: 4, interestAmount: 0 });
    expect((await desk.repay(loan, 7)).affectedAmounts).toMatchObject({ feesAmount: 6, interestAmount: 1 });
    expect((await desk.repay(loan, 100)).affectedAmounts).toMatchObject({ interestAmount: 99, principalAmount: 1 });
    expect((await desk.schedule(loan))[0]).toBe('788.49+100.00+10.00 111.00 PARTIALLY_PAID');
  });

  test('in advance pays the scheduled interest of what it reaches, and nothing of the contract changes', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    await desk.disburse(loan);
    await desk.repay(loan, 1080.61);
    expect((await desk.schedule(loan)).slice(0, 3)).toEqual([
      '788.49+100.00+0.00 888.49 PAID',
      '796.37+92.12+0.00 192.12 PARTIALLY_PAID',
      '804.34+84.15+0.00 0.00 PENDING',
    ]);
    expect(await desk.account(loan)).toMatchObject({
      balances: { principalBalance: 9111.51, interestBalance: 0, interestPaid: 192.12, principalPaid: 888.49 },
    });
  });

  test('takes all that is owed, to the cent and not a cent more', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    await desk.disburse(loan);
    // Eleven times 888.49 and 888.47.
    expect(await refused(loan, { amount: 10_661.87 })).toContain(
      '400 EXCESS_REPAYMENT_ERROR: amount is more than the 10661.86',
    );
    const last = await desk.repay(loan, 10_661.86);
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'ACTIVE',
      balances: { principalBalance: 0, interestBalance: 0, interestPaid: 661.86 },
    });
    expect(await refused(loan, { amount: 0.01 })).toContain('400 CANNOT_APPLY_REPAYMENT_ON_ZERO_BALANCE_ACCOUNT');
    await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'CLOSE' } });
    expect(await desk.account(loan)).toMatchObject({ accountState: 'CLOSED', accountSubState: 'REPAID' });
    expect(await refused(loan, { amount: 1 })).toContain('400 INVALID_ACCOUNT_STATE_FOR_REPAYMENTS');
    const path = { loanTransactionId: String(last.id) };
    expect(await desk.refused('adjustLoanTransaction', loan, { path, body: { notes: 'x' } })).toContain(
      'INVALID_ACCOUNT_STATE',
    );
    await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'UNDO_CLOSE' } });
    await desk.adjust(last);
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE', balances: { principalBalance: 10_000 } });
  });
});

describe('a prepayment of a dynamic loan with declining balance', () => {
  test.each([
    [
      'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS',
      ['625.00+25.00+0.00', '625.00+18.75+0.00', '625.00+12.50+0.00', '625.00+6.25+0.00'],
    ],
    [
      'RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT',
      ['1000.00+25.00+0.00', '1000.00+15.00+0.00', '500.00+5.00+0.00', '0.00+0.00+0.00'],
    ],
    ['NO_RECALCULATION', ['1000.00+40.00+0.00', '1000.00+30.00+0.00', '1000.00+20.00+0.00', '1000.00+10.00+0.00']],
  ])('under %s changes what comes after it as the guide says', async (method, expected) => {
    const product = await dynamicProduct(`DECLINING-${method}`, method, 'DECLINING_BALANCE');
    const loan = await sixThousand(product);
    await desk.repay(loan, 1050, on('2026-02-10'));
    await desk.repay(loan, 1500, on('2026-02-10'));
    const schedule = await desk.schedule(loan);
    expect(schedule.slice(2).map((line) => line.split(' ')[0])).toEqual(
      // The due date of the third instalment is today: its interest is that of the balance of 2,500.
      method === 'NO_RECALCULATION' ? ['1000.00+25.00+0.00', ...expected.slice(1)] : expected,
    );
    expect(await desk.account(loan)).toMatchObject({ balances: { principalBalance: 2500 } });
  });
});

describe('a prepayment of a dynamic loan with equal instalments', () => {
  test.each([
    [
      'REDUCE_AMOUNT_PER_INSTALLMENT',
      ['1165.59+47.33+0.00', '1177.25+35.67+0.00', '1189.02+23.90+0.00', '1200.93+12.01+0.00'],
    ],
    ['REDUCE_NUMBER_OF_INSTALLMENTS_NEW', ['1678.15+47.33+0.00', '1694.93+30.55+0.00', '1359.71+13.60+0.00']],
  ])('under %s changes what comes after it as the guide says', async (method, expected) => {
    const product = await dynamicProduct(`EQUAL-${method}`, method, 'DECLINING_BALANCE_DISCOUNTED');
    const loan = await lender.approvedLoan(product, { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 } });
    await desk.disburse(loan, on('2026-01-05'));
    await desk.repay(loan, 1725.48, on('2026-02-05'));
    const before = await desk.schedule(loan);
    await desk.repay(loan, 1725.48, on('2026-03-05'));
    const extra = await desk.repay(loan, 2000, on('2026-03-05'));
    expect((await desk.schedule(loan)).slice(2).map((line) => line.split(' ')[0])).toEqual(expected);
    await desk.adjust(extra);
    expect((await desk.schedule(loan)).slice(2)).toEqual(before.slice(2));
  });

  test('before a due date pays the interest to the day first', async () => {
    const loan = await lender.approvedLoan(lender.dynamicDeclining);
    await desk.disburse(loan, on('2026-02-21'));
    // 17 days of 10,000 at 12 % on 365: 55.89.
    const paid = await desk.repay(loan, 1000);
    expect(paid.affectedAmounts).toMatchObject({ interestAmount: 55.89, principalAmount: 944.11 });
    expect(await desk.standing(loan)).toEqual([
      'DISBURSEMENT 10000.00 2026-02-21',
      'INTEREST_APPLIED 55.89 2026-03-10',
      'REPAYMENT 1000.00 2026-03-10',
    ]);
  });
});

describe('what a payment reaches', () => {
  test.each([
    ['HORIZONTAL', { principalAmount: 1000, interestAmount: 70, feesAmount: 5 }],
    ['VERTICAL', { principalAmount: 950, interestAmount: 120, feesAmount: 5 }],
  ])('%s', async (paymentMethod, affected) => {
    const product = await dynamicProduct(`WAY-${paymentMethod}`, 'NO_RECALCULATION', 'DECLINING_BALANCE', {
      paymentMethod,
      latePaymentsRecalculationMethod: 'NO_RECALCULATION',
    });
    const loan = await lender.approvedLoan(product, {
      loanAmount: 6000,
      scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
    });
    await desk.disburse(loan, on('2026-01-05'));
    await desk.fee(loan, 5, on('2026-01-20'));
    // Due on 5 February: 1,000 + 60 + the fee of 5; on 5 March: 1,000 + 60. Paid: 1,000 + 60 + 5 + 10, or 5 + 120 + 950.
    const paid = await desk.repay(loan, 1075);
    expect(paid.affectedAmounts).toMatchObject(affected);
  });
});

describe('a repayment in the past', () => {
  test.each(['fixedEqual', 'fixedFlat', 'dynamicEqual', 'dynamicDeclining'] as const)(
    'of %s makes the later ones what they would have been',
    async (kind) => {
      const product = lender[kind];
      const payments: readonly (readonly [string, number])[] = [
        ['2026-01-20', 300],
        ['2026-02-15', 1200],
        ['2026-03-01', 450.55],
      ];
      const inOrder = await lender.approvedLoan(product);
      const shuffled = await lender.approvedLoan(product);
      for (const loan of [inOrder, shuffled]) await desk.disburse(loan, on('2026-01-05'));
      for (const [day, amount] of payments) await desk.repay(inOrder, amount, on(day));
      for (const index of [2, 0, 1]) {
        const [day, amount] = payments[index] ?? ['', 0];
        await desk.repay(shuffled, amount, on(day));
      }
      expect(await desk.schedule(shuffled)).toEqual(await desk.schedule(inOrder));
      expect((await desk.standing(shuffled)).toSorted()).toEqual((await desk.standing(inOrder)).toSorted());
      const [one, two] = [await desk.account(inOrder), await desk.account(shuffled)];
      expect([two.balances, two.daysLate, two.accountState]).toEqual([one.balances, one.daysLate, one.accountState]);
    },
  );
});

describe('a repayment is refused', () => {
  test.each([
    ['0', 'INVALID_AMOUNT'],
    ['-1', 'INVALID_AMOUNT'],
    ['0.001', 'INVALID_AMOUNT'],
    ['1e30', 'INVALID_AMOUNT'],
    ['1e400', 'INVALID_PARAMETERS'],
    ['"ten"', 'INVALID_PARAMETERS'],
    ['null', 'INVALID_PARAMETERS'],
    ['[1]', 'INVALID_PARAMETERS'],
  ])('of %s', async (amount, reason) => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    await desk.disburse(loan);
    const before = await desk.transactions(loan);
    const reply = await bank.request('POST', `/api/loans/${loan.id}/repayment-transactions`, {
      body: `{"amount":${amount}}`,
    });
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining(reason)]);
    expect(await desk.transactions(loan)).toEqual(before);
  });

  test('on days when none can be', async () => {
    for (const product of [lender.fixedEqual, lender.dynamicEqual]) {
      const loan = await lender.approvedLoan(product);
      expect(await refused(loan, { amount: 1 })).toContain('400 INVALID_ACCOUNT_STATE_FOR_REPAYMENTS');
      await desk.disburse(loan, on('2026-02-10'));
      const cases: readonly [Body, string][] = [
        [on('2026-02-09'), 'BACKDATE_BEFORE_ACTIVATION'],
        [on('2026-03-11'), 'REPAYMENT_DATE_IN_THE_FUTURE_ERROR'],
        [on('9999-12-31'), 'REPAYMENT_DATE_IN_THE_FUTURE_ERROR'],
        [{ bookingDate: '2026-03-09T00:00:00+02:00' }, 'BOOKING_DATE_BEFORE_VALUE_DATE'],
        [{ bookingDate: '2026-03-12T00:00:00+02:00' }, 'INVALID_BOOKING_DATE'],
        [{ valueDate: '2026-02-30T00:00:00+02:00' }, 'INVALID_PARAMETERS'],
        [
          { customPaymentAmounts: [{ amount: 1, customPaymentAmountType: 'INTEREST' }] },
          'CUSTOM_PAYMENT_NOT_ALLOWED_BY_PRODUCT',
        ],
      ];
      for (const [more, reason] of cases)
        expect(await refused(loan, { amount: 1, ...more })).toContain(`400 ${reason}`);
    }
    const path = { loanAccountId: 'nothing' };
    expect(await desk.reason('makeRepayment', { path, body: { amount: 1 } })).toBe('404 INVALID_LOAN_ACCOUNT_ID');
  });

  test('beyond what is due where the product takes no prepayments', async () => {
    const product = await lender.loanProduct('NO-PREPAYMENTS', {
      prepayment: { prepaymentAcceptance: 'NO_PREPAYMENTS' },
    });
    const loan = await lender.approvedLoan(product);
    await desk.disburse(loan, on('2026-02-10'));
    expect(await refused(loan, { amount: 888.5 })).toContain('400 PREPAYMENT_NOT_ALLOWED_ERROR');
    await desk.repay(loan, 888.49);
  });
});

describe('a repayment in the future', () => {
  test.each(['FIXED', 'DYNAMIC'])('where a %s product takes it, counts from its day', async (method) => {
    const product = await lender.loanProduct(`FUTURE-${method}`, {
      type: `${method}_TERM_LOAN`,
      schedule: { repaymentScheduleMethod: method },
      ...(method === 'DYNAMIC' ? { interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' } } : {}),
      prepayment: { futurePaymentsAcceptance: 'ACCEPT_FUTURE_PAYMENTS' },
    });
    const loan = await lender.approvedLoan(product);
    await desk.disburse(loan, on('2026-02-10'));
    const coming = await desk.repay(loan, 400, { valueDate: '2026-04-10T00:00:00+03:00' });
    expect(coming).toMatchObject({ amount: 400, valueDate: '2026-04-10T00:00:00+03:00' });
    expect(await refused(loan, { amount: 10, ...on('2026-03-09') })).toContain(
      '400 CANNOT_BULK_REAPPLY_POSTDATED_REPAYMENTS',
    );
    expect(await desk.refused('payOffLoan', loan, { path: loanPath(loan), body: {} })).toContain(
      '400 BACKDATE_BEFORE_OTHER_OPERATION',
    );
    await desk.adjust(coming);
    const path = loanPath(loan);
    const body = { amount: 400, valueDate: '9999-12-31T00:00:00+02:00' };
    expect(await desk.reason('makeRepayment', { path, body })).toBe('400 REPAYMENT_DATE_IN_THE_FUTURE_ERROR');
    await desk.verify();
  });
});

describe('at the same time', () => {
  test('two payments of the last balance: one of them is too much', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    await desk.disburse(loan);
    const pay = () => bank.call('makeRepayment', { path: loanPath(loan), body: { amount: 10_661.86 } });
    const statuses = (await Promise.all([pay(), pay()])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 400]);
  });

  test('two hundred payments, of which one hundred fit', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual, {
      loanAmount: 1000,
      interestSettings: { interestRate: 0 },
    });
    await desk.disburse(loan);
    const pay = () => bank.call('makeRepayment', { path: loanPath(loan), body: { amount: 10 } });
    const replies = await Promise.all(Array.from({ length: 200 }, pay));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(100);
    expect(replies.filter(({ status }) => status === 400)).toHaveLength(100);
    expect(await desk.account(loan)).toMatchObject({ balances: { principalBalance: 0, principalPaid: 1000 } });
  });

  test('one key twice: one payment; with another amount it is refused', async () => {
    const loan = await lender.approvedLoan(lender.dynamicEqual);
    await desk.disburse(loan, on('2026-02-10'));
    const headers = { 'Idempotency-Key': randomUUID() };
    const pay = (amount: number) => bank.call('makeRepayment', { path: loanPath(loan), body: { amount }, headers });
    const [one, two] = await Promise.all([pay(25), pay(25)]);
    expect([one.status, two.status, two.text]).toEqual([201, 201, one.text]);
    expect(Math.floor((await pay(26)).status / 100)).toBe(4);
    expect((await desk.standing(loan)).filter((line) => line.startsWith('REPAYMENT'))).toHaveLength(1);
  });
});
