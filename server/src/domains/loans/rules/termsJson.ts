import { type Decimalish, money, rate } from '../../../kernel/money.ts';
import type { Amortization, InterestTerms, LoanTerms, PeriodicPayment, ScheduleTerms } from './terms.ts';

// Terms in a jsonb column. Amounts and rates are texts there: a number would pass through a double on its way back.

type StoredPlan = readonly (Omit<PeriodicPayment, 'amount'> & { readonly amount: Decimalish })[];

type StoredAmortization =
  | Extract<Amortization, { amortizationMethod: 'STANDARD_PAYMENTS' | 'OPTIMIZED_PAYMENTS' }>
  | {
      readonly amortizationMethod: 'BALLOON_PAYMENTS';
      readonly balloon: { readonly periodicPayment: Decimalish } | { readonly amortizationPeriod: number };
    }
  | { readonly amortizationMethod: 'PAYMENT_PLAN'; readonly paymentPlan: StoredPlan };

/** The terms of a loan as plain JSON. */
export type LoanTermsJson = Omit<LoanTerms, 'loanAmount' | 'interest' | 'schedule'> & {
  readonly loanAmount: Decimalish;
  readonly interest: Omit<InterestTerms, 'interestRate'> & { readonly interestRate: Decimalish };
  readonly schedule: Omit<ScheduleTerms, 'amortization'> & { readonly amortization: StoredAmortization };
};

const storedAmortization = (amortization: Amortization): StoredAmortization => {
  switch (amortization.amortizationMethod) {
    case 'BALLOON_PAYMENTS': {
      const { balloon } = amortization;
      if ('amortizationPeriod' in balloon) return { amortizationMethod: 'BALLOON_PAYMENTS', balloon };
      return {
        amortizationMethod: 'BALLOON_PAYMENTS',
        balloon: { periodicPayment: balloon.periodicPayment.toFixed() },
      };
    }
    case 'PAYMENT_PLAN':
      return {
        amortizationMethod: 'PAYMENT_PLAN',
        paymentPlan: amortization.paymentPlan.map((step) => ({ ...step, amount: step.amount.toFixed() })),
      };
    default:
      return amortization;
  }
};

const revivedAmortization = (stored: StoredAmortization): Amortization => {
  switch (stored.amortizationMethod) {
    case 'BALLOON_PAYMENTS': {
      const { balloon } = stored;
      if ('amortizationPeriod' in balloon) return { amortizationMethod: 'BALLOON_PAYMENTS', balloon };
      return { amortizationMethod: 'BALLOON_PAYMENTS', balloon: { periodicPayment: money(balloon.periodicPayment) } };
    }
    case 'PAYMENT_PLAN':
      return {
        amortizationMethod: 'PAYMENT_PLAN',
        paymentPlan: stored.paymentPlan.map((step) => ({ ...step, amount: money(step.amount) })),
      };
    default:
      return stored;
  }
};

/** The terms as plain JSON, every digit kept. */
export const termsToJson = (terms: LoanTerms): LoanTermsJson => ({
  ...terms,
  loanAmount: terms.loanAmount.toFixed(),
  interest: { ...terms.interest, interestRate: terms.interest.interestRate.toFixed() },
  schedule: { ...terms.schedule, amortization: storedAmortization(terms.schedule.amortization) },
});

/** The terms that this program stored. */
export const termsOfJson = (stored: LoanTermsJson): LoanTerms => ({
  ...stored,
  loanAmount: money(stored.loanAmount),
  interest: { ...stored.interest, interestRate: rate(stored.interest.interestRate) },
  schedule: { ...stored.schedule, amortization: revivedAmortization(stored.schedule.amortization) },
});
