import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { appended, changed, type Decision, type RowEffect } from '../../../platform/posting/command.ts';
import { journalReversals } from '../../ledger/index.ts';
import type { LoanDecision } from '../rules/decide/account.ts';
import { checkRedrawLeft } from '../rules/decide/checkRedrawLeft.ts';
import { checkLimit } from '../rules/decide/decideWithdrawal.ts';
import { diffTransactions, noteDrafts } from '../rules/diffTransactions.ts';
import { disbursementsOf } from '../rules/eventList.ts';
import type { LoanEvent } from '../rules/events.ts';
import { foldLoan, previewSchedule } from '../rules/foldLoan.ts';
import type { DetailsOfEvent, EventDetails, LoanAccount } from '../rules/loanAccount.ts';
import { foreseenRate } from '../rules/rates/accountRates.ts';
import { withReadings } from '../rules/rates/ratePlan.ts';
import type { LoanState } from '../rules/state.ts';
import type { LoanTerms } from '../rules/terms.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { type LoanTransaction, loanAdjustmentMarks, loanTransactionRows } from '../store/loanTransactionStore.ts';
import { checkBooksOpen } from './closedBooks.ts';
import { heldInBooks } from './heldInBooks.ts';
import { instalmentKeysOf } from './instalmentKeys.ts';
import { followedMove } from './loanBranchMove.ts';
import { calendarOf } from './loanContext.ts';
import { loanJournalEffect } from './loanJournalEffect.ts';
import { paidOut } from './paidOut.ts';
import { type HowAdjusted, momentOn, postedTransaction, undoneTransaction } from './preparedTransactions.ts';
import { standingOf } from './standingOf.ts';
import { linkedAgain, surroundingEffects } from './surroundingEffects.ts';

/** What a request adds to the events it appends. */
export type RequestDetails = Partial<Omit<EventDetails, 'userKey' | 'branchKey'>>;

export type LoanOutcome = {
  readonly account: LoanAccount;
  /** Posted by the request itself, not by a correction of others. */
  readonly posted: readonly LoanTransaction[];
  readonly adjustments: readonly LoanTransaction[];
};

export type EffectOptions = {
  readonly details?: RequestDetails;
  /** Facts of the account besides what the decision changed. */
  readonly changes?: Partial<LoanAccount>;
  readonly adjustment?: HowAdjusted;
};

const noLines: EventDetails['fundLines'] = [];

const detailsFor = (
  event: LoanEvent,
  details: RequestDetails,
  context: OperationContext,
  account: LoanAccount,
): DetailsOfEvent => ({
  eventKey: event.key,
  valueDate: details.valueDate ?? momentOn(event.valueDate, context),
  bookingDate: details.bookingDate ?? momentOn(event.bookingDate, context),
  notes: details.notes ?? null,
  externalId: details.externalId ?? null,
  channelKey: details.channelKey ?? null,
  channelId: details.channelId ?? null,
  userKey: context.principal.userKey,
  branchKey: context.principal.branchKey ?? account.assignedBranchKey,
  linkedDepositTransactionKey: details.linkedDepositTransactionKey ?? null,
  fundLines: details.fundLines ?? noLines,
  ...(details.original ? { original: details.original } : {}),
  ...(details.card ? { card: details.card } : {}),
  ...(details.customFields ? { customFields: details.customFields } : {}),
});

const expectedDay = (
  { expectedDisbursementDate: expected }: LoanAccount,
  { clock, today }: OperationContext,
): LocalDate => (expected === null ? today : clock.zone.localDateOf(expected));

/** The terms of an account whose rate changes: with what its reviews have found by now, or before the disbursement the rate that it would begin with. */
const ratedTerms = (account: LoanAccount, loan: LoanState, context: OperationContext): LoanTerms => {
  const { terms } = account;
  const { rates } = terms.interest;
  if (!rates) return terms;
  if (loan.disbursedOn === undefined)
    return foreseenRate(terms, expectedDay(account, context), calendarOf(context, account.assignedBranchKey));
  return { ...terms, interest: { ...terms.interest, rates: withReadings(rates, loan.ratePlan ?? [], loan.asOf) } };
};

/** The loan that an account shows: the fold, or before the disbursement the schedule it would have. */
const shownState = (account: LoanAccount, loan: LoanState, terms: LoanTerms, context: OperationContext): LoanState =>
  loan.disbursedOn === undefined
    ? previewSchedule(
        terms,
        expectedDay(account, context),
        calendarOf(context, account.assignedBranchKey),
        account.events,
      )
    : loan;

