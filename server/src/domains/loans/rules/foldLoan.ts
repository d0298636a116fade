import { earliest, type LocalDate } from '../../../kernel/localDate.ts';
import type { LoanCalendar } from './calendar.ts';
import { type Disbursed, inOrder, type LoanEvent } from './events.ts';
import type { Trace } from './explanation.ts';
import { accrueTo, applyAccrued } from './fold/accrual.ts';
import { watchCap } from './fold/cap.ts';
import { capitaliseFee } from './fold/capitaliseFee.ts';
import { changeTerms } from './fold/changeTerms.ts';
import { disburse } from './fold/disburse.ts';
import { draw } from './fold/draw.ts';
import { chargingEarly } from './fold/earlyRepayment.ts';
import { editSchedule } from './fold/edit.ts';
import { applyFee } from './fold/fee.ts';
import { foresee } from './fold/foresee.ts';
import { applyHolidayInterest } from './fold/holidays.ts';
import { lock, unlock } from './fold/lock.ts';
import { payOff } from './fold/payOff.ts';
import { payPrincipalOnly } from './fold/payPrincipalOnly.ts';
import { openPlans } from './fold/plannedFee.ts';
import { moveRedraw, watchRedrawAfter } from './fold/redraw.ts';
import { repay } from './fold/repay.ts';
import { summarise } from './fold/summarise.ts';
import { takeBack } from './fold/takeBack.ts';
import { undoneReductions } from './fold/undoneReduction.ts';
import { passDays } from './fold/walk.ts';
import { newWorking, originOf, type Working } from './fold/working.ts';
import { writeOff } from './fold/writeOff.ts';
import { isRevolving } from './revolvingTerms.ts';
import type { LoanState } from './state.ts';
import { isTranched, type LoanTerms } from './terms.ts';
import { plannedDisbursements } from './tranches.ts';

const take = (loan: Working, event: LoanEvent): void => {
  switch (event.type) {
    case 'DISBURSED':
      if (loan.disbursed && isTranched(loan.terms)) draw(loan, event);
      else disburse(loan, event);
      break;
    case 'REPAID':
      chargingEarly(loan, event, () => repay(loan, event));
      break;
    case 'PAYMENT_TAKEN_BACK':
      takeBack(loan, event);
      break;
    case 'REDRAW_MOVED':
      moveRedraw(loan, event);
      break;
    case 'PRINCIPAL_PAID':
      if (event.as === 'PRINCIPAL_OVERPAYMENT') chargingEarly(loan, event, () => payPrincipalOnly(loan, event));
      else payPrincipalOnly(loan, event);
      break;
    case 'FEE_APPLIED':
      if (event.capitalised) capitaliseFee(loan, event);
      else applyFee(loan, event);
      break;
    case 'INTEREST_APPLIED':
      accrueTo(loan, event.valueDate);
      applyAccrued(loan, originOf(event, 'INTEREST_APPLIED'), event.only);
      break;
    case 'HOLIDAY_INTEREST_APPLIED':
      accrueTo(loan, event.valueDate);
      applyHolidayInterest(loan, event, event.amount);
      break;
    case 'SCHEDULE_EDITED':
      editSchedule(loan, event);
      break;
    case 'TERMS_CHANGED':
      changeTerms(loan, event);
      break;
    case 'PAID_OFF':
      payOff(loan, event);
      break;
    case 'LOCKED':
      lock(loan, event);
      break;
    case 'UNLOCKED':
      unlock(loan, event);
      break;
    case 'WRITTEN_OFF':
      writeOff(loan, event);
      break;
    case 'PENALTY_WAIVED':
    case 'FEE_WAIVED':
    case 'REDUCTION_UNDONE':
      break;
    default:
      event satisfies never;
  }
};

/** Takes an event into a loan that was walked to its value date. */
export const takeIn = (loan: Working, event: LoanEvent): void => {
  take(loan, event);
  watchCap(loan, event.valueDate);
  watchRedrawAfter(loan, event);
};

/** Ends a walk: lets the days up to and including `asOf` pass, and interest run to it. */
export const walkTo = (loan: Working, asOf: LocalDate): void => {
  passDays(loan, asOf);
  accrueTo(loan, asOf);
};

const waivedDays = (events: readonly LoanEvent[]): ReadonlySet<LocalDate> =>
  new Set(events.flatMap(({ type, valueDate }) => (type === 'PENALTY_WAIVED' ? [valueDate] : [])));

const waivedFees = (events: readonly LoanEvent[]): ReadonlySet<string> =>
  new Set(events.flatMap((event) => (event.type === 'FEE_WAIVED' ? [event.role] : [])));

/**
 * Rebuilds a loan from its terms and its events that are not reversed. The walk goes by value date and logging order and
 * applies due interest on every due date up to and including `asOf`, before anything else of that day, then the penalties of late days. An event after
 * `asOf` (a postdated payment) is walked to as well, so that its transaction exists; lateness and due amounts are as of
 * `asOf`. The same input always gives the same answer. A trace takes what interest and penalties were made of.
 */
export const foldLoan = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  asOf: LocalDate,
  calendar: LoanCalendar,
  trace?: Trace,
): LoanState => summarise(walked(terms, events, asOf, calendar, trace), asOf);

/**
 * The same loan with disbursements of coming days on its schedule, as it will be when every instalment is paid on its day. Balances,
 * transactions and what is due stay those of `asOf`.
 */
export const foreseeLoan = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  asOf: LocalDate,
  calendar: LoanCalendar,
  draws: readonly Disbursed[],
  trace?: Trace,
): LoanState => {
  const loan = walked(terms, events, asOf, calendar, trace);
  if (draws.length > 0) foresee(loan, draws);
  return summarise(loan, asOf);
};

/** A loan walked through its events and on to a day, for a fold to summarise. */
export const walked = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  asOf: LocalDate,
  calendar: LoanCalendar,
  trace?: Trace,
): Working => {
  const loan = newWorking(terms, calendar, asOf, waivedDays(events), waivedFees(events));
  loan.trace = trace;
  loan.undoneReductions = undoneReductions(events);
  loan.planned = openPlans(terms, events, loan.lateness.waivedFees);
  for (const event of inOrder(events)) {
    passDays(loan, event.valueDate);
    takeIn(loan, event);
  }
  walkTo(loan, asOf);
  return loan;
};

/**
 * The loan as its disbursement on a day would make it, of the whole loan amount or tranche by tranche, edits and fees from before
 * included: the schedule that it shows before its disbursement, and what a preview answers.
 */
export const previewSchedule = (
  terms: LoanTerms,
  disbursement: LocalDate,
  calendar: LoanCalendar,
  events: readonly LoanEvent[] = [],
  trace?: Trace,
): LoanState => {
  const before = events.map((event) => ({ ...event, valueDate: earliest(event.valueDate, disbursement) }));
  // A revolving credit has no schedule until it is drawn on.
  if (isRevolving(terms)) return foldLoan(terms, before, disbursement, calendar);
  const [first, ...later] = plannedDisbursements(terms, [], disbursement);
  return foreseeLoan(terms, first ? [...before, first] : before, disbursement, calendar, later, trace);
};
