import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResponseBody } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, type LoanProductChanges, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { earlyRepaymentCharge } from './harness/loanFees.ts';
import { moment } from './harness/loanTranches.ts';

type Body = Readonly<Record<string, unknown>>;

// 100,000 at 6 % by actual days, six monthly instalments of 16,959.55 from 15 January 2024; the amounts are computed apart from this program.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let product: string;

const mortgage: LoanProductChanges = {
  type: 'DYNAMIC_MORTGAGE',
  interest: {
    daysInYear: 'ACTUAL_365_FIXED',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestCalculationMethod: 'EQUAL_INSTALLMENTS',
  },
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' },
};

beforeAll(async () => {
  bank = await startBank({ today: '2024-01-15' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  product = await lender.loanProduct('MORTGAGE', mortgage);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const terms = {
  loanAmount: 100_000,
  interestSettings: { interestRate: 6 },
  scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
};

const lent = async (): Promise<LoanRef> => {
  const loan = await lender.approvedLoan(product, terms);
  await desk.disburse(loan, { valueDate: moment('2024-01-15') });
  return loan;
};

const ahead = async (loan: LoanRef): Promise<string[]> =>
  (await desk.schedule(loan)).slice(1).map((line) => line.split('+').slice(0, 2).join('+'));

const smaller = ['12598.34+302.95', '12641.65+259.64', '12712.36+188.93', '12770.85+130.44', '12826.84+63.26'];
const fewer = ['16656.60+302.95', '16720.59+238.96', '16810.75+148.80', '13362.10+68.09'];
const whole = ['16561.26+398.29', '16618.18+341.37', '16711.15+248.40', '16788.03+171.52', '16871.42+83.20'];

test('a product of mortgages is told as it was made, and only with its own way of calculation', async () => {
  const told = await bank.ok('getLoanProduct', { path: { loanProductId: 'MORTGAGE' } });
  expect(told).toMatchObject({
    type: 'DYNAMIC_MORTGAGE',
    interestSettings: { interestCalculationMethod: 'EQUAL_INSTALLMENTS' },
  });
  const refused = async (changes: LoanProductChanges): Promise<string> =>
    lender.loanProduct('NO-MORTGAGE', changes).then(
      () => 'accepted',
      (error: unknown) => String(error),
    );
  const other = { ...mortgage.interest, interestCalculationMethod: 'DECLINING_BALANCE' };
  expect(await refused({ ...mortgage, interest: other })).toContain('must be EQUAL_INSTALLMENTS');
  expect(await refused({ ...mortgage, type: 'DYNAMIC_TERM_LOAN' })).toContain('EQUAL_INSTALLMENTS is for mortgages');
});

test('a mortgage tells its terms before and after its disbursement', async () => {
  const loan = await lent();
  expect(await desk.account(loan)).toMatchObject({
    interestSettings: {
      interestCalculationMethod: 'EQUAL_INSTALLMENTS',
      interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST',
    },
    prepaymentSettings: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' },
  });
  expect(await ahead(loan)).toEqual(whole);
});

describe('a loan of interest only', () => {
  const interestOnly: LoanProductChanges = {
    ...mortgage,
    type: 'INTEREST_ONLY_EQUAL_INSTALLMENTS',
    interest: { ...mortgage.interest, scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' },
  };
  const linesOf = ({ installments = [] }: ResponseBody<'getLoanSchedule'>): string[] =>
    installments.map(
      ({ principal, interest, expectedClosingBalance: left }) =>
        `${principal?.amount?.expected}+${interest?.amount?.expected} ${left}`,
    );
  const told = async (loan: LoanRef): Promise<string[]> =>
    linesOf(await bank.ok('getLoanSchedule', { path: loanPath(loan) }));

  test('tells equal instalments and what is left after each, is overpaid and paid off', async () => {
    const key = await lender.loanProduct('INTEREST-ONLY', interestOnly);
    const loan = await lender.approvedLoan(key, terms);
    await desk.disburse(loan, { valueDate: moment('2024-01-15') });
    expect(await told(loan)).toEqual([...Array(5).fill('0+500 100000'), '100000+500 0']);
    const made = await bank.ok('makePrincipalOverpayment', { path: loanPath(loan), body: { amount: 20_000 } });
    expect(await told(loan)).toEqual(['20000+400 80000', ...Array(4).fill('0+400 80000'), '80000+400 0']);
    await desk.adjust(made);
    expect(await told(loan)).toEqual([...Array(5).fill('0+500 100000'), '100000+500 0']);
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    expect(await desk.account(loan)).toMatchObject({ accountState: 'CLOSED', balances: { principalBalance: 0 } });
  });

  describe('by actual days', () => {
    const day = 16.438356;
    const days = [31, 29, 31, 30, 31, 30];
    const bears = (count: number): number => Math.round(count * day * 100) / 100;
    const expected = days.map((count, index) => (index < 5 ? `0+${bears(count)} 100000` : `100000+${bears(count)} 0`));
    let key: string;

    beforeAll(async () => {
      key = await lender.loanProduct('INTEREST-BY-DAYS', { ...interestOnly, interest: { ...mortgage.interest } });
    });

    test('asks with each instalment for the interest of its own days, as the preview foresees', async () => {
      expect(expected.slice(0, 2)).toEqual(['0+509.59 100000', '0+476.71 100000']);
      const previewed = await bank.ok('previewSchedule', {
        body: {
          productTypeKey: key,
          ...terms,
          disbursementDetails: { expectedDisbursementDate: moment('2024-01-15') },
        },
      });
      expect(linesOf(previewed)).toEqual(expected);
      const loan = await lender.approvedLoan(key, terms);
      await desk.disburse(loan, { valueDate: moment('2024-01-15') });
      expect(await told(loan)).toEqual(expected);
      expect(await desk.account(loan)).toMatchObject({
        interestSettings: { interestCalculationMethod: 'EQUAL_INSTALLMENTS' },
      });
      await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    });

    test('may apply it on days of the month', async () => {
      const onTheFirst = await lender.loanProduct('INTEREST-ON-THE-FIRST', {
        ...interestOnly,
        interest: {
          ...mortgage.interest,
          interestBalanceCalculationMethod: 'ONLY_PRINCIPAL',
          interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
          interestApplicationDays: { daysInMonth: [1], shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' },
        },
      });
      const loan = await lender.approvedLoan(onTheFirst, terms);
      await desk.disburse(loan, { valueDate: moment('2024-01-15') });
      // 17 days until the first of February, a month each, and 44 days with the last due date.
      expect((await told(loan)).map((line) => line.split(' ')[0])).toEqual(
        [17, 29, 31, 30, 31, 44].map((count, index) => `${index < 5 ? 0 : 100_000}+${bears(count)}`),
      );
      await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    });
  });

  test('is not made with a method that changes the number of its instalments', async () => {
    const fewerOfThem = {
      ...interestOnly,
      prepayment: { prepaymentRecalculationMethod: 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW' },
    };
    await expect(lender.loanProduct('FEWER', fewerOfThem)).rejects.toThrow('LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH');
  });
});

describe('a month later', () => {
  let punctual: LoanRef;
  let late: LoanRef;

  beforeAll(async () => {
    [punctual, late] = [await lent(), await lent()];
    await desk.advanceTo('2024-02-15');
  });

  test('a repayment says what becomes of the schedule, and is undone with it', async () => {
    const before = await desk.schedule(punctual);
    const paid = await desk.repay(punctual, 36_959.55);
    expect(await ahead(punctual)).toEqual(smaller);
    await desk.adjust(paid);
    const own = await desk.repay(punctual, 36_959.55, {
      prepaymentRecalculationMethod: 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW',
    });
    expect(await ahead(punctual)).toEqual(fewer);
    await desk.adjust(own);
    expect(await desk.schedule(punctual)).toEqual(before);
  });

  test('principal that is paid outside the schedule is told on the instalment that shows it', async () => {
    const outside = async (): Promise<unknown[]> => {
      const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(punctual) });
      return installments.map((one) => one.nonScheduledPrincipalBalanceOverpayment);
    };
    const made = await bank.ok('makePrincipalOverpayment', {
      path: loanPath(punctual),
      body: { amount: 36_449.96, prepaymentRecalculationMethod: 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW' },
    });
    expect(made).toMatchObject({ affectedAmounts: { principalAmount: 36_449.96, interestAmount: 0 } });
    // What was due of the principal is no part of it.
    expect((await outside())[0]).toBe(20_000);
    expect((await outside()).slice(1).every((one) => one === undefined)).toBe(true);
    await desk.adjust(made);
    expect(await outside()).toEqual(Array(6).fill(undefined));
  });

  test('what is not to be is refused by name', async () => {
    const refused = (body: Body): Promise<string> =>
      desk.refused('makeRepayment', punctual, { path: loanPath(punctual), body: { amount: 20_000, ...body } as never });
    expect(await refused({ prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS' })).toMatch(
      /^400 PREPAYMENT_RECALCULATION_METHOD_ON_REPAYMENT_NOT_SUPPORTED/,
    );
    expect(await refused({ prepaymentRecalculationMethod: '💥' })).toMatch(/^400 INVALID_PARAMETERS/);
    expect(await refused({ prepaymentRecalculationMethod: 7 })).toMatch(/^400 INVALID_PARAMETERS/);
  });

  test('an edited schedule and a method of its own exclude each other', async () => {
    const loan = await lender.approvedLoan(product, terms);
    await desk.disburse(loan, { valueDate: moment('2024-02-15') });
    const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
    const [first, ...others] = installments;
    const lines = [{ ...first, dueDate: moment('2024-03-20') }, ...others];
    const edit = { path: loanPath(loan), body: lines } as never;
    const own = { prepaymentRecalculationMethod: 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW' };
    const paid = await desk.repay(loan, 5000, own);
    expect(await desk.refused('editLoanSchedule', loan, edit)).toMatch(
      /^400 CONFLICT_BETWEEN_PREPAYMENT_RECALCULATION_METHOD_FROM_TRANSACTIONS_AND_NEW_SCHEDULE_EDIT/,
    );
    await desk.adjust(paid);
    await bank.ok('editLoanSchedule', edit);
    expect(
      await desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount: 5000, ...own } as never }),
    ).toMatch(/^400 CONFLICT_BETWEEN_EDIT_SCHEDULE_OPERATIONS_AND_ATTEMPTED_PREPAYMENT_RECALCULATION_METHOD/);
  });

  test('interest that is owed bears interest', async () => {
    await desk.advanceTo('2024-02-25');
    await desk.repay(late, 16_959.55);
    await desk.advanceTo('2024-03-16');
    expect((await ahead(late))[0]).toBe('16561.26+426.17');
    const explained = await bank.ok('explainLoan', { path: loanPath(late) });
    expect(JSON.stringify(explained)).toContain('100509.59');
  });
});

describe('an early repayment charge', () => {
  const charging: LoanProductChanges = {
    ...mortgage,
    prepayment: { ...mortgage.prepayment, ercFreeAllowance: 10 },
    others: { feesSettings: { fees: [earlyRepaymentCharge] }, allowCustomRepaymentAllocation: true },
  };
  let loan: LoanRef;

  beforeAll(async () => {
    const key = await lender.loanProduct('CHARGING', charging);
    loan = await lender.approvedLoan(key, terms);
    await desk.disburse(loan);
  });

  test('comes with the payment as a transaction of its own, is booked, and goes with it', async () => {
    const before = await desk.standing(loan);
    const made = await bank.ok('makePrincipalOverpayment', { path: loanPath(loan), body: { amount: 30_000 } });
    const fee = await desk.newest(loan, 'FEE_APPLIED');
    expect(fee).toMatchObject({ amount: 400, affectedAmounts: { feesAmount: 400, principalAmount: 0 } });
    expect(fee.fees?.[0]).toMatchObject({ name: 'Early repayment', amount: 400, trigger: 'EARLY_REPAYMENT_CHARGE' });
    expect(await desk.journal(fee)).toEqual(['DEBIT 1120 400 -', 'CREDIT 4000 400 -']);
    const explained = await bank.ok('explainLoan', { path: loanPath(loan) });
    expect(JSON.stringify(explained)).toContain('principal repaid early beyond what the year lets free');
    await desk.adjust(made);
    expect(await desk.standing(loan)).toEqual(before);
  });

  test('is paid as a part of its own, or let off alone', async () => {
    const made = await bank.ok('makePrincipalOverpayment', { path: loanPath(loan), body: { amount: 30_000 } });
    const paid = await desk.repay(loan, 400, {
      customPaymentAmounts: [{ customPaymentAmountType: 'NON_SCHEDULED_FEE', amount: 400 }],
    });
    expect(paid).toMatchObject({ affectedAmounts: { feesAmount: 400, principalAmount: 0 } });
    await desk.adjust(paid);
    await desk.adjust(await desk.newest(loan, 'FEE_APPLIED'));
    expect(await desk.account(loan)).toMatchObject({ balances: { feesBalance: 0, principalBalance: 70_000 } });
    await desk.adjust(made);
    expect(await desk.account(loan)).toMatchObject({ balances: { feesBalance: 0, principalBalance: 100_000 } });
  });

  test('is told before a pay-off, which collects it or lets it off', async () => {
    const now = moment('2024-03-16');
    const preview = () => bank.ok('previewLoanPayOff', { path: loanPath(loan), body: { valueDate: now } });
    expect(await preview()).toMatchObject({ earlyRepaymentCharge: 1800, feeBalance: 0, totalBalance: 101_800 });
    const off = (nonScheduledFeeAmount: number) => ({
      path: loanPath(loan),
      body: { payOffAdjustableAmounts: { nonScheduledFeeAmount } },
    });
    expect(await desk.refused('payOffLoan', loan, off(1800.01))).toMatch(/^400 PAY_OFF_INVALID_FEES_PAID/);
    expect(await desk.refused('payOffLoan', loan, off(-1))).toMatch(/^400 PAY_OFF_INVALID_FEES_PAID/);
    await bank.ok('payOffLoan', off(1000));
    expect((await desk.standing(loan)).slice(-2)).toEqual([
      'FEE_APPLIED 1000.00 2024-03-16',
      'REPAYMENT 101000.00 2024-03-16',
    ]);
    expect(await desk.account(loan)).toMatchObject({ accountState: 'CLOSED', accountSubState: 'REPAID' });
  });

  test('is not for other loans', async () => {
    const others = {
      type: 'DYNAMIC_TERM_LOAN',
      interest: { ...mortgage.interest, interestCalculationMethod: 'DECLINING_BALANCE' },
    };
    await expect(lender.loanProduct('NO-CHARGE', { ...charging, ...others, prepayment: {} })).rejects.toThrow(
      'EARLY_REPAYMENT_CHARGE is for mortgages',
    );
  });
});
