import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isZero, type Money } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { dependsOnCalendar } from '../calendar.ts';
import { checkTerms } from '../checkTerms.ts';
import {
  capitalisedOf,
  chargedFees,
  checkRequiredFees,
  disbursementFeesOf,
  type WantedFee,
} from '../disbursementFees.ts';
import type { Disbursed } from '../events.ts';
import { checkLoanDates } from '../loanDates.ts';
import type { LoanProductFee } from '../loanProduct.ts';
import { checkIndexKnown } from '../rates/accountRates.ts';
import { checkFirstPeriod } from '../rates/agreedPeriods.ts';
import { isFixedDay } from '../schedule/dueDates.ts';
import { checkTaxRate, taxedOn } from '../taxes.ts';
import { isTranched, type LoanTerms } from '../terms.ts';
import {
  applyEvents,
  isActive,
  isLocked,
  type LoanAccountFacts,
  type LoanContext,
  type LoanDecision,
} from './account.ts';
import { checkUserLimit, datesOf, disbursedOn, type PostingDates, type RequestedDates } from './checks.ts';
import { checkTrancheWaits, nextTranche } from './decideTranche.ts';

export type DisbursementRequest = RequestedDates & {
  /** The loan amount unless given. */
  readonly amount?: Money;
  readonly firstRepaymentDate?: LocalDate;
  /** Whether agreed rates may begin with this day instead of theirs. */
  readonly shiftPeriods?: boolean;
  readonly byCard?: true;
  /** Replace the fees that were agreed with the account. */
  readonly fees?: readonly WantedFee[];
  /** The fees of the product, by key and id. */
  readonly productFees?: ReadonlyMap<string, LoanProductFee>;
};

const checkState = (account: LoanAccountFacts): Rejection | undefined => {
  if (isTranched(account.terms)) return checkTrancheWaits(account);
  if (isLocked(account)) return reject('CANNOT_DISBURSE_LOCKED_ACCOUNTS', `loan account ${account.id} is locked`);
  if (isActive(account)) return reject('ACCOUNT_ALREADY_DISBURSED', `loan account ${account.id} is disbursed already`);
  return account.state === 'APPROVED'
    ? undefined
    : reject('INVALID_ACCOUNT_STATE', `loan account ${account.id} is ${account.state}; this needs APPROVED`);
};

/** Refuses a first repayment date that is not after the disbursement, or no fixed day. */
export const checkFirstRepayment = (
  account: LoanAccountFacts,
  request: DisbursementRequest,
  day: LocalDate,
): Rejection | undefined => {
  const { dueDates, firstRepaymentDate } = account.terms.schedule;
  const given = request.firstRepaymentDate;
  const first = given ?? firstRepaymentDate;
  if (first === undefined) return undefined;
  if (first <= day) {
    return given === undefined
      ? reject(
          'FIRST_REPAYMENT_DATE_BEFORE_EXPECTED_DISBURSEMENT_DATE',
          `the account's firstRepaymentDate ${first} is not after the disbursement of ${day}`,
        )
      : reject('INVALID_FIRST_REPAYMENT_DUE_DATE', `firstRepaymentDate must lie after the disbursement of ${day}`);
  }
  return dueDates.scheduleDueDatesMethod === 'FIXED_DAYS_OF_MONTH' && !isFixedDay(dueDates, first)
    ? reject('INCONSISTENT_WITH_FIXED_DAYS_OF_MONTH', 'firstRepaymentDate must be one of the fixedDaysOfMonth')
    : undefined;
};

/** A schedule that was edited before the disbursement keeps its dates, so they must lie after it. */
export const checkEditedDates = (account: Pick<LoanAccountFacts, 'events'>, day: LocalDate): Rejection | undefined => {
  const edits = account.events.flatMap((event) => (event.type === 'SCHEDULE_EDITED' ? [event] : []));
  const dates = edits.at(-1)?.instalments.map(({ dueDate }) => dueDate) ?? [];
  const [first, last] = [dates[0], dates.at(-1)];
  if (last !== undefined && last <= day) {
    return reject('DISBURSEMENT_DATE_AFTER_LAST_REPAYMENT_DUE_DATE', `the edited schedule ends on ${last}`);
  }
  return first !== undefined && first <= day
    ? reject('RESCHEDULED_REPAYMENT_BEFORE_DISBURSEMENT_DATE', `the edited schedule starts on ${first}`)
    : undefined;
};