/** The account's shown figures brought in line with a fold as of today. Instalments keep their keys; new ones get theirs. */
export const withFigures = (account: LoanAccount, loan: LoanState, context: OperationContext): LoanAccount => {
  const { zone } = context.clock;
  const terms = ratedTerms(account, loan, context);
  const shown = shownState(account, loan, terms, context);
  const disbursed = loan.disbursedOn !== undefined;
  return {
    ...account,
    terms,
    instalmentKeys: instalmentKeysOf(shown.instalments, account),
    disbursementDate: disbursed ? (disbursementMoment(account) ?? account.disbursementDate) : null,
    lastInterestAppliedDate:
      loan.lastInterestAppliedDate === undefined ? null : zone.startOf(loan.lastInterestAppliedDate),
    figures: {
      terms: disbursed ? loan.terms : terms,
      balances: loan.balances,
      accruedInterest: loan.accruedInterest,
      accruedFromArrears: loan.accruedFromArrears,
      holidayInterest: loan.holidayInterest,
      daysLate: loan.daysLate,
      daysInArrears: loan.daysInArrears,
      accruedPenalty: loan.accruedPenalty,
      accruedFee: loan.accruedFee,
      hasCustomSchedule: loan.hasCustomSchedule || shown.hasCustomSchedule,
      instalments: shown.instalments,
      lock: loan.lock ?? null,
      foldedTo: loan.asOf,
    },
  };
};

const disbursementMoment = (account: LoanAccount): Instant | undefined => {
  const [event] = disbursementsOf(account.events);
  // The loan began with it, so that it is among the first: every payment asks, and its new list has no index.
  return event && account.eventDetails.find(({ eventKey }) => eventKey === event.key)?.valueDate;
};

/** A transaction that only follows from the request: what would go into closed books is booked today instead. */
const inOpenBooks = (transaction: LoanTransaction, account: LoanAccount, context: OperationContext): LoanTransaction =>
  checkBooksOpen(transaction, account, transaction.bookingDate, context)
    ? { ...transaction, bookingDate: context.now, bookingDay: context.today }
    : transaction;

/** The details of the events that stand after a decision. */
const detailsAfter = (
  account: LoanAccount,
  { append, remove }: Pick<LoanDecision, 'append' | 'remove'>,
  context: OperationContext,
  options: EffectOptions,
): LoanAccount['eventDetails'] => {
  const { eventDetails: before } = account;
  const kept = remove.length === 0 ? before : before.filter(({ eventKey }) => !remove.includes(eventKey));
  return append.length === 0
    ? kept
    : kept.concat(append.map((event) => detailsFor(event, options.details ?? {}, context, account)));
};

/** The account after a decision: its new events with their details, its state, its figures. */
const accountAfter = (
  account: LoanAccount,
  decision: Pick<LoanDecision, 'append' | 'remove' | 'account' | 'loan'>,
  context: OperationContext,
  options: EffectOptions,
): LoanAccount => {
  const facts = decision.account;
  const merged: LoanAccount = {
    ...account,
    terms: facts.terms,
    accountSubState: facts.subState,
    stateBeforeClosure: facts.stateBeforeClosure,
    approvedDate: facts.approvedOn === null ? null : (account.approvedDate ?? context.now),
    closedDate: facts.closedOn === null ? null : (account.closedDate ?? context.now),
    events: facts.events,
    nextSequence: facts.nextSequence,
    eventDetails: detailsAfter(account, decision, context, options),
    lastModifiedDate: context.now,
    lastSetToArrearsDate: arrearsDate(account, decision, context),
    lastLockedDate: isLockedBy(decision, account) ? context.now : account.lastLockedDate,
    ...options.changes,
    accountState: facts.state,
  };
  return withFigures(merged, decision.loan, context);
};

/**
 * Turns a loan decision into effects. The transactions that now follow from the events are compared with those that stand: what is the same
 * stays, what changed is undone and posted anew. Undo, correction and backdating are nothing but this. Refused where something in the past leaves the redraw
 * balance, or a credit, too little for what was drawn of it since.
 */
