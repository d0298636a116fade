import { type Money, minus, plus } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Bearing, HoldBearer, ToldBalances } from '../../deposits/index.ts';
import { checkDrawable, undrawnOf } from '../rules/decide/decideWithdrawal.ts';
import { hasDisbursementFees } from '../rules/disbursementFees.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { factsOf, loanContext } from './loanContext.ts';

// A revolving credit as cards see it.

/** Whether a draw on a credit may cost a fee, by what was agreed with its account or by what its product offers. */
export const chargesDisbursementFees = (
  { terms, productTypeKey }: LoanAccount,
  { reference }: Pick<OperationContext, 'reference'>,
): boolean => terms.disbursementFees.length > 0 || hasDisbursementFees(productOfLoan(reference, productTypeKey).fees);

const notAvailable = (available: Money): Rejection =>
  reject(
    'INSUFFICIENT_AVAILABLE_AMOUNT_FOR_AUTHORIZATION_HOLD_ON_LOANS',
    `amount is above the ${available.toFixed()} that can be drawn`,
  );

/** Loans tell of no money that is on its way to them. */
const onlyDebits: HoldBearer<LoanAccount>['checkOpen'] = (direction) =>
  direction === 'DBIT'
    ? undefined
    : reject('INVALID_PARAMETERS', 'creditDebitIndicator: a credit to a loan is not held; only DBIT is');

const toldOf = ({ id, terms, holdBalance, currencyCode }: LoanAccount, owed: Money): ToldBalances => ({
  accountId: id,
  availableBalance: minus(minus(terms.loanAmount, owed), holdBalance),
  totalBalance: owed,
  creditLimit: terms.loanAmount,
  currencyCode,
  cardType: 'CREDIT',
});

/** What a card processor is told of a credit whose figures are those of now. */
export const toldAfter = (account: LoanAccount): ToldBalances =>
  toldOf(account, account.figures.balances.principal.balance);

/** A revolving credit that bears holds: what is not drawn can be held, in the states in which it can be drawn on. */
export const loanBearing = (account: LoanAccount, context: OperationContext): Bearing<LoanAccount> => {
  const facts = factsOf(account, context);
  let known: Money | undefined;
  const undrawn = (): Money => {
    known ??= undrawnOf(facts, loanContext(account, context));
    return known;
  };
  return {
    slot: loanAccounts,
    bearer: {
      account,
      encodedKey: account.encodedKey,
      currencyCode: account.currencyCode,
      decimals: account.terms.currencyDecimals,
      now: context.now,
      available: () => minus(undrawn(), account.holdBalance),
      checkOpen: (direction) => onlyDebits(direction) ?? checkDrawable(facts),
      checkPurchase: () => undefined,
      checkAnnounced: () => undefined,
      notAvailable,
      withHeld: (_direction, amount) => ({
        ...account,
        holdBalance: plus(account.holdBalance, amount),
        lastModifiedDate: context.now,
      }),
      told: (after) => toldOf(after, minus(account.terms.loanAmount, undrawn())),
    },
  };
};
