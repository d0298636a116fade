import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { revolvingProduct } from './harness/revolving.ts';

// Loans whose rate follows their balance: 24 % up to 1000, 18 % up to 5000, 12 % above. Of a revolving credit 10 % of the principal falls due every month.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

const tiers = [
  { endingBalance: 1000, interestRate: 24 },
  { endingBalance: 5000, interestRate: 18 },
  { interestRate: 12 },
];
const tiered = (interestRateTerms: string, more: Record<string, unknown> = {}): LoanProductChanges =>
  revolvingProduct({
    interest: {
      daysInYear: 'E30_360',
      indexRateSettings: {
        interestRateSource: 'FIXED_INTEREST_RATE',
        interestChargeFrequency: 'ANNUALIZED',
        interestRateTerms,
        interestRateTiers: tiers,
        ...more,
      },
    },
    schedule: { previewSchedule: { previewScheduleEnabled: true, numberOfPreviewedInstalments: 3 } },
  });
/** The rate of a product of any other type. */
const ofBalance = (interestRateTerms: string) => ({
  interestRateTerms,
  interestRateTiers: tiers,
  interestRate: undefined,
});
const limit = { loanAmount: 20_000, interestSettings: {}, scheduleSettings: { gracePeriod: 0 } };
const day = (text: string): string => `${text}T00:00:00+00:00`;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  await lender.loanProduct('TIERED', tiered('TIERED'));
  await lender.loanProduct('BANDS', tiered('TIERED_BAND'));
  const dynamic = { type: 'DYNAMIC_TERM_LOAN', schedule: { repaymentScheduleMethod: 'DYNAMIC' } };
  await lender.loanProduct('TIERED-TERM', {
    ...dynamic,
    rate: ofBalance('TIERED'),
    interest: {
      daysInYear: 'E30_360',
      scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
      interestCalculationMethod: 'DECLINING_BALANCE',
    },
  });
  await lender.loanProduct('BANDS-EQUAL', { rate: ofBalance('TIERED_BAND') });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

describe('a product with tiers', () => {
  test('tells them, each with a key that it keeps', async () => {
    const path = { loanProductId: 'TIERED' };
    const told = await bank.ok('getLoanProduct', { path, query: { detailsLevel: 'FULL' } });
    const rates = told.interestSettings?.indexRateSettings;
    expect(rates).toMatchObject({ interestRateTerms: 'TIERED', interestRateTiers: tiers });
    expect(reasonOf(await bank.call('updateLoanProduct', { path, body: told as never }))).toBe('200');
    const again = await bank.ok('getLoanProduct', { path, query: { detailsLevel: 'FULL' } });
    expect(again.interestSettings?.indexRateSettings?.interestRateTiers).toEqual(rates?.interestRateTiers);
    expect(new Set(rates?.interestRateTiers?.map(({ encodedKey }) => encodedKey)).size).toBe(3);
  });

  test.each<[string, string, LoanProductChanges]>([
    ['INVALID_INTEREST_RATE_TERMS', 'interestRateTerms', tiered('TIERED_PERIOD')],
    [
      'INTEREST_RATE_SHOULD_BE_ZERO_OR_EMPTY',
      'interestRateTerms',
      { type: 'INTEREST_FREE_LOAN', rate: ofBalance('TIERED') },
    ],
    [
      'INVALID_INTEREST_RATE_TERMS',
      'interestRateTerms',
      {
        type: 'TRANCHED_LOAN',
        rate: ofBalance('TIERED'),
        others: { loanAmountSettings: { trancheSettings: { maxNumberOfTranches: 3 } } },
      },
    ],
    [
      'INVALID_INTEREST_RATE_TIERS',
      'interestRate:',
      { rate: { interestRateTerms: 'TIERED', interestRateTiers: tiers } },
    ],
    ['INVALID_INTEREST_RATE_TIERS', 'interestRateTiers', tiered('FIXED')],
    ['INVALID_INTEREST_RATE_TIERS', 'interestRateTiers', tiered('TIERED', { interestRateTiers: [] })],
    [
      'INVALID_INTEREST_RATE_TIERS',
      'interestRateTiers[1].endingBalance',
      tiered('TIERED', { interestRateTiers: [tiers[1], tiers[0]] }),
    ],
    [
      'INVALID_INTEREST_RATE_TIERS',
      'interestRateTiers[0].endingBalance',
      tiered('TIERED', { interestRateTiers: [{ endingBalance: 1e30, interestRate: 1 }] }),
    ],
    ['INVALID_PARAMETERS', 'interestRate', tiered('TIERED', { interestRateTiers: [{ endingBalance: 5 }] })],
    ['INVALID_PARAMETERS', 'interestRateTerms', tiered('PYRAMID')],
  ])('is refused with %s for %s', async (reason, property, changes) => {
    const body = loanProductBody('REFUSED', lender.gl, changes);
    const reply = await bank.call('createLoanProduct', { body: body as never });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toContain(property);
  });
});

