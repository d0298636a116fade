import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { Rate } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { TermsChange } from '../events.ts';
import type { Limits } from '../loanProduct.ts';
import { checkSpread } from '../rates/accountRates.ts';
import { settingOn } from '../rates/rateSettings.ts';
import type { LoanAccountFacts, LoanContext, LoanDecision } from './account.ts';
import { changed, checkNothingApplied, checkOpen, checkRateMayChange, datedChange } from './decideTermsChange.ts';

/** What a request says of the rate of a loan; zero is how clients send what they do not mean. */
export type RateRequest = {
  readonly interestRate: Rate;
  readonly interestSpread?: Rate | undefined;
  readonly valueDate: LocalDate;
};

const changeOf = (account: LoanAccountFacts, request: RateRequest, limits: Limits<Rate>): TermsChange | Rejection => {
  const { interestRate, interestSpread, valueDate } = request;
  const { rates } = account.terms.interest;
  const setting = rates && settingOn(rates, valueDate);
  if (setting?.interestRateSource !== 'INDEX_INTEREST_RATE')
    return reject('INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED', 'the rate follows agreed periods');
  if (!interestRate.isZero()) {
    return reject(
      'INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES',
      'interestRate: the rate is an index plus a spread; send interestSpread',
    );
  }
  if (interestSpread === undefined) {
    return reject('MISSING_INTEREST_RATE_SPREAD_ON_PRODUCT', 'interestSpread is missing');
  }
  return checkSpread(interestSpread, limits, 'interestSpread') ?? { what: 'INTEREST_SPREAD', interestSpread };
};

/**
 * Changes the spread of a loan that follows an index from a day on; its reviews go on as they were. Refusals as for another rate, in the same
 * order: state, lock, the kind of loan, the spread, the product's limits, dates, later transactions, interest applied later.
 */
export const decideSpreadChange = (
  account: LoanAccountFacts,
  request: RateRequest,
  limits: Limits<Rate>,
  context: LoanContext,
): LoanDecision | Rejection => {
  const refusal = checkOpen(account) ?? checkRateMayChange(account.terms);
  if (refusal) return refusal;
  const change = changeOf(account, request, limits);
  if (isRejection(change)) return change;
  const dates = datedChange(account, request.valueDate, 'valueDate', context);
  if (isRejection(dates)) return dates;
  return checkNothingApplied(account, dates, context) ?? changed(account, change, dates, context);
};
