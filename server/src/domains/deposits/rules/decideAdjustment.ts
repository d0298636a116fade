import type { Instant } from '../../../kernel/instant.ts';
import {
  isNegative,
  isPositive,
  isZero,
  type Money,
  minus,
  negated,
  plus,
  smallest,
  zero,
} from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { judgedArrears } from './accountStates.ts';
import { type Posted, post, wouldBeOverdrawn } from './decidePosting.ts';
import { type DepositAccount, lowestBalanceSince, overdraftInForce } from './depositAccount.ts';
import { adjustmentTypes, type DepositTransaction, type Split } from './depositTransaction.ts';
import { minusAccrued, nothingAccrued, plusAccrued } from './interest/accrued.ts';
import { nothingBooked, plusBooked } from './interest/booked.ts';
import { checkState, type PostingFacts } from './posting.ts';
import { splitCredit, splitDebit } from './split.ts';

export type AdjustmentRequest = { readonly notes: string | null; readonly bookingDate: Instant | null };

/** Refuses what can't be undone whatever came after it: missing notes, the account's state, the type, a transaction that is undone already. */
export const checkUndoable = (
  facts: PostingFacts,
  original: DepositTransaction,
  request: AdjustmentRequest,
): Rejection | undefined => {
  if (request.notes === null || request.notes.trim() === '')
    return reject('INVALID_NOTES', 'notes are required to adjust a transaction');
  const state = checkState(facts.account, ['ACTIVE', 'ACTIVE_IN_ARREARS', 'DORMANT', 'MATURED']);
  if (state) return state;
  if (original.card !== null) {
    return reject(
      original.type === 'CARD_TRANSACTION_REVERSAL'
        ? 'CARD_TRANSACTION_REVERSAL_CANNOT_BE_ADJUSTED'
        : 'CARD_TRANSACTION_CANNOT_BE_ADJUSTED',
      `transaction ${original.id} was made with a card; it is taken back by reversing the card transaction`,
    );
  }
  if (original.originalTransactionKey !== null || adjustmentTypes[original.type] === undefined) {
    return reject(
      'TRANSACTION_TYPE_DOES_NOT_ALLOW_ADJUSTMENT',
      `a transaction of type ${original.type} can't be adjusted`,
    );
  }
  return original.adjustmentTransactionKey === null
    ? undefined
    : reject('TRANSACTION_ALREADY_ADJUSTED', `transaction ${original.id} was adjusted before`);
};

/** Refuses what can't be undone as long as interest stands that was applied after it. */
const checkAdjustable = (
  facts: PostingFacts,
  original: DepositTransaction,
  request: AdjustmentRequest,
): Rejection | undefined => {
  const refusal = checkUndoable(facts, original, request);
  if (refusal) return refusal;
  const { lastInterestStoredDate } = facts.account;
  const isLastApplication = original.type === 'INTEREST_APPLIED' && original.valueDate === lastInterestStoredDate;
  return lastInterestStoredDate !== null && original.valueDate <= lastInterestStoredDate && !isLastApplication
    ? before(original, lastInterestStoredDate)
    : undefined;
};

// What has its interest applied can't change any more; a movement of the very day of the application bears interest after it.
const before = (original: DepositTransaction, lastInterestStoredDate: Instant): Rejection | undefined =>
  original.type === 'INTEREST_APPLIED' || original.valueDate < lastInterestStoredDate
    ? reject(
        'NOT_ADJUSTED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE',
        `interest was applied after the value date of transaction ${original.id}; adjust that first`,
      )
    : undefined;

/** The movements that count once a transaction is undone: neither it nor its opposite does. */
const withoutUndone = (history: DepositAccount['history'], { valueDate, ...original }: DepositTransaction) => {
  if (history === null) return null;
  const moved = plus(original.fundsAmount, original.overdraftAmount);
  const at = history.findIndex((movement) => movement.valueDate === valueDate && movement.amount.equals(moved));
  return at === -1 ? history : history.toSpliced(at, 1);
};

/** The account after its last application of interest was undone: what it applied is accrued again, until the night computes it anew. */
const accruedAgain = (account: DepositAccount, original: DepositTransaction): DepositAccount =>
  original.interestAccruedAmounts === null
    ? account
    : {
        ...account,
        accrued: plusAccrued(account.accrued, original.interestAccruedAmounts),
        booked: plusBooked(account.booked, original.interestFromBooks ?? nothingBooked),
        lastInterestStoredDate: original.interestAppliedBefore,
        interestChanged: true,
      };