const rateOf = async (loan: LoanRef) => (await desk.account(loan)).interestSettings?.interestRate;
const interestOf = async (loan: LoanRef) => (await desk.account(loan)).balances?.interestBalance;

describe('a credit', () => {
  test('has the rate of its balance, and nobody names another', async () => {
    const loan = await lender.approvedLoan('TIERED', limit);
    expect(await rateOf(loan)).toBe(24);
    const named = await bank.call('createLoanAccount', {
      body: {
        accountHolderKey: (await lender.client()).encodedKey,
        accountHolderType: 'CLIENT',
        productTypeKey: 'TIERED',
        ...limit,
        interestSettings: { interestRate: 5 },
      } as never,
    });
    expect(reasonOf(named)).toBe('400 INTEREST_RATE_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES');
    await desk.disburse(loan, { amount: 6000 });
    expect(await rateOf(loan)).toBe(12);
    const told = await bank.ok('getLoanAccount', { path: loanPath(loan), query: { detailsLevel: 'FULL' } });
    expect(reasonOf(await bank.call('updateLoanAccount', { path: loanPath(loan), body: told as never }))).toBe('200');
    const changed = (value: number) =>
      bank.call('patchLoanAccount', {
        path: loanPath(loan),
        body: [{ op: 'REPLACE', path: '/interestSettings/interestRate', value }] as never,
      });
    expect(reasonOf(await changed(13))).toBe('400 INTEREST_RATE_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES');
    expect(
      await desk.refused('changeLoanInterestRate', loan, {
        path: loanPath(loan),
        body: { interestRate: 9, valueDate: day('2026-01-15') } as never,
      }),
    ).toContain('INTEREST_RATE_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES');
    const [found] = await bank.ok('searchLoanAccounts', {
      body: {
        filterCriteria: [
          { field: 'interestSettings.interestRate', operator: 'EQUALS', value: '12' },
          { field: 'id', operator: 'EQUALS', value: loan.id },
        ],
      },
    });
    expect(found?.id).toBe(loan.id);
  });

  test('bears interest by its tier or by its bands, month by month, as it was foreseen', async () => {
    const [whole, bands] = [await lender.approvedLoan('TIERED', limit), await lender.approvedLoan('BANDS', limit)];
    for (const loan of [whole, bands]) await desk.disburse(loan, { amount: 6000 });
    const foreseen = async (loan: LoanRef) => {
      const { installments } = await bank.ok('previewSchedule', {
        body: { productTypeKey: loan === whole ? 'TIERED' : 'BANDS', loanAmount: 6000 } as never,
      });
      return (JSON.parse(JSON.stringify(installments)) as { interest: { amount: { expected: number } } }[]).map(
        ({ interest }) => interest.amount.expected,
      );
    };
    // 6000, then 5400, then 4860 after each tenth was paid.
    expect(await foreseen(whole)).toEqual([60, 54, 72.9]);
    expect(await foreseen(bands)).toEqual([90, 84, 77.9]);
    await desk.advanceTo('2026-02-15');
    expect([await interestOf(whole), await interestOf(bands)]).toEqual([60, 90]);
    await desk.verify();
    const { installments } = await bank.ok('explainLoan', { path: loanPath(bands) });
    expect(installments[0]?.interest).toMatchObject({ rounded: 90, moved: 0 });
    expect(installments[0]?.interest.parts).toMatchObject([
      { balance: 1000, rate: 24, amount: 20 },
      { balance: 4000, rate: 18, amount: 60 },
      { balance: 1000, rate: 12, amount: 10 },
    ]);
    await desk.repay(whole, 660);
    await desk.repay(bands, 690);
    await desk.advanceTo('2026-02-28');
    // Thirteen days of thirty at 12 %, then what is left falls into the first tier; the payment settles the interest first.
    const paid = await desk.repay(whole, 4600);
    await desk.repay(bands, 4600);
    await desk.verify();
    expect(await rateOf(whole)).toBe(24);
    await desk.advanceTo('2026-03-15');
    await desk.verify();
    // A correction of the payment brings the old tier back for all those days.
    await desk.adjust(paid);
    expect(await interestOf(whole)).toBe(54);
    expect(await rateOf(whole)).toBe(12);
    await desk.verify();
  }, 60_000);
});

