import { daysBetween } from '../../../../kernel/localDate.ts';
import { isZero } from '../../../../kernel/money.ts';
import { isRevolving } from '../revolvingTerms.ts';
import { isActive, type LoanAccountFacts, type LoanContext, loanOn } from './account.ts';

/**
 * Whether a loan has owed nothing for its product's dormancy period: so many days lie between its last transaction and today. A locked one waits, and a
 * revolving credit can be drawn on again: somebody has to close it.
 */
export const closesOfItself = (
  account: LoanAccountFacts,
  dormancyPeriodDays: number | null,
  context: LoanContext,
): boolean => {
  if (isRevolving(account.terms) || dormancyPeriodDays === null || !isActive(account) || account.subState !== null)
    return false;
  const loan = loanOn(account, context, context.today);
  const last = loan.transactions
    .map(({ valueDate }) => valueDate)
    .toSorted()
    .at(-1);
  return (
    isZero(loan.balances.total) &&
    isZero(loan.balances.redraw) &&
    last !== undefined &&
    daysBetween(last, context.today) >= dormancyPeriodDays
  );
};
