import type { Instant } from '../../../kernel/instant.ts';
import { isPositive, isZero, negated, plus, zero } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { judgedArrears } from './accountStates.ts';
import { type Posted, post } from './decidePosting.ts';
import { type DepositAccountState, overdraftAmount } from './depositAccount.ts';
import type { DepositTransaction } from './depositTransaction.ts';
import { isNothingAccrued, nothingAccrued } from './interest/accrued.ts';
import { isNothingBooked, lostInBooks, minusBooked, nothingBooked, plusBooked } from './interest/booked.ts';
import type { PostingFacts } from './posting.ts';

const writable: readonly DepositAccountState[] = ['ACTIVE', 'ACTIVE_IN_ARREARS', 'DORMANT'];

const impossible = (action: string, state: DepositAccountState): Rejection =>
  reject('INVALID_SAVINGS_ACCOUNT_STATE_TRANSITION', `action ${action} is not possible in state ${state}`);

const checkWriteOff = ({ account }: PostingFacts): Rejection | undefined => {
  if (!writable.includes(account.accountState)) return impossible('CLOSE_WRITE_OFF', account.accountState);
  const left = (what: string): Rejection =>
    reject('ACCOUNT_HAS_REMAINING_BALANCE', `account ${account.id} can't be written off: it still has ${what}`);
  if (isPositive(account.totalBalance)) return left('a balance of the customer');
  if (!isZero(account.holdBalance)) return left('holds');
  if (!isZero(account.forwardAvailableBalance)) {
    return reject(
      'FORWARD_AVAILABLE_BALANCE_SHOULD_BE_ZERO_OR_NULL',
      `account ${account.id} can't be written off: credits are announced that would pay what it owes`,
    );
  }
  if (!isZero(account.blockedBalance)) return left('blocked funds');
  if (!isZero(account.lockedBalance)) return left('an amount locked as a guarantee');
  if (account.linkedSettlementAccountKeys.length > 0) {
    return reject('LINKED_ACCOUNT_DELETION_ERROR', `account ${account.id} still has a loan that settles from it`);
  }
  return isZero(account.totalBalance) && isZero(account.feesDue)
    ? reject('INVALID_SAVINGS_ACCOUNT_STATE_TRANSITION', `account ${account.id} owes nothing; use the action CLOSE`)
    : undefined;
};

/**
 * The bank gives up what an account owes, the overdraft and the fees that are due, and closes it. Interest that accrued and was not applied is given up
 * with it; what the books hold of that is lost like the overdraft. What the customer still has, or what others have a claim on, comes first.
 */
export const decideWriteOff = (facts: PostingFacts, notes: string | null): Posted | Rejection => {
  const refusal = checkWriteOff(facts) ?? facts.closure(facts.now);
  if (refusal) return refusal;
  const { account, now } = facts;
  const owed = overdraftAmount(account);
  const lost = lostInBooks(account.booked, facts.decimals);
  const { transaction, account: after } = post(
    facts,
    'WRITE_OFF',
    plus(owed, account.feesDue),
    { fundsAmount: zero, overdraftAmount: owed, feesAmount: account.feesDue },
    { valueDate: now, bookingDate: now, notes, interestFromBooks: isNothingBooked(lost) ? null : lost },
  );
  return {
    transaction,
    account: {
      ...after,
      accountState: 'CLOSED_WRITTEN_OFF',
      closedDate: now,
      accrued: nothingAccrued,
      booked: minusBooked(account.booked, lost),
      interestChanged: after.interestChanged || !isNothingAccrued(account.accrued),
    },
  };
};

/**
 * What was given up is owed again, and the account open as it would be had it not been closed: the next night accrues its interest since then, too.
 * Booked where the write-off was, or today where those books are closed.
 */
export const decideUndoWriteOff = (
  facts: PostingFacts,
  original: DepositTransaction | undefined,
  notes: string | null,
): Posted | Rejection => {
  const { account, now } = facts;
  if (account.accountState !== 'CLOSED_WRITTEN_OFF' || !original)
    return impossible('UNDO_CLOSE_WRITE_OFF', account.accountState);
  const bookingDate: Instant = facts.closure(original.bookingDate) ? now : original.bookingDate;
  const closed = facts.closure(bookingDate);
  if (closed) return closed;
  const { transaction, account: after } = post(
    facts,
    'WRITE_OFF_ADJUSTMENT',
    negated(original.amount),
    {
      fundsAmount: zero,
      overdraftAmount: negated(original.overdraftAmount),
      feesAmount: negated(original.feesAmount),
    },
    { valueDate: original.valueDate, bookingDate, notes, originalTransactionKey: original.encodedKey },
  );
  const booked = plusBooked(account.booked, original.interestFromBooks ?? nothingBooked);
  const open = { ...after, booked, accountState: 'ACTIVE' as const, closedDate: null };
  return {
    transaction,
    account: { ...open, ...judgedArrears(open, now), interestChanged: account.interest !== null },
  };
};
