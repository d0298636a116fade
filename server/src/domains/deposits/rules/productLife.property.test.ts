import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { instant } from '../../../kernel/instant.ts';
import { type LocalDate, localDate, plusDays } from '../../../kernel/localDate.ts';
import { money, rate } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { openAccount, type WantedTerms } from './accountTerms.ts';
import { foldInterest, type InterestFacts, scheduleOf } from './interest/accountInterest.ts';
import type { WantedRates } from './interest/accountRates.ts';
import { isApplicationDate } from './interest/applicationDates.ts';
import { decideMaturityDate } from './interest/maturity.ts';
import { checkBuilt } from './notYetBuilt.ts';
import { parseProduct } from './parseProduct.ts';
import { checkProduct } from './productSettings.ts';
import { accrual, all, balances, complete, days, facts, indexKey, type Product, termed } from './testProducts.ts';

// Whatever settings somebody puts together: either they contradict and are refused, or accounts live with them. Nothing is accepted that fails later, at night.

const some = <T>(...values: readonly T[]) => fc.constantFrom<T | undefined>(...values);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const tuple = (values: readonly number[]) =>
  fc.record({
    minValue: some(...values, undefined),
    maxValue: some(...values, undefined),
    defaultValue: some(...values, undefined),
  });
const yearly = some('ACTUAL_365_FIXED', 'ACTUAL_360', 'ACTUAL_ACTUAL_ISDA', 'E30_360', 'BUS_252', 'E30_42_365');
const balance = some('MINIMUM', 'AVERAGE', 'END_OF_DAY', 'MINIMUM_TO_END_OF_DAY', 'FRENCH_INTEREST_ACCRUAL', undefined);
const fixedTerms = maybe(tuple([-2, 0, 1, 5])).map((interestRate) => ({ interestRateTerms: 'FIXED', interestRate }));
const tiersOf = (terms: string, ...tiers: readonly (readonly object[])[]) =>
  fc.constantFrom(...tiers.map((interestRateTiers) => ({ interestRateTerms: terms, interestRateTiers })));
const terms = fc.oneof(
  fixedTerms,
  tiersOf('TIERED', balances(100), balances(100, undefined)),
  tiersOf('TIERED_BAND', balances(100), balances(100, undefined)),
  tiersOf('TIERED_PERIOD', days(10, undefined), days(5)),
);
const review = { interestRateReviewCount: 1, interestRateReviewUnit: 'MONTHS' };
const source = some(
  undefined,
  { interestRateSource: 'INDEX_INTEREST_RATE', indexSourceKey: indexKey, ...review },
  { interestRateSource: 'FIXED_INTEREST_RATE' },
);
const frequency = some(
  undefined,
  { interestChargeFrequency: 'EVERY_MONTH' },
  { interestChargeFrequency: 'EVERY_X_DAYS', interestChargeFrequencyCount: 30 },
);
/** One thing that somebody also says, which may contradict. */
const slip = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      { interestRateTiers: balances(100) },
      { interestRateTiers: [] },
      { interestRate: { defaultValue: 0 } },
      { interestRate: { minValue: 3, defaultValue: 1 } },
      { indexSourceKey: indexKey },
      { interestRateReviewCount: 0 },
      { interestRateReviewUnit: 'DAYS' },
      { interestChargeFrequencyCount: 7 },
      { interestRateTerms: undefined },
    ),
  },
);
const rates = fc.tuple(terms, source, frequency, slip).map((parts): object => Object.assign({}, ...parts));
const creditRates = fc.tuple(
  rates,
  fc.record({
    accrueInterestAfterMaturity: some(true, false, undefined),
    allowNegativeInterestRate: some(true, false, undefined),
  }),
);
/** Mostly this, now and then something else. */
const mostly = <T, Other>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<Other>) =>
  fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: other });
const nothingSaid = fc.constant(undefined);

const payment = mostly(
  fc.constantFrom(
    { interestPaymentPoint: 'FIRST_DAY_OF_MONTH' },
    { interestPaymentPoint: 'ON_FIXED_DATES', interestPaymentDates: [{ day: 29, month: 2 }] },
  ),
  some({ interestPaymentPoint: 'ON_ACCOUNT_MATURITY' }, { interestPaymentPoint: 'ON_FIXED_DATES' }, undefined),
);
const interest = fc
  .record({
    interestPaidIntoAccount: mostly(fc.constant(true), some(false, undefined)),
    collectInterestWhenLocked: some(true, undefined),
    daysInYear: yearly,
    interestCalculationBalance: balance,
    maximumBalance: mostly(nothingSaid, fc.constant(500)),
    interestGainsProvidedStartDate: some('2026-02-01', undefined),
    interestGainsProvidedEndDate: mostly(nothingSaid, some('2026-02-10', '2026-01-10')),
    interestPaymentSettings: payment,
  })
  .chain((one) => creditRates.map(([of, own]) => ({ ...one, interestRateSettings: { ...of, ...own } })));
