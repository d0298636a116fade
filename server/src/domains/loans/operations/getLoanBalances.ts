import { read } from '../../../platform/http/handler.ts';
import { loanBalances } from '../rules/loanBalances.ts';
import { findLoanAccount } from '../store/loanAccountStore.ts';
import { asShownToday } from './asShownToday.ts';
import { loanNotFound } from './loanContext.ts';

/** GET /loans/{loanAccountId}/balances: what is applied and not paid, element by element, as of today. */
export const getLoanBalances = read('getLoanBalances', async ({ path }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId, { parts: true });
  if (!account) return loanNotFound(path.loanAccountId);
  const { balances, terms } = asShownToday(account, context).figures;
  return { body: { balances: loanBalances(balances, terms.interest) } };
});
