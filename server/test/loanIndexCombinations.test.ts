import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import type { LoanBank, LoanProductChanges } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { revolvingProduct } from './harness/revolving.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';

// An index beside other settings: it says 10 from January, 16 from 10 February, 4 from 10 April; a spread of 2 makes 12 %, 18 % and 6 %.

let bank: TestBank;
let lender: LoanBank;
let of: TaxedLoans;
let desk: LoanDesk;

const rate = {
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey: 'EURIBOR',
  interestRateReviewUnit: 'MONTHS',
  interestRateReviewCount: 1,
  interestRate: { minValue: 0, maxValue: 5, defaultValue: 2 },
};
const dynamic: LoanProductChanges = {
  type: 'DYNAMIC_TERM_LOAN',
  rate,
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: { daysInYear: 'E30_360', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
};
const four = { interestSettings: {}, scheduleSettings: { gracePeriod: 0, repaymentInstallments: 4 } };
const day = (text: string): string => `${text}T00:00:00+00:00`;
const begun = async (product: string, changes: Record<string, unknown> = four): Promise<LoanRef> => {
  const loan = await lender.approvedLoan(product, changes);
  await desk.disburse(loan, changes === four ? {} : { amount: 1000 });
  return loan;
};
const credit = { loanAmount: 5000, interestSettings: {}, scheduleSettings: { gracePeriod: 0 } };
const told = async (loan: LoanRef) => {
  const { balances, interestSettings, accountSubState } = await desk.account(loan);
  return [interestSettings?.interestRate, balances?.principalBalance, balances?.interestBalance, accountSubState];
};

let revolving: LoanRef;
let idle: LoanRef;
let taxed: LoanRef;
let hard: LoanRef;
let lowered: LoanRef;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'UTC' });
  of = await taxedLoans(bank);
  lender = of.lender;
  desk = loanDesk(bank);
  await bank.ok('createIndexRateSource', { body: { id: 'EURIBOR', name: 'Euribor', type: 'INTEREST_RATE' } });
  for (const [from, value] of [
    ['2026-01-01', 10],
    ['2026-02-10', 16],
    ['2026-04-10', 4],
  ] as const) {
    await bank.ok('createIndexRate', {
      path: { indexRateSourceId: 'EURIBOR' },
      body: { startDate: day(from), rate: value },
    });
  }
  const taxSourceKey = await of.source('VAT', ['2026-01-01', 16], ['2026-03-01', 20]);
  const drawn = await lender.loanProduct('REVOLVING', revolvingProduct({ interest: { daysInYear: 'E30_360' }, rate }));
  revolving = await begun(drawn, credit);
  idle = await begun(drawn, credit);
  taxed = await begun(await of.product('TAXED', { taxSourceKey }, dynamic));
  const lockSettings = {
    cappingMethod: 'ORIGINAL_PRINCIPAL_PERCENTAGE',
    cappingConstraintType: 'HARD_CAP',
    cappingPercentage: 2,
  };
  hard = await begun(
    await lender.loanProduct('CAPPED', { ...dynamic, others: { internalControls: { lockSettings } } }),
  );
  const mayFall = { allowNegativeInterestRate: true, interestRate: { minValue: -11, maxValue: 5 } };
  const low = await lender.loanProduct('LOWERED', { ...dynamic, rate: { ...rate, ...mayFall } });
  lowered = await lender.approvedLoan(low, { ...four, interestSettings: { interestSpread: -5 } });
  await desk.disburse(lowered);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

/** The level payment of a balance. */
const level = (balance: number, factor: number, count: number): number =>
  Number(((balance * factor) / (1 - (1 + factor) ** -count)).toFixed(2));
const cents = (amount: number): number => Number(amount.toFixed(2));

/** A due date of the taxed loan by plain arithmetic: interest with its tax, principal, and what is left. */
const month = (balance: number, yearly: number, tax: number, count: number) => {
  const bare = cents((balance * yearly) / 1200);
  const interest = cents(bare + cents((bare * tax) / 100));
  const payment = level(balance, (yearly / 1200) * (1 + tax / 100), count);
  const principal = count === 1 ? balance : cents(payment - interest);
  return { interest, principal, left: cents(balance - principal) };
};

