import type { Instant } from '../../../kernel/instant.ts';
import { isNegative, type Money, plus, smallest, zero } from '../../../kernel/money.ts';
import { debitable } from './decidePosting.ts';
import { availableBalance, type DepositAccountState, lowestBalanceSince, overdraftInForce } from './depositAccount.ts';
import type { PostingFacts } from './posting.ts';
import { checkEarlyWithdrawal } from './term.ts';

/** An account that sleeps keeps its money until its holder wakes it. */
const paying: readonly DepositAccountState[] = debitable.filter((state) => state !== 'DORMANT');

/**
 * The most that can leave an account at a value date without anybody asking for it by hand: what is available, what no later balance forbids, and
 * no more than its largest withdrawal. Nothing where it is locked, asleep, closed, or within its term.
 */
export const mostPayable = (facts: Pick<PostingFacts, 'account' | 'now'>, valueDate: Instant): Money => {
  const { account, now } = facts;
  if (!paying.includes(account.accountState) || checkEarlyWithdrawal({ account, may: () => false }, valueDate))
    return zero;
  const lasting = plus(lowestBalanceSince(account, valueDate), overdraftInForce(account, now));
  const available = smallest(availableBalance(account, now), lasting);
  const most = account.maxWithdrawalAmount === null ? available : smallest(available, account.maxWithdrawalAmount);
  return isNegative(most) ? zero : most;
};
