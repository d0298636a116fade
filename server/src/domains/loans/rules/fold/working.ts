import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isZero, type Money, minus, plus, zero } from '../../../../kernel/money.ts';
import type { LoanCalendar } from '../calendar.ts';
import type { PaidPart } from '../customPayment.ts';
import type { RepaidEarly } from '../earlyRepayment.ts';
import type { FeeApplied, LoanEvent, LockedOperation, ReductionUndone, ScheduleEdited } from '../events.ts';
import type { Trace } from '../explanation.ts';
import { keepsMoney } from '../overpayments.ts';
import type { RatePlan } from '../rates/ratePlan.ts';
import { type ScheduleRounding, scheduleRounding } from '../schedule/rounding.ts';
import type {
  AffectedAmounts,
  LoanLock,
  LoanTransactionDraft,
  LoanTransactionType,
  TransactionFee,
  TransactionTerms,
} from '../state.ts';
import { allTaxes, type InterestPart, noTaxes, type TransactionTaxes, taxedAt } from '../taxes.ts';
import { type CappingTerms, isBeforeInterest, isDynamic, type LoanTerms, type PlannedFee } from '../terms.ts';
import { feesDueOf } from './owed.ts';
import { type Overdue, positionsOn } from './positions.ts';
import type { Purse } from './purse.ts';
import type { Revolving } from './revolving.ts';
import type { CardPaid } from './takeBack.ts';
import type { WorkingTax } from './tax.ts';

// The loan while it is being folded. It is private to one fold and therefore mutable; the answer is not.

export type WorkingElement = { expected: Money; paid: Money };

export type WorkingFee = {
  readonly event: FeeApplied;
  expected: Money;
  paid: Money;
  reduced: Money;
  readonly tax: WorkingTax & { reduced: Money };
};

export type WorkingInstalment = {
  readonly slot: string;
  from: LocalDate;
  dueDate: LocalDate;
  /** The end of its billing cycle, where that comes before the due date. */
  readonly closes?: LocalDate;
  readonly grace: boolean;
  /** A payment holiday: its interest accrues apart and nothing of it falls due. */
  readonly holiday: boolean;
  readonly carriesPrincipal: boolean;
  readonly notes?: string;
  readonly principal: WorkingElement;
  readonly interest: WorkingElement & { applied: Money };
  readonly penalty: WorkingElement;
  readonly fees: WorkingFee[];
  /** What of its interest is from arrears, with the tax in it. */
  readonly fromArrears: { applied: Money; paid: Money; readonly tax: WorkingTax };
  /** What of the applied interest accrued in payment holidays. */
  readonly ofHolidays: { applied: Money; paid: Money; readonly tax: WorkingTax };
  /** The tax in its interest and its penalties; fees have theirs. */
  readonly tax: { readonly interest: WorkingTax; readonly penalty: WorkingTax };
  lastPaid: LocalDate | undefined;
  /** Whether its late fees have been applied. */
  lateFees: boolean;
  /** Penalties of its late days at full precision, and what of them has been charged. */
  /** Penalties of its late days: accrued, of those charged or kept back by a lock, and of those kept back. */
  readonly late: { accrued: Money; charged: Money; kept: Money; lastCharged: LocalDate | undefined };
  /** What it asked for when it was made; tells an instalment that a prepayment has emptied from one that never asked. */
  originalTotal: Money;
  /** The payments of those before it leave it no principal to ask for; when they are computed anew, it counts again. */
  spared?: boolean;
  /** What a fee by a rate will add to it, as far as it is not charged; without tax on top. */
  rateFee?: Money;
  /** Interest of its period that became principal. */
  capitalised?: Money;
  /** What of its principal was paid outside the schedule: nobody had asked for it. */
  outside?: Money;
  /** What of its principal was paid that it had not asked for, outside the schedule or by a prepayment that the schedule after it takes in. */
  unasked?: Money;
  /** What was found when the overdue ones were last summed. */
  overdue?: Overdue | undefined;
  /** What later disbursements have put on an instalment of a fixed loan, without tax on top; their interest runs from their own days. */
  drawn?: readonly { readonly from: LocalDate; readonly balance: Money; readonly interest: Money }[];
};

