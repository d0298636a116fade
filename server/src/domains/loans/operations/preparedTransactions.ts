import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { negated, zero } from '../../../kernel/money.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { adjustmentTypes } from '../rules/adjustmentTypes.ts';
import { detailsOf } from '../rules/eventDetails.ts';
import type { LoanAccount, StandingTransaction } from '../rules/loanAccount.ts';
import type { LoanTransactionDraft, Positions } from '../rules/state.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { moneyTypes } from './closedBooks.ts';
import type { TakenFromBooks } from './heldInBooks.ts';

// Transactions ready to be written, before their journal.

/** Booking date and notes of adjustments; where a correction names no date, those of the originals are repeated. */
export type HowAdjusted = {
  readonly notes: string | null;
  readonly bookingDate: Instant | null;
};

/** A day as the moment a transaction shows: now for today, else its start. */
export const momentOn = (day: LocalDate, { clock, today, now }: OperationContext): Instant =>
  day === today ? now : clock.zone.startOf(day);

/** Types that tell the channel and the external id of their request. */
const channelled: ReadonlySet<string> = new Set([...moneyTypes, 'FEE_APPLIED', 'FEE_CAPITALISED']);

/** A transaction that the fold asks for, ready to be written: with what it takes out of the books, and whether it was posted before and undone. */
export const postedTransaction = (
  draft: LoanTransactionDraft,
  account: LoanAccount,
  context: OperationContext,
  taken: TakenFromBooks,
  again: boolean,
): LoanTransaction => {
  const details = detailsOf(account, draft.eventKey);
  const isMain = details !== undefined && !draft.role.includes('#');
  const request = channelled.has(draft.type) ? details : undefined;
  const ownRequest = isMain ? request : undefined;
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
    externalId: again ? null : (ownRequest?.externalId ?? null),
    notes: isMain ? details.notes : null,
    channelKey: request?.channelKey ?? null,
    channelId: request?.channelId ?? null,
    userKey: details?.userKey ?? context.principal.userKey,
    branchKey: details?.branchKey ?? account.assignedBranchKey,
    centreKey: account.assignedCentreKey,
    originalTransactionKey: null,
    adjustmentTransactionKey: null,
    linkedDepositTransactionKey: request?.linkedDepositTransactionKey ?? null,
    original: ownRequest?.original ?? null,
    customFields: ownRequest?.customFields ?? null,
    card: ownRequest?.card ?? null,
    fees: draft.fees,
    taxes: draft.taxes ?? null,
    terms: draft.terms ?? null,
    parts: draft.parts ?? null,
    interestFromBooks: taken.interestFromBooks,
    arrearsFromBooks: taken.arrearsFromBooks,
    holidaysFromBooks: taken.holidaysFromBooks,
  };
};

/** The transaction that undoes a standing one: same value date, negated amounts. */
export const undoneTransaction = (
  standing: StandingTransaction,
  account: LoanAccount,
  context: OperationContext,
  adjustment: HowAdjusted,
  positions: Positions,
): LoanTransaction => {
  const { affectedAmounts: affected } = standing;
  const bookingDate = adjustment.bookingDate ?? standing.bookingMoment;
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
    notes: adjustment.notes ?? null,
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
