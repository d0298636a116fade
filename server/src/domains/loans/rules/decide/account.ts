import type { Permission } from '../../../../generated/permissions.ts';
import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { Money } from '../../../../kernel/money.ts';
import type { Rejection } from '../../../../kernel/rejection.ts';
import type { DaysOff } from '../../../organisation/index.ts';
import type { LoanCalendar } from '../calendar.ts';
import { disbursementsOf, withEvents } from '../eventList.ts';
import type { LoanEvent } from '../events.ts';
import { foldAppended } from '../foldAppended.ts';
import { foldLoan, previewSchedule } from '../foldLoan.ts';
import type { LoanState } from '../state.ts';
import type { LoanTerms } from '../terms.ts';
import { isPartlyDisbursed } from '../tranches.ts';

export type LoanAccountState =
  | 'PARTIAL_APPLICATION'
  | 'PENDING_APPROVAL'
  | 'APPROVED'
  | 'ACTIVE'
  | 'ACTIVE_IN_ARREARS'
  | 'CLOSED'
  | 'CLOSED_WRITTEN_OFF'
  | 'CLOSED_REJECTED';

export type LoanAccountSubState =
  | 'PARTIALLY_DISBURSED'
  | 'LOCKED'
  | 'LOCKED_CAPPING'
  | 'REFINANCED'
  | 'RESCHEDULED'
  | 'WITHDRAWN'
  | 'REPAID'
  | 'REJECTED'
  | 'WRITTEN_OFF'
  | 'TERMINATED';

/** A loan account as decisions see it: plain values, the events that are not reversed, and nothing derived from them. */
export type LoanAccountFacts = {
  /** For the reader of a refusal. */
  readonly id: string;
  readonly state: LoanAccountState;
  readonly subState: LoanAccountSubState | null;
  readonly terms: LoanTerms;
  readonly events: readonly LoanEvent[];
  /** Above the sequence of every event the account ever had. */
  readonly nextSequence: number;
  /** What is held of a revolving credit for somebody who will draw on it. */
  readonly held?: Money;
  readonly expectedDisbursementDate: LocalDate | null;
  readonly approvedOn: LocalDate | null;
  readonly closedOn: LocalDate | null;
  /** What it was before it was rejected, withdrawn or closed; the way back. */
  readonly stateBeforeClosure: LoanAccountState | null;
};

/** What surrounds a decision: plain values that the operation gathered. */
export type LoanContext = {
  readonly today: LocalDate;
  readonly calendar: LoanCalendar;
  /** The days off of that calendar from a day on, for a disbursement to keep. */
  readonly daysOff: (from: LocalDate) => DaysOff;
  readonly may: (permission: Permission) => boolean;
  /** The user's largest amount for a kind of transaction; undefined when there is no limit. */
  readonly limitOf: (kind: string) => Money | undefined;
  /** Refuses a booking date inside a closed accounting period. */
  readonly closure: (bookingDate: LocalDate) => Rejection | undefined;
  /** A fresh key for an event. */
  readonly newKey: () => string;
};

/** A positive decision: what happened, the account afterwards, and the loan as it then is today. */
export type LoanDecision = {
  readonly append: readonly LoanEvent[];
  /** Keys of the events that are reversed. */
  readonly remove: readonly string[];
  readonly account: LoanAccountFacts;
  readonly loan: LoanState;
};

/** States of a loan that lives: it is approved or disbursed, and its events decide between the three. */
const live: readonly LoanAccountState[] = ['APPROVED', 'ACTIVE', 'ACTIVE_IN_ARREARS'];

/** Whether the account has been disbursed and is open. */
export const isActive = ({ state }: LoanAccountFacts): boolean => state === 'ACTIVE' || state === 'ACTIVE_IN_ARREARS';

/** Whether the account is locked, by hand or by capping. */
export const isLocked = ({ subState }: LoanAccountFacts): boolean =>
  subState === 'LOCKED' || subState === 'LOCKED_CAPPING';

/** The loan as of a day. */
export const loanOn = (account: LoanAccountFacts, context: LoanContext, day: LocalDate): LoanState =>
  foldLoan(account.terms, account.events, day, context.calendar);

/**
 * The account with its state brought in line with its loan as of a day: ACTIVE becomes ACTIVE_IN_ARREARS and back, and
 * APPROVED again when no disbursement is left; LOCKED_CAPPING comes and goes. Closed and not yet approved accounts stay as they are.
 */
export const inLine = (account: LoanAccountFacts, loan: LoanState): LoanAccountFacts => {
  if (!live.includes(account.state)) return account;
  const subState = cappedSubState(account, loan);
  return account.state === loan.liveState && account.subState === subState
    ? account
    : { ...account, state: loan.liveState, subState };
};

/** A loan is LOCKED_CAPPING while its charges are locked at their cap; nobody sets that by hand. */
const cappedSubState = ({ subState }: LoanAccountFacts, { lock }: LoanState): LoanAccountSubState | null => {
  if (lock?.capped) return subState ?? 'LOCKED_CAPPING';
  return subState === 'LOCKED_CAPPING' ? null : subState;
};

/** The account with what its sub-state says of a loan that is paid out in parts; a lock goes before. */
export const partly = (account: LoanAccountFacts): LoanAccountFacts => {
  const { subState, terms, events } = account;
  if (!live.includes(account.state) || (subState !== null && subState !== 'PARTIALLY_DISBURSED')) return account;
  const wanted = isPartlyDisbursed(terms, events) ? 'PARTIALLY_DISBURSED' : null;
  return subState === wanted ? account : { ...account, subState: wanted };
};

/** A change of an account: events that come and go, and facts that change with them. */
export type LoanChange = {
  readonly append?: readonly LoanEvent[];
  readonly remove?: readonly string[];
  readonly facts?: Partial<Omit<LoanAccountFacts, 'events' | 'terms' | 'nextSequence'>>;
};

/** Applies a change and folds the loan as of today. The state follows from the loan unless the change names one. */
export const applyEvents = (account: LoanAccountFacts, context: LoanContext, change: LoanChange): LoanDecision => {
  const append = change.append ?? [];
  const remove = change.remove ?? [];
  const kept = remove.length > 0 ? account.events.filter(({ key }) => !remove.includes(key)) : account.events;
  const next: LoanAccountFacts = {
    ...account,
    events: withEvents(kept, append),
    nextSequence: append.reduce((highest, { sequence }) => Math.max(highest, sequence + 1), account.nextSequence),
    ...change.facts,
  };
  const [only, ...others] = append;
  const loan =
    only && others.length + remove.length === 0
      ? foldAppended(next.terms, account.events, only, next.events, context.today, context.calendar)
      : loanOn(next, context, context.today);
  return { append, remove, account: partly(change.facts?.state ? next : inLine(next, loan)), loan };
};

/** The schedule an account shows: its loan's, or before the disbursement what one on the expected day (else today) would give. */
export const shownLoan = (account: LoanAccountFacts, context: LoanContext): LoanState => {
  if (disbursementsOf(account.events).length > 0) return loanOn(account, context, context.today);
  const day = account.expectedDisbursementDate ?? context.today;
  return previewSchedule(account.terms, day, context.calendar, account.events);
};