/** What the late days have come to, of the loan as a whole. */
export type Lateness = {
  /** The day the loan is looked at: what happens after it makes no arrears yet. */
  readonly asOf: LocalDate;
  /** The last day whose lateness has been judged. */
  to: LocalDate | undefined;
  /** Roles of fees that the loan applied by itself and that were undone. */
  readonly waivedFees: ReadonlySet<string>;
  /** Days whose penalty was undone. */
  readonly waived: ReadonlySet<LocalDate>;
  /** OUTSTANDING_PRINCIPAL: penalties of the loan at full precision, and what of them has been charged. */
  accrued: Money;
  charged: Money;
  /** The current arrears: their first day, and the due date that was the oldest unpaid one then. */
  arrears: { readonly since: LocalDate; readonly dueDate: LocalDate } | undefined;
  /** The day before the overdue amount was first more than is tolerated. */
  breachedAfter: LocalDate | undefined;
  /** Working days from the disbursement to the day so many days later; filled as far as it was asked for. */
  readonly workingDays: number[];
};

export type Owed = Record<'principal' | 'interest' | 'fees' | 'penalty' | InterestPart, Money>;

export type Working = {
  /** As they are on the walk's day. */
  terms: LoanTerms;
  /** How the rate changes from the disbursement on, the first step that the walk has not reached, and what of them the schedule counts on. */
  rates: { readonly steps: RatePlan; next: number; plan: RatePlan };
  /** From the disbursement on the one it was made with. */
  calendar: LoanCalendar;
  readonly rounding: ScheduleRounding;
  instalments: WorkingInstalment[];
  /** How many instalments, from the first, have reached their due date on the walk. */
  passed: number;
  /** How many instalments, from the first, ask for nothing any more; payments start after them. */
  settled: number;
  disbursed: LocalDate | undefined;
  payment: Money | undefined;
  customSchedule: boolean;
  /** Whether interest becomes principal when it is applied; what ends the loan applies it as interest and settles it. */
  capitalises: boolean;
  /** How many of the known tax rates the walk has come to. */
  taxRates: number;
  /** Fees that the disbursement added to the principal. */
  capitalised: Money;
  /** What was logged before the disbursement made a schedule. */
  readonly waitingFees: WorkingFee[];
  /** Fees that no instalment asks for. */
  readonly unscheduledFees: WorkingFee[];
  waitingEdit: ScheduleEdited | undefined;
  /** Planned fees that have not come yet. */
  planned: readonly PlannedFee[];
  /** The cap on charges that nobody asks for, as long as one is watched. */
  cap: CappingTerms | undefined;
  /** What of the interest is from arrears or of payment holidays is told beside it. */
  readonly balance: Owed;
  readonly paid: Owed;
  /** Interest of the running period, dynamic loans only: to which day, how much, and what of it has been applied. */
  readonly accrual: {
    to: LocalDate;
    period: Money;
    applied: Money;
    /** The part of the period's accrual that applications have taken; the rest falls to the next instalment where they go by days. */
    cut: Money;
    /** What of these three is interest from arrears, where the loan tells that apart. */
    fromArrears: Money;
    fromArrearsApplied: Money;
    fromArrearsCut: Money;
    earlier: Money;
    earlierApplied: Money;
    /** Of payment holidays: all that has accrued, and what of it has been applied. */
    holiday: Money;
    holidayApplied: Money;
    /** Of a fee by a rate: what has accrued since it was last charged on a due date, and what of that is charged. */
    fee: Money;
    feeApplied: Money;
  };
  /** What of the principal was repaid early in the last year in which something was. */
  early?: RepaidEarly;
  lastInterestApplied: LocalDate | undefined;
  /** The next day of the month on which interest is applied, and whether a lock has let one pass. */
  applicationDay: LocalDate | undefined;
  applicationMissed: boolean;
  readonly lateness: Lateness;
  lock: LoanLock | undefined;
  /** Interest of due dates that passed while interest was locked. */
  readonly withheld: { readonly slot: string; readonly amount: Money; readonly fromArrears: Money }[];
  /** Nothing is owed any more; the instalments still tell what was not paid. */
  writtenOff: boolean;
  overpaid: Money;
  /** The borrower's own money, what was taken beyond it, and the next day on which it pays what is due; only where the terms let money of his lie there. */
  readonly redraw: { balance: Money; short: Money; look: LocalDate | undefined } | undefined;
  /** Reductions by edits of the schedule that were undone. */
  undoneReductions: ReadonlyMap<string, ReductionUndone>;
  /** The payment that is being taken in: instalments have what it paid, balances not yet. */
  paying: Purse | undefined;
  /** What each payment by card has paid, by its event. */
  readonly cardPayments: Map<string, readonly CardPaid[]>;
  /** From the first withdrawal of a revolving credit on. */
  revolving: Revolving | undefined;
  /** What interest and penalties were made of, where somebody asks for it. */
  trace: Trace | undefined;
  readonly transactions: LoanTransactionDraft[];
};

