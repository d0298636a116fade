import fc from 'fast-check';
import { newEncodedKey } from '../../../../kernel/encodedKey.ts';
import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import { type Rate, rate } from '../../../../kernel/money.ts';
import { everyDayWorks, type LoanCalendar } from '../calendar.ts';
import type { LoanTerms } from '../terms.ts';
import { on } from '../testLoan.ts';
import type { ChangingRates, IndexedRate, RateSetting } from './rateSettings.ts';

// Changing rates for tests.

/** The index of the tests. */
export const euribor = newEncodedKey();

/** An index that is read every month, plus 2.5, unless a test says otherwise. */
export const indexed = (changes: Partial<IndexedRate & RateSetting> = {}): IndexedRate & RateSetting => ({
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey: euribor,
  interestSpread: rate('2.5'),
  interestRateFloorValue: null,
  interestRateCeilingValue: null,
  review: { unit: 'MONTHS', count: 1 },
  validFrom: null,
  ...changes,
});

/** A rate that somebody named, from a day on. */
export const named = (interestRate: number | string, validFrom: string | null = null): RateSetting => ({
  interestRateSource: 'FIXED_INTEREST_RATE',
  interestRate: rate(interestRate),
  validFrom: validFrom === null ? null : on(validFrom),
});

/** Rates of which nothing has been read. */
export const changing = (...settings: readonly RateSetting[]): ChangingRates => ({
  adjustable: settings.length > 1,
  settings,
  readings: [],
  readTo: null,
  foreseen: [],
});

/** A calendar of working days only, in which the index has these values. */
export type IndexValue = readonly [day: string, value: number | string];
export const withIndex = (...values: readonly IndexValue[]): LoanCalendar => ({
  ...everyDayWorks,
  indexRates: (source) =>
    source === euribor ? values.map(([day, value]) => ({ startDay: on(day), rate: rate(value) })) : [],
});

const anyRate: fc.Arbitrary<Rate> = fc.integer({ min: 0, max: 2000 }).map((value) => rate(value / 100));

const anyReview = fc.record({
  unit: fc.constantFrom('DAYS' as const, 'WEEKS' as const, 'MONTHS' as const),
  count: fc.constantFrom(1, 3, 7, 40),
});

/** The days of a generated life after which nothing is read any more. */
const never = on('2200-01-01');

const anyIndex = (start: LocalDate): fc.Arbitrary<ChangingRates> =>
  fc
    .record({
      interestSpread: anyRate,
      review: anyReview,
      limits: fc.record({
        floor: fc.constantFrom(null, rate(3)),
        ceiling: fc.constantFrom(null, rate(9)),
      }),
      values: fc.array(fc.record({ days: fc.integer({ min: 0, max: 400 }), value: anyRate }), { maxLength: 6 }),
    })
    .map(({ values, limits: { floor, ceiling }, ...rest }) => {
      const days = [...new Set(values.map(({ days: after }) => after))].toSorted((one, other) => one - other);
      const readings = days.map((after, index) => ({
        day: plusDays(start, after),
        rate: values[index]?.value ?? rate(1),
      }));
      const setting = indexed({ ...rest, interestRateFloorValue: floor, interestRateCeilingValue: ceiling });
      return { ...changing(setting), readings, readTo: never };
    });

/** Periods with a rate of their own each, or a spread over an index that keeps saying the same. */
const anyPeriods = (start: LocalDate): fc.Arbitrary<ChangingRates> =>
  fc
    .record({
      periods: fc.array(fc.record({ value: anyRate, follows: fc.boolean() }), { minLength: 1, maxLength: 4 }),
      every: fc.integer({ min: 5, max: 200 }),
      review: anyReview,
      index: anyRate,
    })
    .map(({ periods, every, review, index }) => ({
      ...changing(
        ...periods.map(({ value, follows }, place) => ({
          ...(follows ? indexed({ interestSpread: value, review }) : named(value.toFixed())),
          validFrom: plusDays(start, place * every),
        })),
      ),
      adjustable: true,
      readings: periods.map((_, place) => ({ day: plusDays(start, place * every), rate: index })),
      readTo: never,
    }));

/**
 * The terms with those changes of the rate only that a schedule from a day on counts on: interest that is applied with the disbursement does not
 * foresee what an index will say.
 */
export const withForeseenRates = (terms: LoanTerms, start: LocalDate): LoanTerms => {
  const { rates, interestApplicationMethod } = terms.interest;
  if (!rates || interestApplicationMethod !== 'AFTER_DISBURSEMENT') return terms;
  const settings = rates.settings.filter(
    ({ interestRateSource }, place) => place === 0 || interestRateSource === 'FIXED_INTEREST_RATE',
  );
  const readings = rates.readings.filter(({ day }) => day <= start);
  return { ...terms, interest: { ...terms.interest, rates: { ...rates, settings, readings } } };
};

/** How the rate of a generated loan changes: by no means for half of them. */
export const anyRates = (start: LocalDate): fc.Arbitrary<{ readonly rates: ChangingRates } | undefined> =>
  fc.option(
    fc.oneof(anyIndex(start), anyPeriods(start)).map((rates) => ({ rates })),
    { nil: undefined, freq: 2 },
  );
