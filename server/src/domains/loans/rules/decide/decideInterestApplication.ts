import { isZero, largest, type Money, minus, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkCap } from '../capping.ts';
import type { InterestKind } from '../events.ts';
import { scheduleRounding } from '../schedule/rounding.ts';
import type { LoanState } from '../state.ts';
import { withTax } from '../taxes.ts';
import { isDynamic } from '../terms.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision, loanOn } from './account.ts';
import {
  checkActive,
  checkAfterActivation,
  checkAfterEdit,
  checkLock,
  checkTranchesPaidOut,
  datesOf,
  type RequestedDates,
} from './checks.ts';

/** What has accrued of a kind; what rounds up to the smallest amount only with the other kind is applied with that. */
const accruedOf = ({ accruedInterest, accruedFromArrears, terms }: LoanState, kind: InterestKind): Money => {
  if (kind === 'FROM_ARREARS') return accruedFromArrears;
  const { element } = scheduleRounding(terms);
  return isZero(accruedFromArrears)
    ? accruedInterest
    : largest(minus(element(accruedInterest), element(accruedFromArrears)), zero);
};

/**
 * Applies by hand what a dynamic loan has accrued to a day. Refusals in this order: state, lock, a product that applied all
 * interest at disbursement or by schedule, dates, a later application or payment, nothing accrued, less than a cent.
 */
export const decideInterestApplication = (
  account: LoanAccountFacts,
  request: RequestedDates,
  context: LoanContext,
  kind: InterestKind = 'REGULAR',
): LoanDecision | Rejection => {
  const { terms } = account;
  const refusal = checkActive(account) ?? checkLock(account, context);
  if (refusal) return refusal;
  if (terms.interest.interestApplicationMethod === 'AFTER_DISBURSEMENT') {
    return reject('INTEREST_ALREADY_APPLIED_ON_DISBURSEMENT_ACCOUNT', 'all interest was applied at disbursement');
  }
  if (!isDynamic(terms)) {
    return reject('INTEREST_CANNOT_BE_APPLIED', 'interest of a fixed loan is applied by its schedule');
  }
  const apart = terms.interest.decoupleInterestFromArrears ?? false;
  if (kind === 'FROM_ARREARS' && !apart) {
    return reject(
      'INTEREST_CANNOT_BE_APPLIED',
      'isInterestFromArrears: interest from arrears is a part of the interest of this loan',
    );
  }
  const dates = datesOf(context, request, reject('INVALID_DATE', 'interestApplicationDate lies in the future'));
  if (isRejection(dates)) return dates;
  const { valueDate } = dates;
  const early =
    checkAfterActivation(account, valueDate) ??
    checkTranchesPaidOut(account, valueDate) ??
    checkAfterEdit(account, valueDate);
  if (early) return early;
  const now = loanOn(account, context, context.today);
  const { lastInterestAppliedDate, lock } = now;
  if (lock?.operations.includes('APPLY_INTEREST')) {
    return reject('ACCOUNT_IS_LOCKED', `interest of loan account ${account.id} is locked`);
  }
  const later = account.events.some(
    (event) => event.valueDate > valueDate && event.type !== 'SCHEDULE_EDITED' && event.type !== 'FEE_APPLIED',
  );
  if (later || (lastInterestAppliedDate !== undefined && lastInterestAppliedDate > valueDate)) {
    return reject(
      'ENTRY_DATE_BEFORE_OTHER_TRANSACTION',
      'interest or a payment was logged after interestApplicationDate',
    );
  }
  const accruedInterest = accruedOf(loanOn(account, context, valueDate), kind);
  if (accruedInterest.isZero()) return reject('ACCOUNT_HAS_NO_ACCRUED_INTEREST', 'nothing has accrued to that day');
  if (scheduleRounding(terms).element(accruedInterest).isZero()) {
    return reject('INTEREST_APPLIED_WITH_NULL_AMOUNT', 'what has accrued rounds to 0');
  }
  // What becomes principal adds nothing to the charges.
  const charge = withTax(now.terms, 'interest', scheduleRounding(terms).element(accruedInterest));
  const grows = terms.interest.interestType === 'CAPITALIZED_INTEREST';
  const capped = grows ? undefined : checkCap(now, charge, 'INTEREST_CANNOT_BE_APPLIED');
  if (capped) return capped;
  return applyEvents(account, context, {
    append: [
      {
        type: 'INTEREST_APPLIED',
        key: context.newKey(),
        sequence: account.nextSequence,
        ...dates,
        ...(apart ? { only: kind } : {}),
      },
    ],
  });
};
