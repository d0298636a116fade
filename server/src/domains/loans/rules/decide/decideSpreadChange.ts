import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { Rate } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { TermsChange } from '../events.ts';
import type { LoanProduct } from '../loanProduct.ts';
import { checkNamedRate, limitsFor } from '../rates/agreedPeriods.ts';
import { settingOn } from '../rates/rateSettings.ts';
import { checkSpread } from '../rates/spread.ts';
import { type LoanAccountFacts, type LoanContext, type LoanDecision, loanOn } from './account.ts';
import { changed, checkNothingApplied, checkOpen, checkRateMayChange, datedChange } from './decideTermsChange.ts';

/** What a request says of the rate of a loan; zero is how clients send what they do not mean. */
export type RateRequest = {
  readonly interestRate: Rate;
  readonly interestSpread?: Rate | undefined;
  readonly valueDate: LocalDate;
};

/** What the product says of rates. */
export type RateLimits = Pick<LoanProduct, 'interestRate' | 'periodRates'>;

const changeOf = (
  account: LoanAccountFacts,
  request: RateRequest,
  product: RateLimits,
  context: LoanContext,
): TermsChange | Rejection => {
  const { interestRate, interestSpread, valueDate } = request;
  // Periods have moved with the disbursement, and earlier changes are among them.
  const { rates } = loanOn(account, context, context.today).terms.interest;
  const setting = rates && settingOn(rates, valueDate);
  const limits = limitsFor(product, setting);
  if (setting?.interestRateSource !== 'INDEX_INTEREST_RATE') {
    if (interestSpread && !interestSpread.isZero())
      return reject(
        'INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
        `interestSpread: the rate is fixed on ${valueDate}`,
      );
    return checkNamedRate(interestRate, limits, 'interestRate') ?? { what: 'INTEREST_RATE', interestRate };
  }
  if (!interestRate.isZero()) {
    return reject(
      'INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES',
      'interestRate: the rate is an index plus a spread; send interestSpread',
    );
  }
  if (interestSpread === undefined) {
    return reject('MISSING_INTEREST_RATE_SPREAD_ON_PRODUCT', 'interestSpread is missing');
  }
  return checkSpread(interestSpread, limits, setting, 'interestSpread') ?? { what: 'INTEREST_SPREAD', interestSpread };
};

/**
 * Changes the spread of a loan that follows an index on a day from that day on, or the rate of one whose agreed period has a rate; reviews go on as they were, and the next
 * agreed period has its own. Refusals as for another rate, in the same order: state, lock, the kind of loan, the spread or rate, the product's limits, dates, later transactions,
 * interest applied later.
 */
export const decideSpreadChange = (
  account: LoanAccountFacts,
  request: RateRequest,
  product: RateLimits,
  context: LoanContext,
): LoanDecision | Rejection => {
  const refusal = checkOpen(account) ?? checkRateMayChange(account.terms);
  if (refusal) return refusal;
  const change = changeOf(account, request, product, context);
  if (isRejection(change)) return change;
  const dates = datedChange(account, request.valueDate, 'valueDate', context);
  if (isRejection(dates)) return dates;
  return checkNothingApplied(account, dates, context) ?? changed(account, change, dates, context);
};
