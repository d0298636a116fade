import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Beginning, beginLife, type Life, liveUntil, momentOf } from './harness/depositLife.ts';
import { type InterestBank, openInterestBank } from './harness/interestBank.ts';
import { everyMonths, firstOfMonth, onDates, type ReferenceTerms } from './harness/interestReference.ts';

// An account of each type through three years by the clock. On the first of every month, and before everything that is told below, the books must
// agree, and balance, applications and accrued interest of every account be those that a plain loop over days comes to.

type Body = Readonly<Record<string, unknown>>;

let living: InterestBank;
let current: Life;
let savings: Life;
let fixed: Life;
let plan: Life;
let investor: Life;
let quiet: Life;
const until = (day: string) => liveUntil(living, [current, savings, fixed, plan, investor, quiet], day);

const rates = (interestRateTerms: string, more: Body): Body => ({
  interestRateSettings: { interestRateTerms, interestRateSource: 'FIXED_INTEREST_RATE', ...more },
});
const fixedRate = (defaultValue: number): Body =>
  rates('FIXED', { interestRate: { minValue: 0, maxValue: 20, defaultValue } });
const paid = (
  daysInYear: string,
  interestCalculationBalance: string,
  interestPaymentPoint: string,
  more: Body,
): Body => {
  const { interestPaymentDates, ...settings } = more;
  return {
    interestPaidIntoAccount: true,
    daysInYear,
    interestCalculationBalance,
    interestPaymentSettings: { interestPaymentPoint, ...(interestPaymentDates ? { interestPaymentDates } : {}) },
    ...settings,
  };
};
const taxes = [
  ['2027-01-01', '10'],
  ['2028-07-01', '12.5'],
] as const;
const always = (rate: string): ReferenceTerms['rates'] => ({ kind: 'FIXED', from: [['2000-01-01', rate]] });
const term = (defaultValue: number): Body => ({
  maturitySettings: { maturityPeriod: { minValue: 1, defaultValue, maxValue: 60 }, maturityPeriodUnit: 'MONTHS' },
});

const product = (id: string, type: string, accountingMethod: string, more: Body): Promise<string> =>
  living.product(id, {
    type,
    overdraftSettings: undefined,
    overdraftInterestSettings: undefined,
    ...(accountingMethod === 'CASH'
      ? {}
      : { accountingSettings: accountingMethod === 'NONE' ? { accountingMethod } : living.accrual() }),
    ...more,
  });
const life = async (productId: string, beginning: Beginning, more: Body = {}): Promise<Life> =>
  beginLife(living, await living.account(productId, more), beginning);

