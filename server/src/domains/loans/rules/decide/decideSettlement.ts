import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isNegative, type Money, plus, smallest, zero } from '../../../../kernel/money.ts';
import { paysSingleInstalments } from '../eventList.ts';
import type { AccountLink } from '../loanProduct.ts';
import { isActive, isLocked, type LoanAccountFacts, type LoanContext, loanOn } from './account.ts';

/**
 * What the night takes out of the settlement account: all that is due at the end of a day, or under PARTIAL_DUE_AMOUNTS what is available of it.
 * Nothing of a loan that is locked, and nothing that was paid since that day.
 */
export const decideSettlement = (
  account: LoanAccountFacts,
  method: AccountLink['settlementMethod'],
  available: Money,
  day: LocalDate,
  context: LoanContext,
): Money => {
  if (method === 'NO_AUTOMATED_TRANSFERS' || !isActive(account) || isLocked(account)) return zero;
  // A loan that is repaid instalment by instalment takes no other payments.
  if (paysSingleInstalments(account.events)) return zero;
  const events = account.events.filter(({ valueDate }) => valueDate <= day);
  const then = loanOn({ ...account, events }, context, day);
  const dueThen = plus(then.balances.totalDue, then.penaltyToApply);
  const now = loanOn(account, context, context.today);
  const due = smallest(dueThen, plus(now.balances.totalDue, now.penaltyToApply));
  const amount = method === 'PARTIAL_DUE_AMOUNTS' ? smallest(due, available) : due;
  return isNegative(amount) || amount.greaterThan(available) ? zero : amount;
};
