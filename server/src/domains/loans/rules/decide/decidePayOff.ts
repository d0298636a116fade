import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isNegative, isZero, type Money, minus, plus, smallest, sum, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { hasLaterThan } from '../eventList.ts';
import { roundedFee } from '../feeRate.ts';
import { scheduleRounding } from '../schedule/rounding.ts';
import type { LoanState } from '../state.ts';
import { feeWithTax, withTax } from '../taxes.ts';
import { isDynamic, type LoanTerms } from '../terms.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision, loanOn } from './account.ts';
import { checkActive, checkLock, checkNothingHeld, checkUserLimit } from './checks.ts';

/** What it takes to pay a loan off on a day. */
export type PayOffAmounts = {
  readonly principal: Money;
  /** Applied, accrued to the day, and on a fixed loan all that is scheduled. */
  readonly interest: Money;
  /** What of the interest is from arrears. */
  readonly fromArrears: Money;
  readonly fees: Money;
  /** What of the fees no instalment asks for. */
  readonly unscheduledFees: Money;
  readonly penalty: Money;
  /** What it costs to repay that early. */
  readonly earlyRepayment: Money;
  readonly total: Money;
};

export type PayOffRequest = {
  /** What is paid of each where that is less than owed; the rest is let off. */
  readonly interestPaid?: Money;
  readonly interestFromArrearsPaid?: Money;
  readonly feesPaid?: Money;
  readonly penaltyPaid?: Money;
  /** Of the charge for repaying early and of fees outside the schedule. */
  readonly unscheduledPaid?: Money;
};

/** What a fee by a rate has accrued and a pay-off charges. */
const accruedFeeOwed = ({ terms, accruedFee }: Pick<LoanState, 'terms' | 'accruedFee'>): Money =>
  feeWithTax(terms, { amount: roundedFee(terms, accruedFee), taxable: terms.feeRate?.taxable });

/** What would have to be paid to pay a loan off as of the day it was folded for. */
export const payOffAmounts = (terms: LoanTerms, { balances, instalments, ...loan }: LoanState): PayOffAmounts => {
  const { element } = scheduleRounding(terms);
  const owed = (accrued: Money): Money => withTax(loan.terms, 'interest', element(accrued));
  const interest = isDynamic(terms)
    ? sum([balances.interest.balance, loan.withheldInterest, owed(loan.accruedInterest), owed(loan.holidayInterest)])
    : sum(instalments.map(({ interest: scheduled }) => minus(scheduled.expected, scheduled.paid)));
  const parts = {
    principal: balances.principal.balance,
    interest,
    fees: plus(balances.fees.balance, accruedFeeOwed(loan)),
    penalty: plus(balances.penalty.balance, loan.waitingPenalty),
    earlyRepayment: loan.earlyRepaymentCharge ?? zero,
  };
  const late = isDynamic(terms)
    ? sum([balances.fromArrears.balance, loan.withheldFromArrears, owed(loan.accruedFromArrears)])
    : zero;
  const unscheduledFees = sum((loan.unscheduledFees ?? []).map(({ expected, paid }) => minus(expected, paid)));
  return { ...parts, unscheduledFees, fromArrears: smallest(late, interest), total: sum(Object.values(parts)) };
};

/** What a pay-off on a day from today on would take. Refusals in this order: state, a day before today. */
export const previewPayOff = (
  account: LoanAccountFacts,
  valueDate: LocalDate,
  context: LoanContext,
): PayOffAmounts | Rejection => {
  const refusal = checkActive(account);
  if (refusal) return refusal;
  return valueDate < context.today
    ? reject('INVALID_DATE', 'valueDate lies in the past')
    : payOffAmounts(account.terms, loanOn(account, context, valueDate));
};

type Adjustable = 'PAY_OFF_INVALID_INTEREST_PAID' | 'PAY_OFF_INVALID_FEES_PAID' | 'PAY_OFF_INVALID_PENALTY_PAID';

const checkPaid = (name: string, paid: Money | undefined, owed: Money, reason: Adjustable, decimals: number) => {
  if (paid === undefined) return undefined;
  const invalid = isNegative(paid) || paid.greaterThan(owed) || paid.decimalPlaces() > decimals;
  return invalid ? reject(reason, `${name} must be between 0 and the ${owed.toFixed()} owed`) : undefined;
};

