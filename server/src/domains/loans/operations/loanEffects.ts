import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { negated, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { appended, changed, type Decision, type RowEffect } from '../../../platform/posting/command.ts';
import { journalReversals } from '../../ledger/index.ts';
import { adjustmentTypes } from '../rules/adjustmentTypes.ts';
import type { LoanDecision } from '../rules/decide/account.ts';
import { checkRedrawLeft } from '../rules/decide/checkRedrawLeft.ts';
import { checkLimit } from '../rules/decide/decideWithdrawal.ts';
import { diffTransactions, noteDrafts } from '../rules/diffTransactions.ts';
import { disbursementsOf } from '../rules/eventList.ts';
import type { LoanEvent } from '../rules/events.ts';
import { foldLoan, previewSchedule } from '../rules/foldLoan.ts';
import {
  type DetailsOfEvent,
  detailsOf,
  type EventDetails,
  type LoanAccount,
  type StandingTransaction,
} from '../rules/loanAccount.ts';
import { foreseenRate } from '../rules/rates/accountRates.ts';
import { withReadings } from '../rules/rates/ratePlan.ts';
import type { LoanState, LoanTransactionDraft, Positions } from '../rules/state.ts';
import type { LoanTerms } from '../rules/terms.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { type LoanTransaction, loanAdjustmentMarks, loanTransactionRows } from '../store/loanTransactionStore.ts';
import { checkBooksOpen, moneyTypes } from './closedBooks.ts';
import { heldInBooks, type TakenFromBooks } from './heldInBooks.ts';
import { instalmentKeysOf } from './instalmentKeys.ts';
import { followedMove } from './loanBranchMove.ts';
import { calendarOf } from './loanContext.ts';
import { loanJournalEffect } from './loanJournalEffect.ts';
import { paidOut } from './paidOut.ts';
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
  /** Booking date and notes of the adjustments; of a correction the originals' dates are repeated. */
  readonly adjustment?: {
    readonly notes: string | null;
    readonly bookingDate: Instant | null;
    readonly externalId?: string | null;
  };
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

/** A day as the moment a transaction shows: now for today, else its start. */
const momentOn = (day: LocalDate, { clock, today, now }: OperationContext): Instant =>
  day === today ? now : clock.zone.startOf(day);

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
  // The loan began with it: it is found at once, where a look from behind would pass all that came since.
  return event && account.eventDetails.find(({ eventKey }) => eventKey === event.key)?.valueDate;
};

/** A transaction that the fold asks for, ready to be written: with what it takes out of the books, and whether it was posted before and undone. */
const posted = (
  draft: LoanTransactionDraft,
  account: LoanAccount,
  context: OperationContext,
  taken: TakenFromBooks,
  again: boolean,
): LoanTransaction => {
  const details = detailsOf(account, draft.eventKey);
  const isMain = details !== undefined && !draft.role.includes('#');
  const bookingDate = details?.bookingDate ?? momentOn(draft.bookingDate, context);
  return {
    encodedKey: newEncodedKey(),
    id: null,
    accountKey: account.encodedKey,
    eventKey: draft.eventKey,
    role: draft.role,
    type: draft.type,
    amount: draft.amount,
    principalAmount: draft.affectedAmounts.principal,
    interestAmount: draft.affectedAmounts.interest,
    fromArrearsAmount: draft.affectedAmounts.fromArrears ?? zero,
    ofHolidaysAmount: draft.affectedAmounts.ofHolidays ?? zero,
    feesAmount: draft.affectedAmounts.fees,
    penaltyAmount: draft.affectedAmounts.penalty,
    totalBalance: draft.balancesAfter.total,
    principalBalance: draft.balancesAfter.principal,
    redrawBalance: draft.balancesAfter.redraw ?? zero,
    positions: draft.positionsAfter,
    valueDay: draft.valueDate,
    bookingDay: draft.bookingDate,
    valueDate: details?.valueDate ?? momentOn(draft.valueDate, context),
    bookingDate,
    creationDate: context.now,
    currencyCode: account.currencyCode,
    externalId: isMain && isMoney(draft.type) && !again ? details.externalId : null,
    notes: isMain ? details.notes : null,
    channelKey: isMoney(draft.type) ? (details?.channelKey ?? null) : null,
    channelId: isMoney(draft.type) ? (details?.channelId ?? null) : null,
    userKey: details?.userKey ?? context.principal.userKey,
    branchKey: details?.branchKey ?? account.assignedBranchKey,
    centreKey: account.assignedCentreKey,
    originalTransactionKey: null,
    adjustmentTransactionKey: null,
    linkedDepositTransactionKey: isMoney(draft.type) ? (details?.linkedDepositTransactionKey ?? null) : null,
    original: isMain && isMoney(draft.type) ? (details.original ?? null) : null,
    customFields: isMain && isMoney(draft.type) ? (details.customFields ?? null) : null,
    card: isMain && isMoney(draft.type) ? (details.card ?? null) : null,
    fees: draft.fees,
    taxes: draft.taxes ?? null,
    terms: draft.terms ?? null,
    parts: draft.parts ?? null,
    interestFromBooks: taken.interestFromBooks,
    arrearsFromBooks: taken.arrearsFromBooks,
    holidaysFromBooks: taken.holidaysFromBooks,
  };
};

