import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let declining: string;
let equal: string;

const dynamic = (id: string, calculation: string, method: string, others: Body = {}): Promise<string> =>
  lender.loanProduct(id, {
    type: 'DYNAMIC_TERM_LOAN',
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
    interest: {
      daysInYear: 'E30_360',
      scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
      interestCalculationMethod: calculation,
    },
    prepayment: { prepaymentRecalculationMethod: method, ...others },
  });

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  declining = await dynamic('KEEP-COUNT', 'DECLINING_BALANCE', 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS');
  equal = await dynamic('REDUCE-AMOUNT', 'DECLINING_BALANCE_DISCOUNTED', 'REDUCE_AMOUNT_PER_INSTALLMENT');
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const on = (day: string): Body => ({ valueDate: `${day}T12:00:00+02:00` });

/** 6,000 in six instalments at 12 % on 30/360, disbursed on 20 February: on 10 March 40.00 of interest have accrued. */
const sixThousand = async (
  product: string,
): Promise<LoanRef & { readonly disbursement: { encodedKey?: string | undefined; id?: unknown } }> => {
  const loan = await lender.approvedLoan(product, {
    loanAmount: 6000,
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
  });
  return { ...loan, disbursement: await desk.disburse(loan, on('2026-02-20')) };
};

type Loan = Awaited<ReturnType<typeof sixThousand>>;

const refund = (loan: Loan, amount: number, more: Body = {}) =>
  bank.ok('makeLoanRefund', {
    path: loanPath(loan),
    body: { amount, linkedDisbursementKey: loan.disbursement.encodedKey ?? '', ...more },
  });
const overpay = (loan: LoanRef, amount: number, more: Body = {}) =>
  bank.ok('makePrincipalOverpayment', { path: loanPath(loan), body: { amount, ...more } });
const noRefund = (loan: Loan, more: Body): Promise<string> =>
  desk.refused('makeLoanRefund', loan, {
    path: loanPath(loan),
    body: { amount: 1, linkedDisbursementKey: loan.disbursement.encodedKey ?? '', ...more },
  });
const noOverpayment = (loan: LoanRef, more: Body): Promise<string> =>
  desk.refused('makePrincipalOverpayment', loan, { path: loanPath(loan), body: { amount: 1, ...more } });

describe('a refund', () => {
  test('pays principal alone, is told with everything and booked, and is undone', async () => {
    const loan = await sixThousand(declining);
    const before = await desk.schedule(loan);
    const body = { externalId: 'RF-1', notes: 'goods came back', transactionDetails: { transactionChannelId: 'cash' } };
    const made = await refund(loan, 1200, body);
    expect(made).toMatchObject({
      ...body,
      type: 'REFUND',
      amount: 1200,
      affectedAmounts: { principalAmount: 1200, interestAmount: 0, feesAmount: 0, penaltyAmount: 0 },
      accountBalances: { totalBalance: 4800, principalBalance: 4800 },
    });
    expect(await desk.journal(made)).toEqual(['DEBIT 1000 1200 -', 'CREDIT 1100 1200 -']);
    // What was prepaid shows on the running instalment; 20 days bore interest on 6,000, the other 10 do on 4,800.
    expect((await desk.schedule(loan)).slice(0, 2)).toEqual([
      '2000.00+56.00+0.00 1200.00 PARTIALLY_PAID',
      '800.00+40.00+0.00 0.00 PENDING',
    ]);
    expect(await desk.account(loan)).toMatchObject({ accruedInterest: 40, balances: { principalBalance: 4800 } });
    const found = await bank.ok('searchLoanTransactions', {
      body: { filterCriteria: [{ field: 'type', operator: 'EQUALS', value: 'REFUND' }] },
    });
    expect(found).toMatchObject([{ encodedKey: made.encodedKey }]);
    const undone = await desk.adjust(made);
    expect(undone).toMatchObject({ type: 'REFUND_ADJUSTMENT', amount: -1200 });
    expect(await desk.schedule(loan)).toEqual(before);
    expect(await bank.ok('explainLoan', { path: loanPath(loan) })).toBeDefined();
  });

  test('of a fixed loan pays its coming principal, and its agreed interest stays', async () => {
    const loan = await sixThousand(lender.fixedFlat);
    const lines = await desk.schedule(loan);
    await refund(loan, 1500);
    expect(await desk.schedule(loan)).toEqual([
      lines[0]?.replace('0.00 PENDING', '1000.00 PARTIALLY_PAID'),
      lines[1]?.replace('0.00 PENDING', '500.00 PARTIALLY_PAID'),
      ...lines.slice(2),
    ]);
  });

  test('in the past goes before later payments, with the permission for it', async () => {
    const [shuffled, inOrder] = [await sixThousand(declining), await sixThousand(declining)];
    await refund(inOrder, 600, on('2026-02-25'));
    for (const loan of [shuffled, inOrder]) await desk.repay(loan, 500, on('2026-03-05'));
    await refund(shuffled, 600, on('2026-02-25'));
    expect(await desk.schedule(shuffled)).toEqual(await desk.schedule(inOrder));
    expect((await desk.standing(shuffled)).toSorted()).toEqual((await desk.standing(inOrder)).toSorted());
  });

  test('keeps its disbursement from being undone', async () => {
    const loan = await sixThousand(declining);
    const made = await refund(loan, 10);
    const path = { loanTransactionId: String(loan.disbursement.id) };
    expect(await desk.refused('adjustLoanTransaction', loan, { path, body: { notes: 'x' } })).toContain(
      'UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE',
    );
    await desk.adjust(made);
    await desk.adjust(loan.disbursement);
    expect(await desk.account(loan)).toMatchObject({ accountState: 'APPROVED' });
  });

  test('is refused beyond its disbursement, and of what is none', async () => {
    const loan = await sixThousand(declining);
    const other = await sixThousand(declining);
    const repayment = await desk.repay(loan, 100);
    await refund(loan, 4000);
    expect(await noRefund(loan, { amount: 2000.01 })).toContain('400 INVALID_AMOUNT: amount is more than the 2000');
    expect(await noRefund(loan, { amount: 2000 })).toContain('400 EXCESS_REPAYMENT_ERROR');
    const keys = ['nothing', repayment.encodedKey, other.disbursement.encodedKey, ''];
    for (const linkedDisbursementKey of keys)
      expect(await noRefund(loan, { linkedDisbursementKey })).toContain('400 TRANSACTION_NOT_FOUND');
    expect(await noRefund(loan, { linkedDisbursementKey: null })).toContain('400 INVALID_PARAMETERS');
    for (const [more, reason] of refusals) expect(await noRefund(loan, more)).toContain(`400 ${reason}`);
    const path = { loanAccountId: 'nothing' };
    expect(await desk.reason('makeLoanRefund', { path, body: { amount: 1, linkedDisbursementKey: 'x' } })).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
  });

  test('of the same disbursement by two at once is given once', async () => {
    const loan = await sixThousand(declining);
    const body = { amount: 4000, linkedDisbursementKey: loan.disbursement.encodedKey ?? '' };
    const replies = await Promise.all([1, 2].map(() => bank.call('makeLoanRefund', { path: loanPath(loan), body })));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 400]);
    expect(await desk.account(loan)).toMatchObject({ balances: { principalBalance: 2000 } });
  });
});