export const loanEffects = (
  before: LoanAccount,
  decision: Pick<LoanDecision, 'append' | 'remove' | 'account' | 'loan'>,
  context: OperationContext,
  options: EffectOptions = {},
): Decision<LoanOutcome> | Rejection => {
  const short = checkRedrawLeft(decision) ?? checkLimit(decision);
  if (short) return short;
  const after = accountAfter(before, decision, context, options);
  const { reverse, post, goesOn } = diffTransactions(before.transactions, decision.loan.transactions);
  const rows: RowEffect[] = [];
  const books = heldInBooks(before, context);
  const adjustments: LoanTransaction[] = [];
  for (const standing of reverse) {
    const asked = standing.eventKey !== null && decision.remove.includes(standing.eventKey);
    // What is undone only to be posted again keeps its own booking date.
    const bookingDate = (asked && options.adjustment?.bookingDate) || null;
    const how = { notes: options.adjustment?.notes ?? null, bookingDate };
    const undoing = undoneTransaction(standing, after, context, how, decision.loan.positions);
    const closed = checkBooksOpen(standing, before, undoing.bookingDate, context);
    if (closed && asked) return closed;
    const adjustment = closed ? { ...undoing, bookingDate: context.now, bookingDay: context.today } : undoing;
    books.giveBack(standing);
    adjustments.push(adjustment);
    rows.push(
      appended(loanTransactionRows, adjustment),
      appended(loanAdjustmentMarks, { originalKey: standing.encodedKey, adjustmentKey: adjustment.encodedKey }),
      appended(journalReversals, {
        originalTransactionKey: standing.encodedKey,
        source: adjustment,
        bookingDate: adjustment.bookingDate,
        creationDate: adjustment.creationDate,
        userKey: adjustment.userKey,
      }),
    );
    const product = productOfLoan(context.reference, after.productTypeKey);
    const followed = followedMove(standing, adjustment, after, product, context);
    if (isRejection(followed)) return followed;
    rows.push(...followed);
  }
  const postings: LoanTransaction[] = [];
  const repeated = new Set(reverse.map(({ eventKey, role }) => `${eventKey} ${role}`));
  for (const draft of post) {
    const again = repeated.has(`${draft.eventKey} ${draft.role}`);
    const wanted = postedTransaction(draft, after, context, books.takeFor(draft), again);
    const own = decision.append.some(({ key }) => key === draft.eventKey);
    const closed = own ? checkBooksOpen(wanted, after, wanted.bookingDate, context) : undefined;
    if (closed) return closed;
    const transaction = inOpenBooks(wanted, after, context);
    const journal = loanJournalEffect(transaction, draft, after, context);
    if (isRejection(journal)) return journal;
    rows.push(appended(loanTransactionRows, transaction), ...journal, ...(again ? linkedAgain(transaction) : []));
    postings.push(transaction);
  }
  const kept =
    reverse.length === 0 ? before.transactions : before.transactions.filter((standing) => !reverse.includes(standing));
  const standing = kept.concat(postings.map(standingOf));
  if (goesOn) noteDrafts(standing, decision.loan.transactions);
  const account: LoanAccount = {
    ...after,
    ...paidOut(after, standing),
    transactions: standing,
    ...books.left(),
    bookedTo: rows.length + decision.append.length + decision.remove.length > 0 ? null : before.bookedTo,
  };
  return {
    changes: [changed(loanAccounts, account)],
    rows: [...rows, ...surroundingEffects(before, account)],
    outcome: { account, posted: postings, adjustments },
    subject: { type: 'LOAN_ACCOUNT', key: account.encodedKey },
  };
};

const isLockedBy = ({ append, account }: Pick<LoanDecision, 'append' | 'account'>, before: LoanAccount): boolean =>
  append.some(({ type }) => type === 'LOCKED') ||
  (account.subState === 'LOCKED_CAPPING' && before.accountSubState !== 'LOCKED_CAPPING');

const arrearsDate = (
  before: LoanAccount,
  { account }: Pick<LoanDecision, 'account'>,
  context: OperationContext,
): Instant | null =>
  account.state === 'ACTIVE_IN_ARREARS' && before.accountState !== 'ACTIVE_IN_ARREARS'
    ? context.now
    : before.lastSetToArrearsDate;

/** The loan folded as of today with nothing changed: what the passing of time alone does. */
export const foldToToday = (account: LoanAccount, context: OperationContext): LoanState =>
  foldLoan(account.terms, account.events, context.today, calendarOf(context, account.assignedBranchKey));