const isMoney = (type: string): boolean => [...moneyTypes, 'FEE_APPLIED', 'FEE_CAPITALISED'].includes(type);

/** A transaction that only follows from the request: what would go into closed books is booked today instead. */
const inOpenBooks = (transaction: LoanTransaction, account: LoanAccount, context: OperationContext): LoanTransaction =>
  checkBooksOpen(transaction, account, transaction.bookingDate, context)
    ? { ...transaction, bookingDate: context.now, bookingDay: context.today }
    : transaction;

/** The transaction that undoes a standing one: same value date, negated amounts. */
const undone = (
  standing: StandingTransaction,
  account: LoanAccount,
  context: OperationContext,
  adjustment: EffectOptions['adjustment'],
  positions: Positions,
): LoanTransaction => {
  const { affectedAmounts: affected } = standing;
  const bookingDate = adjustment?.bookingDate ?? standing.bookingMoment;
  return {
    encodedKey: newEncodedKey(),
    id: null,
    accountKey: account.encodedKey,
    eventKey: standing.eventKey,
    role: `${standing.role} UNDONE`,
    // What the contract has no adjustment of, such as another rate, is told once more by its own type.
    type: adjustmentTypes[standing.type] ?? standing.type,
    amount: negated(standing.amount),
    principalAmount: negated(affected.principal),
    interestAmount: negated(affected.interest),
    fromArrearsAmount: negated(affected.fromArrears ?? zero),
    ofHolidaysAmount: negated(affected.ofHolidays ?? zero),
    feesAmount: negated(affected.fees),
    penaltyAmount: negated(affected.penalty),
    totalBalance: account.figures.balances.total,
    principalBalance: account.figures.balances.principal.balance,
    redrawBalance: account.figures.balances.redraw,
    positions,
    valueDay: standing.valueDate,
    bookingDay: context.clock.zone.localDateOf(bookingDate),
    valueDate: standing.valueMoment,
    bookingDate,
    creationDate: context.now,
    currencyCode: account.currencyCode,
    externalId: null,
    notes: adjustment?.notes ?? null,
    channelKey: standing.channelKey,
    channelId: standing.channelId,
    userKey: context.principal.userKey,
    branchKey: account.assignedBranchKey,
    centreKey: account.assignedCentreKey,
    originalTransactionKey: standing.encodedKey,
    adjustmentTransactionKey: null,
    linkedDepositTransactionKey: standing.linkedDepositTransactionKey,
    original: null,
    customFields: null,
    card: null,
    parts: null,
    fees: standing.fees,
    taxes: standing.taxes ?? null,
    terms: null,
    interestFromBooks: negated(standing.interestFromBooks),
    arrearsFromBooks: negated(standing.arrearsFromBooks),
    holidaysFromBooks: negated(standing.holidaysFromBooks),
  };
};

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
    const undoing = undone(standing, after, context, how, decision.loan.positions);
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
  const stood: StandingTransaction[] = [];
  const repeated = new Set(reverse.map(({ eventKey, role }) => `${eventKey} ${role}`));
  for (const draft of post) {
    const again = repeated.has(`${draft.eventKey} ${draft.role}`);
    const wanted = posted(draft, after, context, books.takeFor(draft), again);
    const own = decision.append.some(({ key }) => key === draft.eventKey);
    const closed = own ? checkBooksOpen(wanted, after, wanted.bookingDate, context) : undefined;
    if (closed) return closed;
    const transaction = inOpenBooks(wanted, after, context);
    const journal = loanJournalEffect(transaction, draft, after, context);
    if (isRejection(journal)) return journal;
    rows.push(appended(loanTransactionRows, transaction), ...journal, ...(again ? linkedAgain(transaction) : []));
    postings.push(transaction);
    stood.push(standingOf(transaction, draft));
  }
  const kept =
    reverse.length === 0 ? before.transactions : before.transactions.filter((standing) => !reverse.includes(standing));
  const standing = kept.concat(stood);
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
