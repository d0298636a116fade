import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, isRate, largestRate, type Money, type Rate, rateDecimals } from '../../../../kernel/money.ts';
import { firstRefusal } from '../../../../kernel/refusals.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { isOutside, limitsText } from '../accountSchedule.ts';
import { hasLaterThan } from '../eventList.ts';
import type { TermsChange } from '../events.ts';
import type { Limits } from '../loanProduct.ts';
import { fixedDaysRefusals } from '../productSchedule.ts';
import { hasEqualTotals, isDynamic, isInterestOnly, type LoanTerms } from '../terms.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision, loanOn } from './account.ts';
import {
  checkActive,
  checkAfterActivation,
  checkAfterEdit,
  checkAmount,
  datesOf,
  type PostingDates,
  type RequestedDates,
} from './checks.ts';

// Changes of a running loan's terms. Nothing of the past changes: what was logged after the value date refuses them.

/** Refuses a change of a loan that is not open, or locked. */
export const checkOpen = (account: LoanAccountFacts): Rejection | undefined =>
  checkActive(account) ??
  (account.subState === 'LOCKED' || account.subState === 'LOCKED_CAPPING'
    ? reject('ACCOUNT_IS_LOCKED', `loan account ${account.id} is locked`)
    : undefined);

/** The dates of a change; refused before the disbursement and before anything that was logged later. */
export const datedChange = (
  account: LoanAccountFacts,
  valueDate: LocalDate | undefined,
  name: string,
  context: LoanContext,
): PostingDates | Rejection => {
  const request: RequestedDates = valueDate === undefined ? {} : { valueDate };
  const dates = datesOf(context, request, reject('INVALID_DATE', `${name} lies in the future`));
  if (isRejection(dates)) return dates;
  const early = checkAfterActivation(account, dates.valueDate) ?? checkAfterEdit(account, dates.valueDate);
  if (early) return early;
  return hasLaterThan(account.events, dates.valueDate)
    ? reject('ENTRY_DATE_BEFORE_OTHER_TRANSACTION', `something was logged after ${name}`)
    : dates;
};

/** Refuses a change before interest that was applied. */
export const checkNothingApplied = (
  account: LoanAccountFacts,
  { valueDate }: PostingDates,
  context: LoanContext,
): Rejection | undefined => {
  const { lastInterestAppliedDate } = loanOn(account, context, context.today);
  return lastInterestAppliedDate !== undefined && lastInterestAppliedDate > valueDate
    ? reject(
        'INTEREST_RATE_CHANGED_NOT_ALLOWED_INTEREST_APPLIANCE_TRANSACTIONS_AFTER_VALUE_DATE',
        `interest was applied on ${lastInterestAppliedDate}, after valueDate`,
      )
    : undefined;
};

/** The loan with a change of its terms. */
export const changed = (
  account: LoanAccountFacts,
  change: TermsChange,
  dates: PostingDates,
  context: LoanContext,
): LoanDecision =>
  applyEvents(account, context, {
    append: [{ type: 'TERMS_CHANGED', key: context.newKey(), sequence: account.nextSequence, ...dates, change }],
  });

/** Only schedules that follow the balance can follow a rate, and a recalculated declining one would lose its principal. */
export const checkRateMayChange = (terms: LoanTerms): Rejection | undefined => {
  if (!isDynamic(terms)) {
    return reject(
      'INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED_FOR_LOAN_PRODUCT_TYPE',
      `interest of type ${terms.productType} is agreed with its schedule`,
    );
  }
  const { amortizationMethod } = terms.schedule.amortization;
  const recalculates = terms.payment.prepayment.prepaymentRecalculationMethod !== 'NO_RECALCULATION';
  const losesPrincipal = recalculates && !hasEqualTotals(terms) && !isInterestOnly(terms);
  return amortizationMethod === 'OPTIMIZED_PAYMENTS' || losesPrincipal
    ? reject(
        'INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED',
        'the rate changes on equal instalments, standard or balloon, and on declining ones with NO_RECALCULATION',
      )
    : undefined;
};

/**
 * Changes the rate from a day on. Refusals in this order: state, lock, the kind of loan, rates by tiers, the rate, the product's limits, dates,
 * later transactions, interest applied later.
 */
export const decideRateChange = (
  account: LoanAccountFacts,
  request: { readonly interestRate: Rate; readonly valueDate: LocalDate },
  limits: Limits<Rate>,
  context: LoanContext,
): LoanDecision | Rejection => {
  const { interestRate } = request;
  const at = 'interestRate';
  const refusal =
    checkOpen(account) ??
    checkRateMayChange(account.terms) ??
    firstRefusal([
      [
        account.terms.interest.tiers !== undefined,
        'INTEREST_RATE_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES',
        `${at}: the rates are those of the tiers of the product`,
      ],
      [
        interestRate.isNegative() || !isRate(interestRate),
        'INVALID_INTEREST_RATE',
        `${at} must be 0 to ${largestRate} with at most ${rateDecimals} decimals`,
      ],
      [isOutside(interestRate, limits), 'INTEREST_RATE_OUTSIDE_CONSTRAINTS', `${at} must be ${limitsText(limits)}`],
    ]);
  if (refusal) return refusal;
  const dates = datedChange(account, request.valueDate, 'valueDate', context);
  if (isRejection(dates)) return dates;
  return (
    checkNothingApplied(account, dates, context) ??
    changed(account, { what: 'INTEREST_RATE', interestRate }, dates, context)
  );
};

