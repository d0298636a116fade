import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import type { LoanBank, LoanProductChanges } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { moment } from './harness/loanTranches.ts';
import { revolvingProduct } from './harness/revolving.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';

// Worked numbers of loans that live: what was computed by hand, or by exact fractions outside of Florin, asked over HTTP. Those that a preview answers stand
// in loanSchedules.test.ts. All lives share one clock: each says what happens on which day, and tells what it saw.

let bank: TestBank;
let taxed: TaxedLoans;
let lender: LoanBank;
let desk: LoanDesk;

type Body = Readonly<Record<string, unknown>>;
/** What happens on a day; what it tells is compared. */
type Act = (loan: LoanRef) => Promise<string | undefined>;
type Life = {
  readonly name: string;
  readonly product: () => Promise<string>;
  /** 10,000 at 12 % in six instalments unless it says otherwise. */
  readonly loan?: Body;
  readonly from?: string;
  /** What the disbursement says; null where days begin with something else. */
  readonly paidOut?: Body;
  readonly days: Readonly<Record<string, Act>>;
  readonly told: readonly string[];
};

const start = '2024-01-01';
const declining = { interestCalculationMethod: 'DECLINING_BALANCE' };
const days365 = { daysInYear: 'ACTUAL_365_FIXED' };
/** A dynamic product of equal instalments by 30/360, in months. */
const dynamic = (changes: LoanProductChanges = {}): LoanProductChanges => ({
  type: 'DYNAMIC_TERM_LOAN',
  ...changes,
  interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT', ...changes.interest },
  schedule: { repaymentScheduleMethod: 'DYNAMIC', ...changes.schedule },
  payment: { latePaymentsRecalculationMethod: 'NO_RECALCULATION', ...changes.payment },
});
const terms = (loanAmount: number, repaymentInstallments: number, interestRate = 12): Body => ({
  loanAmount,
  interestSettings: { interestRate },
  scheduleSettings: { gracePeriod: 0, repaymentInstallments },
});
let products = 0;
const made = (changes: LoanProductChanges) => () => {
  products += 1;
  return lender.loanProduct(`LIFE-${products}`, changes);
};

const money = (amount: unknown): string => Number(amount ?? 0).toFixed(2);

/** Balances as `principal+interest+fees+penalty`. */
const balances: Act = async (loan) => {
  const { balances: all } = await desk.account(loan);
  return [all?.principalBalance, all?.interestBalance, all?.feesBalance, all?.penaltyBalance].map(money).join('+');
};
const accrued: Act = async (loan) => money((await desk.account(loan)).accruedInterest);
const lateness: Act = async (loan) => {
  const { accountState, daysLate } = await desk.account(loan);
  return `${daysLate} ${accountState}`;
};
/** Instalments that ask for something and are not paid, as `principal+interest`. */
const ahead: Act = async (loan) => {
  const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
  return installments
    .filter(({ state }) => state !== 'PAID')
    .map(({ principal, interest }) => `${money(principal?.amount?.expected)}+${money(interest?.amount?.expected)}`)
    .join(' ');
};
const pay =
  (...amounts: readonly number[]): Act =>
  async (loan) => {
    for (const amount of amounts) await desk.repay(loan, amount);
    return undefined;
  };
/** Pays, and tells what of it went to principal, interest and fees. */
const split =
  (amount: number): Act =>
  async (loan) => {
    const { affectedAmounts: parts } = await desk.repay(loan, amount);
    return [parts?.principalAmount, parts?.interestAmount, parts?.feesAmount].map(money).join('+');
  };
const feeOf =
  (amount: number, more: Body = {}): Act =>
  async (loan) => {
    await desk.fee(loan, amount, more);
    return undefined;
  };
const rateFrom =
  (day: string, interestRate: number): Act =>
  async (loan) => {
    const body = { interestRate, valueDate: moment(day), notes: 'agreed' };
    await bank.ok('changeLoanInterestRate', { path: loanPath(loan), body });
    return undefined;
  };
/** Several of them on one day; what they tell stands side by side. */
const then =
  (...acts: readonly Act[]): Act =>
  async (loan) => {
    const told: string[] = [];
    for (const act of acts) told.push((await act(loan)) ?? '');
    return told.filter((one) => one !== '').join(' | ');
  };
/** The newest of a type, with its journal. */
const booked =
  (type: string): Act =>
  async (loan) => {
    const made = await desk.newest(loan, type);
    return `${money(made.amount)}: ${(await desk.journal(made)).map((line) => line.replace(/ -$/, '')).join(', ')}`;
  };
const payOff: Act = async (loan) => {
  await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
  return booked('REPAYMENT')(loan);
};
const writeOff: Act = async (loan) => {
  await bank.ok('writeOffLoan', { path: loanPath(loan), body: {} });
  return booked('WRITE_OFF')(loan);
};

