import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import { type AccountInterest, foldInterest } from '../rules/interest/accountInterest.ts';
import { interestFactsOf } from './interestFacts.ts';

/** An account whose rates changed, with what it accrued since its last application computed anew. Needs the option `interestHistory`. */
export const repricedAccount = (
  account: DepositAccount,
  interest: AccountInterest,
  product: DepositProduct,
  context: OperationContext,
): DepositAccount | Rejection => {
  const priced = { ...account, interest, interestChanged: true, lastModifiedDate: context.now };
  const facts = interestFactsOf(context, account.assignedBranchKey);
  const accrual = account.accruedTo && foldInterest(priced, product, account.history ?? [], account.accruedTo, facts);
  return isRejection(accrual) ? accrual : { ...priced, accrued: accrual?.accrued ?? account.accrued };
};
