import type { OperationContext } from '../../../platform/http/handler.ts';
import { hasDisbursementFees } from '../rules/disbursementFees.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { productOfLoan } from '../store/loanProductReference.ts';

/** Whether a draw on a credit may cost a fee, by what was agreed with its account or by what its product offers. */
export const chargesDisbursementFees = (
  { terms, productTypeKey }: LoanAccount,
  { reference }: Pick<OperationContext, 'reference'>,
): boolean => terms.disbursementFees.length > 0 || hasDisbursementFees(productOfLoan(reference, productTypeKey).fees);