const cash = () => ({
  accountingMethod: 'CASH',
  accountingRules: [
    ['FUND_SOURCE', '1000'],
    ['PORTFOLIO_CONTROL', '1100'],
    ['INTEREST_INCOME', '4100'],
    ['FEE_INCOME', '4000'],
    ['WRITE_OFF_EXPENSE', '5000'],
  ].map(([financialResource, code]) => ({ financialResource, glAccountKey: lender.gl[String(code)] })),
});
const tolerating = (tolerancePeriod: number, more: Body = {}): Body => ({
  arrearsSettings: {
    toleranceCalculationMethod: 'ARREARS_TOLERANCE_PERIOD',
    tolerancePeriod: { minValue: 0, maxValue: 60, defaultValue: tolerancePeriod },
    ...more,
  },
});
const penalties = (loanPenaltyCalculationMethod: string, defaultValue: number, grace = 0): Body => ({
  penaltySettings: {
    loanPenaltyCalculationMethod,
    loanPenaltyGracePeriod: grace,
    penaltyRate: { minValue: 0, maxValue: 10, defaultValue },
  },
});

const late = (loanPenaltyCalculationMethod: string, told: string): Life => ({
  name: `penalties on ${loanPenaltyCalculationMethod}`,
  product: made({
    interest: { interestCalculationMethod: 'FLAT' },
    others: { ...tolerating(0), ...penalties(loanPenaltyCalculationMethod, 0.1) },
  }),
  loan: terms(2400, 6, 30),
  days: { '2024-01-20': feeOf(10, { installmentNumber: 1 }), '2024-02-01': balances, '2024-02-13': balances },
  told: ['2400.00+60.00+10.00+0.00', told],
});

const overdue = (amount: number, paid: number, told: string): Life => ({
  name: `of 10,000 outstanding ${amount / 2 - paid} overdue`,
  product: made(
    dynamic({
      interest: declining,
      others: tolerating(0, {
        tolerancePercentageOfOutstandingPrincipal: { minValue: 0, maxValue: 10, defaultValue: 3 },
        toleranceFloorAmount: 50,
      }),
    }),
  ),
  loan: terms(amount, 2, 0),
  days: { '2024-02-01': then(pay(paid), balances), '2024-02-02': lateness },
  told: ['10000.00+0.00+0.00+0.00', told],
});

const prepaid = (prepaymentRecalculationMethod: string, told: string): Life => ({
  name: `a prepayment with ${prepaymentRecalculationMethod}`,
  product: made(dynamic({ interest: declining, prepayment: { prepaymentRecalculationMethod } })),
  loan: terms(6000, 6),
  from: '2024-01-10',
  days: { '2024-02-10': pay(1060), '2024-03-10': then(pay(1050, 1500), balances, ahead) },
  told: [`2500.00+0.00+0.00+0.00 | ${told}`],
});

const reduced = (prepaymentRecalculationMethod: string, told: string): Life => ({
  name: `a prepayment with ${prepaymentRecalculationMethod}`,
  product: made(dynamic({ prepayment: { prepaymentRecalculationMethod } })),
  days: { '2024-02-01': pay(1725.48), '2024-03-01': then(pay(1725.48), balances, pay(2000), ahead) },
  told: [`6732.79+0.00+0.00+0.00 | ${told}`],
});

const allocated = (paymentMethod: string, told: string): Life => ({
  name: `130 are allocated ${paymentMethod}`,
  product: made(dynamic({ interest: declining, payment: { paymentMethod } })),
  loan: terms(1000, 10, 24),
  // The interest of February is 15 on what is still 1000.
  days: { '2024-01-20': feeOf(5), '2024-02-01': rateFrom('2024-02-01', 18), '2024-03-02': then(balances, split(130)) },
  told: [`1000.00+35.00+5.00+0.00 | ${told}`],
});

const asked = (name: string, principalPaymentSettings: Body, told: string): Life => ({
  name: `a credit of 5000 asks for ${name}`,
  product: made(revolvingProduct({ payment: { principalPaymentSettings } })),
  loan: { loanAmount: 5000, scheduleSettings: { gracePeriod: 0 } },
  paidOut: { amount: 1500 },
  days: { '2024-01-20': feeOf(12), '2024-02-02': ahead },
  // Beside it the running instalment, which has one day's interest.
  told: [`${told}+15.29 0.00+0.49`],
});
const share = {
  principalPaymentMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE',
  percentage: { minValue: 5, maxValue: 50, defaultValue: 10 },
};

