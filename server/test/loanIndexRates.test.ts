import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';
import { day, figures, four } from './harness/scheduleLines.ts';

// Loans whose rate is an index plus a spread: an index of 10 plus 2 is 12 %.

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;
let following: string;
let source: string;

const index = {
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey: 'EURIBOR',
  interestRateReviewUnit: 'MONTHS',
  interestRateReviewCount: 1,
  interestRate: { minValue: 1, maxValue: 5, defaultValue: 2 },
};
const dynamic = {
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: { daysInYear: 'E30_360', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
};
const says = (startDay: string, rate: number) =>
  bank.call('createIndexRate', { path: { indexRateSourceId: 'EURIBOR' }, body: { startDate: day(startDay), rate } });

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
  const created = await bank.ok('createIndexRateSource', {
    body: { id: 'EURIBOR', name: 'Euribor', type: 'INTEREST_RATE' },
  });
  source = String(created.encodedKey);
  await bank.ok('createIndexRateSource', { body: { id: 'VAT', name: 'VAT', type: 'TAX_RATE' } });
  await says('2026-01-01', 10);
  following = await lender.loanProduct('FOLLOWING', { ...dynamic, rate: index });
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

const spread = { interestSettings: { interestSpread: 2 }, ...four };
const running = async (changes: Record<string, unknown> = {}): Promise<Loan> => {
  const loan = await lender.approvedLoan(following, { ...spread, ...changes });
  await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
  return loan;
};

describe('a product that follows an index', () => {
  test('tells how, and names the index by its key', async () => {
    const product = await bank.ok('getLoanProduct', {
      path: { loanProductId: following },
      query: { detailsLevel: 'FULL' },
    });
    expect(product.interestSettings?.indexRateSettings).toMatchObject({ ...index, indexSourceKey: source });
  });

  const refused: readonly (readonly [string, string, Record<string, unknown>])[] = [
    ['INVALID_INDEX_RATE_SOURCE', 'indexSourceKey', { ...index, indexSourceKey: 'NOBODY' }],
    ['INVALID_INDEX_RATE_SOURCE', 'indexSourceKey', { ...index, indexSourceKey: 'VAT' }],
    ['INVALID_INDEX_RATE_SOURCE', 'indexSourceKey', { ...index, indexSourceKey: undefined }],
    ['INVALID_PARAMETERS', 'interestRateReviewUnit', { ...index, interestRateReviewUnit: undefined }],
    ['INVALID_PARAMETERS', 'interestRateReviewCount', { ...index, interestRateReviewCount: undefined }],
    ['INVALID_PARAMETERS', 'interestRateReviewCount', { ...index, interestRateReviewCount: 0 }],
    ['INVALID_PARAMETERS', 'interestRateReviewCount', { ...index, interestRateReviewCount: 2_000_000_000 }],
    ['NOT_ALLOW_NEGATIVE_FLOOR_OR_CEILING_VALUE', 'interestRateFloorValue', { ...index, interestRateFloorValue: -1 }],
    ['INVALID_INTEREST_RATE', 'interestRateCeilingValue', { ...index, interestRateCeilingValue: 1e40 }],
    [
      'FLOOR_VALUE_GREATER_THAN_CEILING_VALUE_ERROR',
      'interestRateFloorValue',
      { ...index, interestRateFloorValue: 6, interestRateCeilingValue: 5 },
    ],
    ['INVALID_INDEX_RATE_SOURCE', 'indexSourceKey', { indexSourceKey: 'EURIBOR' }],
    [
      'INTEREST_RATE_REVIEW_UNIT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
      'interestRateReviewUnit',
      { interestRateReviewUnit: 'DAYS' },
    ],
    [
      'INTEREST_RATE_REVIEW_COUNT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
      'interestRateReviewCount',
      { interestRateReviewCount: 3 },
    ],
    ['INVALID_PARAMETERS', 'interestRateFloorValue', { interestRateFloorValue: 3 }],
    ['NEGATIVE_MIN_INTEREST_RATE', 'minValue', { ...index, interestRate: { minValue: -1 } }],
  ];
  test.each(refused)('is refused with %s for %s: %j', async (reason, property, rate) => {
    const reply = await bank.call('createLoanProduct', {
      body: loanProductBody('REFUSED', lender.gl, { ...dynamic, rate }) as never,
    });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(JSON.stringify(reply.body)).toContain(property);
  });

  test('takes no payments that are equal over one rate', async () => {
    const optimised = loanProductBody('REFUSED', lender.gl, {
      ...dynamic,
      rate: index,
      payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' },
    });
    expect(reasonOf(await bank.call('createLoanProduct', { body: optimised as never }))).toBe('400 INVALID_PARAMETERS');
  });

  test('keeps its index while it has accounts', async () => {
    await bank.ok('createIndexRateSource', { body: { id: 'PRIME', name: 'Prime', type: 'INTEREST_RATE' } });
    const product = await lender.loanProduct('KEEPING', { ...dynamic, rate: index });
    await lender.loan(product, spread);
    const change = await bank.call('patchLoanProduct', {
      path: { loanProductId: product },
      body: [{ op: 'REPLACE', path: '/interestSettings/indexRateSettings/indexSourceKey', value: 'PRIME' }],
    });
    expect(reasonOf(change)).toBe('400 FIELD_IS_NOT_EDITABLE');
    expect(reasonOf(await bank.call('deleteIndexRateSource', { path: { indexRateSourceId: 'EURIBOR' } }))).toBe(
      '400 INDEX_RATE_SOURCE_IN_USE',
    );
  });
});

describe('an application', () => {
  test('tells the rate that it would begin with, and takes its spread from the product', async () => {
    const loan = await lender.loan(following, { interestSettings: {}, ...four });
    const told = await office.account(loan);
    expect(told.interestSettings).toMatchObject({
      interestRateSource: 'INDEX_INTEREST_RATE',
      interestRate: 12,
      interestSpread: 2,
      interestRateReviewUnit: 'MONTHS',
      interestRateReviewCount: 1,
    });
    expect(told.lastInterestReviewDate).toBeUndefined();
    // What was fetched can be sent back, and the spread changed.
    expect(reasonOf(await bank.call('updateLoanAccount', { path: pathOf(loan), body: told as never }))).toBe('200');
    expect(reasonOf(await office.patch(loan, ['REPLACE', '/interestSettings/interestSpread', 3]))).toBe('204');
    expect(reasonOf(await office.patch(loan, ['REPLACE', '/interestSettings/interestRateReviewCount', 3]))).toBe('204');
    expect(reasonOf(await office.patch(loan, ['REPLACE', '/interestSettings/interestRate', 9]))).toBe(
      '400 INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES',
    );
    expect((await office.account(loan)).interestSettings).toMatchObject({
      interestRate: 13,
      interestSpread: 3,
      interestRateReviewCount: 3,
    });
    const [found] = await bank.ok('searchLoanAccounts', {
      body: {
        filterCriteria: [
          { field: 'interestSettings.interestSpread', operator: 'EQUALS', value: '3' },
          { field: 'id', operator: 'EQUALS', value: loan.id },
        ],
      },
    });
    expect(found?.id).toBe(loan.id);
  });

  const refused: readonly (readonly [string, Record<string, unknown>])[] = [
    ['INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES', { interestRate: 12 }],
    ['ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS', { interestSpread: 6 }],
    ['ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS', { interestSpread: 0 }],
    ['INVALID_INTEREST_SPREAD', { interestSpread: -1 }],
    ['INVALID_INTEREST_SPREAD', { interestSpread: 1e90 }],
    ['INVALID_PARAMETERS', { interestSpread: 2, interestRateReviewCount: -1 }],
    ['PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', { interestSpread: 2, interestRateSource: 'FIXED_INTEREST_RATE' }],
  ];
  test.each(refused)('is refused with %s: %j', async (reason, interestSettings) => {
    const body = await office.body({ productTypeKey: following, interestSettings });
    expect(reasonOf(await bank.call('createLoanAccount', { body: body as never }))).toBe(`400 ${reason}`);
  });

  test('needs an index that says something on its day', async () => {
    const early = await office.body({
      productTypeKey: following,
      ...spread,
      disbursementDetails: { expectedDisbursementDate: day('2025-12-31') },
    });
    expect(reasonOf(await bank.call('createLoanAccount', { body: early as never }))).toBe(
      '400 NO_INDEX_RATE_AVAILABLE',
    );
    const loan = await lender.approvedLoan(following, spread);
    const backdated = await bank.call('makeDisbursement', {
      path: pathOf(loan),
      body: { valueDate: day('2025-12-31') },
    });
    expect(reasonOf(backdated)).toBe('400 NO_INDEX_RATE_AVAILABLE');
  });

  test('of a rate by hand knows neither spread nor reviews', async () => {
    const body = async (interestSettings: Record<string, unknown>) =>
      bank.call('createLoanAccount', { body: (await office.body({ interestSettings })) as never });
    expect(reasonOf(await body({ interestRate: 12, interestSpread: 2 }))).toBe(
      '400 INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
    );
    expect(reasonOf(await body({ interestRate: 12, interestRateReviewCount: 2 }))).toBe(
      '400 INTEREST_RATE_REVIEW_UNIT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
    );
  });

  test('is previewed as it will be disbursed', async () => {
    const preview = await bank.ok('previewSchedule', {
      body: {
        productTypeKey: following,
        loanAmount: 10_000,
        interestSettings: { interestSpread: 2 },
        ...four,
      } as never,
    });
    const loan = await running();
    expect(figures(await office.lines(loan))).toEqual(
      figures(JSON.parse(JSON.stringify(preview.installments)) as Parameters<typeof figures>[0]),
    );
    const wrong = await bank.call('previewSchedule', {
      body: {
        productTypeKey: following,
        loanAmount: 10_000,
        interestSettings: { interestSpread: 9 },
        ...four,
      } as never,
    });
    expect(reasonOf(wrong)).toBe('400 ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS');
  });
});

describe('a review', () => {
  test('reads the index in the night before, tells of it and computes anew what is ahead; what was read stays', async () => {
    const loan = await running();
    const other = await running();
    expect(await office.account(loan)).toMatchObject({
      lastInterestReviewDate: day('2026-01-15'),
      interestSettings: { interestRate: 12 },
    });
    expect(reasonOf(await says('2026-02-10', 16))).toBe('201');
    await bank.ok('advanceClock', { body: { to: '2026-02-14' } });
    expect(await office.account(loan)).toMatchObject({ interestSettings: { interestRate: 12 } });
    await bank.ok('advanceClock', { body: { to: '2026-02-15' } });
    expect(await office.account(loan)).toMatchObject({
      lastInterestReviewDate: day('2026-02-15'),
      interestSettings: { interestRate: 18, interestSpread: 2 },
    });
    const [told] = await bank.ok('getLoanTransactions', { path: pathOf(loan) });
    expect(told).toMatchObject({
      type: 'INTEREST_RATE_CHANGED',
      amount: 0,
      valueDate: day('2026-02-15'),
      terms: { interestSettings: { interestRate: 18, indexInterestRate: 16 } },
    });
    await office.verify();
    // Nobody waits for a night that was run before.
    await bank.ok('makeRepayment', { path: pathOf(loan), body: { amount: 2562.81 } });
    expect(figures(await office.lines(loan)).slice(1)).toEqual([
      ['2026-03-15', 2475.08, 113.06],
      ['2026-04-15', 2512.21, 75.93],
      ['2026-05-15', 2549.9, 38.25],
    ]);
    // Before that day everything is said; a rate of the day itself, entered when it was reviewed already, counts from the next review.
    expect(reasonOf(await says('2026-02-14', 4))).toBe('400 START_DATE_BEFORE_LAST_INDEX_REVIEWD_DATE');
    expect(reasonOf(await says('2026-02-15', 4))).toBe('201');
    await bank.ok('makeRepayment', { path: pathOf(other), body: { amount: 2562.81, valueDate: day('2026-02-15') } });
    expect(await office.account(other)).toMatchObject({ interestSettings: { interestRate: 18 } });
    await office.verify();
    await bank.ok('advanceClock', { body: { to: '2026-03-15' } });
    expect(await office.account(loan)).toMatchObject({ interestSettings: { interestRate: 6 } });
    expect(await office.account(other)).toMatchObject({ interestSettings: { interestRate: 6 } });
    await office.verify();
  });
});

describe('another spread', () => {
  const change = (loan: Loan, body: Record<string, unknown>) =>
    bank.call('changeLoanInterestRate', { path: pathOf(loan), body: { interestRate: 0, ...body } as never });

  test('holds from its day on, through the reviews', async () => {
    const loan = await running();
    const { interestSettings } = await office.account(loan);
    const today = day('2026-03-15');
    expect(reasonOf(await change(loan, { interestSpread: 4, valueDate: today, notes: 'as agreed' }))).toBe('204');
    expect((await office.account(loan)).interestSettings).toMatchObject({
      interestSpread: 4,
      interestRate: Number(interestSettings?.interestRate) + 2,
    });
    const [told] = await bank.ok('getLoanTransactions', { path: pathOf(loan) });
    expect(told).toMatchObject({
      type: 'INTEREST_RATE_CHANGED',
      notes: 'as agreed',
      terms: { interestSettings: { interestRate: 8, indexInterestRate: 4 } },
    });
    await says('2026-03-20', 5);
    await bank.ok('advanceClock', { body: { to: '2026-04-15' } });
    expect((await office.account(loan)).interestSettings).toMatchObject({ interestSpread: 4, interestRate: 9 });
    await office.verify();
  });

  test('is refused by name', async () => {
    const loan = await running();
    const valueDate = day('2026-04-15');
    const refusals: readonly (readonly [string, Record<string, unknown>])[] = [
      ['INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES', { interestRate: 5, interestSpread: 3, valueDate }],
      ['MISSING_INTEREST_RATE_SPREAD_ON_PRODUCT', { valueDate }],
      ['ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS', { interestSpread: 6, valueDate }],
      ['INVALID_INTEREST_SPREAD', { interestSpread: 1e90, valueDate }],
      ['INVALID_DATE', { interestSpread: 3, valueDate: day('2026-04-16') }],
      ['INVALID_PARAMETERS', { interestSpread: 3 }],
    ];
    for (const [reason, body] of refusals) {
      expect(reasonOf(await change(loan, body))).toBe(`400 ${reason}`);
    }
    const plain = await lender.approvedLoan(lender.dynamicEqual, four);
    await bank.ok('makeDisbursement', { path: pathOf(plain), body: {} });
    expect(reasonOf(await change(plain, { interestSpread: 3, valueDate }))).toBe(
      '400 INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
    );
  });
});
