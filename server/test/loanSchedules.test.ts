import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import {
  amountsOf,
  datedOf,
  type Group,
  installmentsOf,
  type Loan,
  type Product,
  previewBody,
  productMaker,
} from './harness/loanPreviews.ts';

let bank: TestBank;
const create = productMaker(() => bank);

type Row = readonly [name: string, product: Product, loan: Loan, expected: string];

beforeAll(async () => {
  bank = await startBank({ timeZone: 'America/New_York', today: '2026-01-15' });
  // Products that let due dates fall on days off do not see these.
  await bank.db.query(`INSERT INTO non_working_day (day) VALUES ('SATURDAY'), ('SUNDAY')`);
  await bank.db.query(
    `INSERT INTO general_holiday (encoded_key, name, date, creation_date) VALUES (gen_random_uuid(), 'Holiday', '2024-04-02', now())`,
  );
});

afterAll(() => bank.stop());

const monthlyRate = { interestChargeFrequency: 'EVERY_MONTH' };
const periodic = { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' };
const equal = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' };
const thirty = { daysInYear: 'E30_360' };
const userGuide: Loan = { amount: 1000, rate: 10, on: '2011-01-23', schedule: { repaymentInstallments: 4 } };
const published: Loan = { amount: 1000, rate: 10, on: '2020-01-01', schedule: { repaymentInstallments: 5 } };
const prepayment: Loan = { amount: 1000, rate: 10, on: '2017-01-21', schedule: { repaymentInstallments: 6 } };
const longFirst: Loan = {
  amount: 12_000,
  rate: 18,
  on: '2024-01-15',
  first: '2024-03-01',
  schedule: { repaymentInstallments: 6 },
};
const grace = { gracePeriodSettings: { gracePeriodType: 'PAY_INTEREST_ONLY', gracePeriod: { defaultValue: 2 } } };
const rounding = (method: string): Group => ({
  roundingSettings: {
    roundingRepaymentScheduleMethod: method,
    repaymentCurrencyRounding: 'NO_ROUNDING',
    repaymentElementsRoundingMethod: 'NO_ROUNDING',
  },
});

const calculationMethods: readonly Row[] = [
  [
    'flat, periodicity',
    { rates: monthlyRate, interest: { ...periodic, interestCalculationMethod: 'FLAT' } },
    userGuide,
    '250+100.00 250+100.00 250+100.00 250+100.00',
  ],
  [
    'declining, periodicity',
    { rates: monthlyRate, interest: periodic },
    userGuide,
    '250+100.00 250+75.00 250+50.00 250+25.00',
  ],
  [
    'equal, periodicity',
    { rates: monthlyRate, interest: { ...periodic, ...equal } },
    userGuide,
    '215.47+100.00 237.02+78.45 260.72+54.75 286.79+28.68',
  ],
  ['declining, ACT/365', { rates: monthlyRate }, userGuide, '250+101.92 250+69.04 250+50.96 250+24.66'],
  [
    'equal, ACT/365',
    { rates: monthlyRate, interest: equal },
    userGuide,
    '213.55+101.92 243.07+72.40 260.09+55.38 283.29+27.94',
  ],
  [
    'equal, 30E/360, simple',
    { interest: { ...equal, ...thirty } },
    published,
    '196.70+8.33 198.34+6.69 199.99+5.04 201.66+3.37 203.31+1.69',
  ],
  [
    'equal, 30E/360, compound',
    { interest: { ...equal, ...thirty, interestType: 'COMPOUNDING_INTEREST' } },
    published,
    '196.84+7.97 198.41+6.40 199.99+4.82 201.58+3.23 203.18+1.62',
  ],
  [
    'declining, ACT/360',
    { interest: { daysInYear: 'ACTUAL_360' } },
    prepayment,
    '166.67+8.61 166.67+6.48 166.67+5.74 166.67+4.17 166.67+2.87 166.65+1.39',
  ],
  [
    'equal, ACT/360, dynamic',
    { type: 'DYNAMIC_TERM_LOAN', interest: { ...equal, daysInYear: 'ACTUAL_360' } },
    prepayment,
    '162.95+8.61 165.05+6.51 165.77+5.79 167.34+4.22 168.64+2.92 170.25+1.42',
  ],
  [
    'free of interest',
    { type: 'INTEREST_FREE_LOAN', others: { interestSettings: undefined } },
    { amount: 100, on: '2024-01-01', schedule: { repaymentInstallments: 3 } },
    '33.33+0.00 33.33+0.00 33.34+0.00',
  ],
];

const dayCounts: readonly Row[] = [
  [
    'ISDA over the turn of the year',
    { interest: { daysInYear: 'ACTUAL_ACTUAL_ISDA' } },
    { amount: 3000, rate: 10, on: '2023-11-15', schedule: { repaymentInstallments: 3 } },
    '1000+24.66 1000+16.97 1000+8.47',
  ],
  [
    'ACT/360, weekly',
    { interest: { daysInYear: 'ACTUAL_360' }, schedule: { repaymentPeriodUnit: 'WEEKS' } },
    { amount: 2000, rate: 12, on: '2024-06-03', schedule: { repaymentInstallments: 4 } },
    '500+4.67 500+3.50 500+2.33 500+1.17',
  ],
  [
    'weekly rate on two weeks, exactly',
    {
      rates: { interestChargeFrequency: 'EVERY_WEEK' },
      interest: periodic,
      schedule: { repaymentPeriodUnit: 'WEEKS', defaultRepaymentPeriodCount: 2 },
    },
    { amount: 1000, rate: 1, on: '2024-06-03', schedule: { repaymentInstallments: 2 } },
    '500+20.00 500+10.00',
  ],
];

const amortisation: readonly Row[] = [
  [
    'standard, long first period',
    { type: 'DYNAMIC_TERM_LOAN', interest: equal },
    longFirst,
    '1834.08+272.22 1950.89+155.41 1984.76+121.54 2011.05+95.25 2043.88+62.42 2175.34+33.26',
  ],
  [
    'optimized, long first period',
    { type: 'DYNAMIC_TERM_LOAN', interest: equal, payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' } },
    longFirst,
    '1850.50+272.22 1967.56+155.16 2001.67+121.05 2028.24+94.48 2061.29+61.43 2090.74+31.96',
  ],
  [
    'balloon',
    { interest: { ...equal, ...thirty }, payment: { amortizationMethod: 'BALLOON_PAYMENTS' } },
    { amount: 10_000, rate: 12, on: '2024-01-01', schedule: { repaymentInstallments: 5, periodicPayment: 500 } },
    '400+100.00 404+96.00 408.04+91.96 412.12+87.88 8375.84+83.76',
  ],
  [
    'plan',
    { interest: { ...equal, ...thirty, ...periodic }, payment: { amortizationMethod: 'PAYMENT_PLAN' } },
    {
      amount: 10_000,
      rate: 12,
      on: '2024-01-01',
      schedule: {
        repaymentInstallments: 6,
        paymentPlan: [
          { amount: 500, toInstallment: 2 },
          { amount: 2000, toInstallment: 4 },
          { amount: 3000, toInstallment: 6 },
        ],
      },
    },
    '400+100.00 404+96.00 1908.04+91.96 1927.12+72.88 2946.39+53.61 2414.45+24.14',
  ],
  [
    'interest only, declining',
    { rates: monthlyRate, interest: thirty, others: grace },
    { amount: 120_000, rate: 1, on: '2024-01-01', schedule: { repaymentInstallments: 6 } },
    '0+1200.00 0+1200.00 30000+1200.00 30000+900.00 30000+600.00 30000+300.00',
  ],
  [
    'interest only, equal',
    { rates: monthlyRate, interest: { ...thirty, ...equal }, others: grace },
    { amount: 120_000, rate: 1, on: '2024-01-01', schedule: { repaymentInstallments: 6, gracePeriod: 2 } },
    '0+1200.00 0+1200.00 29553.73+1200.00 29849.27+904.46 30147.76+605.97 30449.24+304.49',
  ],
  [
    'principal on every second',
    { interest: thirty, payment: { principalPaymentSettings: { defaultPrincipalRepaymentInterval: 2 } } },
    { amount: 9000, rate: 12, on: '2024-01-01', schedule: { repaymentInstallments: 6 } },
    '0+90.00 3000+90.00 0+60.00 3000+60.00 0+30.00 3000+30.00',
  ],
];

const roundings: readonly Row[] = [
  [
    'remainder of principal into the last',
    {
      rates: monthlyRate,
      interest: { ...periodic, interestCalculationMethod: 'FLAT' },
      schedule: rounding('ROUND_REMAINDER_INTO_LAST_REPAYMENT'),
    },
    { amount: 1000, rate: 1.2344, on: '2024-01-01', schedule: { repaymentInstallments: 3 } },
    '333.33+12.34 333.33+12.34 333.34+12.34',
  ],
  [
    'both remainders into the last',
    {
      rates: monthlyRate,
      interest: { ...periodic, interestCalculationMethod: 'FLAT' },
      schedule: rounding('ROUND_PRINCIPAL_AND_INTEREST_REMAINDER_INTO_LAST_REPAYMENT'),
    },
    { amount: 1000, rate: 1.2344, on: '2024-01-01', schedule: { repaymentInstallments: 3 } },
    '333.33+12.34 333.33+12.34 333.34+12.35',
  ],
  [
    'totals in whole units',
    {
      rates: monthlyRate,
      interest: { ...periodic, ...equal },
      schedule: {
        roundingSettings: {
          roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
          repaymentCurrencyRounding: 'ROUND_TO_NEAREST_WHOLE_UNIT',
          repaymentElementsRoundingMethod: 'PAYMENT_DUE',
        },
      },
    },
    { amount: 100_000, rate: 1, on: '2024-01-01', schedule: { repaymentInstallments: 4 } },
    '24628+1000.00 24874.28+753.72 25123.02+504.98 25374.70+253.75',
  ],
];

describe('the worked schedules, to the cent', () => {
  test.each<Row>([...calculationMethods, ...dayCounts, ...amortisation, ...roundings])(
    '%s',
    async (_name, product, loan, expected) => {
      const body = previewBody(await create(product), loan);
      const told = await bank.ok('previewSchedule', { body });
      expect(amountsOf(told)).toBe(expected);
      expect(await bank.ok('previewLoanSchedule', { body })).toEqual(told);
    },
  );

  test('a balloon over twenty years', async () => {
    const key = await create({
      rates: monthlyRate,
      interest: { ...equal, ...periodic },
      payment: { amortizationMethod: 'BALLOON_PAYMENTS' },
      schedule: { amortizationPeriod: { minValue: 120, maxValue: 360, defaultValue: 240 } },
    });
    const told = await bank.ok('previewSchedule', {
      body: previewBody(key, { amount: 1_000_000, rate: 1, on: '2024-01-01', schedule: { repaymentInstallments: 36 } }),
    });
    const installments = installmentsOf(told);
    const totals = installments.map(({ principal, interest }) => principal.amount.expected + interest.amount.expected);
    expect(new Set(totals.slice(0, 35).map((total) => total.toFixed(2)))).toEqual(new Set(['11010.86']));
    expect(amountsOf({ installments: installments.slice(-1) })).toBe('957887.29+9578.87');
  });
});

const four: Loan = {
  amount: 3000,
  rate: 12,
  on: '2025-01-05',
  first: '2025-01-31',
  schedule: { repaymentInstallments: 4 },
};
const fixedDays = (days: readonly number[], shortMonthHandlingMethod?: string): Group => ({
  scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
  fixedDaysOfMonth: days,
  ...(shortMonthHandlingMethod === undefined ? {} : { shortMonthHandlingMethod }),
});
const thirtieth: Loan = { amount: 3000, rate: 12, on: '2025-01-10', schedule: { repaymentInstallments: 3 } };
const daysOff: Loan = {
  amount: 6000,
  rate: 12,
  on: '2024-02-02',
  first: '2024-03-02',
  schedule: { repaymentInstallments: 4 },
};

describe('due dates', () => {
  test.each<Row>([
    [
      'from the first one, without drift',
      {},
      four,
      '2025-01-31 25.64 | 2025-02-28 20.71 | 2025-03-31 15.29 | 2025-04-30 7.40',
    ],
    [
      'on two fixed days',
      { schedule: fixedDays([15, 1]) },
      { amount: 4000, rate: 12, on: '2026-01-12', schedule: { repaymentInstallments: 4 } },
      '2026-01-15 3.95 | 2026-02-01 16.77 | 2026-02-15 9.21 | 2026-03-01 4.60',
    ],
    [
      'on the 30th or the last day',
      { interest: thirty, schedule: fixedDays([30], 'LAST_DAY_IN_MONTH') },
      thirtieth,
      '2025-01-30 20.00 | 2025-02-28 18.67 | 2025-03-30 10.67',
    ],
    [
      'on the 30th or the first after it',
      { interest: thirty, schedule: fixedDays([30], 'FIRST_DAY_OF_NEXT_MONTH') },
      thirtieth,
      '2025-01-30 20.00 | 2025-03-01 20.67 | 2025-03-30 9.67',
    ],
  ])('%s', async (_name, product, loan, expected) => {
    const told = await bank.ok('previewSchedule', { body: previewBody(await create(product), loan) });
    expect(datedOf(told)).toBe(expected);
  });

  test('move by the product’s offset, all of them', async () => {
    const key = await create({ schedule: { firstRepaymentDueDateOffset: { defaultValue: 10 } } });
    const told = await bank.ok('previewSchedule', {
      body: previewBody(key, { amount: 900, rate: 0, on: '2015-12-01', schedule: { repaymentInstallments: 3 } }),
    });
    expect(installmentsOf(told).map(({ dueDate }) => dueDate)).toEqual([
      '2016-01-11T00:00:00-05:00',
      '2016-02-11T00:00:00-05:00',
      '2016-03-11T00:00:00-05:00',
    ]);
  });

  test('avoid days off as the product says', async () => {
    const of = async (repaymentReschedulingMethod: string): Promise<string> =>
      datedOf(
        await bank.ok('previewSchedule', {
          body: previewBody(await create({ schedule: { repaymentReschedulingMethod } }), daysOff),
        }),
      );
    expect(await of('NONE')).toBe('2024-03-02 57.21 | 2024-04-02 45.86 | 2024-05-02 29.59 | 2024-06-02 15.29');
    expect(await of('NEXT_WORKING_DAY')).toBe(
      '2024-03-04 61.15 | 2024-04-03 44.38 | 2024-05-02 28.60 | 2024-06-03 15.78',
    );
    expect(await of('PREVIOUS_WORKING_DAY')).toBe(
      '2024-03-01 55.23 | 2024-04-01 45.86 | 2024-05-02 30.58 | 2024-05-31 14.30',
    );
  });
});