/** What no such payment may say. */
const refusals: readonly (readonly [Body, string])[] = [
  [{ amount: 0 }, 'INVALID_AMOUNT'],
  [{ amount: -5 }, 'INVALID_AMOUNT'],
  [{ amount: 0.001 }, 'INVALID_AMOUNT'],
  [{ amount: 1e30 }, 'INVALID_AMOUNT'],
  [{ amount: 'ten' }, 'INVALID_PARAMETERS'],
  [{ amount: null }, 'INVALID_PARAMETERS'],
  [{ notes: 'x'.repeat(256) }, 'INVALID_PARAMETERS'],
  [{ transactionDetails: { transactionChannelId: 'no such' } }, 'INVALID_TRANSACTION_CHANNEL'],
  [on('2026-02-19'), 'BACKDATE_BEFORE_ACTIVATION'],
  [on('2026-03-11'), 'REPAYMENT_DATE_IN_THE_FUTURE_ERROR'],
  [{ bookingDate: '2026-03-09T00:00:00+02:00' }, 'BOOKING_DATE_BEFORE_VALUE_DATE'],
  [{ valueDate: '2026-02-30T00:00:00+02:00' }, 'INVALID_PARAMETERS'],
];

describe('a principal overpayment', () => {
  test('neither applies nor pays interest, and changes what is ahead by the product', async () => {
    const loan = await sixThousand(equal);
    const before = await desk.schedule(loan);
    const made = await overpay(loan, 1000);
    expect(made).toMatchObject({
      type: 'PRINCIPAL_OVERPAYMENT',
      affectedAmounts: { principalAmount: 1000, interestAmount: 0 },
      accountBalances: { principalBalance: 5000 },
    });
    expect(await desk.journal(made)).toEqual(['DEBIT 1000 1000 -', 'CREDIT 1100 1000 -']);
    expect((await desk.standing(loan)).at(-1)).toBe('PRINCIPAL_OVERPAYMENT 1000.00 2026-03-10');
    expect((await desk.schedule(loan)).length).toBe(6);
    expect(await desk.adjust(made)).toMatchObject({ type: 'PRINCIPAL_OVERPAYMENT_ADJUSTMENT', amount: -1000 });
    expect(await desk.schedule(loan)).toEqual(before);
  });

  test('says itself how the schedule is computed anew', async () => {
    const loan = await sixThousand(equal);
    const method = { prepaymentRecalculationMethod: 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW' };
    await overpay(loan, 3000, method);
    expect((await desk.schedule(loan)).length).toBe(3);
    expect(await noOverpayment(loan, { prepaymentRecalculationMethod: 'EVERYTHING' })).toContain(
      '400 INVALID_PARAMETERS',
    );
    expect(
      await noOverpayment(loan, { prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS' }),
    ).toContain('400 PREPAYMENT_RECALCULATION_METHOD_NOT_SUPPORTED');
  });

  test('is refused where it can’t be', async () => {
    const waiting = await lender.approvedLoan(declining);
    expect(await noOverpayment(waiting, {})).toContain('400 INVALID_ACCOUNT_STATE_FOR_REPAYMENTS');
    const fixed = await sixThousand(lender.fixedEqual);
    expect(await noOverpayment(fixed, {})).toContain('400 INVALID_TRANSACTION_TYPE');
    const strict = await dynamic('NO-PREPAYMENT', 'DECLINING_BALANCE', 'NO_RECALCULATION', {
      prepaymentAcceptance: 'NO_PREPAYMENTS',
    });
    expect(await noOverpayment(await sixThousand(strict), {})).toContain('400 PREPAYMENT_NOT_ALLOWED_ERROR');
    const loan = await sixThousand(declining);
    expect(await noOverpayment(loan, { amount: 6000.01 })).toContain('400 EXCESS_REPAYMENT_ERROR');
    expect(await noOverpayment(loan, { originalCurrencyCode: 'USD' })).toContain('400 CURRENCY_NOT_DEFINED');
    for (const [more, reason] of refusals) expect(await noOverpayment(loan, more)).toContain(`400 ${reason}`);
    await overpay(loan, 6000);
    expect(await noOverpayment(loan, {})).toContain('400 EXCESS_REPAYMENT_ERROR');
    const path = { loanAccountId: 'nothing' };
    expect(await desk.reason('makePrincipalOverpayment', { path, body: { amount: 1 } })).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
  });
});
