import type { LocalDate } from '../../../../kernel/localDate.ts';
import { type Rate, rate } from '../../../../kernel/money.ts';
import { firstRefusal } from '../../../../kernel/refusals.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { RateReview } from '../../../organisation/rules/rateReviews.ts';
import type { LoanCalendar } from '../calendar.ts';
import type { Limits, LoanProduct } from '../loanProduct.ts';
import type { LoanTerms } from '../terms.ts';
import type { WantedLoan } from '../wantedLoan.ts';
import { agreedPeriods, periodsAt } from './agreedPeriods.ts';
import { type OfferedIndex, reviewRefusals } from './productRates.ts';
import { disbursedTerms } from './ratePlan.ts';
import { type ChangingRates, type IndexedRate, unread } from './rateSettings.ts';
import { checkSpread } from './spread.ts';

// The rate that an account agrees on, within what its product leaves open.

const at = 'interestSettings';

/** An account may read the index at other times than its product says. */
const reviewOf = ({ interestRateReview: own }: WantedLoan, { review }: OfferedIndex): RateReview | Rejection => {
  const unit = own?.unit ?? review.unit;
  const count = own?.count ?? review.count;
  return firstRefusal(reviewRefusals(unit, count, at)) ?? { unit, count };
};

const indexed = (wanted: WantedLoan, offered: OfferedIndex, limits: Limits<Rate>): ChangingRates | Rejection => {
  const spread = wanted.interestSpread ?? limits.default;
  if (spread === null) {
    return reject(
      'MISSING_INTEREST_RATE_SPREAD_ON_PRODUCT',
      `${at}.interestSpread is missing and the product has no default`,
    );
  }
  const review = reviewOf(wanted, offered);
  if (isRejection(review)) return review;
  const setting = { ...offered, interestSpread: spread, review, validFrom: null };
  return (
    checkSpread(spread, limits, offered, `${at}.interestSpread`) ?? {
      adjustable: false,
      settings: [setting],
      readings: [],
      readTo: null,
      foreseen: [],
    }
  );
};

/** Refuses a disbursement on a day before an index that the loan then follows says anything. */
export const checkIndexKnown = (terms: LoanTerms, day: LocalDate, calendar: LoanCalendar): Rejection | undefined => {
  const { rates } = disbursedTerms(terms, day, calendar).terms.interest;
  for (const setting of rates?.settings ?? []) {
    if (setting.interestRateSource === 'FIXED_INTEREST_RATE') continue;
    const from = setting.validFrom ?? day;
    const known = calendar.indexRates?.(setting.indexSourceKey).some(({ startDay }) => startDay <= from);
    if (known) continue;
    return rates?.adjustable
      ? reject(
          'INTEREST_VALID_FROM_DATE_BEFORE_INDEX_INTEREST_RATE_DATE',
          `${periodsAt}: the index of the period that begins on ${from} has no rate on that day`,
        )
      : reject('NO_INDEX_RATE_AVAILABLE', `the index rate source of the loan has no rate on ${from}`);
  }
  return undefined;
};

/** The terms as they are agreed for a disbursement on a day: nothing of an index is read yet, and the rate is the one it would begin with. */
export const foreseenRate = (terms: LoanTerms, day: LocalDate, calendar: LoanCalendar): LoanTerms => {
  const { rates } = terms.interest;
  if (!rates) return terms;
  const agreed = { ...terms, interest: { ...terms.interest, rates: unread(rates) } };
  const { interestRate } = disbursedTerms(agreed, day, calendar).terms.interest;
  return { ...agreed, interest: { ...agreed.interest, interestRate } };
};

const offeredAgain = (before: LoanTerms | undefined): OfferedIndex | undefined => {
  const setting = before?.interest.rates?.settings[0];
  if (setting?.interestRateSource !== 'INDEX_INTEREST_RATE') return undefined;
  const { interestSpread: _own, ...offered }: IndexedRate = setting;
  return offered;
};

/**
 * How the rate of an account changes; undefined where it is named by hand. An account that exists keeps the index that it copied from its product;
 * periods are agreed anew, since a product keeps offering what they follow.
 * Before its disbursement it has the rate that it would begin with.
 */
export const changingRatesOf = (
  wanted: WantedLoan,
  product: LoanProduct,
  before: LoanTerms | undefined,
): ChangingRates | Rejection | undefined => {
  if (product.periodRates) return agreedPeriods(wanted, product.periodRates, before?.interest.rates?.settings);
  if (wanted.ratePeriods !== undefined) {
    return reject(
      'PRODUCT_DOES_NOT_SUPPORT_ADJUSTABLE_RATES',
      `${periodsAt}: the product has one rate for each account`,
    );
  }
  const offered = before ? offeredAgain(before) : product.index;
  if (!offered) {
    return wanted.interestRateReview === undefined
      ? undefined
      : reject(
          'INTEREST_RATE_REVIEW_UNIT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
          `${at}.interestRateReviewUnit and interestRateReviewCount: the rate follows no index`,
        );
  }
  if (!(wanted.interestRate ?? rate(0)).isZero()) {
    return reject(
      'INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES',
      `${at}.interestRate: the rate is an index plus interestSpread`,
    );
  }
  return indexed(wanted, offered, product.interestRate);
};