/**
 * Whether a credit met an account that was in arrears already, and nothing of it was used since: without it the account owes no more than it did
 * before it, today and on all days since. Then taking it back overdraws nobody.
 */
const leavesArrearsAsTheyWere = (account: DepositAccount, original: DepositTransaction, now: Instant): boolean => {
  const credit = plus(original.fundsAmount, original.overdraftAmount);
  const before = minus(original.totalBalance, credit);
  const spokenFor = plus(plus(account.holdBalance, account.blockedBalance), account.lockedBalance);
  const least = smallest(lowestBalanceSince(account, original.valueDate), minus(account.totalBalance, spokenFor));
  return isNegative(plus(before, overdraftInForce(account, now))) && !minus(least, credit).lessThan(before);
};

/** An adjustment, and by how much its funds part is more than the exact mirror of the original's (less when negative). */
export type Adjusted = Posted & { readonly reclassified: Money };

/**
 * Undoes a transaction by its opposite with the same value date. Taking back a credit must leave no balance since then below what is allowed.
 * The journal is the exact mirror of the original's; its booking date is the original's, or the given one where that period is closed.
 * The money itself spreads over funds and overdraft as the balance is now: what was money then may have covered a debt since. The difference is
 * reclassified, so that the ledger never shows a customer's money below zero, or a debt that is paid.
 */
export const decideAdjustment = (
  facts: PostingFacts,
  original: DepositTransaction,
  request: AdjustmentRequest,
): Adjusted | Rejection => {
  const refusal = checkAdjustable(facts, original, request);
  if (refusal) return refusal;
  const bookingDate = request.bookingDate ?? original.bookingDate;
  if (request.bookingDate !== null) {
    if (!facts.may('BOOKING_DATE_SAVINGS_GL'))
      return reject('INVALID_PERMISSIONS', 'a bookingDate needs the permission BOOKING_DATE_SAVINGS_GL');
    if (bookingDate < original.valueDate)
      return reject('BOOKING_DATE_BEFORE_VALUE_DATE', 'bookingDate lies before the value date of the transaction');
    if (bookingDate > facts.now) return reject('INVALID_BOOKING_DATE', 'bookingDate lies in the future');
  }
  const closed = facts.closure(bookingDate);
  if (closed) return closed;
  const moved = negated(plus(original.fundsAmount, original.overdraftAmount));
  const spread = isNegative(moved)
    ? splitDebit(facts.account, negated(moved))
    : splitCredit({ totalBalance: facts.account.totalBalance, feesDue: zero }, moved);
  const split: Split = { ...spread, feesAmount: negated(original.feesAmount) };
  if (isNegative(moved) && wouldBeOverdrawn(facts.account, negated(moved), original.valueDate, facts.now)) {
    // The credit paid what was technically overdrawn: without it that would be owed again, which nobody may bring about by himself.
    if (isPositive(original.technicalOverdraftAmount)) {
      return reject(
        'CANNOT_REVERSE_TECHNICAL_OVERDRAFT',
        `transaction ${original.id} paid back technical overdraft; taking it back would overdraw the account again`,
      );
    }
    if (!leavesArrearsAsTheyWere(facts.account, original, facts.now)) {
      return reject(
        'BALANCE_BELOW_ZERO',
        `the money of transaction ${original.id} was used since; taking it back would overdraw the account`,
      );
    }
  }
  const posted = post(facts, adjustmentTypes[original.type] ?? 'ADJUSTMENT', negated(original.amount), split, {
    valueDate: original.valueDate,
    bookingDate,
    notes: request.notes,
    originalTransactionKey: original.encodedKey,
    fees: original.fees,
    taxRate: original.taxRate,
    interestAccruedAmounts:
      original.interestAccruedAmounts && minusAccrued(nothingAccrued, original.interestAccruedAmounts),
  });
  if (isNegative(moved) && facts.account.maturityDate !== null && isZero(posted.account.totalBalance)) {
    return reject(
      'DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET',
      `taking back transaction ${original.id} would leave an empty account with a maturity date; undo its maturity first`,
    );
  }
  // The fee part can only be taken back while it is still due.
  return isNegative(posted.account.feesDue)
    ? reject(
        'NOT_ADJUSTED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE',
        'the fee was paid meanwhile; adjust the deposit that paid it first',
      )
    : {
        ...posted,
        account: {
          ...accruedAgain(posted.account, original),
          ...judgedArrears(posted.account, facts.now),
          history: withoutUndone(facts.account.history, original),
        },
        reclassified: plus(split.fundsAmount, original.fundsAmount),
      };
};
