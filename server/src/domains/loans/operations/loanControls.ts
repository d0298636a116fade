import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Money, plus, sum } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { type Assigned, isUnrestricted, isWithinReach } from '../../../platform/auth/reach.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { type PostingState, type PreparedBy, type Touch, touch } from '../../../platform/posting/command.ts';
import { organisationReference } from '../../organisation/index.ts';
import { checkExposure, type ExposedLoan } from '../rules/decide/checkExposure.ts';
import { checkOneLoan, type LoanStep } from '../rules/decide/checkOneLoan.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { isRevolving } from '../rules/revolvingTerms.ts';
import { type HolderPosition, openLoansOf, positionOfHolder, savingsOf } from '../store/holderLoans.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';

// What the general setup asks of every loan.

const settings = ({ reference }: Pick<OperationContext, 'reference'>) =>
  reference.get(organisationReference).generalSetup;

/** Whether a holder may have only one loan. */
const allowsOneLoan = (context: Pick<OperationContext, 'reference'>): boolean =>
  settings(context).multipleLoans === 'ONE_LOAN';

/** Whether the organisation asks of a loan what else its holder owes. */
const asksOfOthers = (context: Pick<OperationContext, 'reference'>): boolean =>
  allowsOneLoan(context) || settings(context).loanExposure !== null;

/** The holder's position, where anybody asks for it: a holder may have thousands of loans. */
export const positionAsked = async (
  db: Pick<pg.Pool, 'query'>,
  loanRef: string,
  { reference }: PreparedBy,
): Promise<HolderPosition | undefined> =>
  asksOfOthers({ reference: await reference() }) ? positionOfHolder(db, loanRef) : undefined;

/** The holder's other loans as states to lock, where their number or their sum matters: two steps at once must not both be the only one. */
export const touchOtherLoans = (
  position: HolderPosition | undefined,
  context: OperationContext,
): readonly Touch[] | Rejection => {
  if (!asksOfOthers(context)) return [];
  // The organisation began to ask between two looks at its settings.
  return position
    ? position.otherLoans.map((key) => touch(loanAccounts, key))
    : reject('BLOCKING_OPERATION_IN_PROGRESS', 'the general setup is being changed; please try again', 409);
};

/** What a loan that is paid out in parts will still pay out. */
const waiting = ({ terms, disbursedTranches }: LoanAccount): Money =>
  sum((terms.tranches ?? []).slice(disbursedTranches.length).map(({ amount }) => amount));

const exposed = (account: LoanAccount): ExposedLoan => {
  const { accountState, currencyCode, terms, figures } = account;
  return {
    accountState,
    currencyCode,
    loanAmount: terms.loanAmount,
    // The whole credit can be drawn at any time.
    principalBalance: isRevolving(terms)
      ? terms.loanAmount
      : plus(figures.balances.principal.balance, waiting(account)),
  };
};

const seenBy =
  ({ principal }: OperationContext) =>
  (loan: Assigned): boolean =>
    isWithinReach(principal, loan);

/** Whether the refusal may tell the sum of what a holder owes: all that counts of it is within the caller's reach. */
const tellsSum = (others: readonly Assigned[], { principal, reference }: OperationContext): boolean => {
  const savingsCount = reference.get(organisationReference).generalSetup.loanExposure?.lessSavings === true;
  return isUnrestricted(principal) || (!savingsCount && others.every((other) => isWithinReach(principal, other)));
};

/** Refuses a step beside another loan of the holder, where only one is allowed, or with which he would owe more than is allowed. */
export const checkOtherLoans = (
  account: LoanAccount,
  position: HolderPosition | undefined,
  step: LoanStep,
  state: PostingState,
  context: OperationContext,
): Rejection | undefined => {
  if (!position) return undefined;
  const { otherLoans, savings } = position;
  const others = otherLoans.flatMap((key) => state.get(loanAccounts, key) ?? []);
  const second = allowsOneLoan(context) ? checkOneLoan(others, step, seenBy(context)) : undefined;
  const { loanExposure } = settings(context);
  // Opening a closed loan again promises nothing: it has to be approved or disbursed first, or was before.
  if (second || !loanExposure || step === 'OPEN') return second;
  return checkExposure(exposed(account), others.map(exposed), savings, loanExposure, tellsSum(others, context));
};

/** Refuses a new loan beside the others of its holder, who must be locked. */
export const checkNewLoan = async (
  db: pg.PoolClient,
  holderKey: EncodedKey,
  loan: Pick<ExposedLoan, 'loanAmount' | 'currencyCode'>,
  context: OperationContext,
): Promise<Rejection | undefined> => {
  const { loanExposure } = settings(context);
  if (!allowsOneLoan(context) && !loanExposure) return undefined;
  const others = await openLoansOf(db, holderKey);
  const second = allowsOneLoan(context) ? checkOneLoan(others, 'OPEN', seenBy(context)) : undefined;
  if (second || !loanExposure) return second;
  const savings = await savingsOf(db, holderKey, loan.currencyCode);
  return checkExposure(loan, others, savings, loanExposure, tellsSum(others, context));
};

/** Refuses a disbursement by whoever approved the loan, where the organisation asks for two people. */
export const checkTwoPeople = (account: LoanAccount, context: OperationContext): Rejection | undefined =>
  settings(context).approvalDisbursalTwoManRuleEnabled && account.approvedByKey === context.principal.userKey
    ? reject(
        'INVALID_USER_WHO_APPROVED_THE_LOAN_CANNOT_DISBURSE_IT',
        `you approved loan account ${account.id}; somebody else has to disburse it`,
      )
    : undefined;
