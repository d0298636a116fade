import { type Money, minus, plus } from '../../../kernel/money.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Bearing, ToldBalances } from '../../deposits/index.ts';
import { heldCredit } from '../rules/decide/heldCredit.ts';
import { hasDisbursementFees } from '../rules/disbursementFees.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { undrawn } from '../rules/overpayments.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { factsOf, loanContext } from './loanContext.ts';

// A revolving credit as cards see it.

/** Whether a draw on a credit may cost a fee, by what was agreed with its account or by what its product offers. */
export const chargesDisbursementFees = (
  { terms, productTypeKey }: LoanAccount,
  { reference }: Pick<OperationContext, 'reference'>,
): boolean => terms.disbursementFees.length > 0 || hasDisbursementFees(productOfLoan(reference, productTypeKey).fees);

/** What a card is told: what is owed is less than nothing where money lies at the credit. */
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
  toldOf(account, minus(account.terms.loanAmount, undrawn(account.terms, account.figures.balances)));

/** A revolving credit that bears holds. */
export const loanBearing = (account: LoanAccount, context: OperationContext): Bearing<LoanAccount> => {
  const { undrawn: free, ...credit } = heldCredit(factsOf(account, context), loanContext(account, context));
  return {
    slot: loanAccounts,
    bearer: {
      ...credit,
      account,
      encodedKey: account.encodedKey,
      currencyCode: account.currencyCode,
      decimals: account.terms.currencyDecimals,
      now: context.now,
      // Money that is announced holds nothing, and frees nothing before it is there.
      withHeld: (direction, amount) => ({
        ...account,
        holdBalance: direction === 'DBIT' ? plus(account.holdBalance, amount) : account.holdBalance,
        lastModifiedDate: context.now,
      }),
      told: (after) => toldOf(after, minus(account.terms.loanAmount, free())),
    },
  };
};