const overdraft = fc.record({
  overdraftSettings: fc.record({
    allowOverdraft: mostly(fc.constant(true), some(false, undefined)),
    allowTechnicalOverdraft: some(true, undefined),
    maxOverdraftLimit: some(0, 100, undefined),
  }),
  overdraftInterestSettings: maybe(
    fc.record({ daysInYear: yearly, interestCalculationBalance: balance, interestRateSettings: maybe(rates) }),
  ),
});
const term = fc.record({
  maturitySettings: fc.record({
    maturityPeriodUnit: mostly(some('DAYS', 'MONTHS'), nothingSaid),
    maturityPeriod: maybe(tuple([1, 6])),
  }),
});
const settingsOf = (type: string) =>
  fc
    .tuple(
      fc.record({
        interestSettings: mostly(interest, nothingSaid),
        taxSettings: mostly(nothingSaid, some({ withholdingTaxEnabled: true }, { withholdingTaxEnabled: false })),
        accountingSettings: some(accrual(), { accountingMethod: 'NONE' }),
      }),
      type === 'CURRENT_ACCOUNT' ? overdraft : mostly(fc.constant({}), overdraft),
      termed.includes(type) ? term : mostly(fc.constant({}), term),
    )
    .map((parts): object => Object.assign({}, ...parts));

/** Settings without what was left out: requests don't carry it. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const anyProduct = fc
  .constantFrom(...all)
  .chain((type) => settingsOf(type).map((chosen): Product => complete(sent(chosen) as Record<string, unknown>, type)))
  .filter((product) => checkProduct(product, undefined, facts) === undefined);

const opened = localDate(2026, 1, 15);
const moment = (day: LocalDate) => instant(Date.parse(`${day}T10:00:00Z`));
const bank: InterestFacts = {
  localDateOf: (at) => new Date(at).toISOString().slice(0, 10) as LocalDate,
  indexSource: (encodedKey) => ({
    encodedKey,
    id: 'I',
    name: 'I',
    type: 'INTEREST_RATE',
    rates: [
      { startDay: localDate(2026, 1, 1), rate: rate(2) },
      { startDay: localDate(2026, 2, 1), rate: rate(-1) },
    ],
  }),
  isWorkingDay: (date) => date !== '2026-02-02',
  endOfDayFrom: null,
};

const nothing: WantedRates = { interestRate: null, interestSpread: null, interestRateTiers: null };
const wanted: WantedTerms = {
  name: 'A',
  notes: null,
  currencyCode: null,
  assignedBranchKey: null,
  assignedCentreKey: null,
  assignedUserKey: null,
  allowOverdraft: null,
  overdraftLimit: null,
  overdraftExpiryDate: null,
  maxDepositBalance: null,
  maxWithdrawalAmount: null,
  recommendedDepositAmount: null,
  targetAmount: null,
  interestRates: nothing,
  overdraftRates: nothing,
};

test('a product that is accepted has accounts, unless it says what is not built or leaves the rate to them, and they bear interest every day', () => {
  let lived = 0;
  fc.assert(
    fc.property(anyProduct, fc.integer({ min: -60, max: 900 }), (stored, total) => {
      const product = parseProduct(stored, newEncodedKey());
      const unbuilt = checkBuilt(product);
      if (unbuilt) {
        expect(unbuilt.errors[0]?.source).toMatch(/E30_42_365|FRENCH/);
        return;
      }
      const opening = { id: 'A', holderKey: newEncodedKey(), holderType: 'CLIENT', approved: true } as const;
      const account = openAccount(
        { ...opening, withholdingTaxSourceKey: null, now: moment(opened) },
        { ...wanted, ...(product.allowOverdraft ? { allowOverdraft: true } : {}) },
        { product, decimalsOf: facts.decimalsOf },
      );
      if (isRejection(account)) {
        expect(account.errors[0]?.reason).toMatch(/^REQUIRED_(OVERDRAFT_)?INTEREST_RATE$/);
        return;
      }
      lived += 1;
      const active = { ...account, totalBalance: money(total), activationDate: moment(opened) };
      const movements = [{ valueDate: moment(opened), amount: money(total) }];
      const to = plusDays(opened, 60);
      const folded = foldInterest(active, product, movements, to, bank);
      expect(isRejection(folded) ? folded.errors : 'folds').toBe('folds');
      const schedule = scheduleOf(opened, to, product, null);
      if (schedule) expect([true, false]).toContain(isApplicationDate(schedule, to));
      if (product.maturity) {
        const term = { accountType: product.type, accountState: 'ACTIVE', maturityDate: null } as const;
        const date = decideMaturityDate(term, opened, null, product.maturity);
        expect(isRejection(date) ? product.maturity.defaultValue : null).toBeNull();
      }
    }),
    { numRuns: 300 },
  );
  expect(lived).toBeGreaterThan(50);
});