const taxedLife = (taxCalculationMethod: string, told: string): Life => ({
  name: `taxes ${taxCalculationMethod}`,
  product: async () =>
    taxed.product(
      `TAXED-${taxCalculationMethod}`,
      { taxSourceKey: await taxed.source(taxCalculationMethod, ['2023-01-01', 16]), taxCalculationMethod },
      dynamic({ interest: declining }),
    ),
  loan: terms(100_000, 5),
  days: {
    '2024-02-01': async (loan) => {
      const { taxes, affectedAmounts } = await desk.repay(loan, Number(told.split(' ')[0]));
      return `${money(affectedAmounts?.interestAmount)} ${money(taxes?.taxOnInterestAmount)} | ${await booked('REPAYMENT')(loan)}`;
    },
  },
  told: [told],
});

const losing = (name: string, others: () => Body, told: string): Life => ({
  name: `a write-off of 700, 30 and 5, ${name}`,
  product: () => made(dynamic({ interest: declining, others: others() }))(),
  loan: terms(700, 7, 51.428571428571),
  days: { '2024-02-01': then(feeOf(5), balances, writeOff) },
  told: [`700.00+30.00+5.00+0.00 | ${told}`],
});

const lives: readonly Life[] = [
  {
    name: '17 days, and a pay-off',
    product: made(dynamic({ interest: { ...declining, ...days365 } })),
    days: { '2024-01-18': then(accrued, payOff) },
    told: ['55.89 | 10055.89: DEBIT 1000 10055.89, CREDIT 1100 10000, CREDIT 1110 55.89'],
  },
  {
    name: 'capitalised interest',
    product: made(
      dynamic({
        interest: { ...declining, interestType: 'CAPITALIZED_INTEREST' },
        rate: { interestChargeFrequency: 'EVERY_MONTH' },
      }),
    ),
    loan: terms(100_000, 12, 1),
    days: { '2024-02-02': balances, '2024-02-09': accrued },
    told: ['101000.00+0.00+0.00+0.00', '269.33'],
  },
  {
    name: 'interest on principal and interest',
    product: made(dynamic({ interest: { interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST' } })),
    loan: terms(100_000, 12),
    days: { '2024-02-02': balances, '2024-03-02': balances },
    told: ['100000.00+1000.00+0.00+0.00', '100000.00+2010.00+0.00+0.00'],
  },
  {
    name: 'a month late',
    product: made(dynamic({ payment: { latePaymentsRecalculationMethod: 'NO_RECALCULATION' } })),
    days: { '2024-02-01': ahead, '2024-03-01': balances },
    told: [
      '1625.48+100.00 1641.73+83.75 1658.15+67.33 1674.73+50.75 1691.48+34.00 1708.43+17.08',
      '10000.00+200.00+0.00+0.00',
    ],
  },
  allocated('HORIZONTAL', '100.00+25.00+5.00'),
  allocated('VERTICAL', '90.00+35.00+5.00'),
  prepaid('RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS', '625.00+25.00 625.00+18.75 625.00+12.50 625.00+6.25'),
  prepaid('RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT', '1000.00+25.00 1000.00+15.00 500.00+5.00'),
  prepaid('NO_RECALCULATION', '1000.00+40.00 1000.00+30.00 1000.00+20.00 1000.00+10.00'),
  reduced('REDUCE_AMOUNT_PER_INSTALLMENT', '1165.59+47.33 1177.25+35.67 1189.02+23.90 1200.93+12.01'),
  reduced('REDUCE_NUMBER_OF_INSTALLMENTS_NEW', '1678.15+47.33 1694.93+30.55 1359.71+13.60'),
  {
    name: 'another rate',
    product: made(dynamic()),
    days: {
      '2024-02-01': pay(1725.48),
      '2024-03-01': then(pay(1725.48), rateFrom('2024-03-01', 18), ahead),
    },
    told: ['1645.80+100.99 1670.49+76.30 1695.54+51.25 1720.96+25.81'],
  },
  {
    name: 'five days are tolerated',
    product: made({ others: tolerating(5) }),
    from: '2024-01-10',
    days: { '2024-02-10': lateness, '2024-02-11': lateness, '2024-02-15': lateness, '2024-02-16': lateness },
    told: ['0 ACTIVE', '1 ACTIVE', '5 ACTIVE', '6 ACTIVE_IN_ARREARS'],
  },
  {
    name: 'the tenth of the month is tolerated',
    product: made({
      others: {
        arrearsSettings: { toleranceCalculationMethod: 'MONTHLY_ARREARS_TOLERANCE_DAY', monthlyToleranceDay: 10 },
      },
    }),
    paidOut: { firstRepaymentDate: moment('2024-01-28') },
    days: { '2024-02-10': lateness, '2024-02-11': lateness },
    told: ['13 ACTIVE', '14 ACTIVE_IN_ARREARS'],
  },
  overdue(19_402, 9402, '1 ACTIVE'),
  overdue(19_398, 9398, '1 ACTIVE_IN_ARREARS'),
  late('OVERDUE_BALANCE', '2400.00+60.00+10.00+4.80'),
  late('OVERDUE_BALANCE_AND_INTEREST', '2400.00+60.00+10.00+5.52'),
  late('OVERDUE_BALANCE_INTEREST_AND_FEE', '2400.00+60.00+10.00+5.64'),
  {
    name: 'penalties on OUTSTANDING_PRINCIPAL',
    product: made(
      dynamic({
        interest: { ...declining, ...days365 },
        others: { ...tolerating(0), ...penalties('OUTSTANDING_PRINCIPAL', 6) },
      }),
    ),
    loan: terms(3000, 6),
    days: { '2024-02-13': async (loan) => money((await desk.account(loan)).accruedPenalty) },
    told: ['5.92'],
  },
  {
    name: 'penalties wait for the longer of tolerance and grace',
    product: made({ others: { ...tolerating(32), ...penalties('OVERDUE_BALANCE', 0.1, 40) } }),
    loan: terms(1000, 4, 0),
    days: { '2024-03-06': balances, '2024-03-12': balances, '2024-03-13': balances },
    told: ['1000.00+0.00+0.00+0.00', '1000.00+0.00+0.00+0.00', '1000.00+0.00+0.00+10.25'],
  },
  asked('a share', share, '150.00'),
  asked('a share with a floor', { ...share, principalFloorValue: 200 }, '200.00'),
  asked('a share with a ceiling', { ...share, principalCeilingValue: 120 }, '120.00'),
  asked(
    'a floor with interest and fees in it',
    { ...share, principalFloorValue: 200, includeInterestInFloorAmount: true, includeFeesInFloorAmount: true },
    '172.71',
  ),
  asked(
    'more than it is owed',
    { principalPaymentMethod: 'FLAT', amount: { minValue: 0, maxValue: 5000, defaultValue: 2000 } },
    '1500.00',
  ),
  asked('a share of the limit', { ...share, principalPaymentMethod: 'TOTAL_PRINCIPAL_PERCENTAGE' }, '500.00'),
  asked('a share of all that it is owed', { ...share, principalPaymentMethod: 'TOTAL_BALANCE_PERCENTAGE' }, '125.44'),
  taxedLife('EXCLUSIVE', '1160.00 160.00 | 1160.00: DEBIT 1000 1160, CREDIT 1110 1000, CREDIT 1140 160'),
  taxedLife('INCLUSIVE', '1000.00 137.93 | 1000.00: DEBIT 1000 1000, CREDIT 1110 862.07, CREDIT 1140 137.93'),
  losing('ACCRUAL', () => ({}), '735.00: DEBIT 5000 735, CREDIT 1100 700, CREDIT 1110 30, CREDIT 1120 5'),
  losing('CASH', () => ({ accountingSettings: cash() }), '735.00: DEBIT 5000 700, CREDIT 1100 700'),
  {
    name: 'two months on CASH',
    product: () => made(dynamic({ interest: declining, others: { accountingSettings: cash() } }))(),
    loan: terms(100_000, 1),
    paidOut: { firstRepaymentDate: moment('2024-03-01') },
    days: { '2024-03-01': payOff },
    told: ['102000.00: DEBIT 1000 102000, CREDIT 1100 100000, CREDIT 4100 2000'],
  },
];

const told = new Map<string, string[]>();

beforeAll(async () => {
  bank = await startBank({ today: start });
  taxed = await taxedLoans(bank);
  lender = taxed.lender;
  desk = loanDesk(bank);
  const loans = new Map<Life, LoanRef>();
  const open = async (life: Life) => {
    const loan = await lender.approvedLoan(await life.product(), { ...terms(10_000, 6), ...life.loan });
    await desk.disburse(loan, life.paidOut);
    loans.set(life, loan);
  };
  const days = new Set(lives.flatMap(({ from = start, days: own }) => [from, ...Object.keys(own)]));
  for (const day of [...days].toSorted()) {
    if (day !== start) await desk.advanceTo(day);
    for (const life of lives) {
      if ((life.from ?? start) === day) await open(life);
      const seen = await life.days[day]?.(loans.get(life) ?? { id: 'not disbursed yet' });
      if (seen !== undefined) told.set(life.name, [...(told.get(life.name) ?? []), seen]);
    }
  }
  await desk.verify();
}, 300_000);
afterAll(() => bank.stop());

test.each(lives.map((life) => [life.name, life] as const))('%s', (name, life) => {
  expect(told.get(name)).toEqual(life.told);
});