const nothingOwed = (): Owed => ({
  principal: zero,
  interest: zero,
  fees: zero,
  penalty: zero,
  fromArrears: zero,
  ofHolidays: zero,
});

/** A loan to which nothing has happened. */
export const newWorking = (
  terms: LoanTerms,
  calendar: LoanCalendar,
  start: LocalDate,
  waived: ReadonlySet<LocalDate> = new Set(),
  waivedFees: ReadonlySet<string> = new Set(),
): Working => ({
  // Before the first rate that is known there is no other.
  terms: taxedAt(terms, terms.tax?.rates[0]?.rate),
  rates: { steps: [], next: 0, plan: [] },
  calendar,
  rounding: scheduleRounding(terms),
  instalments: [],
  passed: 0,
  settled: 0,
  disbursed: undefined,
  payment: undefined,
  customSchedule: false,
  capitalises: terms.interest.interestType === 'CAPITALIZED_INTEREST',
  taxRates: 0,
  capitalised: zero,
  waitingFees: [],
  unscheduledFees: [],
  waitingEdit: undefined,
  planned: [],
  cap: terms.capping,
  balance: nothingOwed(),
  paid: nothingOwed(),
  accrual: {
    to: start,
    period: zero,
    applied: zero,
    cut: zero,
    fromArrears: zero,
    fromArrearsApplied: zero,
    fromArrearsCut: zero,
    earlier: zero,
    earlierApplied: zero,
    holiday: zero,
    holidayApplied: zero,
    fee: zero,
    feeApplied: zero,
  },
  lastInterestApplied: undefined,
  applicationDay: undefined,
  applicationMissed: false,
  lateness: {
    asOf: start,
    to: undefined,
    waived,
    waivedFees,
    accrued: zero,
    charged: zero,
    arrears: undefined,
    breachedAfter: undefined,
    workingDays: [0],
  },
  lock: undefined,
  withheld: [],
  writtenOff: false,
  overpaid: zero,
  redraw: keepsMoney(terms) ? { balance: zero, short: zero, look: undefined } : undefined,
  undoneReductions: new Map(),
  paying: undefined,
  cardPayments: new Map(),
  revolving: undefined,
  trace: undefined,
  transactions: [],
});

/** What an element still asks for. */
export const dueOf = (element: { readonly expected: Money; readonly paid: Money }): Money =>
  minus(element.expected, element.paid);

/** What an instalment still asks for in all, interest that is not applied yet included. */
export const totalDueOf = (instalment: WorkingInstalment): Money => {
  const charges = plus(dueOf(instalment.interest), dueOf(instalment.penalty));
  return plus(plus(dueOf(instalment.principal), charges), feesDueOf(instalment));
};

/** The instalment whose period is running; none after the last due date. */
export const currentInstalment = (loan: Working): WorkingInstalment | undefined => loan.instalments[loan.passed];

