import { isPositive } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import { isRevolving } from '../revolvingTerms.ts';
import { isDynamic } from '../terms.ts';
import { isActive, type LoanAccountFacts, type LoanContext, loanOn } from './account.ts';
import type { PostingDates } from './checks.ts';
import { checkLaterPayments } from './decideRepayment.ts';

/**
 * Refuses a fee that can't become principal: on a loan that does not run, without a schedule that follows the principal, where no principal
 * is owed, without an instalment due later that could ask for it, or before later payments without the permission to correct them.
 */
export const checkCapitalisedFee = (
  account: LoanAccountFacts,
  dates: PostingDates,
  context: LoanContext,
): Rejection | undefined => {
  const { terms, events, id } = account;
  if (!isActive(account)) return reject('INVALID_ACCOUNT_STATE', `feeCapitalisation: loan account ${id} does not run`);
  if (!isDynamic(terms) || isRevolving(terms)) {
    return reject('FEE_NOT_ALLOWED', 'feeCapitalisation needs a dynamic schedule of instalments');
  }
  const known = events.filter(({ valueDate }) => valueDate <= dates.valueDate);
  const [then, now] = [
    loanOn({ ...account, events: known }, context, dates.valueDate),
    loanOn(account, context, context.today),
  ];
  const isOwed = [then, now].every(({ balances }) => isPositive(balances.principal.balance));
  const isAhead = then.instalments.some(({ dueDate }) => dueDate > dates.valueDate);
  if (!isOwed || !isAhead) {
    return reject('FEE_NOT_ALLOWED', 'feeCapitalisation: no principal is owed with an instalment that is due later');
  }
  return checkLaterPayments(account, dates, context);
};
