import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { DepositAccount } from '../../deposits/index.ts';
import type { FundLine, LoanAccount } from '../rules/loanAccount.ts';
import { productOfLoan } from '../store/loanProductReference.ts';

/** Refuses money between a loan and somebody else's deposit account without the permission for such transfers. */
export const checkSameHolder = (
  deposit: DepositAccount,
  loan: LoanAccount,
  { principal }: OperationContext,
): Rejection | undefined =>
  deposit.accountHolderKey === loan.accountHolderKey || may(principal, 'MAKE_INTER_CLIENTS_TRANSFERS')
    ? undefined
    : reject('INVALID_PERMISSIONS', 'a transfer to another holder needs the permission MAKE_INTER_CLIENTS_TRANSFERS');

/** Refuses money between two products of which only one keeps books: one half of the posting would be missing. */
export const checkBothKeepBooks = (
  loan: LoanAccount,
  fundLines: readonly FundLine[],
  { reference }: OperationContext,
): Rejection | undefined =>
  (productOfLoan(reference, loan.productTypeKey).accountingMethod === 'NONE') === (fundLines.length === 0)
    ? undefined
    : reject('DIFFERENT_ACCOUNTING_STATE_BETWEEN_INVOLVED_PRODUCTS', 'only one of the two products keeps accounts');
