import type { LocalDate } from '../../../../kernel/localDate.ts';
import { money, type Rate, rate } from '../../../../kernel/money.ts';
import { isRejection } from '../../../../kernel/rejection.ts';
import { valueOn } from './history.ts';
import type { InterestTerms } from './interestTerms.ts';
import { percentOf } from './rateOnDay.ts';

/** A rate as a statement tells it: for the period it is quoted for and, where it stands on an index, with that index. Empty while the index has no value. */
export type ToldRate = { readonly interestRate?: Rate; readonly indexInterestRate?: Rate };

/** A rate that begins by itself, as a statement tells it: a tier by period has ended, or an index was read anew. */
export type RateTrace = {
  readonly type: 'INTEREST_RATE_CHANGED' | 'OVERDRAFT_INTEREST_RATE_CHANGED';
  readonly told: ToldRate;
};

const one = money(1);

/** What a statement tells of the rate that holds on a day: of an index as it was read last, with the spread and within the limits. */
export const toldRate = (terms: InterestTerms, date: LocalDate, activation: LocalDate): ToldRate => {
  const borne = percentOf({ ...terms, noGains: null }, one, date, activation);
  if (isRejection(borne)) return {};
  const index = terms.source.type === 'INDEX_INTEREST_RATE' ? valueOn(terms.source.reviews, date) : undefined;
  return { interestRate: rate(borne), ...(index === undefined ? {} : { indexInterestRate: index }) };
};