describe('month by month', () => {
  test('the first due date comes at 12 %, and the review of its day makes it 18 %', async () => {
    const first = month(10_000, 12, 16, 4);
    expect((await desk.schedule(taxed))[0]).toBe(
      `${first.principal.toFixed(2)}+${first.interest.toFixed(2)}+0.00 0.00 PENDING`,
    );
    await desk.repay(idle, 1000);
    await desk.advanceTo('2026-02-15');
    expect(await told(revolving)).toEqual([18, 1000, 10, undefined]);
    expect(await told(taxed)).toEqual([18, 10_000, first.interest, undefined]);
    expect(await told(hard)).toEqual([18, 10_000, 100, undefined]);
    await desk.repay(revolving, 110);
    await desk.repay(taxed, cents(first.principal + first.interest));
    const second = month(first.left, 18, 16, 3);
    expect((await desk.schedule(taxed))[1]).toContain(`+${second.interest.toFixed(2)}+0.00`);
    expect(await told(revolving)).toEqual([18, 900, 0, undefined]);
    await desk.verify();
  }, 60_000);

  test('the second one at 18 %: taxed by the rate of its day, and refused by a hard cap', async () => {
    await desk.advanceTo('2026-03-15');
    expect(await told(revolving)).toEqual([18, 900, 13.5, undefined]);
    const first = month(10_000, 12, 16, 4);
    const second = month(first.left, 18, 20, 3);
    expect((await told(taxed)).slice(0, 3)).toEqual([18, first.left, second.interest]);
    // 100 and 150 come to more than 2 % of 10,000: the second is forfeited, and no interest accrues any more.
    await desk.advanceTo('2026-03-17');
    expect(await told(hard)).toEqual([18, 10_000, 100, 'LOCKED_CAPPING']);
    expect((await desk.account(hard)).accruedInterest).toBe(0);
    const { installments } = await bank.ok('explainLoan', { path: loanPath(revolving) });
    expect(installments[1]?.interest.parts).toMatchObject([{ balance: 900, rate: 18, from: '2026-02-15' }]);
    await desk.verify();
  }, 60_000);

  test('a capped loan and an idle credit are reviewed like others', async () => {
    await desk.advanceTo('2026-04-15');
    expect(await told(hard)).toEqual([6, 10_000, 100, 'LOCKED_CAPPING']);
    expect((await told(revolving))[0]).toBe(6);
    // Nobody asked for the idle credit while it owed nothing; drawn on, it has the rate of the day.
    await desk.disburse(idle, { amount: 500 });
    expect((await told(idle)).slice(0, 2)).toEqual([6, 500]);
    await desk.advanceTo('2026-05-15');
    expect((await told(idle))[2]).toBe(2.5);
    // A payment dated back into the months of 18 % is one of those months.
    await desk.repay(revolving, 100, { valueDate: day('2026-03-20') });
    await desk.verify();
  }, 60_000);

  test('another spread of a running credit holds from its day on', async () => {
    const change = (interestSpread: number) =>
      bank.call('changeLoanInterestRate', {
        path: loanPath(idle),
        body: { interestRate: 0, interestSpread, valueDate: day('2026-05-15') } as never,
      });
    expect(reasonOf(await change(-1))).toBe('400 INVALID_INTEREST_SPREAD');
    expect(reasonOf(await change(1))).toBe('204');
    expect((await told(idle))[0]).toBe(5);
  });
});

describe('a spread that reduces its index', () => {
  test('comes with a product that allows it, and interest is never below zero', async () => {
    // 5 % for a month, then 11 % for two; 4 less 5 is nothing.
    expect((await told(lowered))[0]).toBe(0);
    expect((await desk.standing(lowered)).filter((line) => line.startsWith('INTEREST_APPLIED'))).toEqual([
      'INTEREST_APPLIED 41.67 2026-02-15',
      'INTEREST_APPLIED 91.67 2026-03-15',
      'INTEREST_APPLIED 91.67 2026-04-15',
    ]);
    const reviews = (await desk.transactions(lowered)).filter(({ type }) => type === 'INTEREST_RATE_CHANGED');
    expect(reviews.map(({ terms }) => terms?.interestSettings)).toMatchObject([
      { interestRate: 0, indexInterestRate: 4 },
      { interestRate: 11, indexInterestRate: 16 },
    ]);
    const change = (interestSpread: number) =>
      bank.call('changeLoanInterestRate', {
        path: loanPath(lowered),
        body: { interestRate: 0, interestSpread, valueDate: day('2026-05-15') } as never,
      });
    expect(reasonOf(await change(-12))).toBe('400 ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS');
    expect(reasonOf(await change(-1e40))).toBe('400 INVALID_INTEREST_SPREAD');
  });

  test('needs an index', async () => {
    const reply = lender.loanProduct('REFUSED', { rate: { allowNegativeInterestRate: true } });
    await expect(reply).rejects.toThrow(/allowNegativeInterestRate needs an index/);
    const negative = lender.loanProduct('REFUSED', { ...dynamic, rate: { ...rate, interestRate: { minValue: -1 } } });
    await expect(negative).rejects.toThrow(/NEGATIVE_MIN_INTEREST_RATE/);
  });
});
