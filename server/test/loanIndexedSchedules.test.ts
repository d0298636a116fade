import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { taxedLoans } from './harness/taxedLoans.ts';

// Fixed loans over an index whose interest is applied with the disbursement, or whose payments are planned: the index says 10 from January and 16 from
// 20 February, which somebody enters that day, and 4 from 20 April; a spread of 2 makes 12 %, 18 % and 6 %.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

const rate = {
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey: 'EURIBOR',
  interestRateReviewUnit: 'MONTHS',
  interestRateReviewCount: 1,
  interestRate: { minValue: 0, maxValue: 5, defaultValue: 2 },
};
const atOnce = {
  rate,
  interest: {
    daysInYear: 'E30_360',
    interestCalculationMethod: 'FLAT',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestApplicationMethod: 'AFTER_DISBURSEMENT',
  },
};
const six = {
  loanAmount: 6000,
  interestSettings: {},
  scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
};
const planned = {
  loanAmount: 10_000,
  interestSettings: {},
  scheduleSettings: {
    gracePeriod: 0,
    repaymentInstallments: 6,
    paymentPlan: [
      { amount: 500, toInstallment: 2 },
      { amount: 2000, toInstallment: 4 },
      { amount: 3000, toInstallment: 6 },
    ],
  },
};
const day = (text: string): string => `${text}T00:00:00+00:00`;
const says = (from: string, value: number) =>
  bank.ok('createIndexRate', { path: { indexRateSourceId: 'EURIBOR' }, body: { startDate: day(from), rate: value } });
const begun = async (product: string, wanted: Record<string, unknown> = six): Promise<LoanRef> => {
  const loan = await lender.approvedLoan(product, wanted);
  await desk.disburse(loan);
  return loan;
};
const interestOf = async (loan: LoanRef) => (await desk.account(loan)).balances?.interestBalance;
const charged = async (loan: LoanRef): Promise<string[]> =>
  (await desk.standing(loan)).filter((line) => /^INTEREST_(APPLIED|DUE_REDUCED)/.test(line));
const lines = async (loan: LoanRef): Promise<string[]> =>
  (await desk.schedule(loan)).map((line) => line.split('+').slice(0, 2).join('+'));

let flat: LoanRef;
let early: LoanRef;
let taxed: LoanRef;
let plan: LoanRef;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'UTC' });
  const of = await taxedLoans(bank);
  lender = of.lender;
  desk = loanDesk(bank);
  await bank.ok('createIndexRateSource', { body: { id: 'EURIBOR', name: 'Euribor', type: 'INTEREST_RATE' } });
  await says('2026-01-01', 10);
  const product = await lender.loanProduct('AT-ONCE', atOnce);
  flat = await begun(product);
  early = await begun(product);
  const taxSourceKey = await of.source('VAT', ['2026-01-01', 10]);
  taxed = await begun(await of.product('AT-ONCE-TAXED', { taxSourceKey }, atOnce));
  const planning = await lender.loanProduct('PLANNED', { rate, payment: { amortizationMethod: 'PAYMENT_PLAN' } });
  plan = await begun(planning, planned);
  await desk.advanceTo('2026-02-20');
  await says('2026-02-20', 16);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

