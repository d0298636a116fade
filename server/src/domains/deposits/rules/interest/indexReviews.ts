import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { Rate } from '../../../../kernel/money.ts';
import type { IndexRateSource } from '../../../organisation/rules/indexRates.ts';
import { type RateReview, reviewFrom } from '../../../organisation/rules/rateReviews.ts';
import type { History } from './history.ts';

/**
 * The index as an account sees it up to a day (not included): the source's value at the activation and at each review
 * date. A new value of the source counts from the review after it; a review before the first value finds none. Only the source's values are
 * walked, however many reviews there were.
 */
export const indexReviews = (
  source: Pick<IndexRateSource, 'rates'>,
  activation: LocalDate,
  review: RateReview,
  to: LocalDate,
): History<Rate> => {
  const reviews: { from: LocalDate; value: Rate }[] = [];
  for (const { startDay, rate } of source.rates) {
    const from = reviewFrom(activation, review, startDay);
    if (from >= to) break;
    // Of the values that began since the review before, the last one is read.
    if (reviews.at(-1)?.from === from) reviews.pop();
    if (reviews.at(-1)?.value !== rate) reviews.push({ from, value: rate });
  }
  return reviews;
};
