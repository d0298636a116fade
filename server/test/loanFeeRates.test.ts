import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank, loanProductBody, loanRules } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

// Fees that accrue by a rate: 12,000 over 12 months at 12 %, and a fee of 6 % a year in 30/360. A month costs 1 % and 0.5 %.

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let included: string;
let onTop: string;
let feeKey: string;

const changes = (fee: Body = {}, others: Body = {}, interest: Body = {}) => ({
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: { daysInYear: 'E30_360', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT', ...interest },
  prepayment: {
    prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT',
    applyInterestOnPrepaymentMethod: 'AUTOMATIC',
  },
  others: {
    accountingSettings: {
      accountingMethod: 'ACCRUAL',
      accountingRules: loanRules(lender.gl),
      interestAccruedAccountingMethod: 'NONE',
    },
    feesSettings: {
      fees: [
        {
          id: 'SERVICE',
          name: 'Service',
          trigger: 'FEE_INCLUDED_IN_PMT',
          feeApplication: 'REQUIRED',
          state: 'ACTIVE',
          amountCalculationMethod: 'FEE_RATE_ON_OUTSTANDING_PRINCIPAL',
          defaultFeeRate: 6,
          ...fee,
        },
      ],
    },
    ...others,
  },
});

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  included = await lender.loanProduct('INCLUDED', changes({}, { useFeeIncludedInPMT: true }));
  onTop = await lender.loanProduct('ON_TOP', changes({ defaultFeeRate: undefined }));
  const product = await bank.ok('getLoanProduct', { path: { loanProductId: included } });
  feeKey = String(product.feesSettings?.fees?.[0]?.encodedKey);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const made = (product: string, more: Body = {}) => lender.approvedLoan(product, { loanAmount: 12_000, ...more });
const figure = (value: unknown): string => Number(value ?? 0).toFixed(2);
const lines = (installments: readonly Body[] | undefined): string[] =>
  (installments ?? []).map((one) => {
    const { principal, interest, fee } = one as Record<string, { amount?: Body }>;
    const amounts = [principal?.amount?.expected, interest?.amount?.expected, fee?.amount?.expected];
    return `${amounts.map(figure).join(' ')} ${figure(fee?.amount?.expectedUnapplied)}`;
  });
const schedule = async (loan: { id: string }): Promise<string[]> =>
  lines((await bank.ok('getLoanSchedule', { path: loanPath(loan) })).installments as readonly Body[]);

describe('products and accounts', () => {
  test('tell the rate, the default and whether the payment covers it', async () => {
    const product = await bank.ok('getLoanProduct', {
      path: { loanProductId: included },
      query: { detailsLevel: 'FULL' },
    });
    expect(product).toMatchObject({ useFeeIncludedInPMT: true, feesSettings: { fees: [{ defaultFeeRate: 6 }] } });
    const loan = await made(included);
    expect((await desk.account(loan)).feesSettings).toEqual({ feeRate: 6, accruedFee: 0, accruedFeeFromArrears: 0 });
    const own = await made(included, { feesSettings: { feeRate: 3.5 } });
    expect((await desk.account(own)).feesSettings).toEqual({ feeRate: 3.5, accruedFee: 0, accruedFeeFromArrears: 0 });
    expect((await desk.account(await made(lender.dynamicEqual))).feesSettings).toBeUndefined();
  });

  test('a preview is the schedule of the account, and takes a rate of its own', async () => {
    const preview = (feeRateSettings: Body) =>
      bank.ok('previewSchedule', {
        body: {
          productTypeKey: included,
          loanAmount: 12_000,
          interestSettings: { interestRate: 12 },
          scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
          feeRateSettings,
        } as never,
      });
    const told = lines((await preview({})).installments as readonly Body[]);
    expect(told.slice(0, 2)).toEqual(['920.16 120.00 0.00 60.00', '933.96 110.80 0.00 55.40']);
    expect(told).toEqual(await schedule(await made(included)));
    expect(lines((await preview({ feeRate: 12 })).installments as readonly Body[])[0]).toBe(
      '894.72 120.00 0.00 120.00',
    );
  });

  test('an application may change the rate, a loan that is approved may not', async () => {
    const loan = await lender.loan(onTop, { loanAmount: 12_000, feesSettings: { feeRate: 6 } });
    const path = loanPath(loan);
    const patch = (value: unknown) =>
      ({ path, body: [{ op: 'REPLACE', path: '/feesSettings/feeRate', value }] }) as never;
    await bank.ok('patchLoanAccount', patch(12));
    expect((await schedule(loan))[0]).toBe('946.19 120.00 0.00 120.00');
    const body = await desk.account(loan);
    await bank.ok('updateLoanAccount', { path, body });
    expect((await desk.account(loan)).feesSettings).toMatchObject({ feeRate: 12 });
    await bank.ok('changeLoanAccountState', { path, body: { action: 'APPROVE' } });
    expect(await desk.refused('patchLoanAccount', loan, patch(6))).toContain('ILLEGAL_LOAN_PARAMETERS_MODIFICATION');
  });
});

describe('a life', () => {
  test('accrues, is charged and booked on due dates, paid, prepaid, undone, and explained', async () => {
    const loan = await made(included);
    await desk.disburse(loan);
    await desk.advanceTo('2026-01-25');
    expect((await desk.account(loan)).feesSettings).toEqual({ feeRate: 6, accruedFee: 30, accruedFeeFromArrears: 0 });
    await desk.advanceTo('2026-02-11');
    const charged = await desk.newest(loan, 'FEE_APPLIED');
    expect(charged).toMatchObject({
      amount: 60,
      valueDate: '2026-02-10T00:00:00+02:00',
      fees: [{ predefinedFeeKey: feeKey, amount: 60, trigger: 'FEE_INCLUDED_IN_PMT' }],
    });
    expect(await desk.journal(charged)).toEqual(['DEBIT 1120 60 -', 'CREDIT 4000 60 -']);
    const first = (await bank.ok('explainLoan', { path: loanPath(loan) })).installments?.[0];
    expect(first?.feeRate).toMatchObject({
      amount: 60,
      rounded: 60,
      moved: 0,
      parts: [{ days: 31, balance: 12_000, rate: 6, factor: 0.005 }],
    });
    expect(first?.fees).toMatchObject([{ formula: 'the fee rate on the outstanding principal, day by day' }]);
    // What is asked for is paid, and then half of what is left is prepaid.
    await desk.repay(loan, 1100.16, { valueDate: '2026-02-10T12:00:00+02:00' });
    expect((await desk.account(loan)).balances).toMatchObject({ feesBalance: 0, feesPaid: 60 });
    await desk.advanceTo('2026-02-25');
    await desk.verify();
    const before = await schedule(loan);
    // 15 days on 11,079.84: 55.40 of interest and 27.70 of the fee.
    const paid = await desk.repay(loan, 5083.1);
    expect(paid.affectedAmounts).toMatchObject({ interestAmount: 55.4, feesAmount: 27.7, principalAmount: 5000 });
    expect((await desk.account(loan)).feesSettings).toMatchObject({ accruedFee: 0 });
    await desk.verify();
    await desk.adjust(paid);
    expect(await schedule(loan)).toEqual(before);
    expect((await desk.account(loan)).feesSettings).toMatchObject({ accruedFee: 27.6996 });
    await desk.verify();
    // The fee of a due date is let go by undoing it, one that came with a payment only with that.
    await desk.advanceTo('2026-03-11');
    await desk.adjust(await desk.newest(loan, 'FEE_APPLIED'));
    expect((await desk.account(loan)).balances).toMatchObject({ feesBalance: 0 });
    await desk.verify();
  });

  test('a backdated payment has later fees follow', async () => {
    const loan = await made(included);
    await desk.disburse(loan, { valueDate: '2026-01-11T00:00:00+02:00' });
    // Late: all of the principal has borne the fee.
    const fees = async () => (await desk.standing(loan)).filter((line) => line.startsWith('FEE_APPLIED'));
    expect(await fees()).toEqual(['FEE_APPLIED 60.00 2026-02-11', 'FEE_APPLIED 60.00 2026-03-11']);
    await desk.repay(loan, 1100.16, { valueDate: '2026-02-11T12:00:00+02:00' });
    expect(await fees()).toEqual(['FEE_APPLIED 60.00 2026-02-11', 'FEE_APPLIED 55.40 2026-03-11']);
    await desk.verify();
  });

  test('a pay-off takes what has accrued, a write-off loses it', async () => {
    const [paid, lost] = [await made(included), await made(onTop, { feesSettings: { feeRate: 6 } })];
    for (const loan of [paid, lost]) await desk.disburse(loan, { valueDate: '2026-02-25T00:00:00+02:00' });
    const owed = await bank.ok('previewLoanPayOff', {
      path: loanPath(paid),
      body: { valueDate: '2026-03-11T00:00:00+02:00' },
    });
    // 16 days of 30/360 from 25 February to 11 March.
    expect(owed).toMatchObject({ feeBalance: 32, interestBalance: 64, totalBalance: 12_096 });
    await bank.ok('payOffLoan', { path: loanPath(paid), body: {} });
    expect(await desk.account(paid)).toMatchObject({ accountState: 'CLOSED', balances: { feesPaid: 32 } });
    await bank.ok('writeOffLoan', { path: loanPath(lost), body: { notes: 'lost' } });
    expect((await desk.newest(lost, 'WRITE_OFF')).affectedAmounts).toMatchObject({ feesAmount: 32 });
    await desk.verify();
    const charged = await desk.newest(paid, 'FEE_APPLIED');
    expect(
      await desk.reason('adjustLoanTransaction', {
        path: { loanTransactionId: String(charged.id) },
        body: { notes: 'no' },
      }),
    ).toMatch(/^400 /);
  });
});

describe('refused', () => {
  test.each([
    ['INVALID_PARAMETERS', -1],
    ['INVALID_PARAMETERS', 1e30],
    ['INVALID_PARAMETERS', 'much 💥'],
    ['INVALID_PARAMETERS', { rate: 1 }],
  ])('%s: an account with the rate %j', async (reason, feeRate) => {
    const accountHolderKey = (await lender.client()).encodedKey;
    const body = {
      accountHolderKey,
      accountHolderType: 'CLIENT',
      productTypeKey: included,
      loanAmount: 1000,
      interestSettings: { interestRate: 12 },
      scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
      feesSettings: { feeRate },
    };
    expect(await desk.reason('createLoanAccount', { body: body as never })).toBe(`400 ${reason}`);
  });

  test('a rate where the product has none, none where it has no default, and a fee by rate that is applied by hand', async () => {
    await expect(lender.loan(lender.dynamicEqual, { feesSettings: { feeRate: 1 } })).rejects.toThrow('feeRate');
    await expect(lender.loan(onTop)).rejects.toThrow('MANDATORY_FEE_AMOUNT');
    const loan = await made(included);
    await desk.disburse(loan);
    const answer = await desk.refused('applyLoanFee', loan, {
      path: loanPath(loan),
      body: { amount: 5, predefinedFeeKey: feeKey },
    });
    expect(answer).toMatch(/^400 /);
  });

  test.each([
    ['useFeeIncludedInPMT', changes.bind(null, {}, { useFeeIncludedInPMT: 'yes' })],
    ['useFeeIncludedInPMT', changes.bind(null, { state: 'INACTIVE' }, { useFeeIncludedInPMT: true })],
    ['defaultFeeRate', changes.bind(null, { defaultFeeRate: -2 }, {})],
    ['trigger', changes.bind(null, { trigger: 'MANUAL' }, {})],
    [
      'FIXED_DAYS_OF_MONTH',
      changes.bind(
        null,
        {},
        {},
        { interestApplicationMethod: 'FIXED_DAYS_OF_MONTH', interestApplicationDays: { daysInMonth: [5] } },
      ),
    ],
  ])('a product by %s', async (property, make) => {
    const answer = await bank.call('createLoanProduct', {
      body: loanProductBody('WRONG', lender.gl, make()) as never,
    });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(property)]);
  });
});
