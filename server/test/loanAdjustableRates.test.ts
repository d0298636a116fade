import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank, loanProductBody } from './harness/loanBank.ts';
import { loanDesk } from './harness/loanDesk.ts';
import { type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';
import { day, figures, four } from './harness/scheduleLines.ts';

// Loans with a rate for each agreed period: 12 % and then 18 %, or an index of 10 plus a spread.

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;
let adjustable: string;
let fixedTerm: string;
let source: string;

const offers = [
  { interestRateSource: 'FIXED_INTEREST_RATE', interestRate: { minValue: 1, maxValue: 30, defaultValue: 12 } },
  {
    interestRateSource: 'INDEX_INTEREST_RATE',
    indexSourceKey: 'EURIBOR',
    interestRate: { minValue: 0, maxValue: 5, defaultValue: 2 },
    interestRateReviewUnit: 'MONTHS',
    interestRateReviewCount: 1,
    interestRateFloorValue: 3,
    interestRateCeilingValue: 25,
  },
];
const byPeriods = { indexRateSettings: { interestChargeFrequency: 'ANNUALIZED' }, interestRateSettings: offers };
const dynamic = {
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: { daysInYear: 'E30_360', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT', ...byPeriods },
};
const says = (startDay: string, rate: number) =>
  bank.ok('createIndexRate', { path: { indexRateSourceId: 'EURIBOR' }, body: { startDate: day(startDay), rate } });

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
  const created = await bank.ok('createIndexRateSource', {
    body: { id: 'EURIBOR', name: 'Euribor', type: 'INTEREST_RATE' },
  });
  source = String(created.encodedKey);
  await bank.ok('createIndexRateSource', { body: { id: 'PRIME', name: 'Prime', type: 'INTEREST_RATE' } });
  await says('2026-01-01', 10);
  adjustable = await lender.loanProduct('ADJUSTABLE', dynamic);
  fixedTerm = await lender.loanProduct('FIXED-TERM', { interest: byPeriods });
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

type Period = Readonly<Record<string, unknown>>;
const fixed = (validFrom: string, interestRate?: number): Period => ({
  interestRateSource: 'FIXED_INTEREST_RATE',
  validFrom: day(validFrom),
  ...(interestRate === undefined ? {} : { interestRate }),
});
const following = (validFrom: string, more: Period = {}): Period => ({
  interestRateSource: 'INDEX_INTEREST_RATE',
  validFrom: day(validFrom),
  ...more,
});
const periods = (...accountInterestRateSettings: Period[]) => ({
  interestSettings: { accountInterestRateSettings },
  ...four,
});
const rising = periods(fixed('2026-01-15', 12), fixed('2026-02-15', 18));
const settingsOf = async (loan: Loan) => (await office.account(loan)).interestSettings?.accountInterestRateSettings;
const first = [2462.81, 100];
const risen = [
  ['2026-03-15', 2475.08, 113.06],
  ['2026-04-15', 2512.21, 75.93],
  ['2026-05-15', 2549.9, 38.25],
];

describe('a product with rates by periods', () => {
  test('tells what accounts choose from, its index by key, each with a key', async () => {
    const product = await bank.ok('getLoanProduct', {
      path: { loanProductId: adjustable },
      query: { detailsLevel: 'FULL' },
    });
    const told = product.interestSettings?.interestRateSettings;
    expect(told).toMatchObject([offers[0], { ...offers[1], indexSourceKey: source }]);
    expect(told?.map(({ encodedKey }) => encodedKey)).toEqual([expect.any(String), expect.any(String)]);
    const path = { loanProductId: adjustable };
    expect(reasonOf(await bank.call('updateLoanProduct', { path, body: product as never }))).toBe('200');
    const again = await bank.ok('getLoanProduct', { path, query: { detailsLevel: 'FULL' } });
    expect(again.interestSettings?.interestRateSettings).toEqual(told);
  });

  const refused: readonly (readonly [string, string, Record<string, unknown>])[] = [
    ['INVALID_PARAMETERS', 'interestRateSettings', { ...byPeriods, interestRateSettings: [offers[0], offers[0]] }],
    [
      'INVALID_INDEX_RATE_SOURCE',
      'interestRateSettings[0].indexSourceKey',
      { ...byPeriods, interestRateSettings: [{ ...offers[1], indexSourceKey: 'Κανείς' }] },
    ],
    [
      'FLOOR_VALUE_GREATER_THAN_CEILING_VALUE_ERROR',
      'interestRateSettings[0].interestRateFloorValue',
      { ...byPeriods, interestRateSettings: [{ ...offers[1], interestRateFloorValue: 87 }] },
    ],
    [
      'INVALID_INTEREST_RATE',
      'interestRateSettings[0].interestRate',
      { ...byPeriods, interestRateSettings: [{ ...offers[0], interestRate: { maxValue: 1e30 } }] },
    ],
    ['INVALID_PARAMETERS', 'interestRateSource', { ...byPeriods, interestRateSettings: [{}] }],
  ];
  test.each(refused)('is refused with %s for %s', async (reason, property, interest) => {
    const reply = await bank.call('createLoanProduct', {
      body: loanProductBody('REFUSED', lender.gl, { interest }) as never,
    });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toContain(property);
  });

  test('keeps what periods of its accounts follow', async () => {
    const product = await lender.loanProduct('KEEPING', dynamic);
    await lender.loan(product, rising);
    const patch = (value: unknown) =>
      bank.call('patchLoanProduct', {
        path: { loanProductId: product },
        body: [{ op: 'REPLACE', path: '/interestSettings/interestRateSettings', value }] as never,
      });
    expect(reasonOf(await patch([offers[0]]))).toBe('400 FIELD_IS_NOT_EDITABLE');
    expect(reasonOf(await patch([]))).toBe('400 FIELD_IS_NOT_EDITABLE');
    expect(reasonOf(await patch([...offers, { ...offers[1], indexSourceKey: 'PRIME' }]))).toBe('204');
    expect(reasonOf(await bank.call('deleteIndexRateSource', { path: { indexRateSourceId: 'PRIME' } }))).toBe(
      '400 INDEX_RATE_SOURCE_IN_USE',
    );
  });
});

describe('an application', () => {
  test('tells its periods, takes what they leave out from the product, and is expected on the day of the first', async () => {
    const loan = await lender.loan(adjustable, periods(fixed('2026-01-20'), following('2026-03-20')));
    const told = await office.account(loan);
    expect(told.disbursementDetails?.expectedDisbursementDate).toBe(day('2026-01-20'));
    expect(told.interestSettings).toMatchObject({
      interestRate: 12,
      accountInterestRateSettings: [
        { interestRateSource: 'FIXED_INTEREST_RATE', interestRate: 12, validFrom: day('2026-01-20') },
        {
          interestRateSource: 'INDEX_INTEREST_RATE',
          indexSourceKey: source,
          interestSpread: 2,
          interestRateReviewUnit: 'MONTHS',
          interestRateReviewCount: 1,
          interestRateFloorValue: 3,
          interestRateCeilingValue: 25,
          validFrom: day('2026-03-20'),
        },
      ],
    });
    expect(told.interestSettings).not.toHaveProperty('interestRateSource');
    expect(told.lastInterestReviewDate).toBeUndefined();
    // What was fetched can be sent back, and a period changed: it keeps its key.
    expect(reasonOf(await bank.call('updateLoanAccount', { path: pathOf(loan), body: told as never }))).toBe('200');
    expect(await settingsOf(loan)).toEqual(told.interestSettings?.accountInterestRateSettings);
    const at = '/interestSettings/accountInterestRateSettings';
    expect(reasonOf(await office.patch(loan, ['REPLACE', `${at}/0/interestRate`, 9]))).toBe('204');
    expect(reasonOf(await office.patch(loan, ['REPLACE', '/interestSettings/interestRate', 7]))).toBe(
      '400 INVALID_INTEREST_RATE',
    );
    expect(reasonOf(await office.patch(loan, ['REMOVE', at]))).toBe('400 MISSING_ADJUSTABLE_RATES');
    const after = await office.account(loan);
    expect(after.interestSettings).toMatchObject({
      interestRate: 9,
      accountInterestRateSettings: [{ interestRate: 9 }, { interestSpread: 2 }],
    });
    expect(after.interestSettings?.accountInterestRateSettings?.[0]?.encodedKey).toBe(
      told.interestSettings?.accountInterestRateSettings?.[0]?.encodedKey,
    );
  });

  const at = 'accountInterestRateSettings';
  const refused: readonly (readonly [string, string, Record<string, unknown>])[] = [
    ['MISSING_ADJUSTABLE_RATES', at, {}],
    ['MISSING_ADJUSTABLE_RATES', at, periods()],
    ['INVALID_PARAMETERS', 'validFrom', periods({ interestRateSource: 'FIXED_INTEREST_RATE', interestRate: 5 })],
    ['INVALID_PARAMETERS', 'interestRateSource', periods({ validFrom: day('2026-01-15'), interestRate: 5 })],
    ['INVALID_PARAMETERS', 'validFrom', periods({ ...fixed('2026-01-15'), validFrom: 'tomorrow' })],
    ['INVALID_PARAMETERS', `${at}[1].validFrom`, periods(fixed('2026-02-15', 5), fixed('2026-01-15', 6))],
    ['INTEREST_RATE_OUTSIDE_CONSTRAINTS', `${at}[0].interestRate`, periods(fixed('2026-01-15', 31))],
    ['INVALID_INTEREST_RATE', `${at}[0].interestRate`, periods(fixed('2026-01-15', 1e40))],
    [
      'INCONSISTENT_INDEX_SOURCE_KEY_ON_ACCOUNT_LEVEL',
      `${at}[0].indexSourceKey`,
      periods(following('2026-01-15', { indexSourceKey: 'Κανείς' })),
    ],
    [
      'ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS',
      `${at}[0].interestSpread`,
      periods(following('2026-01-15', { interestSpread: 6 })),
    ],
    [
      'INTEREST_VALID_FROM_DATE_BEFORE_INDEX_INTEREST_RATE_DATE',
      at,
      periods(following('2025-12-31', { indexSourceKey: 'EURIBOR' })),
    ],
    [
      'ANTICIPATED_DISBURSEMENT_DATE_NOT_EQUAL_WITH_FIRST_INTEREST_RATE_SETTINGS_VALID_FROM_DATE',
      'expectedDisbursementDate',
      { ...rising, disbursementDetails: { expectedDisbursementDate: day('2026-01-16') } },
    ],
  ];
  test.each(refused)('is refused with %s for %s', async (reason, property, changes) => {
    const reply = await bank.call('createLoanAccount', {
      body: (await office.body({ interestSettings: {}, ...changes, productTypeKey: adjustable })) as never,
    });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toContain(property);
  });

  test('of a product with one rate, or one index, has no periods', async () => {
    const body = await office.body({ ...rising });
    expect(reasonOf(await bank.call('createLoanAccount', { body: body as never }))).toBe(
      '400 PRODUCT_DOES_NOT_SUPPORT_ADJUSTABLE_RATES',
    );
  });

  test('is previewed as it will be disbursed, at today’s day or another', async () => {
    const preview = async (more: Record<string, unknown>) => {
      const told = await bank.call('previewSchedule', {
        body: { productTypeKey: adjustable, loanAmount: 10_000, ...more } as never,
      });
      return told;
    };
    const told = await preview(rising);
    const lines = JSON.parse(told.text).installments;
    expect(figures(lines)).toEqual([['2026-02-15', ...first], ...risen]);
    const later = await preview(periods(fixed('2026-03-15', 12), fixed('2026-04-15', 18)));
    expect(figures(JSON.parse(later.text).installments)[0]).toEqual(['2026-04-15', ...first]);
    expect(reasonOf(await preview({ ...four }))).toBe('400 MISSING_ADJUSTABLE_RATES');
    expect(reasonOf(await preview(periods(fixed('2026-01-15', 99))))).toBe('400 INTEREST_RATE_OUTSIDE_CONSTRAINTS');
    const loan = await lender.approvedLoan(adjustable, rising);
    expect(figures(await office.lines(loan))).toEqual(figures(lines));
    await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
    expect(figures(await office.lines(loan))).toEqual(figures(lines));
  });

  test('that was approved keeps its periods, and is expected on their first day', async () => {
    const loan = await lender.approvedLoan(adjustable, rising);
    const at = '/interestSettings/accountInterestRateSettings/1/interestRate';
    expect(reasonOf(await office.patch(loan, ['REPLACE', at, 9]))).toBe('400 ILLEGAL_LOAN_PARAMETERS_MODIFICATION');
    const expected = '/disbursementDetails/expectedDisbursementDate';
    expect(reasonOf(await office.patch(loan, ['REPLACE', expected, day('2026-01-17')]))).toBe(
      '400 ANTICIPATED_DISBURSEMENT_DATE_NOT_EQUAL_WITH_FIRST_INTEREST_RATE_SETTINGS_VALID_FROM_DATE',
    );
    expect(await settingsOf(loan)).toMatchObject([{ interestRate: 12 }, { interestRate: 18 }]);
  });
});

describe('a disbursement', () => {
  test('comes on the first day of the periods, or moves them all', async () => {
    const desk = loanDesk(bank);
    const loan = await lender.approvedLoan(adjustable, periods(fixed('2026-01-13', 12), fixed('2026-02-13', 18)));
    const said = await desk.refused('makeDisbursement', loan, { path: pathOf(loan), body: {} });
    expect(said).toContain('DISBURSEMENT_DATE_DIFFERENT_THAN_FIRST_INTEREST_RATE_SETTINGS_VALID_FROM_DATE');
    await desk.refused('makeDisbursement', loan, {
      path: pathOf(loan),
      body: { shiftAdjustableInterestPeriods: false },
    });
    const made = await desk.disburse(loan, { shiftAdjustableInterestPeriods: true });
    expect(await settingsOf(loan)).toMatchObject([{ validFrom: day('2026-01-15') }, { validFrom: day('2026-02-15') }]);
    expect(figures(await office.lines(loan))).toEqual([['2026-02-15', ...first], ...risen]);
    // Undone, the periods are those that were agreed.
    await desk.adjust(made);
    expect(await settingsOf(loan)).toMatchObject([{ validFrom: day('2026-01-13') }, { validFrom: day('2026-02-13') }]);
    await desk.disburse(loan, { valueDate: day('2026-01-13') });
    expect(await settingsOf(loan)).toMatchObject([{ validFrom: day('2026-01-13') }, { validFrom: day('2026-02-13') }]);
    const plain = await lender.approvedLoan(lender.dynamicEqual, four);
    await desk.disburse(plain, { shiftAdjustableInterestPeriods: true });
    await office.verify();
  });

  test('of a fixed loan has the whole schedule over its periods, each part explained', async () => {
    const loan = await lender.approvedLoan(fixedTerm, rising);
    await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
    expect(figures(await office.lines(loan))).toEqual([['2026-02-15', ...first], ...risen]);
    const { installments } = await bank.ok('explainLoan', { path: pathOf(loan) });
    expect(installments.map(({ interest }) => [interest.rounded, interest.moved])).toEqual(
      [100, 113.06, 75.93, 38.25].map((amount) => [amount, 0]),
    );
  });
});

describe('a running loan', () => {
  test('takes the rate of each period in the night before, and another one until the next', async () => {
    const middle = periods(fixed('2026-01-15', 12), fixed('2026-01-25', 18), following('2026-03-25'));
    const split = await lender.approvedLoan(adjustable, middle);
    const loan = await lender.approvedLoan(
      adjustable,
      periods(fixed('2026-01-15', 12), fixed('2026-02-15', 18), following('2026-04-15', { interestSpread: 1 })),
    );
    for (const one of [split, loan]) await bank.ok('makeDisbursement', { path: pathOf(one), body: {} });
    // 10 days at 12 % and 20 at 18 % of 30: 33.33 + 100.
    const { installments } = await bank.ok('explainLoan', { path: pathOf(split) });
    expect(installments[0]?.interest).toMatchObject({ amount: 133.33, moved: 0 });
    expect(installments[0]?.interest.parts).toMatchObject([
      { from: '2026-01-15', to: '2026-01-25', rate: 12 },
      { from: '2026-01-25', to: '2026-02-15', rate: 18 },
    ]);
    await bank.ok('advanceClock', { body: { to: '2026-02-15' } });
    const told = await office.account(loan);
    expect(told).toMatchObject({ lastInterestReviewDate: day('2026-02-15'), interestSettings: { interestRate: 18 } });
    const [changed] = await bank.ok('getLoanTransactions', { path: pathOf(loan) });
    expect(changed).toMatchObject({
      type: 'INTEREST_RATE_CHANGED',
      valueDate: day('2026-02-15'),
      terms: { interestSettings: { interestRate: 18 } },
    });
    const explained = await bank.ok('explainLoan', { path: pathOf(split) });
    expect(explained.installments[0]?.interest.parts).toMatchObject([{ rate: 12 }, { rate: 18 }]);
    await bank.ok('makeRepayment', { path: pathOf(loan), body: { amount: 2562.81 } });
    expect((await office.lines(loan)).length).toBe(4);
    await office.verify();

    const change = (body: Record<string, unknown>) =>
      bank.call('changeLoanInterestRate', {
        path: pathOf(loan),
        body: { valueDate: day('2026-02-20'), ...body } as never,
      });
    await bank.ok('advanceClock', { body: { to: '2026-02-20' } });
    expect(reasonOf(await change({ interestRate: 31 }))).toBe('400 INTEREST_RATE_OUTSIDE_CONSTRAINTS');
    expect(reasonOf(await change({ interestRate: 1e50 }))).toBe('400 INVALID_INTEREST_RATE');
    expect(reasonOf(await change({ interestRate: 6, interestSpread: 2 }))).toBe(
      '400 INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
    );
    expect(reasonOf(await change({ interestRate: 6 }))).toBe('204');
    const settings = (await settingsOf(loan)) ?? [];
    expect(settings).toMatchObject([
      { interestRate: 12, validFrom: day('2026-01-15') },
      { interestRate: 18, validFrom: day('2026-02-15') },
      { interestRate: 6, validFrom: day('2026-02-20') },
      { interestSpread: 1, validFrom: day('2026-04-15') },
    ]);
    expect(new Set(settings.map(({ encodedKey }) => encodedKey)).size).toBe(4);
    expect((await office.account(loan)).interestSettings?.interestRate).toBe(6);
    await bank.ok('advanceClock', { body: { to: '2026-04-15' } });
    expect((await office.account(loan)).interestSettings?.interestRate).toBe(11);
    await office.verify();

    await bank.ok('advanceClock', { body: { to: '2026-04-20' } });
    const today = day('2026-04-20');
    expect(reasonOf(await change({ interestRate: 6, valueDate: today }))).toBe(
      '400 INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES',
    );
    expect(reasonOf(await change({ interestRate: 0, interestSpread: 6, valueDate: today }))).toBe(
      '400 ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS',
    );
    expect(reasonOf(await change({ interestRate: 0, interestSpread: 3, valueDate: today }))).toBe('204');
    expect((await office.account(loan)).interestSettings).toMatchObject({ interestRate: 13 });
    // What is fetched can be sent back at any time.
    const whole = await office.account(loan);
    expect(reasonOf(await bank.call('updateLoanAccount', { path: pathOf(loan), body: whole as never }))).toBe('200');
    await office.verify();
  }, 60_000);

  test('of a fixed term has the rates of its periods and no others', async () => {
    const today = '2026-04-20';
    const loan = await lender.approvedLoan(fixedTerm, periods(fixed(today, 12), fixed('2026-07-20', 18)));
    await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
    const reply = await bank.call('changeLoanInterestRate', {
      path: pathOf(loan),
      body: { interestRate: 9, valueDate: day(today) },
    });
    expect(reasonOf(reply)).toBe('400 INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED_FOR_LOAN_PRODUCT_TYPE');
  });
});