/** A schedule that was edited before shares out the principal of the fees that were agreed then. */
const checkEditedPrincipal = (
  { events }: LoanAccountFacts,
  agreed: LoanTerms,
  terms: LoanTerms,
): Rejection | undefined =>
  events.some(({ type }) => type === 'SCHEDULE_EDITED') &&
  !capitalisedOf({ fees: chargedFees(agreed) }).equals(capitalisedOf({ fees: chargedFees(terms) }))
    ? reject(
        'INCONSISTENT_SCHEDULE_PRINCIPAL_DUE_WITH_LOAN_AMOUNT',
        'fees: the schedule was edited for other capitalised fees',
      )
    : undefined;

/** The terms with the fees that the disbursement charges. */
const withFees = (
  account: LoanAccountFacts,
  { fees, productFees = new Map() }: DisbursementRequest,
  day: LocalDate,
  { calendar }: LoanContext,
): LoanTerms | Rejection => {
  const before = account.terms;
  if (fees === undefined) return checkRequiredFees(before.disbursementFees, productFees) ?? before;
  const disbursementFees = disbursementFeesOf(fees, productFees);
  if (isRejection(disbursementFees)) return disbursementFees;
  const terms = { ...before, disbursementFees };
  return checkTerms(terms, day, calendar) ?? checkEditedPrincipal(account, terms, before) ?? terms;
};

/** The terms with the amount and the fees of this disbursement: all of the loan, or its next tranche. */
const whatIsPaidOut = (
  account: LoanAccountFacts,
  request: DisbursementRequest,
  day: LocalDate,
  context: LoanContext,
): LoanTerms | Rejection => {
  const tranched = isTranched(account.terms);
  const { loanAmount } = account.terms;
  if (!tranched && request.amount && !request.amount.equals(loanAmount)) {
    return reject('INVALID_AMOUNT', `amount must be the loan amount, ${loanAmount.toFixed()}`);
  }
  const first = disbursedOn(account) === undefined;
  const refusal = first
    ? (checkFirstRepayment(account, request, day) ??
      checkEditedDates(account, day) ??
      checkFirstPeriod(account.terms, day, request.shiftPeriods ?? false) ??
      checkIndexKnown(account.terms, day, context.calendar))
    : undefined;
  const refused = refusal ?? checkTaxRate(account.terms, day);
  if (refused) return refused;
  const taxed = { ...account, terms: taxedOn(account.terms, day) };
  return tranched ? nextTranche(taxed, request, day, context) : withFees(taxed, request, day, context);
};

/** The event of a disbursement. The first one keeps the days off that the loan depends on. */
export const disbursementOf = (
  account: LoanAccountFacts,
  { firstRepaymentDate, byCard }: DisbursementRequest,
  { fees, ...posted }: PostingDates & Required<Pick<Disbursed, 'amount' | 'fees'>>,
  context: LoanContext,
): Disbursed => ({
  type: 'DISBURSED',
  key: context.newKey(),
  sequence: account.nextSequence,
  ...posted,
  ...(fees.length === 0 ? {} : { fees }),
  ...(firstRepaymentDate === undefined ? {} : { firstRepaymentDate }),
  ...(byCard ? { byCard } : {}),
  ...(disbursedOn(account) === undefined && dependsOnCalendar(account.terms)
    ? { daysOff: context.daysOff(posted.valueDate) }
    : {}),
});

/**
 * Disburses an approved loan, or the next tranche of one; a revolving credit is drawn on by `decideWithdrawal`. Refusals in this order: state, lock, dates, days out of reach, amount, first
 * repayment date, the dates of an edited schedule, another first day of agreed rates, an index that says nothing yet, the rate of the taxes, fees, the user's limit. A backdated disbursement is brought to today at once.
 * A loan that depends on working days keeps those of now.
 */
export const decideDisbursement = (
  account: LoanAccountFacts,
  request: DisbursementRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  const wrongState = checkState(account);
  if (wrongState) return wrongState;
  const dates = datesOf(context, request, reject('INVALID_DISBURSEMENT_DATE', 'valueDate lies in the future'));
  if (isRejection(dates)) return dates;
  const { loanAmount, schedule } = account.terms;
  const outOfReach = checkLoanDates(dates.valueDate, request.firstRepaymentDate ?? schedule.firstRepaymentDate);
  if (outOfReach) return outOfReach;
  if (isZero(loanAmount)) {
    return reject('DISBURSEMENT_WITH_ZERO_LOAN_AMOUNT_NOT_ALLOWED', 'the loan amount is 0');
  }
  const terms = whatIsPaidOut(account, request, dates.valueDate, context);
  if (isRejection(terms)) return terms;
  const amount = terms.loanAmount;
  const beyond = checkUserLimit(context, 'DISBURSEMENT', amount);
  if (beyond) return beyond;
  const paidOut = { ...dates, amount, fees: chargedFees(terms) };
  return applyEvents(account, context, { append: [disbursementOf(account, request, paidOut, context)] });
};
