import fc from 'fast-check';
import { rate } from '../../../kernel/money.ts';
import type { LoanTerms } from './terms.ts';

/** A fee by a rate, within the payment or on top of it; none for most loans. */
export const anyFeeRate = fc.option(
  fc.record({ percent: fc.constantFrom('6', '2.4', '30', '0.01', '0'), inPayment: fc.boolean() }),
  { nil: undefined, freq: 2 },
);

type Wanted = typeof anyFeeRate extends fc.Arbitrary<infer T> ? T : never;

/** Whether the payment of the terms can cover it. */
const canPay = ({ interest, schedule, tax }: LoanTerms): boolean =>
  interest.interestCalculationMethod === 'DECLINING_BALANCE_DISCOUNTED' &&
  schedule.amortization.amortizationMethod !== 'OPTIMIZED_PAYMENTS' &&
  !interest.adjustTotalDueForInstallmentsWithDifferentInterval &&
  !interest.pmtAdjustmentThreshold &&
  schedule.rounding.repaymentElementsRoundingMethod !== 'ROUND_ALL' &&
  !(tax?.taxesOnFeesEnabled && tax.taxCalculationMethod === 'EXCLUSIVE');

/** The terms with it, where they can have it. */
export const withFeeRate = (terms: LoanTerms, wanted: Wanted): LoanTerms => {
  const { interest, productType, redraw, offset } = terms;
  const fits =
    productType === 'DYNAMIC_TERM_LOAN' &&
    !redraw &&
    !offset &&
    interest.interestType !== 'CAPITALIZED_INTEREST' &&
    !interest.interestApplicationDays &&
    !interest.decoupleInterestFromArrears;
  if (!wanted || !fits) return terms;
  const feeRate = { rate: rate(wanted.percent), predefinedFeeKey: 'by-rate', name: 'by rate' };
  return { ...terms, feeRate: wanted.inPayment && canPay(terms) ? { ...feeRate, inPayment: true } : feeRate };
};
