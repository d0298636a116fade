import type { Money } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { hasLaterThan } from '../eventList.ts';
import { scheduleRounding } from '../schedule/rounding.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision, loanOn } from './account.ts';
import {
  checkActive,
  checkAfterActivation,
  checkAfterEdit,
  checkAmount,
  checkLock,
  datesOf,
  type RequestedDates,
} from './checks.ts';

/**
 * Applies interest that has accrued in payment holidays, all of it unless an amount is named; it falls due with the next instalment.
 * Refusals in this order: state, lock, dates, something logged later, nothing accrued, the amount, more than has accrued.
 */
export const decideHolidayInterest = (
  account: LoanAccountFacts,
  request: RequestedDates,
  wanted: Money | undefined,
  context: LoanContext,
): LoanDecision | Rejection => {
  const { terms } = account;
  const refusal = checkActive(account) ?? checkLock(account, context);
  if (refusal) return refusal;
  const dates = datesOf(context, request, reject('INVALID_DATE', 'interestApplicationDate lies in the future'));
  if (isRejection(dates)) return dates;
  const { valueDate } = dates;
  const early = checkAfterActivation(account, valueDate) ?? checkAfterEdit(account, valueDate);
  if (early) return early;
  if (hasLaterThan(account.events, valueDate)) {
    return reject('ENTRY_DATE_BEFORE_OTHER_TRANSACTION', 'something was logged after interestApplicationDate');
  }
  const accrued = scheduleRounding(terms).element(loanOn(account, context, valueDate).holidayInterest);
  if (accrued.isZero()) {
    return reject('ACCOUNT_HAS_NO_PAYMENT_HOLIDAYS_ACCRUED_INTEREST', 'no interest has accrued in payment holidays');
  }
  const amount = wanted ?? accrued;
  const invalid = checkAmount(amount, terms.currencyDecimals, 'paymentHolidaysInterestAmount');
  if (invalid) return invalid;
  if (amount.greaterThan(accrued)) {
    return reject(
      'ACCOUNT_HAS_LESS_PAYMENT_HOLIDAY_ACCRUED_INTEREST_THAN_THE_PROVIDED_AMOUNT_TO_APPLY',
      `paymentHolidaysInterestAmount is more than the ${accrued.toFixed()} accrued`,
    );
  }
  const key = context.newKey();
  return applyEvents(account, context, {
    append: [{ type: 'HOLIDAY_INTEREST_APPLIED', key, sequence: account.nextSequence, ...dates, amount }],
  });
};
