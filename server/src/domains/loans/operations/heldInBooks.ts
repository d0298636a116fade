import { type Money, minus, plus } from '../../../kernel/money.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { organisationReference } from '../../organisation/index.ts';
import { arrearsFromBooks, interestFromBooks } from '../rules/bookedInterest.ts';
import type { LoanAccount, StandingTransaction } from '../rules/loanAccount.ts';
import type { LoanTransactionDraft } from '../rules/state.ts';

/** What a transaction takes out of the books: interest of both kinds, and what of it is from arrears. */
export type TakenFromBooks = Pick<StandingTransaction, 'interestFromBooks' | 'arrearsFromBooks'>;

/** What the books hold as accrued of a loan, while a decision undoes and posts its transactions. */
export type HeldInBooks = {
  /** A transaction that is undone gives back what it took. */
  readonly giveBack: (standing: TakenFromBooks) => void;
  /** What a transaction that is posted takes. */
  readonly takeFor: (draft: LoanTransactionDraft) => TakenFromBooks;
  readonly left: () => Pick<LoanAccount, 'bookedInterest' | 'bookedFromArrears'>;
};

/** Opens what the books hold of a loan before a decision. */
export const heldInBooks = (
  { bookedInterest, bookedFromArrears, currencyCode }: LoanAccount,
  { reference }: OperationContext,
): HeldInBooks => {
  const decimals = reference.get(organisationReference).currencies.get(currencyCode)?.digitsAfterDecimal ?? 2;
  let regular: Money = minus(bookedInterest, bookedFromArrears);
  let late = bookedFromArrears;
  return {
    giveBack: (taken) => {
      regular = plus(regular, minus(taken.interestFromBooks, taken.arrearsFromBooks));
      late = plus(late, taken.arrearsFromBooks);
    },
    takeFor: (draft) => {
      const taken = interestFromBooks(draft, regular, decimals);
      const takenLate = arrearsFromBooks(draft, late, decimals);
      regular = minus(regular, taken);
      late = minus(late, takenLate);
      return { interestFromBooks: plus(taken, takenLate), arrearsFromBooks: takenLate };
    },
    left: () => ({ bookedInterest: plus(regular, late), bookedFromArrears: late }),
  };
};