describe('a term loan', () => {
  const agreed = {
    loanAmount: 6000,
    interestSettings: {},
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
  };
  const lines = async (loan: LoanRef): Promise<string[]> => {
    const { installments } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
    return (installments ?? []).map(
      ({ principal, interest }) => `${principal?.amount?.expected}+${interest?.amount?.expected}`,
    );
  };

  test('bears interest by the tier that it has reached, and what is prepaid brings it to another', async () => {
    const loan = await lender.approvedLoan('TIERED-TERM', agreed);
    const planned = ['1000+60', '1000+75', '1000+60', '1000+45', '1000+30', '1000+20'];
    expect(await lines(loan)).toEqual(planned);
    const today = await desk.disburse(loan);
    expect(await lines(loan)).toEqual(planned);
    expect(await rateOf(loan)).toBe(12);
    const { installments } = await bank.ok('explainLoan', { path: loanPath(loan) });
    expect(installments.map(({ interest }) => interest.parts.map(({ balance, rate }) => [balance, rate]))).toEqual([
      [[6000, 12]],
      [[5000, 18]],
      [[4000, 18]],
      [[3000, 18]],
      [[2000, 18]],
      [[1000, 24]],
    ]);
    const prepaid = await desk.repay(loan, 5500);
    expect(await rateOf(loan)).toBe(24);
    await desk.verify();
    await desk.adjust(prepaid);
    expect(await rateOf(loan)).toBe(12);
    expect(await lines(loan)).toEqual(planned);
    expect(
      await desk.refused('changeLoanInterestRate', loan, {
        path: loanPath(loan),
        body: { interestRate: 9, valueDate: String(today.valueDate) } as never,
      }),
    ).toContain('INTEREST_RATE_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES');
    await desk.verify();
  });

  test('pays equal instalments over its bands, each explained slice by slice', async () => {
    const loan = await lender.approvedLoan('BANDS-EQUAL', agreed);
    await desk.disburse(loan);
    const totals = (await lines(loan)).map((line) => {
      const [principal = 0, interest = 0] = line.split('+').map(Number);
      return Number((principal + interest).toFixed(2));
    });
    expect(new Set(totals.slice(0, -1)).size).toBe(1);
    expect(Math.abs((totals.at(-1) ?? 0) - (totals[0] ?? 0))).toBeLessThan(0.06);
    expect((await lines(loan))[0]).toMatch(/\+90$/);
    const { installments } = await bank.ok('explainLoan', { path: loanPath(loan) });
    expect(installments[0]?.interest).toMatchObject({ rounded: 90, moved: 0 });
    expect(installments[0]?.interest.parts).toMatchObject([
      { balance: 1000, rate: 24, amount: 20 },
      { balance: 4000, rate: 18, amount: 60 },
      { balance: 1000, rate: 12, amount: 10 },
    ]);
    expect(installments.every(({ interest }) => interest.moved === 0)).toBe(true);
    await desk.verify();
  });
});
