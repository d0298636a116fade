import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkDisbursementFees, checkRequiredFees, disbursementFeesOf } from '../disbursementFees.ts';
import { disbursementsOf } from '../eventList.ts';
import { needsWholeAmount } from '../schedule/rounding.ts';
import type { LoanTerms, Tranche } from '../terms.ts';
import { trancheTerms, waitingTranches } from '../tranches.ts';
import { isActive, isLocked, type LoanAccountFacts, type LoanContext, loanOn } from './account.ts';
import { checkAfterEdit, checkAmount } from './checks.ts';
import type { DisbursementRequest } from './decideDisbursement.ts';

// What the disbursement of a tranche asks besides what every disbursement does.

/** Refuses a state in which no tranche is paid out, and a loan without one that waits. */
export const checkTrancheWaits = (account: LoanAccountFacts): Rejection | undefined => {
  const { id, state, terms, events } = account;
  if (isLocked(account)) return reject('CANNOT_DISBURSE_LOCKED_ACCOUNTS', `loan account ${id} is locked`);
  if (!isActive(account) && state !== 'APPROVED') {
    return reject('INVALID_ACCOUNT_STATE', `loan account ${id} is ${state}; this needs APPROVED or ACTIVE`);
  }
  if (waitingTranches(terms, events).length > 0) return undefined;
  return terms.tranches?.length
    ? reject('ALL_TRANCHES_ALREADY_DISBURSED', `all tranches of loan account ${id} are disbursed already`)
    : reject('TRANCHES_NOT_DEFINED', `loan account ${id} has no tranches`);
};

/** A tranche has its place between the one before, what was logged since, the next one and the end of the loan. */
const checkPlace = (account: LoanAccountFacts, day: LocalDate, context: LoanContext): Rejection | undefined => {
  const { terms, events } = account;
  const last = disbursementsOf(events).at(-1);
  const next = waitingTranches(terms, events)[1]?.expectedDisbursementDate;
  if (next !== undefined && day > next) {
    return reject(
      'INCONSISTENT_DATE_WITH_NEXT_TRANCHE',
      `valueDate lies after ${next}, when the next tranche is expected`,
    );
  }
  if (!last) return undefined;
  if (day < last.valueDate) {
    return reject(
      'DISBURSEMENT_DATE_BEFORE_NOT_REVERSED_TRANSACTION',
      `valueDate lies before the disbursement of ${last.valueDate}, and tranches are paid out in their order`,
    );
  }
  const later = events.filter(({ type, valueDate }) => type !== 'SCHEDULE_EDITED' && valueDate > day);
  if (later.some(({ valueDate }) => valueDate > context.today)) {
    return reject('CANNOT_BULK_REAPPLY_POSTDATED_REPAYMENTS', 'a postdated transaction exists; adjust it first');
  }
  if (later.length > 0 && !context.may('BULK_LOAN_CORRECTIONS')) {
    return reject(
      'DISBURSEMENT_DATE_BEFORE_NOT_REVERSED_TRANSACTION',
      'something was logged after valueDate; putting a disbursement before it needs the permission BULK_LOAN_CORRECTIONS',
    );
  }
  const edited = checkAfterEdit(account, day);
  if (edited) return edited;
  const end = loanOn(account, context, context.today).instalments.at(-1)?.dueDate;
  return end !== undefined && day >= end
    ? reject('DISBURSEMENT_DATE_AFTER_LAST_REPAYMENT_DUE_DATE', `the last instalment is due on ${end}`)
    : undefined;
};

const withFees = (
  terms: LoanTerms,
  tranche: Tranche,
  { fees, productFees = new Map() }: DisbursementRequest,
): LoanTerms | Rejection => {
  const agreed = trancheTerms(terms, tranche);
  if (fees === undefined)
    return checkRequiredFees(tranche.disbursementFees, productFees) ?? checkDisbursementFees(agreed) ?? agreed;
  const disbursementFees = disbursementFeesOf(fees, productFees);
  if (isRejection(disbursementFees)) return disbursementFees;
  const charged = { ...agreed, disbursementFees };
  return checkDisbursementFees(charged) ?? charged;
};

/**
 * What the next tranche pays out on a day, and its fees: its own amount unless less is asked for. Refusals in this order: amount, first
 * repayment date, the order of tranches, transactions after it, the end of the loan, fees.
 */
export const nextTranche = (
  account: LoanAccountFacts,
  request: DisbursementRequest,
  day: LocalDate,
  context: LoanContext,
): LoanTerms | Rejection => {
  const { terms, events } = account;
  const [tranche] = waitingTranches(terms, events);
  if (!tranche) throw new Error('the state of the account was checked before');
  const amount = request.amount ?? tranche.amount;
  const unfit = checkAmount(amount, terms.currencyDecimals);
  if (unfit) return unfit;
  if (amount.greaterThan(tranche.amount)) {
    return reject('INVALID_AMOUNT', `amount must not be more than the tranche, ${tranche.amount.toFixed()}`);
  }
  if (needsWholeAmount({ ...terms, loanAmount: amount })) {
    return reject('LOAN_AMOUNT_DECIMALS_NOT_ALLOWED_WITH_ROUNDING', 'amount: the product rounds to whole units');
  }
  if (request.firstRepaymentDate !== undefined && disbursementsOf(events).length > 0) {
    return reject('INVALID_FIRST_REPAYMENT_DUE_DATE', 'firstRepaymentDate: only the first disbursement sets it');
  }
  return checkPlace(account, day, context) ?? withFees(terms, { ...tranche, amount }, request);
};
