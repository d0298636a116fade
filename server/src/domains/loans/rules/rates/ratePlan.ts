import type { EncodedKey } from '../../../../kernel/encodedKey.ts';
import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import { type Rate, rate } from '../../../../kernel/money.ts';
import { lastReview, nextReview, reviewFrom } from '../../../organisation/rules/rateReviews.ts';
import type { LoanCalendar } from '../calendar.ts';
import type { InterestTerms, LoanTerms } from '../terms.ts';
import {
  type ChangingRates,
  disbursedOn,
  type IndexedRate,
  type RateReading,
  type RateSetting,
} from './rateSettings.ts';

/** The rate from a day on. */
export type RateStep = {
  readonly from: LocalDate;
  readonly interestRate: Rate;
  /** What the index said, where the rate follows one. */
  readonly indexRate?: Rate;
};

/** The rates of a loan's whole life as far as they are known, by their first days; none where the rate never changes. */
export type RatePlan = readonly RateStep[];

const none = rate(0);

/** Index plus spread, within floor and ceiling, and never below zero. Index 3.25 plus 2.5 with a floor of 6: 6. */
export const effectiveRate = (
  { interestSpread, interestRateFloorValue, interestRateCeilingValue }: IndexedRate,
  index: Rate,
): Rate => {
  let found = rate(index.plus(interestSpread));
  if (interestRateFloorValue?.greaterThan(found)) found = interestRateFloorValue;
  if (interestRateCeilingValue?.lessThan(found)) found = interestRateCeilingValue;
  return found.isNegative() ? none : found;
};

/** The values that a setting's reviews can find, with the days from which they can: what was read already, then what the source says. */
const valuesFor = (
  { indexSourceKey }: IndexedRate,
  since: LocalDate,
  until: LocalDate | null,
  { readings, readTo, foreseen }: ChangingRates,
  { indexRates }: LoanCalendar,
): readonly RateReading[] => {
  const published =
    indexRates?.(indexSourceKey).map(({ startDay, rate: value }) => ({ day: startDay, rate: value })) ?? foreseen;
  if (readTo === null || readTo < since) return published;
  const read = readings.filter(({ day }) => day >= since && (until === null || day < until));
  const unread = plusDays(readTo, 1);
  const next = published.findLast(({ day }) => day <= unread);
  return [...read, ...(next ? [{ ...next, day: unread }] : []), ...published.filter(({ day }) => day > unread)];
};

const indexedSteps = (
  setting: IndexedRate & RateSetting,
  from: LocalDate,
  until: LocalDate | null,
  rates: ChangingRates,
  calendar: LoanCalendar,
): RateStep[] => {
  const { review, reviewedFrom = from } = setting;
  const first = lastReview(reviewedFrom, review, from);
  const values = valuesFor(setting, reviewedFrom, until, rates, calendar);
  const step = (day: LocalDate, indexRate: Rate): RateStep => ({
    from: day,
    interestRate: effectiveRate(setting, indexRate),
    indexRate,
  });
  // A source that says nothing yet leaves the spread alone.
  const steps = [step(from, values.findLast(({ day }) => day <= first)?.rate ?? none)];
  for (const { day, rate: value } of values) {
    if (day <= first) continue;
    const read = reviewFrom(reviewedFrom, review, day);
    if (until !== null && read >= until) break;
    if (read <= from) continue;
    // Of the values that began since the review before, the last one is read.
    if (steps.length > 1 && steps.at(-1)?.from === read) steps.pop();
    if (!steps.at(-1)?.indexRate?.equals(value)) steps.push(step(read, value));
  }
  return steps;
};

/** The steps of rates that begin with a disbursement. The index is read as it is known now; readings of the past stay. */
export const ratePlan = (rates: ChangingRates, calendar: LoanCalendar): RatePlan =>
  rates.settings.flatMap((setting, index) => {
    const from = setting.validFrom;
    if (from === null) return [];
    if (setting.interestRateSource === 'FIXED_INTEREST_RATE') return [{ from, interestRate: setting.interestRate }];
    return indexedSteps(setting, from, rates.settings[index + 1]?.validFrom ?? null, rates, calendar);
  });

/**
 * The steps that a schedule of a day counts on. Interest that is applied at once can't count on what an index may say at a review to come: what somebody
 * enters later would change what was applied. Rates that were agreed by name are known.
 */
