import type { TermsChange } from './events.ts';
import type { LoanTerms } from './terms.ts';

/** The terms with one change. */
export const changedTerms = (terms: LoanTerms, change: TermsChange): LoanTerms => {
  const { interest, schedule, arrears } = terms;
  switch (change.what) {
    case 'INTEREST_RATE':
      return { ...terms, interest: { ...interest, interestRate: change.interestRate } };
    case 'INTEREST_SPREAD':
      // The fold knows from which day on: see changeRates.
      return terms;
    case 'PERIODIC_PAYMENT':
      // Equal instalments keep their payment with the schedule; only a balloon has it in its terms.
      return schedule.amortization.amortizationMethod === 'BALLOON_PAYMENTS'
        ? {
            ...terms,
            schedule: {
              ...schedule,
              amortization: {
                amortizationMethod: 'BALLOON_PAYMENTS',
                balloon: { periodicPayment: change.periodicPayment },
              },
            },
          }
        : terms;
    case 'REPAYMENT_VALUE': {
      const { what: _what, ...value } = change;
      return terms.revolving ? { ...terms, revolving: { ...terms.revolving, ...value } } : terms;
    }
    case 'DUE_DATES':
      return schedule.dueDates.scheduleDueDatesMethod === 'FIXED_DAYS_OF_MONTH'
        ? {
            ...terms,
            schedule: { ...schedule, dueDates: { ...schedule.dueDates, fixedDaysOfMonth: change.fixedDaysOfMonth } },
          }
        : terms;
    case 'ARREARS_TOLERANCE':
      return { ...terms, arrears: { ...arrears, tolerancePeriod: change.tolerancePeriod } };
  }
};
