import type { Permission } from '../../../generated/permissions.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { clientStates, holderMayOpenAccounts } from '../../clients/index.ts';
import { organisationReference } from '../../organisation/index.ts';
import { toApiLoanAccount } from '../convertAccount.ts';
import { decideStateChange, type LoanAccountAction } from '../rules/decide/decideStateChange.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { findLoanAccount, loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';

/** Which permission each action asks for. */
const permissions: Readonly<Record<LoanAccountAction, Permission>> = {
  REQUEST_APPROVAL: 'REQUEST_LOAN_APPROVAL',
  SET_INCOMPLETE: 'SET_LOAN_INCOMPLETE',
  APPROVE: 'APPROVE_LOANS',
  UNDO_APPROVE: 'APPROVE_LOANS',
  REJECT: 'REJECT_LOANS',
  WITHDRAW: 'WITHDRAW_LOAN_ACCOUNTS',
  CLOSE: 'CLOSE_LOAN_ACCOUNTS',
  UNDO_REJECT: 'UNDO_REJECT_LOANS',
  UNDO_WITHDRAW: 'UNDO_WITHDRAW_LOAN_ACCOUNTS',
  UNDO_CLOSE: 'UNDO_LOAN_ACCOUNT_CLOSURE',
};

/** What approval asks besides the state: an active client, and another pair of eyes where the product wants it. */
const checkApproval = (
  account: LoanAccount,
  holderRefusal: Rejection | undefined,
  context: OperationContext,
): Rejection | undefined => {
  if (holderRefusal) return holderRefusal;
  const product = productOfLoan(context.reference, account.productTypeKey);
  return product.fourEyesForApproval && account.createdByKey === context.principal.userKey
    ? reject('INVALID_PERMISSIONS', 'the product asks for two people: whoever entered the loan may not approve it')
    : undefined;
};

/** POST /loans/{loanAccountId}:changeState */
export default command<'changeLoanAccountState', LoanAccount, { readonly holderKey: string }>(
  'changeLoanAccountState',
  {
    // The holder of a loan never changes.
    prepare: async ({ path }, db) => {
      const account = await findLoanAccount(db, path.loanAccountId);
      return account ? { holderKey: account.accountHolderKey } : loanNotFound(path.loanAccountId);
    },
    touches: ({ path, prepared }) => [touch(clientStates, prepared.holderKey), touch(loanAccounts, path.loanAccountId)],
    decide: ({ path, body, prepared }, state, context) => {
      const account = state.get(loanAccounts, path.loanAccountId);
      if (!account) return loanNotFound(path.loanAccountId);
      const permission = permissions[body.action];
      if (!may(context.principal, permission))
        return reject('INVALID_PERMISSIONS', `action ${body.action} needs the permission ${permission}`);
      const { maxAllowedUndoClosurePeriod } = context.reference.get(organisationReference).generalSetup;
      const decision = decideStateChange(
        factsOf(account, context),
        { action: body.action, ...(maxAllowedUndoClosurePeriod === null ? {} : { maxAllowedUndoClosurePeriod }) },
        loanContext(account, context),
      );
      if (isRejection(decision)) return decision;
      if (body.action === 'APPROVE') {
        const holder = state.get(clientStates, prepared.holderKey);
        const refusal = checkApproval(account, holder && holderMayOpenAccounts(holder), context);
        if (refusal) return refusal;
      }
      const approvers = { APPROVE: context.principal.userKey, UNDO_APPROVE: null } as const;
      const approvedByKey =
        body.action === 'APPROVE' || body.action === 'UNDO_APPROVE' ? approvers[body.action] : account.approvedByKey;
      const effects = loanEffects(account, decision, context, {
        changes: { approvedByKey, ...(body.notes === undefined ? {} : { notes: body.notes }) },
      });
      return isRejection(effects) ? effects : { ...effects, outcome: effects.outcome.account };
    },
    answer: (account, context) => toApiLoanAccount(account, context),
  },
);
