import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Schemas } from '../src/generated/schemas.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { type Group, type Product, productMaker } from './harness/loanPreviews.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let open: OpenBank;
const create = productMaker(() => bank);

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
});
afterAll(() => bank.stop());

const thirty = { daysInYear: 'E30_360' };
const equal = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' };
const periodic = { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' };
const balloon = { amortizationMethod: 'BALLOON_PAYMENTS' };
const grace = { gracePeriodSettings: { gracePeriodType: 'PAY_INTEREST_ONLY', gracePeriod: { maxValue: 3 } } };

const fixedDays = (days: readonly number[]): Group => ({
  scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
  fixedDaysOfMonth: days,
  shortMonthHandlingMethod: 'FIRST_DAY_OF_NEXT_MONTH',
});

const plan = [
  { amount: 3000, toInstallment: 2 },
  { amount: 4000, toInstallment: 4 },
];

/** Products that show the settings of an account in as many ways as there are, and what the account says of its schedule. */
const rows: readonly (readonly [name: string, product: Product, schedule: Group])[] = [
  ['declining', {}, { repaymentInstallments: 6, repaymentPeriodCount: 2, repaymentPeriodUnit: 'WEEKS' }],
  [
    'flat at once',
    { interest: { interestCalculationMethod: 'FLAT', interestApplicationMethod: 'AFTER_DISBURSEMENT' } },
    { repaymentInstallments: 4 },
  ],
  [
    'a balloon',
    { interest: { ...equal, ...thirty }, payment: balloon },
    { repaymentInstallments: 5, periodicPayment: 500 },
  ],
  [
    'a balloon by its period',
    { interest: { ...equal, ...thirty }, payment: balloon },
    { repaymentInstallments: 5, amortizationPeriod: 50 },
  ],
  [
    'a plan',
    { interest: { ...equal, ...periodic }, payment: { amortizationMethod: 'PAYMENT_PLAN' } },
    { repaymentInstallments: 4, paymentPlan: plan },
  ],
  ['fixed days, late ones', { schedule: fixedDays([31, 5]) }, { repaymentInstallments: 4 }],
  ['fixed days, early ones', { schedule: fixedDays([5]) }, { repaymentInstallments: 4, fixedDaysOfMonth: [7, 20] }],
  [
    'no interest',
    { type: 'INTEREST_FREE_LOAN', others: { interestSettings: undefined } },
    { repaymentInstallments: 4 },
  ],
  [
    'optimized',
    { type: 'DYNAMIC_TERM_LOAN', interest: equal, payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' } },
    { repaymentInstallments: 4 },
  ],
  ['an offset', { schedule: { firstRepaymentDueDateOffset: { defaultValue: 7 } } }, { repaymentInstallments: 4 }],
  ['grace', { interest: equal, others: grace }, { repaymentInstallments: 6, gracePeriod: 2 }],
  ['principal now and then', {}, { repaymentInstallments: 6, principalRepaymentInterval: 3 }],
];

describe.each(rows)('a loan with %s', (name, product, schedule) => {
  const interestSettings = product.type === 'INTEREST_FREE_LOAN' ? {} : { interestRate: 12 };
  const scheduleSettings = { gracePeriod: 0, ...schedule };
  let productTypeKey = '';
  let path = { loanAccountId: '' };
  beforeAll(async () => {
    productTypeKey = await create(product);
    const account = await bank.ok('createLoanAccount', {
      body: {
        accountHolderKey: (await open.client()).encodedKey,
        accountHolderType: 'CLIENT',
        loanName: name,
        productTypeKey,
        loanAmount: 10_000,
        interestSettings,
        scheduleSettings,
      },
    });
    path = { loanAccountId: String(account.id) };
  });

  test('can be sent back as it was fetched', async () => {
    const told = await bank.ok('getLoanAccount', { path, query: { detailsLevel: 'FULL' } });
    expect(told.scheduleSettings).toMatchObject(scheduleSettings);
    const put = await bank.ok('updateLoanAccount', { path, body: told });
    expect({ ...put, lastModifiedDate: '' }).toEqual({ ...told, lastModifiedDate: '' });
  });

  test('tells one tolerance wherever it is changed', async () => {
    const tolerance = async (at: string, value: number): Promise<unknown> => {
      await bank.ok('patchLoanAccount', { path, body: [{ op: 'REPLACE', path: at, value }] });
      const { arrearsTolerancePeriod, accountArrearsSettings } = await bank.ok('getLoanAccount', { path });
      return [arrearsTolerancePeriod, accountArrearsSettings?.tolerancePeriod];
    };
    expect(await tolerance('/arrearsTolerancePeriod', 3)).toEqual([3, 3]);
    expect(await tolerance('/accountArrearsSettings/tolerancePeriod', 8)).toEqual([8, 8]);
  });

  test('gets by its disbursement the schedule that was previewed', async () => {
    const previewed = await bank.ok('previewSchedule', {
      body: { productTypeKey, loanAmount: 10_000, interestSettings, scheduleSettings },
    });
    await bank.ok('changeLoanAccountState', { path, body: { action: 'APPROVE' } });
    await bank.ok('makeDisbursement', { path, body: {} });
    const disbursed = await bank.ok('getLoanSchedule', { path });
    const withoutKeys = ({ installments }: Schemas['LoanAccountSchedule']): unknown =>
      installments?.map(({ encodedKey, parentAccountKey, ...told }) => told);
    expect(withoutKeys(disbursed)).toEqual(withoutKeys(previewed));
  });
});
