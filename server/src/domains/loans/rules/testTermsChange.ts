import { money, rate, rounded } from '../../../kernel/money.ts';
import type { Disbursed, LoanEvent } from './events.ts';
import { hasEqualTotals, type LoanTerms } from './terms.ts';

/** Another rate, or another payment, on loans that may have one. */
export const changeOn = (terms: LoanTerms, share: number, base: Omit<Disbursed, 'type' | 'amount'>): LoanEvent[] => {
  const fixed = terms.schedule.repaymentScheduleMethod === 'FIXED';
  const recalculates = terms.payment.prepayment.prepaymentRecalculationMethod !== 'NO_RECALCULATION';
  if (fixed || (!hasEqualTotals(terms) && recalculates)) return [];
  const payment = rounded(money(terms.loanAmount.times(share)), 0, 'UP');
  return hasEqualTotals(terms) && share > 0.2
    ? [{ type: 'TERMS_CHANGED', ...base, change: { what: 'PERIODIC_PAYMENT', periodicPayment: payment } }]
    : [{ type: 'TERMS_CHANGED', ...base, change: { what: 'INTEREST_RATE', interestRate: rate(share * 100) } }];
};
