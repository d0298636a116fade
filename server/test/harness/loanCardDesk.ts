import type { TestBank } from './bank.ts';
import { type CardAccount, type CardDesk, openCardDesk } from './cardDesk.ts';
import { type LoanBank, type LoanProductChanges, loanBank } from './loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './loanDesk.ts';
import { revolvingProduct } from './revolving.ts';

/** What card processors do with cards of revolving credits, and the bank around them. */
export type LoanCardDesk = {
  readonly lender: LoanBank;
  readonly desk: LoanDesk;
  readonly cards: CardDesk;
  /** A credit with a card: approved, and drawn on where an amount is given. */
  credit(limit: number, drawn?: number, changes?: Readonly<Record<string, unknown>>): Promise<CardAccount>;
  /** A credit as `owed 100, held 20, available 80`, as the card's balances and the loan tell it. */
  standing(account: CardAccount): Promise<string>;
  state(loan: LoanRef, action: string): Promise<unknown>;
};

let next = 0;

/** Opens a bank whose revolving credits, 10 % of the principal each month at 12 % a year unless changed, have cards. */
export const loanCardDesk = async (bank: TestBank, settings: LoanProductChanges = {}): Promise<LoanCardDesk> => {
  const lender = await loanBank(bank);
  const desk = loanDesk(bank);
  const product = await lender.loanProduct('CARD-CREDIT', revolvingProduct(settings));
  return {
    lender,
    desk,
    cards: openCardDesk(bank, lender),
    credit: async (limit, drawn = 0, changes = {}) => {
      const terms = { loanAmount: limit, scheduleSettings: { gracePeriod: 0 }, ...changes };
      const loan = await lender.approvedLoan(product, terms);
      if (drawn > 0) await desk.disburse(loan, { amount: drawn });
      next += 1;
      const token = `credit-${next}`;
      await bank.ok('createLoanCard', { path: loanPath(loan), body: { referenceToken: token } });
      return { ...loan, token };
    },
    standing: async ({ id, token }) => {
      const told = await bank.ok('getCardBalances', { path: { cardReferenceToken: token } });
      const { balances } = await desk.account({ id });
      // Less than nothing is owed where money of the borrower lies at the credit.
      const owed = Number(balances?.principalBalance) - Number(balances?.redrawBalance ?? 0);
      if (owed !== Number(told.totalBalance))
        throw new Error(`loan ${id} owes ${owed}, its card tells ${told.totalBalance}`);
      return `owed ${Number(told.totalBalance)}, held ${Number(balances?.holdBalance)}, available ${Number(told.availableBalance)}`;
    },
    state: (loan, action) => bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action } }),
  };
};
