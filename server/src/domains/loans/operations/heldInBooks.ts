import { type Money, minus, plus } from '../../../kernel/money.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { organisationReference } from '../../organisation/index.ts';
import { interestFromBooks } from '../rules/bookedInterest.ts';
import type { LoanAccount, StandingTransaction } from '../rules/loanAccount.ts';
import type { LoanTransactionDraft } from '../rules/state.ts';

/** What the books hold as accrued of a loan, while a decision undoes and posts its transactions. */
export type HeldInBooks = {
  /** A transaction that is undone gives back what it took. */
  readonly giveBack: (standing: StandingTransaction) => void;
  /** What a transaction that is posted takes. */
  readonly takeFor: (draft: LoanTransactionDraft) => Money;
  readonly left: () => Money;
};

/** Opens what the books hold of a loan before a decision. */
export const heldInBooks = (
  { bookedInterest, currencyCode }: LoanAccount,
  { reference }: OperationContext,
): HeldInBooks => {
  const decimals = reference.get(organisationReference).currencies.get(currencyCode)?.digitsAfterDecimal ?? 2;
  let held = bookedInterest;
  return {
    giveBack: ({ interestFromBooks: taken }) => {
      held = plus(held, taken);
    },
    takeFor: (draft) => {
      const taken = interestFromBooks(draft, held, decimals);
      held = minus(held, taken);
      return taken;
    },
    left: () => held,
  };
};
