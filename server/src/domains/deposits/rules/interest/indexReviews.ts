import { daysBetween, type LocalDate, monthOf, plusDays, plusMonths, yearOf } from '../../../../kernel/localDate.ts';
import type { Rate } from '../../../../kernel/money.ts';
import type { IndexRateSource } from '../../../organisation/rules/indexRates.ts';
import type { History } from './history.ts';

/** How often an account reads its index anew, counted from its activation. */
export type RateReview = { readonly unit: 'DAYS' | 'WEEKS' | 'MONTHS'; readonly count: number };

const reviewDate = (activation: LocalDate, { unit, count }: RateReview, number: number): LocalDate => {
  if (unit === 'MONTHS') return plusMonths(activation, count * number);
  return plusDays(activation, (unit === 'WEEKS' ? 7 : 1) * count * number);
};

/** The last day up to today, which counts, on which an active account read its index. */
export const lastReview = (activation: LocalDate, review: RateReview, today: LocalDate): LocalDate => {
  const { unit, count } = review;
  const passed =
    unit === 'MONTHS'
      ? (yearOf(today) - yearOf(activation)) * 12 + monthOf(today) - monthOf(activation)
      : daysBetween(activation, today) / (unit === 'WEEKS' ? 7 : 1);
  const number = Math.floor(passed / count);
  const last = reviewDate(activation, review, number);
  // In the month of a review, its day may be still to come.
  return last <= today ? last : reviewDate(activation, review, number - 1);
};

/**
 * The index as an account sees it up to a day (not included): the source's value at the activation and at each review
 * date. A new value of the source counts from the review after it; a review before the first value finds none.
 */
export const indexReviews = (
  source: Pick<IndexRateSource, 'rates'>,
  activation: LocalDate,
  review: RateReview,
  to: LocalDate,
): History<Rate> => {
  if (review.count < 1) throw new RangeError('a review comes every 1 or more days, weeks or months');
  const reviews: { from: LocalDate; value: Rate }[] = [];
  for (let number = 0; ; number += 1) {
    const from = reviewDate(activation, review, number);
    if (from >= to) return reviews;
    const value = source.rates.findLast(({ startDay }) => startDay <= from)?.rate;
    if (value !== undefined && value !== reviews.at(-1)?.value) reviews.push({ from, value });
  }
};
