import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isZero, largest, type Money, minus, plus, sum, zero } from '../../../../kernel/money.ts';
import type { LoanCalendar } from '../calendar.ts';
import type { Disbursed } from '../events.ts';
import { billedPrincipal } from '../revolvingTerms.ts';
import { dueDates } from '../schedule/dueDates.ts';
import type { LoanTerms } from '../terms.ts';
import { newInstalment } from './newInstalment.ts';
import { feesDueOf, unscheduledDueOf } from './owed.ts';
import { closingOf, dueOf, totalDueOf, type Working, type WorkingInstalment } from './working.ts';

// A revolving credit has no schedule: there is always one instalment whose period runs, it asks for principal when its due date comes,
// and the next one begins. One that asks for nothing is left out.

/** What the fold knows of a revolving credit besides every loan's things. */
export type Revolving = {
  /** The due dates from the first withdrawal on, or from the last change of the days on, by position from 0. */
  dateOf: (index: number) => LocalDate;
  /** The position of the next due date. */
  position: number;
  /** The ends of the billing cycles, by position from 0, and the next one's; without them periods end on due dates. */
  readonly cycleEnd: ((index: number) => LocalDate) | undefined;
  cycle: number;
  /** How many instalments were begun. */
  begun: number;
  /** The principal right after the last withdrawal, and how many due dates have asked for principal since. */
  afterWithdrawal: Money;
  sinceWithdrawal: number;
  /** The most that a withdrawal was beyond the loan amount; a decision that leaves some is refused. */
  overdrawn: Money;
};

/** Due dates without an end, made as far as somebody asks. */
const endless = (
  terms: LoanTerms,
  from: LocalDate,
  calendar: LoanCalendar,
  first?: LocalDate,
): ((index: number) => LocalDate) => {
  let known: readonly LocalDate[] = [];
  return (index) => {
    if (index >= known.length) {
      const repaymentInstallments = Math.max(24, 2 * index);
      known = dueDates({ ...terms, schedule: { ...terms.schedule, repaymentInstallments } }, from, calendar, first);
    }
    const date = known[index];
    if (date === undefined) throw new Error('a revolving credit ran out of due dates');
    return date;
  };
};

/** The next due date; after the end of a billing cycle the first one that comes. */
const nextDueDate = (revolving: Revolving, closes: LocalDate | undefined): LocalDate => {
  if (closes === undefined) {
    revolving.position += 1;
    return revolving.dateOf(revolving.position - 1);
  }
  while (revolving.dateOf(revolving.position) <= closes) revolving.position += 1;
  return revolving.dateOf(revolving.position);
};

/** The ends of billing cycles: the days on which the next ones begin. */
const cyclesOf = (loan: Working, from: LocalDate): Revolving['cycleEnd'] => {
  const days = loan.terms.revolving?.billingDays;
  if (!days) return undefined;
  const { firstRepaymentDate: _first, ...schedule } = loan.terms.schedule;
  const cycles: LoanTerms = {
    ...loan.terms,
    schedule: {
      ...schedule,
      repaymentReschedulingMethod: 'NONE',
      dueDates: {
        scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
        fixedDaysOfMonth: days,
        shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH',
      },
    },
  };
  return endless(cycles, from, loan.calendar);
};

/** Begins the next instalment: its period follows the one before. */
export const beginInstalment = (loan: Working, from: LocalDate): void => {
  const { revolving } = loan;
  if (!revolving) return;
  const closes = revolving.cycleEnd?.(revolving.cycle);
  revolving.cycle += 1;
  const dueDate = nextDueDate(revolving, closes);
  revolving.begun += 1;
  const next = newInstalment({
    slot: String(revolving.begun),
    from,
    dueDate,
    grace: false,
    carriesPrincipal: true,
    principal: zero,
    interest: zero,
  });
  loan.instalments.push(closes === undefined ? next : { ...next, closes });
};

/** The slot of the instalment that a day falls into: of the running one, or of one that is yet to begin. */
export const slotOn = (loan: Working, day: LocalDate): string | undefined => {
  const { revolving } = loan;
  const running = loan.instalments[loan.passed];
  if (!revolving || !running) return undefined;
  let ahead = 0;
  for (let end = closingOf(running); end < day; ahead += 1) end = revolving.dateOf(revolving.position + ahead);
  return ahead === 0 ? running.slot : String(revolving.begun + ahead);
};

/** Whether interest waits for the first due date. */
export const isFree = ({ revolving, terms }: Working): boolean =>
  revolving?.begun === 1 && terms.revolving?.accruesSinceDueDate === true;

