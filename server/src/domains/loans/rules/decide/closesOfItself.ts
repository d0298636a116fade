import { daysBetween } from '../../../../kernel/localDate.ts';
import { isZero } from '../../../../kernel/money.ts';
import { isActive, type LoanAccountFacts, type LoanContext, loanOn } from './account.ts';

/**
 * Whether a loan has owed nothing for its product's dormancy period: so many days lie between its last transaction and today. A locked one waits.
 */
export const closesOfItself = (
  account: LoanAccountFacts,
  dormancyPeriodDays: number | null,
  context: LoanContext,
): boolean => {
  if (dormancyPeriodDays === null || !isActive(account) || account.subState !== null) return false;
  const loan = loanOn(account, context, context.today);
  const last = loan.transactions
    .map(({ valueDate }) => valueDate)
    .toSorted()
    .at(-1);
  return isZero(loan.balances.total) && last !== undefined && daysBetween(last, context.today) >= dormancyPeriodDays;
};
