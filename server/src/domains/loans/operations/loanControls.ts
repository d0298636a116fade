import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { type PostingState, type Touch, touch } from '../../../platform/posting/command.ts';
import { organisationReference } from '../../organisation/index.ts';
import { checkOneLoan, type LoanStep } from '../rules/decide/checkOneLoan.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';

// What the general setup asks of every loan.

const settings = ({ reference }: OperationContext) => reference.get(organisationReference).generalSetup;

/** Whether a holder may have only one loan. */
export const allowsOneLoan = (context: OperationContext): boolean => settings(context).multipleLoans === 'ONE_LOAN';

/** The holder's other loans as states to lock, where their number matters: two steps at once must not both be the only one. */
export const touchOtherLoans = (others: readonly EncodedKey[], context: OperationContext): readonly Touch[] =>
  allowsOneLoan(context) ? others.map((key) => touch(loanAccounts, key)) : [];

/** Refuses a step beside another loan of the holder, where only one is allowed. */
export const checkOtherLoans = (
  others: readonly EncodedKey[],
  step: LoanStep,
  state: PostingState,
  context: OperationContext,
): Rejection | undefined =>
  allowsOneLoan(context)
    ? checkOneLoan(
        others.flatMap((key) => state.get(loanAccounts, key) ?? []),
        step,
      )
    : undefined;

/** Refuses a disbursement by whoever approved the loan, where the organisation asks for two people. */
export const checkTwoPeople = (account: LoanAccount, context: OperationContext): Rejection | undefined =>
  settings(context).approvalDisbursalTwoManRuleEnabled && account.approvedByKey === context.principal.userKey
    ? reject(
        'INVALID_USER_WHO_APPROVED_THE_LOAN_CANNOT_DISBURSE_IT',
        `you approved loan account ${account.id}; somebody else has to disburse it`,
      )
    : undefined;