beforeAll(async () => {
  living = await openInterestBank('2027-01-31');
  const holidays = ['2027-05-03', '2028-12-25', '2029-12-25'];
  await living.bank.ok('updateHolidays', {
    body: {
      nonWorkingDays: ['SATURDAY', 'SUNDAY'],
      holidays: holidays.map((date) => ({ name: `Holiday ${date}`, date, isAnnuallyRecurring: false })),
    },
  });

  await product('CUR', 'CURRENT_ACCOUNT', 'CASH', {
    interestSettings: paid('ACTUAL_365_FIXED', 'END_OF_DAY', 'FIRST_DAY_OF_MONTH', {
      maximumBalance: 8000,
      ...rates('TIERED', {
        interestRateTiers: [
          { endingBalance: 1000, interestRate: 0.5 },
          { endingBalance: 5000, interestRate: 1.25 },
          { interestRate: 0.75 },
        ],
      }),
    }),
    overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 2000 },
    overdraftInterestSettings: { daysInYear: 'ACTUAL_360', interestCalculationBalance: 'MINIMUM', ...fixedRate(15) },
    feesSettings: {
      fees: [
        {
          id: 'KEEPING',
          name: 'Keeping',
          amount: 1.5,
          amountCalculationMethod: 'FLAT',
          feeApplication: 'REQUIRED',
          trigger: 'MONTHLY_FEE',
          applyDateMethod: 'FIRST_OF_EVERY_MONTH',
          state: 'ACTIVE',
        },
      ],
    },
  });
  const overdraftSettings = { allowOverdraft: true, overdraftLimit: 1000 };
  current = await life(
    'CUR',
    {
      credit: {
        balance: 'END_OF_DAY',
        maximumBalance: 8000,
        year: 'ACTUAL_365_FIXED',
        rates: {
          kind: 'TIERED',
          tiers: [
            { end: 1000, rate: '0.5' },
            { end: 5000, rate: '1.25' },
            { end: null, rate: '0.75' },
          ],
        },
      },
      overdraft: { balance: 'MINIMUM', year: 'ACTUAL_360', rates: always('15') },
      applies: firstOfMonth,
    },
    { overdraftSettings },
  );
  for (let month = 1; month <= 36; month += 1) {
    const day = new Date(Date.UTC(2027, month, 1)).toISOString().slice(0, 10);
    current.note({ day, time: '00:00:00', amount: '-1.5' });
  }

  await product('SAV', 'REGULAR_SAVINGS', 'ACCRUAL', {
    interestSettings: paid('ACTUAL_ACTUAL_ISDA', 'AVERAGE', 'EVERY_3_MONTHS', fixedRate(3.1)),
    taxSettings: { withholdingTaxEnabled: true },
    accountingSettings: living.accrual({ interestAccruedAccountingMethod: 'DAILY' }),
  });
  await living.bank.ok('createIndexRateSource', { body: { id: 'TAX', name: 'Tax', type: 'WITHHOLDING_TAX_RATE' } });
  for (const [startDate, rate] of taxes) {
    await living.bank.ok('createIndexRate', {
      path: { indexRateSourceId: 'TAX' },
      body: { startDate: momentOf(startDate, '00:00:00'), rate: Number(rate) },
    });
  }
  savings = await life(
    'SAV',
    {
      credit: { balance: 'AVERAGE', year: 'ACTUAL_ACTUAL_ISDA', rates: always('3.1') },
      overdraft: null,
      applies: everyMonths(3),
      taxes,
    },
    { withholdingTaxSourceKey: 'TAX' },
  );

  await product('FIX', 'FIXED_DEPOSIT', 'NONE', {
    interestSettings: paid('E30_360', 'MINIMUM', 'ON_ACCOUNT_MATURITY', fixedRate(4.2)),
    internalControls: { openingBalance: { minValue: 1000, maxValue: 50_000 } },
    ...term(24),
  });
  fixed = await life('FIX', {
    credit: { balance: 'MINIMUM', year: 'E30_360', rates: always('4.2') },
    overdraft: null,
    applies: () => false,
  });

  await product('PLAN', 'SAVINGS_PLAN', 'ACCRUAL', {
    interestSettings: paid('ACTUAL_360', 'END_OF_DAY', 'ON_FIXED_DATES', {
      interestPaymentDates: [
        { day: 31, month: 3 },
        { day: 30, month: 9 },
      ],
      ...rates('TIERED_PERIOD', {
        interestRateTiers: [
          { endingDay: 365, interestRate: 1 },
          { endingDay: 730, interestRate: 2 },
          { endingDay: 2000, interestRate: 2.5 },
        ],
      }),
    }),
    ...term(30),
    accountingSettings: living.accrual({ interestAccruedAccountingMethod: 'END_OF_MONTH' }),
  });
  plan = await life('PLAN', {
    credit: {
      balance: 'END_OF_DAY',
      year: 'ACTUAL_360',
      rates: {
        kind: 'TIERED_PERIOD',
        tiers: [
          { end: 365, rate: '1' },
          { end: 730, rate: '2' },
          { end: 2000, rate: '2.5' },
        ],
      },
    },
    overdraft: null,
    applies: onDates('03-31', '09-30'),
  });

  await product('INV', 'INVESTOR_ACCOUNT', 'CASH', {
    interestSettings: paid('BUS_252', 'END_OF_DAY', 'EVERY_MONTH', {
      ...rates('TIERED_BAND', {
        interestRateTiers: [
          { endingBalance: 1000, interestRate: 1 },
          { endingBalance: 5000, interestRate: 2 },
          { interestRate: 3 },
        ],
      }),
    }),
  });
  investor = await life('INV', {
    credit: {
      balance: 'END_OF_DAY',
      year: 'BUS_252',
      rates: {
        kind: 'TIERED_BAND',
        tiers: [
          { end: 1000, rate: '1' },
          { end: 5000, rate: '2' },
          { end: null, rate: '3' },
        ],
      },
    },
    overdraft: null,
    applies: everyMonths(1),
    holidays,
  });

  await product('QUI', 'REGULAR_SAVINGS', 'NONE', {
    interestSettings: paid('ACTUAL_365_FIXED', 'MINIMUM', 'ANNUALLY', {
      ...rates('FIXED', { interestChargeFrequency: 'EVERY_MONTH', interestRate: { defaultValue: 0.1 } }),
    }),
    internalControls: { dormancyPeriodDays: 180 },
  });
  quiet = await life('QUI', {
    credit: { balance: 'MINIMUM', year: 'ACTUAL_365_FIXED', rates: always('1.2') },
    overdraft: null,
    applies: everyMonths(12),
  });
});
vi.setConfig({ testTimeout: 120_000 });
afterAll(() => living.bank.stop());

