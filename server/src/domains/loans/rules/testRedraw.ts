import fc from 'fast-check';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { isPositive, type Money, minus, money, rounded, smallest } from '../../../kernel/money.ts';
import type { Disbursed, LoanEvent, RedrawMoved } from './events.ts';
import type { OffsetReading } from './offset.ts';
import { keepsOverpayments } from './overpayments.ts';
import type { LoanState } from './state.ts';
import { isDynamic, type LoanTerms } from './terms.ts';

// Money of borrowers at generated loans.

/** The same loan with redraw, where it may have it. */
export const withRedraw = (terms: LoanTerms): LoanTerms =>
  isDynamic(terms) ? { ...terms, redraw: { restrictNextDueWithdrawal: false } } : terms;

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

/** What lies in a deposit account from some days on, as shares of an amount: from nothing to more than all of it. */
export const anyReadings = (amount: Money, from: LocalDate): fc.Arbitrary<OffsetReading[]> =>
  fc
    .array(fc.record({ days: fc.integer({ min: 0, max: 40 }), share: fc.integer({ min: 0, max: 13 }) }), {
      maxLength: 8,
    })
    .map((steps) => {
      let day = from;
      return steps.map(({ days, share }, index) => {
        day = plusDays(day, index === 0 ? days : days + 1);
        return { from: day, balance: rounded(money(amount.times(share).div(10)), 2) };
      });
    });

/** The same loan, or where it may have that the same with a deposit that lowers its interest. */
export const sometimesOffset = (terms: LoanTerms, from: LocalDate): fc.Arbitrary<LoanTerms> => {
  const { interest, tax, redraw, productType, loanAmount } = terms;
  const may = productType === 'DYNAMIC_TERM_LOAN' && interest.interestType === 'SIMPLE_INTEREST';
  if (!may || interest.tiers || tax || redraw) return fc.constant(terms);
  return fc
    .option(anyReadings(loanAmount, from))
    .map((readings) => (readings ? { ...terms, offset: { readings } } : terms));
};