/** The day on which an instalment's period ends and it asks for what it asks for: its due date, but for billing cycles. */
export const closingOf = ({ closes, dueDate }: WorkingInstalment): LocalDate => closes ?? dueDate;

/** Whether interest begins with the due date of this instalment, the first one. */
export const bearsNoInterestYet = (loan: Working, instalment: WorkingInstalment): boolean =>
  instalment === loan.instalments[0] && isBeforeInterest(loan.terms, 0);

/** The instalments that have not reached their due date on the walk. */
export const aheadOf = (loan: Working): WorkingInstalment[] => loan.instalments.slice(loan.passed);

/** Moves past the instalments that ask for nothing any more. Interest of a dynamic loan is final only after the due date. */
export const skipSettled = (loan: Working): void => {
  const end = isDynamic(loan.terms) ? loan.passed : loan.instalments.length;
  for (; loan.settled < end; loan.settled += 1) {
    const next = loan.instalments[loan.settled];
    if (!next || !totalDueOf(next).isZero()) return;
  }
};

/** Whether a lock keeps a kind of charge from being applied. */
export const isStopped = (loan: Working, operation: LockedOperation): boolean =>
  loan.lock?.operations.includes(operation) ?? false;

/** Where a transaction comes from: an event, or the passing of a due date. */
export type Origin = {
  readonly eventKey: string | null;
  readonly role: string;
  readonly valueDate: LocalDate;
  readonly bookingDate: LocalDate;
};

/** The origin of an event's own transaction or of one that goes with it. */
export const originOf = (event: LoanEvent, role: string): Origin => ({
  eventKey: event.key,
  role,
  valueDate: event.valueDate,
  bookingDate: event.bookingDate,
});

/** Parts of the interest that there are; the others are left out. */
const named = ({ fromArrears, ofHolidays }: Readonly<Record<InterestPart, Money>>) => ({
  ...(isZero(fromArrears) ? {} : { fromArrears }),
  ...(isZero(ofHolidays) ? {} : { ofHolidays }),
});

/** Notes a transaction with the balances as they are now: change them first. */
export const record = (
  loan: Working,
  origin: Origin,
  type: LoanTransactionType,
  amount: Money,
  {
    taxes: part,
    fromArrears = zero,
    ofHolidays = zero,
    ...affected
  }: Partial<AffectedAmounts> & { readonly taxes?: Partial<TransactionTaxes> },
  fees: readonly TransactionFee[] = [],
  terms?: TransactionTerms,
  parts: readonly PaidPart[] = [],
): void => {
  const { principal, interest, fees: charged, penalty } = loan.balance;
  const { fromArrears: taxFromArrears = zero, ofHolidays: taxOfHolidays = zero, ...others } = { ...noTaxes, ...part };
  const taxes = { ...others, ...named({ fromArrears: taxFromArrears, ofHolidays: taxOfHolidays }) };
  loan.transactions.push({
    ...origin,
    type,
    amount,
    affectedAmounts: {
      principal: zero,
      interest: zero,
      fees: zero,
      penalty: zero,
      ...affected,
      ...named({ fromArrears, ofHolidays }),
    },
    balancesAfter: {
      total: plus(plus(principal, interest), plus(charged, penalty)),
      principal,
      ...(loan.redraw ? { redraw: loan.redraw.balance } : {}),
    },
    positionsAfter: positionsOn(loan, origin.valueDate),
    fees,
    ...(isZero(allTaxes(taxes)) ? {} : { taxes }),
    ...(terms ? { terms } : {}),
    ...(parts.length > 0 ? { parts } : {}),
  });
};

/** A fee's part of a transaction. */
export const feeLine = (
  { key, predefinedFeeKey, name, trigger }: FeeApplied,
  amount: Money,
  tax: Money = zero,
): TransactionFee => ({
  eventKey: key,
  ...(predefinedFeeKey === undefined ? {} : { predefinedFeeKey }),
  ...(name === undefined ? {} : { name }),
  ...(trigger === 'MANUAL' || trigger === 'ARBITRARY' ? {} : { trigger }),
  amount,
  ...(isZero(tax) ? {} : { tax }),
});
