import { type Money, minus, plus } from '../../../kernel/money.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { organisationReference } from '../../organisation/index.ts';
import { arrearsFromBooks, holidaysFromBooks, interestFromBooks } from '../rules/bookedInterest.ts';
import type { LoanAccount, StandingTransaction } from '../rules/loanAccount.ts';
import type { LoanTransactionDraft } from '../rules/state.ts';

/** What a transaction takes out of the books: interest of all kinds, and what of it is from arrears or of payment holidays. */
export type TakenFromBooks = Pick<StandingTransaction, 'interestFromBooks' | 'arrearsFromBooks' | 'holidaysFromBooks'>;

/** What the books hold as accrued of a loan, while a decision undoes and posts its transactions. */
export type HeldInBooks = {
  /** A transaction that is undone gives back what it took. */
  readonly giveBack: (standing: TakenFromBooks) => void;
  /** What a transaction that is posted takes. */
  readonly takeFor: (draft: LoanTransactionDraft) => TakenFromBooks;
  readonly left: () => Pick<LoanAccount, 'bookedInterest' | 'bookedFromArrears' | 'bookedOfHolidays'>;
};

/** Opens what the books hold of a loan before a decision. */
export const heldInBooks = (
  { bookedInterest, bookedFromArrears, bookedOfHolidays, currencyCode }: LoanAccount,
  { reference }: OperationContext,
): HeldInBooks => {
  const decimals = reference.get(organisationReference).currencies.get(currencyCode)?.digitsAfterDecimal ?? 2;
  let regular: Money = minus(minus(bookedInterest, bookedFromArrears), bookedOfHolidays);
  let late = bookedFromArrears;
  let holidays = bookedOfHolidays;
  return {
    giveBack: (taken) => {
      regular = plus(regular, minus(minus(taken.interestFromBooks, taken.arrearsFromBooks), taken.holidaysFromBooks));
      late = plus(late, taken.arrearsFromBooks);
      holidays = plus(holidays, taken.holidaysFromBooks);
    },
    takeFor: (draft) => {
      const taken = interestFromBooks(draft, regular, decimals);
      const takenLate = arrearsFromBooks(draft, late, decimals);
      const takenHolidays = holidaysFromBooks(draft, holidays, decimals);
      regular = minus(regular, taken);
      late = minus(late, takenLate);
      holidays = minus(holidays, takenHolidays);
      return {
        interestFromBooks: plus(plus(taken, takenLate), takenHolidays),
        arrearsFromBooks: takenLate,
        holidaysFromBooks: takenHolidays,
      };
    },
    left: () => ({
      bookedInterest: plus(plus(regular, late), holidays),
      bookedFromArrears: late,
      bookedOfHolidays: holidays,
    }),
  };
};
