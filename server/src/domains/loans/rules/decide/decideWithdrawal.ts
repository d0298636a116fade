import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, minus, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import {
  chargedFees,
  checkDisbursementFees,
  checkRequiredFees,
  disbursementFeesOf,
  principalOf,
} from '../disbursementFees.ts';
import type { ChargedFee } from '../events.ts';
import { checkLoanDates } from '../loanDates.ts';
import { undrawn } from '../overpayments.ts';
import { checkTaxRate, taxedOn } from '../taxes.ts';
import {
  applyEvents,
  isLocked,
  type LoanAccountFacts,
  type LoanContext,
  type LoanDecision,
  loanOn,
} from './account.ts';
import { checkAfterActivation, checkAmount, checkUserLimit, datesOf, disbursedOn } from './checks.ts';
import { checkFirstRepayment, type DisbursementRequest, disbursementOf } from './decideDisbursement.ts';
import { checkLaterPayments } from './decideRepayment.ts';

// Withdrawals from a revolving credit: as many as its holder likes, up to the loan amount, which repayments free again.

/** Refuses states in which nothing can be drawn, nor be held for a draw. */
export const checkDrawable = (account: LoanAccountFacts): Rejection | undefined => {
  if (isLocked(account)) return reject('CANNOT_DISBURSE_LOCKED_ACCOUNTS', `loan account ${account.id} is locked`);
  return ['APPROVED', 'ACTIVE', 'ACTIVE_IN_ARREARS'].includes(account.state)
    ? undefined
    : reject('INVALID_ACCOUNT_STATE', `loan account ${account.id} is ${account.state}; this needs APPROVED or ACTIVE`);
};

/** What is not drawn today, held or not. */
export const undrawnOf = (account: LoanAccountFacts, context: LoanContext): Money =>
  undrawn(account.terms, loanOn(account, context, context.today).balances);

/** What can be drawn: what is not drawn, less what is held. */
export const availableOf = (account: LoanAccountFacts, context: LoanContext): Money =>
  minus(undrawnOf(account, context), account.held ?? zero);

/** The fees of a withdrawal: those of the request, else those agreed with the account; percentages are of what is withdrawn. */
const feesOf = (
  account: LoanAccountFacts,
  { fees, productFees = new Map() }: DisbursementRequest,
  amount: Money,
  day: LocalDate,
): readonly ChargedFee[] | Rejection => {
  const agreed =
    fees === undefined
      ? (checkRequiredFees(account.terms.disbursementFees, productFees) ?? account.terms.disbursementFees)
      : disbursementFeesOf(fees, productFees);
  if (isRejection(agreed)) return agreed;
  const untaxed = checkTaxRate(account.terms, day);
  if (untaxed) return untaxed;
  const terms = { ...taxedOn(account.terms, day), loanAmount: amount, disbursementFees: agreed };
  return checkDisbursementFees(terms) ?? chargedFees(terms);
};

/**
 * Pays out a part of a revolving credit. Refusals in this order: state, lock, dates, days out of reach, amount, the first repayment
 * date (which comes with the first withdrawal), fees, more than is available, then or later, the user's limit.
 */
export const decideWithdrawal = (
  account: LoanAccountFacts,
  request: DisbursementRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  const wrongState = checkDrawable(account) ?? checkAfterActivation(account, request.valueDate ?? context.today);
  if (wrongState) return wrongState;
  const dates = datesOf(context, request, reject('INVALID_DISBURSEMENT_DATE', 'valueDate lies in the future'));
  if (isRejection(dates)) return dates;
  const { amount, firstRepaymentDate } = request;
  const { currencyDecimals, loanAmount } = account.terms;
  if (!amount) return reject('INVALID_AMOUNT', 'amount is missing: a revolving credit is drawn on in parts');
  const isFirst = disbursedOn(account) === undefined;
  const refusal =
    checkLoanDates(dates.valueDate, firstRepaymentDate) ??
    checkAmount(amount, currencyDecimals) ??
    (!isFirst && firstRepaymentDate !== undefined
      ? reject(
          'INVALID_FIRST_REPAYMENT_DUE_DATE',
          'firstRepaymentDate comes with the first withdrawal; the due dates of this credit are running',
        )
      : checkFirstRepayment(account, request, dates.valueDate)) ??
    checkLaterPayments(account, dates, context);
  if (refusal) return refusal;
  const fees = feesOf(account, request, amount, dates.valueDate);
  if (isRejection(fees)) return fees;
  const available = availableOf(account, context);
  if (principalOf({ amount, fees }).greaterThan(available)) {
    return reject(
      'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT',
      `amount is more than the ${available.toFixed()} that can be drawn of ${loanAmount.toFixed()}`,
    );
  }
  const beyond = checkUserLimit(context, 'DISBURSEMENT', amount);
  if (beyond) return beyond;
  const paidOut = { ...dates, amount, fees };
  const decision = applyEvents(account, context, { append: [disbursementOf(account, request, paidOut, context)] });
  return checkLimit(decision) ?? decision;
};

/** Refuses what would let a withdrawal, this or a later one, have taken more than there was. */
export const checkLimit = ({ account, loan }: Pick<LoanDecision, 'account' | 'loan'>): Rejection | undefined =>
  isPositive(loan.overdrawn)
    ? reject(
        'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT',
        `withdrawals would at some time be ${loan.overdrawn.toFixed()} more than the ${account.terms.loanAmount.toFixed()} of the credit`,
      )
    : undefined;
