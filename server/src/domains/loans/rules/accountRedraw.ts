import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { LoanTemplate } from './loanProduct.ts';
import type { RedrawTerms } from './terms.ts';
import type { WantedLoan } from './wantedLoan.ts';

/** What an account agrees on money of its borrower; undefined where the product takes none. */
export const redrawTermsOf = (
  { allowsRedraw }: Pick<LoanTemplate, 'allowsRedraw'>,
  { restrictNextDueWithdrawal = false }: Pick<WantedLoan, 'restrictNextDueWithdrawal'>,
): RedrawTerms | undefined | Rejection => {
  if (allowsRedraw) return { restrictNextDueWithdrawal };
  return restrictNextDueWithdrawal
    ? reject('REDRAW_DISABLED', 'redrawSettings.restrictNextDueWithdrawal: the product does not allow redraw')
    : undefined;
};