describe('a rate that rises', () => {
  test('applies what it puts on the interest of instalments to come, at once', async () => {
    expect(await interestOf(flat)).toBe(360);
    await desk.advanceTo('2026-03-15');
    expect(await charged(flat)).toEqual(['INTEREST_APPLIED 360.00 2026-01-15', 'INTEREST_APPLIED 120.00 2026-03-15']);
    expect(await interestOf(flat)).toBe(480);
    expect(await desk.journal(await desk.newest(flat, 'INTEREST_APPLIED'))).toEqual([
      'DEBIT 1110 120 -',
      'CREDIT 4100 120 -',
    ]);
    // With a tenth of tax on top.
    expect(await interestOf(taxed)).toBe(528);
    expect((await desk.account(flat)).interestSettings?.interestRate).toBe(18);
    const { installments } = await bank.ok('explainLoan', { path: loanPath(flat) });
    expect(installments.map(({ interest }) => [interest.rounded, interest.moved])).toEqual([
      [60, 0],
      [60, 0],
      ...Array.from({ length: 4 }, () => [90, 0]),
    ]);
    await desk.verify();
  });

  test('leaves the amounts of a payment plan; the last instalment takes the rest', async () => {
    expect(await lines(plan)).toEqual([
      '400.00+100.00',
      '404.00+96.00',
      '1862.06+137.94',
      '1889.99+110.01',
      '2918.34+81.66',
      '2525.61+37.88',
    ]);
  });

  test('does not reach what was paid before it, even where that becomes known later', async () => {
    const paid = await desk.repay(early, 3500, { valueDate: day('2026-03-10') });
    // The fourth instalment has some of its money: two others follow the rate.
    expect(await charged(early)).toEqual(['INTEREST_APPLIED 360.00 2026-01-15', 'INTEREST_APPLIED 60.00 2026-03-15']);
    await desk.verify();
    await desk.adjust(paid);
    expect(await charged(early)).toEqual(['INTEREST_APPLIED 360.00 2026-01-15', 'INTEREST_APPLIED 120.00 2026-03-15']);
    await desk.verify();
  });
});

describe('a rate that falls', () => {
  test('lets off what it takes from the interest of instalments to come', async () => {
    await desk.advanceTo('2026-04-20');
    await says('2026-04-20', 4);
    await desk.advanceTo('2026-05-15');
    expect((await charged(flat)).at(-1)).toBe('INTEREST_DUE_REDUCED 120.00 2026-05-15');
    const less = await desk.newest(flat, 'INTEREST_DUE_REDUCED');
    expect(await desk.journal(less)).toEqual(['DEBIT 4100 120 -', 'CREDIT 1110 120 -']);
    expect([await interestOf(flat), await interestOf(taxed)]).toEqual([360, 396]);
    await desk.verify();
    const [adjusting, reason] = [
      { path: { loanTransactionId: String(less.id) }, body: { notes: 'no' } },
      'TRANSACTION_TYPE_IS_IRREVERSIBLE',
    ];
    expect(await desk.refused('adjustLoanTransaction', flat, adjusting)).toContain(reason);
  });

  test('ends with a loan that owes nothing, and with one that is written off and opened again', async () => {
    await desk.repay(flat, 6360);
    expect((await desk.account(flat)).balances).toMatchObject({ principalBalance: 0, interestBalance: 0 });
    await bank.ok('writeOffLoan', { path: loanPath(taxed), body: { notes: 'lost' } });
    await desk.verify();
    await bank.ok('undoWriteOffLoan', { path: loanPath(taxed), body: {} });
    expect(await interestOf(taxed)).toBe(396);
    await desk.advanceTo('2026-06-20');
    expect(await interestOf(taxed)).toBe(396);
    await desk.verify();
  });
});

test.each([
  ['OPTIMIZED_PAYMENTS', { type: 'DYNAMIC_TERM_LOAN', payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' } }],
  ['INTEREST_FREE_LOAN', { type: 'INTEREST_FREE_LOAN' }],
  ['AFTER_DISBURSEMENT', { type: 'DYNAMIC_TERM_LOAN', interest: atOnce.interest }],
  ['PAYMENT_PLAN', { type: 'DYNAMIC_TERM_LOAN', payment: { amortizationMethod: 'PAYMENT_PLAN' } }],
])('no index goes with %s where the rate is known, or where that method does not fit', async (_name, changes) => {
  const body = loanProductBody('REFUSED', lender.gl, { ...changes, rate });
  const reply = await bank.call('createLoanProduct', { body: body as never });
  expect(reasonOf(reply)).toMatch(/^400 (INVALID_PARAMETERS|INTEREST_RATE_SHOULD_BE_ZERO_OR_EMPTY)$/);
  expect(sourceOf(reply)).not.toBe('');
});
