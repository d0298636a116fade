import type { Permission } from '../../../generated/permissions.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { clientStates, holderMayOpenAccounts } from '../../clients/index.ts';
import { depositAccounts } from '../../deposits/index.ts';
import { organisationReference } from '../../organisation/index.ts';
import { shownLoanAccount, toldLoanAccount } from '../convertAccount.ts';
import type { LoanStep } from '../rules/decide/checkOneLoan.ts';
import { decideStateChange, type LoanAccountAction } from '../rules/decide/decideStateChange.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { checkCover } from '../rules/securities.ts';
import type { HolderPosition } from '../store/holderLoans.ts';
import { findLoanAccount, loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { checkOtherLoans, positionAsked, touchOtherLoans } from './loanControls.ts';
import { loanEffects } from './loanEffects.ts';
import { checkPledgesBack, pledgedKeysOf, touchPledged } from './pledges.ts';
import { settlementReturning } from './settlementAccount.ts';

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

/** What approval asks besides the state: an active client, another pair of eyes and enough securities where the product wants them. */
const checkApproval = (
  account: LoanAccount,
  holderRefusal: Rejection | undefined,
  context: OperationContext,
): Rejection | undefined => {
  if (holderRefusal) return holderRefusal;
  const product = productOfLoan(context.reference, account.productTypeKey);
  return product.fourEyesForApproval && account.createdByKey === context.principal.userKey
    ? reject('INVALID_PERMISSIONS', 'the product asks for two people: whoever entered the loan may not approve it')
    : checkCover(account.securities, account.terms.loanAmount, product.securities);
};

/** Actions that open a closed loan again. */
const returns: readonly LoanAccountAction[] = ['UNDO_REJECT', 'UNDO_WITHDRAW', 'UNDO_CLOSE'];

/** The steps at which the holder's other loans count. */
const stepOf = (action: LoanAccountAction): LoanStep | undefined =>
  action === 'APPROVE' ? 'APPROVE' : returns.includes(action) ? 'OPEN' : undefined;

type Prepared = {
  readonly holderKey: EncodedKey;
  readonly settlementAccountKey: EncodedKey | null;
  readonly position: HolderPosition | undefined;
  /** Accounts of guarantors. */
  readonly pledged: readonly EncodedKey[];
};

/** POST /loans/{loanAccountId}:changeState */
export default command<'changeLoanAccountState', LoanAccount, Prepared>('changeLoanAccountState', {
  // The holder of a loan never changes, and its settlement account not while it is closed.
  prepare: async ({ path, body }, db, by) => {
    const account = await findLoanAccount(db, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    return {
      holderKey: account.accountHolderKey,
      settlementAccountKey: account.settlementAccountKey,
      pledged: returns.includes(body.action) ? pledgedKeysOf(account.securities) : [],
      position: stepOf(body.action) ? await positionAsked(db, account.encodedKey, by) : undefined,
    };
  },
  touches: ({ path, body, prepared }, context) => {
    const others = stepOf(body.action) ? touchOtherLoans(prepared.position, context) : [];
    if (isRejection(others)) return others;
    return [
      touch(clientStates, prepared.holderKey),
      ...(prepared.settlementAccountKey !== null && returns.includes(body.action)
        ? [touch(depositAccounts, prepared.settlementAccountKey)]
        : []),
      ...touchPledged(prepared.pledged),
      touch(loanAccounts, path.loanAccountId),
      ...others,
    ];
  },
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
    const step = stepOf(body.action);
    const exceeded = step && checkOtherLoans(account, prepared.position, step, state, context);
    if (exceeded) return exceeded;
    const unpledged = returns.includes(body.action) ? checkPledgesBack(account, state) : undefined;
    if (unpledged) return unpledged;
    const settlementAccountKey = returns.includes(body.action)
      ? settlementReturning(account, prepared.settlementAccountKey, state)
      : account.settlementAccountKey;
    if (isRejection(settlementAccountKey)) return settlementAccountKey;
    const approvers = { APPROVE: context.principal.userKey, UNDO_APPROVE: null } as const;
    const approvedByKey =
      body.action === 'APPROVE' || body.action === 'UNDO_APPROVE' ? approvers[body.action] : account.approvedByKey;
    const effects = loanEffects(account, decision, context, {
      changes: { approvedByKey, settlementAccountKey, ...(body.notes === undefined ? {} : { notes: body.notes }) },
    });
    if (isRejection(effects)) return effects;
    const after = effects.outcome.account;
    const changes = { before: toldLoanAccount(account, context), after: toldLoanAccount(after, context) };
    return { ...effects, outcome: after, subject: { ...effects.subject, ...changes } };
  },
  answer: (account, context) => shownLoanAccount(account, context),
});
