import { isPositive, type Money, minus, money, rounded, smallest } from '../../../kernel/money.ts';
import type { Disbursed, LoanEvent, RedrawMoved } from './events.ts';
import { keepsOverpayments } from './overpayments.ts';
import type { LoanState } from './state.ts';
import { isDynamic, type LoanTerms } from './terms.ts';

// Money of borrowers at generated loans.

/** The same loan with redraw, where it may have it. */
export const withRedraw = (terms: LoanTerms): LoanTerms =>
  isDynamic(terms) && terms.interest.interestType !== 'CAPITALIZED_INTEREST'
    ? { ...terms, redraw: { restrictNextDueWithdrawal: false } }
    : terms;

/** What happens to the borrower's money instead of a step of another loan; undefined where the step is the same. */
export const redrawOn = (
  { terms, balances }: LoanState,
  what: string,
  share: number,
  base: Omit<Disbursed, 'type' | 'amount'>,
): LoanEvent[] | undefined => {
  const { total, totalDue, redraw } = balances;
  const event = (as: RedrawMoved['as'], limit: Money): LoanEvent[] => {
    const amount = smallest(rounded(money(limit.times(share)), 2, 'UP'), limit);
    return isPositive(amount) ? [{ type: 'REDRAW_MOVED', as, ...base, amount }] : [];
  };
  if (!terms.redraw) {
    return what === 'DRAW' && redraw.greaterThan(totalDue)
      ? event('WITHDRAWAL_REDRAW', minus(redraw, totalDue))
      : undefined;
  }
  if (what === 'PARTS' || what === 'PRINCIPAL') return event('PAYMENT_MADE', minus(total, redraw));
  if (what !== 'DRAW') return undefined;
  return redraw.greaterThan(totalDue)
    ? event('WITHDRAWAL_REDRAW', minus(redraw, totalDue))
    : event('REDRAW_REPAYMENT', smallest(redraw, totalDue));
};

/** The same loan where what is paid beyond everything that is owed stays. */
export const withOverpayments = (terms: LoanTerms): LoanTerms => ({
  ...terms,
  payment: {
    ...terms.payment,
    prepayment: { ...terms.payment.prepayment, futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS' },
  },
});

/** What a payment of everything is beyond that, where it may be. */
export const beyond = (terms: LoanTerms, share: number): Money =>
  keepsOverpayments(terms) && share === 1 ? money('12.34') : money(0);
