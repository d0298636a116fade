import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import type { IndexRateSource } from '../../../organisation/rules/indexRates.ts';
import type { RateReview } from '../../../organisation/rules/rateReviews.ts';
import { indexReviews } from './indexReviews.ts';
import type { QuotedRates } from './interestTerms.ts';
import type { ToldRate } from './toldRate.ts';

/** The days from one to another, both included, on which an account reads another value of its index than before. The activation is none: there the account begins. */
export const newReadings = (
  source: Pick<IndexRateSource, 'rates'>,
  activation: LocalDate,
  review: RateReview,
  days: { readonly from: LocalDate; readonly to: LocalDate },
): readonly LocalDate[] =>
  indexReviews(source, activation, review, plusDays(days.to, 1))
    .map(({ from }) => from)
    .filter((day) => day > activation && day >= days.from);

/**
 * What a statement tells of an index that was read anew: the rate that begins, with the index; of tiers of balances the index alone, for they have no one
 * rate. Undefined where the account bears the same as before, such as nothing on an index below zero.
 */
export const toldReading = (
  before: ToldRate,
  now: ToldRate,
  terms: QuotedRates['terms'] | undefined,
): ToldRate | undefined => {
  const { interestRate, indexInterestRate } = now;
  if (interestRate === undefined || indexInterestRate === undefined) return undefined;
  if (terms === 'TIERED' || terms === 'TIERED_BAND')
    return before.indexInterestRate?.equals(indexInterestRate) ? undefined : { indexInterestRate };
  return before.interestRate?.equals(interestRate) ? undefined : now;
};
