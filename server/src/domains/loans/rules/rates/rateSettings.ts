import { asEncodedKey, type EncodedKey } from '../../../../kernel/encodedKey.ts';
import { daysBetween, type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import type { Rate } from '../../../../kernel/money.ts';
import type { RateReview } from '../../../organisation/rules/rateReviews.ts';

// Rates that change during a loan's life: by an index that is read at reviews, or by periods that were agreed.

/** A rate that is what an index says plus a spread. */
export type IndexedRate = {
  readonly interestRateSource: 'INDEX_INTEREST_RATE';
  readonly indexSourceKey: EncodedKey;
  readonly interestSpread: Rate;
  /** Limits of index plus spread. */
  readonly interestRateFloorValue: Rate | null;
  readonly interestRateCeilingValue: Rate | null;
  readonly review: RateReview;
  /** Whether the index may be reduced by the spread; what comes of it is never below zero. */
  readonly spreadMayBeNegative?: true;
};

/** A rate that somebody named. */
export type NamedRate = { readonly interestRateSource: 'FIXED_INTEREST_RATE'; readonly interestRate: Rate };

/** How the rate is found from a day until the next setting. */
export type RateSetting = (IndexedRate | NamedRate) & {
  /** Of a period that was agreed for the account. */
  readonly encodedKey?: EncodedKey;
  /** Null: from the disbursement, whose day is not known yet. */
  readonly validFrom: LocalDate | null;
  /** The day that reviews are counted from, where that is not the first day: another spread does not move them. */
  readonly reviewedFrom?: LocalDate;
};

/** What a review found, and the day from which it counts. */
export type RateReading = { readonly day: LocalDate; readonly rate: Rate };

/** The rates of a loan whose rate changes. */
export type ChangingRates = {
  /** Whether the periods were agreed for the account, else there is one that lasts. */
  readonly adjustable: boolean;
  /** By their first days, ascending; the first begins with the disbursement. */
  readonly settings: readonly RateSetting[];
  /** What reviews have found up to a day, and that day: it stays, whatever is said of the index later. */
  readonly readings: readonly RateReading[];
  readonly readTo: LocalDate | null;
  /** What was known then of later reviews: what the figures were computed with, for whoever has no sources at hand. */
  readonly foreseen: readonly RateReading[];
};

/** The rates as of a disbursement: periods begin with it, and all of them move by as many days as the first one does. */
export const disbursedOn = (rates: ChangingRates, day: LocalDate): ChangingRates => {
  const first = rates.settings[0]?.validFrom ?? day;
  const shift = daysBetween(first, day);
  const moved = (validFrom: LocalDate | null): LocalDate => (validFrom === null ? day : plusDays(validFrom, shift));
  return { ...rates, settings: rates.settings.map((one) => ({ ...one, validFrom: moved(one.validFrom) })) };
};

/** The rates as they were agreed, with nothing read. */
export const unread = (rates: ChangingRates): ChangingRates => ({
  ...rates,
  readings: [],
  readTo: null,
  foreseen: [],
});

/** The setting that holds on a day; the first one before it begins. */
export const settingOn = ({ settings }: ChangingRates, day: LocalDate): RateSetting | undefined =>
  settings.findLast(({ validFrom }) => validFrom !== null && validFrom <= day) ?? settings[0];

/** The rates with another rate or spread from a day on until the next period, which is a period with the key of the change; reviews go on as they were. */
export const changedFrom = (
  rates: ChangingRates,
  day: LocalDate,
  change: { readonly interestRate: Rate } | { readonly interestSpread: Rate },
  key?: string,
): ChangingRates => {
  const held = settingOn(rates, day);
  if (!held) return rates;
  const reviewedFrom = held.reviewedFrom ?? held.validFrom ?? day;
  const encodedKey = rates.adjustable && key !== undefined ? asEncodedKey(key) : undefined;
  const next: RateSetting = { ...held, ...change, validFrom: day, reviewedFrom, ...(encodedKey ? { encodedKey } : {}) };
  const before = rates.settings.filter(({ validFrom }) => validFrom === null || validFrom < day);
  const after = rates.settings.filter(({ validFrom }) => validFrom !== null && validFrom > day);
  return { ...rates, settings: [...before, next, ...after] };
};