export const countedOn = ({ interest }: LoanTerms, plan: RatePlan, day: LocalDate): RatePlan =>
  interest.interestApplicationMethod === 'AFTER_DISBURSEMENT'
    ? plan.filter(({ from, indexRate }, index) => index === 0 || from <= day || indexRate === undefined)
    : plan;

/** The step that holds on a day; the first one before it begins, none of a plan without steps. */
export const stepOn = (plan: RatePlan, day: LocalDate): RateStep | undefined =>
  plan.findLast(({ from }) => from <= day) ?? plan[0];

const sameRates = new WeakMap<LoanTerms, Map<string, LoanTerms>>();

/** The terms with another rate in force; the same object for the same rate, so that what was computed from it is known. */
export const atRate = (terms: LoanTerms, interestRate: Rate): LoanTerms => {
  if (terms.interest.interestRate.equals(interestRate)) return terms;
  let known = sameRates.get(terms);
  if (!known) {
    known = new Map();
    sameRates.set(terms, known);
  }
  const text = interestRate.toFixed();
  const found = known.get(text) ?? { ...terms, interest: { ...terms.interest, interestRate } };
  known.set(text, found);
  return found;
};

/** The terms as a disbursement on a day brings them into force: periods have their days, and the rate is the one of that day. */
export const disbursedTerms = (
  terms: LoanTerms,
  day: LocalDate,
  calendar: LoanCalendar,
): { readonly terms: LoanTerms; readonly plan: RatePlan } => {
  const { rates } = terms.interest;
  if (!rates) return { terms, plan: [] };
  const dated = disbursedOn(rates, day);
  const plan = ratePlan(dated, calendar);
  const interestRate = plan[0]?.interestRate ?? terms.interest.interestRate;
  return { terms: { ...terms, interest: { ...terms.interest, interestRate, rates: dated } }, plan };
};

/** The rates with what their reviews have found up to a day, which stays, and what is known of later ones. */
export const withReadings = (rates: ChangingRates, plan: RatePlan, readTo: LocalDate): ChangingRates => {
  const read = plan.flatMap(({ from, indexRate }) => (indexRate ? [{ day: from, rate: indexRate }] : []));
  return {
    ...rates,
    readings: read.filter(({ day }) => day <= readTo),
    readTo,
    foreseen: read.filter(({ day }) => day > readTo),
  };
};

/** The last day up to one on which the rate was looked at: a review, or the beginning of a period; undefined before the first. */
export const lastLook = ({ settings }: ChangingRates, day: LocalDate): LocalDate | undefined => {
  const setting = settings.findLast(({ validFrom }) => validFrom !== null && validFrom <= day);
  if (!setting?.validFrom) return undefined;
  if (setting.interestRateSource === 'FIXED_INTEREST_RATE') return setting.validFrom;
  return lastReview(setting.reviewedFrom ?? setting.validFrom, setting.review, day);
};

/** The last day up to one on which each index was read, by the key of its source. */
export const readIndexes = ({ settings }: ChangingRates, day: LocalDate): ReadonlyMap<EncodedKey, LocalDate> =>
  new Map(
    settings.flatMap((setting, index): (readonly [EncodedKey, LocalDate])[] => {
      const { validFrom: from } = setting;
      if (setting.interestRateSource === 'FIXED_INTEREST_RATE' || from === null || from > day) return [];
      const until = settings[index + 1]?.validFrom ?? null;
      const last = until === null || until > day ? day : plusDays(until, -1);
      return [[setting.indexSourceKey, lastReview(setting.reviewedFrom ?? from, setting.review, last)]];
    }),
  );

/** The first day after one on which the rate will be looked at. */
export const nextLook = ({ settings }: ChangingRates, day: LocalDate): LocalDate | undefined => {
  const period = settings.find(({ validFrom }) => validFrom !== null && validFrom > day)?.validFrom ?? undefined;
  const setting = settings.findLast(({ validFrom }) => validFrom !== null && validFrom <= day);
  if (!setting?.validFrom || setting.interestRateSource === 'FIXED_INTEREST_RATE') return period;
  const review = nextReview(setting.reviewedFrom ?? setting.validFrom, setting.review, day);
  return period !== undefined && period < review ? period : review;
};

/** Whether what is ahead depends on what somebody says of an index. */
export const followsIndex = ({ rates }: InterestTerms): boolean =>
  rates?.settings.some(({ interestRateSource }) => interestRateSource === 'INDEX_INTEREST_RATE') ?? false;