test('the first year: money comes and goes, an overdraft, something dated back, a mistake taken back, a lock', async () => {
  await current.deposit(1200);
  await savings.deposit(5000);
  await plan.deposit(100);
  await investor.deposit(7000);
  await until('2027-02-05');
  await plan.startTerm('2029-07-31');
  await until('2027-02-10');
  await fixed.deposit(600);
  await fixed.deposit(9400);
  await quiet.deposit(50);
  await until('2027-02-15');
  await current.withdraw(300);
  await current.withdraw(50.25);
  await until('2027-03-10');
  await fixed.startTerm('2028-03-10');
  await until('2027-03-11');
  await fixed.undoTerm();
  await until('2027-03-12');
  await fixed.startTerm('2029-03-10');
  await until('2027-03-20');
  await current.withdraw(1500);
  for (const month of ['04', '05', '06']) {
    await until(`2027-${month}-05`);
    await plan.deposit(100);
    await current.deposit(100);
  }
  await until('2027-06-12');
  // Overdrawn at its least, in funds at its end: both kinds of interest.
  await current.withdraw(20);
  await current.deposit(3000);
  await current.deposit(7500);
  await until('2027-06-18');
  await savings.deposit(800, { valueDate: momentOf('2027-06-03', '09:30:00') });
  await current.send(savings, 250);
  await until('2027-07-05');
  await investor.lock();
  await until('2027-07-20');
  await investor.unlock();
  await investor.withdraw(2500);
  await until('2027-08-08');
  expect(await quiet.state()).toBe('ACTIVE');
  await until('2027-08-09');
  expect(await quiet.state()).toBe('DORMANT');
  quiet.pause('2027-08-09');
  await until('2027-09-10');
  const mistake = await current.deposit(500);
  const late = await savings.withdraw(50);
  await until('2027-09-14');
  await current.adjust(mistake);
  await savings.adjust(late);
  await until('2027-10-31');
  await current.withdraw(6000);
  await current.deposit(10);
  await savings.deposit(33.33);
  await until('2028-01-31');
});

test('the second year: a leap day, a rate that changes, a correction of what interest was applied on, an account closed and opened again', async () => {
  await until('2028-02-29');
  await savings.deposit(100);
  await savings.withdraw(40);
  await until('2028-03-15');
  await fixed.withdraw(500);
  const noticedLate = await savings.deposit(400);
  await until('2028-05-25');
  await savings.changeRate('2.45', '2028-05-15');
  await savings.check();
  await until('2028-06-10');
  await investor.apply('2028-06-10');
  await investor.withdraw(await investor.balance());
  await investor.changeState('CLOSE');
  await until('2028-07-10');
  await plan.withdraw(150);
  await until('2028-08-01');
  await investor.reopen();
  await investor.deposit(4000);
  await until('2028-08-20');
  // Interest was applied twice since; both applications are corrected, the tax of them, too.
  await savings.adjust(noticedLate);
  await until('2028-09-05');
  const wrongDay = await current.withdraw(200);
  await until('2028-09-09');
  await current.adjust(wrongDay);
  await current.withdraw(200, { valueDate: momentOf('2028-09-02', '10:00:00') });
  await until('2028-11-10');
  await savings.adjustInterest();
  await savings.deposit(700, { valueDate: momentOf('2028-10-20', '08:00:00') });
  await savings.apply('2028-10-31');
  await until('2028-12-24');
  await savings.send(current, 300);
  await until('2029-01-31');
});

test('the third year: terms end, an account wakes, the overdraft costs less, and everything is paid out', async () => {
  await until('2029-02-10');
  const neverMade = await current.withdraw(75);
  const neverSent = await current.send(savings, 40);
  await until('2029-03-09');
  expect(await fixed.state()).toBe('ACTIVE');
  await until('2029-03-10');
  expect(await fixed.state()).toBe('MATURED');
  await fixed.withdraw(1000);
  await fixed.send(quiet, await fixed.balance());
  expect(await quiet.state()).toBe('ACTIVE');
  quiet.resume('2029-03-10');
  quiet.pause('2029-09-06');
  await fixed.changeState('CLOSE');
  await until('2029-05-05');
  await current.adjust(neverMade);
  await current.takeBack(savings, neverSent);
  await until('2029-06-20');
  await current.withdraw((await current.balance()) + 400);
  await until('2029-07-10');
  await current.changeOverdraftRate('12');
  await current.check();
  expect(await current.kinds()).toContain('OVERDRAFT_INTEREST_RATE_CHANGED');
  await until('2029-07-31');
  expect(await plan.state()).toBe('MATURED');
  await until('2029-08-07');
  await plan.send(current, 100);
  await plan.send(savings, await plan.balance());
  await plan.changeState('CLOSE');
  await until('2030-01-31');
  expect([await current.state(), await savings.state(), await investor.state(), await quiet.state()]).toEqual([
    'ACTIVE',
    'ACTIVE',
    'ACTIVE',
    'DORMANT',
  ]);
});