/**
 * Collects everything a loan owes today, interest to the day included, and closes it. What of interest, fees and penalties is
 * paid less is let off. Refusals in this order: state, lock, holds, booking in a closed period, a postdated event, adjusted amounts,
 * the user's limit.
 */
export const decidePayOff = (
  account: LoanAccountFacts,
  request: PayOffRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  const { today } = context;
  const refusal =
    checkActive(account) ?? checkLock(account, context) ?? checkNothingHeld(account) ?? context.closure(today);
  if (refusal) return refusal;
  if (hasLaterThan(account.events, today)) {
    return reject('BACKDATE_BEFORE_OTHER_OPERATION', 'a postdated transaction exists; adjust it first');
  }
  const loan = loanOn(account, context, today);
  const owed = payOffAmounts(account.terms, loan);
  const { interestPaid, interestFromArrearsPaid, feesPaid, penaltyPaid, unscheduledPaid } = request;
  const scheduledFees = minus(owed.fees, owed.unscheduledFees);
  const unscheduled = plus(owed.earlyRepayment, owed.unscheduledFees);
  const regular = minus(owed.interest, owed.fromArrears);
  const decimals = account.terms.currencyDecimals;
  const invalid =
    checkPaid('interestPaid', interestPaid, regular, 'PAY_OFF_INVALID_INTEREST_PAID', decimals) ??
    checkPaid(
      'interestFromArrearsPaid',
      interestFromArrearsPaid,
      owed.fromArrears,
      'PAY_OFF_INVALID_INTEREST_PAID',
      decimals,
    ) ??
    checkPaid('feesPaid', feesPaid, scheduledFees, 'PAY_OFF_INVALID_FEES_PAID', decimals) ??
    checkPaid('penaltyPaid', penaltyPaid, owed.penalty, 'PAY_OFF_INVALID_PENALTY_PAID', decimals) ??
    checkPaid('nonScheduledFeeAmount', unscheduledPaid, unscheduled, 'PAY_OFF_INVALID_FEES_PAID', decimals);
  if (invalid) return invalid;
  const fromArrears = interestFromArrearsPaid ? minus(owed.fromArrears, interestFromArrearsPaid) : zero;
  const reducedParts = {
    interest: plus(interestPaid ? minus(regular, interestPaid) : zero, fromArrears),
    fees: feesPaid ? minus(scheduledFees, feesPaid) : zero,
    penalty: penaltyPaid ? minus(owed.penalty, penaltyPaid) : zero,
  };
  // What was not charged yet is let off first.
  const letOff = unscheduledPaid ? minus(unscheduled, unscheduledPaid) : zero;
  const earlyRepayment = smallest(letOff, owed.earlyRepayment);
  const unscheduledFees = minus(letOff, earlyRepayment);
  const amount = minus(owed.total, sum([...Object.values(reducedParts), letOff, loan.balances.redraw]));
  if (isNegative(amount)) {
    return reject(
      'ACCOUNT_HAS_REMAINING_BALANCE',
      `the redraw balance is ${amount.abs().toFixed()} more than is owed; withdraw that first`,
    );
  }
  const reduced = {
    ...reducedParts,
    ...(isZero(fromArrears) ? {} : { fromArrears }),
    ...(isZero(earlyRepayment) ? {} : { earlyRepayment }),
    ...(isZero(unscheduledFees) ? {} : { unscheduledFees }),
  };
  const overLimit = checkUserLimit(context, 'REPAYMENT', amount);
  if (isRejection(overLimit)) return overLimit;
  const facts = { state: 'CLOSED', subState: 'REPAID', closedOn: today, stateBeforeClosure: account.state } as const;
  if (owed.total.isZero()) return applyEvents(account, context, { facts });
  return applyEvents(account, context, {
    facts,
    append: [
      {
        type: 'PAID_OFF',
        key: context.newKey(),
        sequence: account.nextSequence,
        valueDate: today,
        bookingDate: today,
        amount,
        reduced,
      },
    ],
  });
};
