import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { Decimal, type Decimalish, type Rate } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkId, isBlank } from './texts.ts';

/** What the rates of a source are rates of. A product's interest follows the first, its taxes the others. */
export type IndexRateType = 'INTEREST_RATE' | 'TAX_RATE' | 'WITHHOLDING_TAX_RATE' | 'PRINCIPAL_TAX_RATE';

/** A value of a source and the first day on which it counts. */
export type IndexRate = { readonly startDay: LocalDate; readonly rate: Rate };

export type IndexRateSource = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly name: string;
  readonly type: IndexRateType;
  /** By their first days, ascending; no two have the same. */
  readonly rates: readonly IndexRate[];
};

/**
 * The rate of a source on a day: the one that began last on or before it. Before the first one there is none (NO_INDEX_RATE_AVAILABLE).
 */
export const rateInForce = (source: Pick<IndexRateSource, 'id' | 'rates'>, date: LocalDate): Rate | Rejection =>
  source.rates.findLast(({ startDay }) => startDay <= date)?.rate ??
  reject('NO_INDEX_RATE_AVAILABLE', `the index rate source ${source.id} has no rate on ${date}`);

/** Refuses a source that nobody could tell from others, or whose rates could be taken for something else. */
export const checkIndexRateSource = (source: {
  readonly id: string;
  readonly name?: string | undefined;
  readonly type?: IndexRateType | undefined;
}): Rejection | undefined => {
  if (isBlank(source.name)) return reject('INDEX_RATE_SOURCE_NAME_EMPTY', 'name may not be blank');
  if (source.type === undefined) {
    return reject('INDEX_RATE_SOURCE_TYPE_INCORRECT', 'type is required: interest and taxes have sources of their own');
  }
  return checkId(source.id, { blank: 'INDEX_RATE_SOURCE_ID_INVALID', length: 'INDEX_RATE_SOURCE_ID_INVALID' });
};

/** Interest is kept with 20 decimals; a finer rate would not be seen. */
const rateDecimals = 20;

// Interest may be negative, though never by more than everything; nobody taxes more than all.
const ranges: Readonly<Record<'interest' | 'tax', readonly [number, number]>> = {
  interest: [-100, 1_000_000],
  tax: [0, 100],
};

/** Refuses a value that can't be a rate of a source of this type. */
export const checkIndexRate = (
  input: { readonly id: string; readonly rate?: Decimalish | undefined },
  type: IndexRateType,
): Rejection | undefined => {
  if (input.rate === undefined) return reject('INDEX_RATE_RATE_EMPTY', 'rate is required');
  const rate = new Decimal(input.rate);
  const [least, most] = ranges[type === 'INTEREST_RATE' ? 'interest' : 'tax'];
  if (!rate.isFinite() || rate.lessThan(least) || rate.greaterThan(most) || rate.decimalPlaces() > rateDecimals) {
    return reject(
      'INDEX_RATE_RATE_RANGE_VIOLATION',
      `rate of a source of type ${type} must be from ${least} to ${most}, with at most ${rateDecimals} decimals`,
    );
  }
  return checkId(input.id, { blank: 'INDEX_RATE_ID_INVALID', length: 'INDEX_RATE_ID_INVALID' });
};

/**
 * Refuses a first day that does not follow the last one of the source, or the last one of which all is said since somebody's rate was reviewed by it.
 */
export const checkStartDay = (
  startDay: LocalDate,
  lastStartDay: LocalDate | null,
  lastSaid: LocalDate | null,
): Rejection | undefined => {
  if (lastStartDay !== null && startDay === lastStartDay)
    return reject('INDEX_RATE_START_DATE_DUPLICATE', `startDate: the source has a rate that starts on ${startDay}`);
  if (lastStartDay !== null && startDay < lastStartDay)
    return reject('DATE_BEFORE_LAST_RATE_DATE', `startDate must be after ${lastStartDay}, when the last rate starts`);
  return lastSaid !== null && startDay <= lastSaid
    ? reject(
        'START_DATE_BEFORE_LAST_INDEX_REVIEWD_DATE',
        `startDate must be after ${lastSaid}: rates of accounts were reviewed by what the source said until then`,
      )
    : undefined;
};

/** A rate as a document has it, with the first day on which it counts. */
export type DatedRate = { readonly id: string; readonly startDay: LocalDate; readonly rate: Decimalish };

/** The last day on which no rate may begin any more: the first one of the last rate that counts already, or the last one of which reviews made sure; null without either. */
export const lastCountingDay = (
  rates: readonly DatedRate[],
  today: LocalDate,
  lastSaid: LocalDate | null,
): LocalDate | null =>
  rates
    .map(({ startDay }) => startDay)
    .filter((day) => day <= today)
    .concat(lastSaid ?? [])
    .sort()
    .at(-1) ?? null;

/**
 * Refuses that a document changes what counted already for products or accounts which follow the source: a rate of theirs that changes or goes, or
 * one that would begin before it. `after` is undefined where the document leaves the rate out.
 */
export const checkRateChange = (
  before: DatedRate | undefined,
  after: DatedRate | undefined,
  lastCounting: LocalDate | null,
  today: LocalDate,
): Rejection | undefined => {
  const stays =
    before && after && before.startDay === after.startDay && new Decimal(before.rate).equals(new Decimal(after.rate));
  if (stays) return undefined;
  if (before && before.startDay <= today) {
    const message = `rate must stay: ${before.id} counts since ${before.startDay} for products or accounts`;
    return reject('INDEX_RATE_CANNOT_BE_CHANGED', message);
  }
  return after && lastCounting !== null && after.startDay <= lastCounting
    ? reject(
        'INDEX_RATE_START_DATE_BEFORE_REVIEWED_DATE',
        `startDate must be after ${lastCounting}, since when a rate counts for products or accounts`,
      )
    : undefined;
};
