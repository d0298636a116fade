import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import {
  amountsOf,
  day,
  type Group,
  installmentsOf,
  type Loan,
  previewBody,
  productMaker,
} from './harness/loanPreviews.ts';

let bank: TestBank;
const create = productMaker(() => bank);

beforeAll(async () => {
  bank = await startBank({ timeZone: 'America/New_York', today: '2026-01-15' });
});

afterAll(() => bank.stop());

const monthlyRate = { interestChargeFrequency: 'EVERY_MONTH' };
const periodic = { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' };
const equal = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' };
const userGuide: Loan = { amount: 1000, rate: 10, on: '2011-01-23', schedule: { repaymentInstallments: 4 } };

describe('a previewed instalment', () => {
  test('is told in full, as nothing has happened to it', async () => {
    const key = await create({ rates: monthlyRate, interest: periodic });
    const told = await bank.ok('previewSchedule', { body: previewBody(key, userGuide) });
    expect(told).toMatchObject({ currency: { code: 'EUR', currencyCode: 'EUR' } });
    const none = { expected: 0, due: 0, paid: 0 };
    expect(told.installments?.[0]).toEqual({
      number: '1',
      dueDate: '2011-02-23T00:00:00-05:00',
      state: 'PENDING',
      isPaymentHoliday: false,
      principal: { amount: { expected: 250, due: 250, paid: 0 } },
      interest: { amount: { expected: 100, due: 100, paid: 0 }, tax: none },
      interestAccrued: 0,
      fee: { amount: { ...none, expectedUnapplied: 0 }, tax: none },
      penalty: { amount: none, tax: none },
    });
  });

  test('without principal and interest is GRACE', async () => {
    const pure = { gracePeriodSettings: { gracePeriodType: 'INTEREST_FORGIVENESS', gracePeriod: { defaultValue: 1 } } };
    const told = await bank.ok('previewSchedule', { body: previewBody(await create({ others: pure }), userGuide) });
    expect(installmentsOf(told).map(({ state }) => state)).toEqual(['GRACE', 'PENDING', 'PENDING', 'PENDING']);
  });

  test('starts today without an expected date', async () => {
    const key = await create({
      rates: { interestRate: { defaultValue: 12 } },
      schedule: { numInstallments: { defaultValue: 1 } },
    });
    const told = await bank.ok('previewSchedule', { body: { productTypeKey: key, loanAmount: 100 } });
    expect(installmentsOf(told).map(({ dueDate }) => dueDate)).toEqual(['2026-02-15T00:00:00-05:00']);
  });

  test('has the decimals of its currency', async () => {
    await bank.ok('createCurrency', {
      body: {
        code: 'JPY',
        name: 'Yen',
        symbol: '¥',
        currencySymbolPosition: 'BEFORE_NUMBER',
        digitsAfterDecimal: 0,
        type: 'FIAT_CURRENCY',
      },
    });
    const key = await create({ others: { currency: { code: 'JPY' } } });
    const told = await bank.ok('previewSchedule', {
      body: previewBody(key, { amount: 100_000, rate: 12, on: '2024-01-01', schedule: { repaymentInstallments: 3 } }),
    });
    expect(told.currency).toEqual({ code: 'JPY', currencyCode: 'JPY' });
    expect(amountsOf(told)).toBe('33333+1019.00 33333+636.00 33334+340.00');
  });
});

describe('a preview that is refused', () => {
  const errorOf = ({ status, body }: Reply): string[] => {
    const [error] = (body as { errors: { errorReason: string; errorSource?: string }[] }).errors;
    return [String(status), error?.errorReason ?? '', error?.errorSource ?? ''];
  };
  let key = '';
  beforeAll(async () => {
    key = await create({
      rates: { interestRate: { minValue: 1, maxValue: 20 } },
      schedule: { numInstallments: { maxValue: 24 } },
      others: { loanAmountSettings: { loanAmount: { minValue: 100, maxValue: 5000 } } },
    });
  });

  const good: Loan = { amount: 1000, rate: 12, on: '2026-02-01', schedule: { repaymentInstallments: 12 } };
  const dates = (changes: Group): Group => ({
    disbursementDetails: { expectedDisbursementDate: day('2026-02-01'), ...changes },
  });

  test.each<[string, string, Group]>([
    ['INVALID_PRODUCT_KEY', 'productTypeKey', { productTypeKey: 'nowhere' }],
    ['INVALID_PRODUCT_KEY', 'productTypeKey', { productTypeKey: '0'.repeat(32) }],
    ['INVALID_PARAMETERS', 'loanAmount', { loanAmount: undefined }],
    ['INVALID_PARAMETERS', 'loanAmount', { loanAmount: 'much' }],
    ['INVALID_AMOUNT', 'loanAmount', { loanAmount: 0 }],
    ['INVALID_AMOUNT', 'loanAmount', { loanAmount: -1000 }],
    ['INVALID_AMOUNT', 'loanAmount', { loanAmount: 5001 }],
    ['INVALID_PARAMETERS', 'loanAmount', { loanAmount: '1e400' }],
    ['INVALID_AMOUNT', 'decimals', { loanAmount: 1000.001 }],
    ['INTEREST_RATE_OUTSIDE_CONSTRAINTS', 'interestRate', { interestSettings: { interestRate: 21 } }],
    ['INVALID_INTEREST_RATE', 'interestRate', { interestSettings: {} }],
    ['INVALID_PARAMETERS', 'interestRate', { interestSettings: { interestRate: '1e-400' } }],
    [
      'INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
      'interestSpread',
      { interestSettings: { interestRate: 12, interestSpread: 1 } },
    ],
    ['INVALID_INSTALLMENTS', 'repaymentInstallments', { scheduleSettings: {} }],
    ['INVALID_INSTALLMENTS', 'repaymentInstallments', { scheduleSettings: { repaymentInstallments: 25 } }],
    [
      'INVALID_INSTALLMENTS',
      'instalments',
      { scheduleSettings: { repaymentInstallments: 24, repaymentPeriodCount: 2_147_483_647 } },
    ],
    ['INVALID_PARAMETERS', 'repaymentInstallments', { scheduleSettings: { repaymentInstallments: 1.5 } }],
    [
      'INVALID_PARAMETERS',
      'repaymentPeriodUnit',
      { scheduleSettings: { repaymentInstallments: 2, repaymentPeriodUnit: 'MOONS' } },
    ],
    [
      'FIXED_DAYS_OF_MONTH_NOT_ALLOWED',
      'fixedDaysOfMonth',
      { scheduleSettings: { repaymentInstallments: 2, fixedDaysOfMonth: [1] } },
    ],
    ['INVALID_GRACE_PERIOD', 'gracePeriod', { scheduleSettings: { repaymentInstallments: 2, gracePeriod: 1 } }],
    [
      'PAYMENT_PLAN_NOT_AVAILABLE',
      'paymentPlan',
      { scheduleSettings: { repaymentInstallments: 2, paymentPlan: [{ amount: 1, toInstallment: 2 }] } },
    ],
    [
      'FIRST_REPAYMENT_DATE_BEFORE_EXPECTED_DISBURSEMENT_DATE',
      'firstRepaymentDate',
      dates({ firstRepaymentDate: day('2026-02-01') }),
    ],
    [
      'INVALID_FIRST_REPAYMENT_DUE_DATE',
      'firstRepaymentDate',
      dates({ firstRepaymentDate: '9999-12-31T00:00:00-05:00' }),
    ],
    [
      'INVALID_ANTICIPATED_DISBURSEMENT',
      'disbursement',
      dates({ expectedDisbursementDate: '9999-12-31T00:00:00-05:00' }),
    ],
    ['INVALID_PARAMETERS', 'org offset', dates({ expectedDisbursementDate: '2026-02-01T00:00:00+09:00' })],
    ['TRANCHES_NOT_ALLOWED', 'tranches', { tranches: [{ amount: 1000 }] }],
    ['INVALID_PARAMETERS', 'topUpAmount', { topUpAmount: 5 }],
    ['MISSING_FEE_KEY', 'fees', dates({ fees: [{ amount: 5 }] })],
    [
      'PRODUCT_DOES_NOT_ALLOW_PLANNED_FEES',
      'plannedInstallmentFees',
      { plannedInstallmentFees: [{ predefinedFeeKey: 'x', amount: 5 }] },
    ],
    ['INVALID_PARAMETERS', 'surprise', { surprise: true }],
  ])('%s naming %s %#', async (reason, property, changes) => {
    const body = { ...previewBody(key, good), ...changes };
    for (const name of ['previewSchedule', 'previewLoanSchedule'] as const) {
      const [status, told, source] = errorOf(await bank.call(name, { body }));
      expect([status, told]).toEqual(['400', reason]);
      expect(source).toContain(property);
    }
  });

  test('needs a user', async () => {
    expect((await bank.call('previewSchedule', { body: previewBody(key, good), user: null })).status).toBe(401);
  });

  test('is quick to answer for a loan of thousands of days', async () => {
    const long = await create({
      schedule: { repaymentPeriodUnit: 'DAYS' },
      type: 'DYNAMIC_TERM_LOAN',
      interest: equal,
    });
    const started = performance.now();
    const told = await bank.ok('previewSchedule', {
      body: previewBody(long, {
        amount: 1_000_000,
        rate: 5,
        on: '2026-01-01',
        schedule: { repaymentInstallments: 10_000 },
      }),
    });
    expect(installmentsOf(told)).toHaveLength(10_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