/** Lets the due dates begin with the first withdrawal. */
export const beginRevolving = (loan: Working, { valueDate, firstRepaymentDate }: Disbursed): void => {
  loan.revolving = {
    dateOf: endless(loan.terms, valueDate, loan.calendar, firstRepaymentDate),
    position: 0,
    cycleEnd: cyclesOf(loan, valueDate),
    cycle: 0,
    begun: 0,
    afterWithdrawal: zero,
    sinceWithdrawal: 0,
    overdrawn: zero,
  };
  beginInstalment(loan, valueDate);
};

/** Takes the principal of a withdrawal into account. */
export const drawn = (loan: Working): void => {
  const { revolving, balance, terms } = loan;
  if (!revolving) return;
  revolving.afterWithdrawal = balance.principal;
  revolving.sinceWithdrawal = 0;
  revolving.overdrawn = largest(revolving.overdrawn, minus(balance.principal, terms.loanAmount));
};

/** The principal that no instalment asks for. */
const unbilledOf = (loan: Working): Money =>
  minus(loan.balance.principal, sum(loan.instalments.map(({ principal }) => dueOf(principal))));

const ask = (instalment: WorkingInstalment, amount: Money): void => {
  instalment.principal.expected = plus(instalment.principal.expected, amount);
};

/** Lets an instalment whose due date came ask for its part of the principal. */
export const bill = (loan: Working, instalment: WorkingInstalment): void => {
  const { balance, revolving } = loan;
  if (!revolving) return;
  const charges = plus(balance.interest, plus(balance.fees, balance.penalty));
  const total = minus(plus(balance.principal, charges), unscheduledDueOf(loan));
  ask(
    instalment,
    billedPrincipal(loan.terms, {
      principal: balance.principal,
      unbilled: unbilledOf(loan),
      afterWithdrawal: revolving.afterWithdrawal,
      sinceWithdrawal: revolving.sinceWithdrawal,
      total,
      interest: minus(instalment.interest.applied, instalment.interest.paid),
      fees: feesDueOf(instalment),
      penalty: dueOf(instalment.penalty),
    }),
  );
  revolving.sinceWithdrawal += 1;
};

/** Lets the running instalment ask for all principal that is left, before a payment of everything or a write-off. */
export const billAll = (loan: Working): void => {
  const running = loan.instalments[loan.passed];
  if (loan.revolving && running) ask(running, unbilledOf(loan));
};

const isUntouched = ({ principal, interest, penalty, fees, lastPaid }: WorkingInstalment): boolean =>
  lastPaid === undefined &&
  fees.length === 0 &&
  isZero(principal.expected) &&
  isZero(interest.expected) &&
  isZero(penalty.expected);

/** Leaves an instalment out whose due date came and that never asked for anything, nor will by a fee that is planned on it. */
export const leaveOut = (loan: Working, instalment: WorkingInstalment): void => {
  if (!loan.revolving || !isUntouched(instalment)) return;
  if (loan.planned.some(({ slot, byHand }) => slot === instalment.slot && !byHand)) return;
  loan.instalments = loan.instalments.filter((one) => one !== instalment);
  loan.passed -= 1;
};

/** The instalments that are told: of a revolving credit that owes nothing the running one is not, as long as nothing was done on it. */
export const toldInstalments = ({ revolving, instalments, passed, balance }: Working): readonly WorkingInstalment[] => {
  const running = instalments[passed];
  const leftOut = revolving && running && isUntouched(running) && isZero(balance.principal);
  return leftOut ? instalments.filter((instalment) => instalment !== running) : instalments;
};

/** Whether the period of an instalment still runs: a payment pays into it, and its due date will ask for more. */
export const isOpen = (loan: Working, instalment: WorkingInstalment): boolean =>
  loan.revolving !== undefined &&
  instalment === loan.instalments[loan.passed] &&
  !(isZero(loan.balance.principal) && isZero(totalDueOf(instalment)));

/** Moves the due dates ahead after a change of their days. */
export const moveRevolving = (loan: Working, from: LocalDate): void => {
  const { revolving } = loan;
  const running = loan.instalments[loan.passed];
  if (!revolving || !running) return;
  const { firstRepaymentDate: _first, ...schedule } = loan.terms.schedule;
  revolving.dateOf = endless({ ...loan.terms, schedule }, from, loan.calendar);
  revolving.position = 0;
  running.dueDate = nextDueDate(revolving, running.closes);
};