/**
 * Changes what every instalment ahead pays in all; the last one takes the rest. Refusals in this order: state, lock, the kind of loan,
 * the amount, dates, later transactions and interest, a payment that covers no principal, or more than is owed.
 */
export const decidePaymentChange = (
  account: LoanAccountFacts,
  request: { readonly periodicPayment: Money; readonly valueDate: LocalDate },
  context: LoanContext,
): LoanDecision | Rejection => {
  const { terms } = account;
  const { periodicPayment } = request;
  const balloon = terms.schedule.amortization.amortizationMethod === 'BALLOON_PAYMENTS';
  const refusal =
    checkOpen(account) ??
    (isDynamic(terms) && (hasEqualTotals(terms) || balloon)
      ? undefined
      : reject('INVALID_PMT_VALUE', 'periodicPayment: only dynamic loans with equal or balloon payments have one')) ??
    checkAmount(periodicPayment, terms.currencyDecimals, 'periodicPayment');
  if (refusal) return refusal;
  const dates = datedChange(account, request.valueDate, 'valueDate', context);
  if (isRejection(dates)) return dates;
  const applied = checkNothingApplied(account, dates, context);
  if (applied) return applied;
  const decision = changed(account, { what: 'PERIODIC_PAYMENT', periodicPayment }, dates, context);
  const ahead = decision.loan.instalments.filter(({ dueDate }) => dueDate > dates.valueDate);
  const first = ahead.find(({ state, holiday }) => state !== 'GRACE' && !holiday);
  const owed = decision.loan.balances.principal.balance;
  if (ahead.length === 0 || periodicPayment.greaterThan(owed)) {
    return reject('INVALID_PMT_VALUE', `periodicPayment must not be more than the principal of ${owed.toFixed()}`);
  }
  return first && ahead.length > 1 && !isPositive(first.principal.expected)
    ? reject('INVALID_PMT_VALUE', `periodicPayment does not cover the interest of ${first.interest.expected.toFixed()}`)
    : decision;
};

/**
 * Moves the due dates ahead to other days of the month. Refusals in this order: state, lock, due dates by interval, the days, dates,
 * later transactions.
 */
export const decideDueDatesChange = (
  account: LoanAccountFacts,
  request: { readonly fixedDaysOfMonth: readonly number[]; readonly valueDate?: LocalDate | undefined },
  context: LoanContext,
): LoanDecision | Rejection => {
  const { dueDates, repaymentInstallments } = account.terms.schedule;
  const open = checkOpen(account);
  if (open) return open;
  if (dueDates.scheduleDueDatesMethod !== 'FIXED_DAYS_OF_MONTH') {
    return reject('FIXED_DAYS_OF_MONTH_NOT_ALLOWED', 'fixedDaysOfMonth: due dates of the loan are by INTERVAL');
  }
  const { fixedDaysOfMonth } = request;
  const wrong = firstRefusal([
    [fixedDaysOfMonth.length === 0, 'MISSING_FIXED_DAYS_OF_MONTH', 'fixedDaysOfMonth is empty'],
    [
      fixedDaysOfMonth.length !== new Set(dueDates.fixedDaysOfMonth).size && repaymentInstallments > 1,
      'INVALID_FIXED_DAYS_OF_MONTH',
      'fixedDaysOfMonth must hold as many days as before',
    ],
    ...fixedDaysRefusals(fixedDaysOfMonth, dueDates.shortMonthHandlingMethod, 'fixedDaysOfMonth'),
  ]);
  if (wrong) return wrong;
  const dates = datedChange(account, request.valueDate, 'valueDate', context);
  if (isRejection(dates)) return dates;
  return changed(account, { what: 'DUE_DATES', fixedDaysOfMonth: [...fixedDaysOfMonth] }, dates, context);
};

/** Changes the days late that are tolerated, from a day on. Refusals in this order: state, lock, the days, the product's limits, dates. */
export const decideArrearsChange = (
  account: LoanAccountFacts,
  request: { readonly tolerancePeriod: number; readonly entryDate: LocalDate },
  limits: Limits<number>,
  context: LoanContext,
): LoanDecision | Rejection => {
  const { tolerancePeriod } = request;
  const at = 'arrearsTolerancePeriod';
  const refusal =
    checkOpen(account) ??
    firstRefusal([
      [
        account.terms.arrears.toleranceCalculationMethod !== 'ARREARS_TOLERANCE_PERIOD',
        'INCONSISTENT_ARREARS_TOLERANCE_VALUES_WITH_ARREARS_TOLERANCE_METHOD',
        `${at}: the loan tolerates by a day of the month`,
      ],
      [tolerancePeriod < 0, 'NEGATIVE_ARREARS_TOLERANCE_PERIOD', `${at} may not be negative`],
      [
        isOutside(tolerancePeriod, limits),
        'ARREARS_TOLERANCE_PERIOD_OUTSIDE_CONSTRAINTS',
        `${at} must be ${limitsText(limits)}`,
      ],
    ]);
  if (refusal) return refusal;
  const dates = datedChange(account, request.entryDate, 'entryDate', context);
  if (isRejection(dates)) return dates;
  return changed(account, { what: 'ARREARS_TOLERANCE', tolerancePeriod }, dates, context);
};
