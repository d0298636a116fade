import fc from 'fast-check';
import { money } from '../../../kernel/money.ts';
import type { Amortization, LoanTerms } from './terms.ts';

// Generated ways of spreading principal, for property tests: a payment plan on fixed loans, payments that are equal over the actual days on dynamic ones.

/** Shares of the loan amount that the steps of a plan pay, in percent; none for a loan without. */
export const anyAmortization = fc.option(
  fc.record({
    shares: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
    keepInstallmentsEqualIfLongFirstPeriod: fc.boolean(),
  }),
  { nil: undefined, freq: 2 },
);

type Wanted = typeof anyAmortization extends fc.Arbitrary<infer T> ? T : never;

const planOf = ({ loanAmount, schedule }: LoanTerms, shares: readonly number[]): Amortization => {
  const count = schedule.repaymentInstallments;
  const steps = shares.slice(0, count);
  return {
    amortizationMethod: 'PAYMENT_PLAN',
    paymentPlan: steps.map((share, index) => ({
      amount: money(loanAmount.times(share).div(100).toDecimalPlaces(2)),
      toInstallment: index === steps.length - 1 ? count : index + 1,
    })),
  };
};

/** The terms with it, where they can have it. */
export const withAmortization = (terms: LoanTerms, wanted: Wanted): LoanTerms => {
  const { interest, schedule } = terms;
  if (!wanted || interest.interestCalculationMethod === 'FLAT') return terms;
  const of = (amortization: Amortization): LoanTerms => ({ ...terms, schedule: { ...schedule, amortization } });
  if (schedule.repaymentScheduleMethod === 'FIXED') {
    const periodic = interest.scheduleInterestDaysCountMethod === 'REPAYMENT_PERIODICITY';
    return periodic ? of(planOf(terms, wanted.shares)) : terms;
  }
  const plain =
    interest.interestType !== 'CAPITALIZED_INTEREST' &&
    !interest.interestApplicationDays &&
    !interest.rates &&
    !interest.adjustTotalDueForInstallmentsWithDifferentInterval;
  const fits = plain && !terms.tax && interest.interestCalculationMethod === 'DECLINING_BALANCE_DISCOUNTED';
  const { keepInstallmentsEqualIfLongFirstPeriod } = wanted;
  return fits ? of({ amortizationMethod: 'OPTIMIZED_PAYMENTS', keepInstallmentsEqualIfLongFirstPeriod }) : terms;
};
