import type { Schemas } from '../../../generated/schemas.ts';
import { type LocalDate, plusMonths, yearOf } from '../../../kernel/localDate.ts';
import { largest, type Money, minus, money, plus, rounded, times, zero } from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { isMortgage } from './mortgage.ts';
import type { LoanTerms } from './terms.ts';

// What early repayment of a mortgage costs: a fee of the product on the principal that was repaid beyond what the year lets free. Years are those of the
// loan, from its disbursement on.

/** What of the principal was repaid early in one year of a loan. */
export type RepaidEarly = { readonly year: LocalDate; readonly amount: Money };

/** The first day of the loan's year that a day lies in. */
export const loanYearOf = (disbursed: LocalDate, day: LocalDate): LocalDate => {
  const years = yearOf(day) - yearOf(disbursed);
  const anniversary = plusMonths(disbursed, years * 12);
  return anniversary <= day ? anniversary : plusMonths(disbursed, (years - 1) * 12);
};

/** What may be repaid early in a year free of charge: of a share of the loan amount and an amount that are both agreed, the larger one. */
export const freeOf = ({ freeAllowance, loanAmount, currencyDecimals }: LoanTerms): Money => {
  const share = freeAllowance?.percentage
    ? rounded(times(loanAmount, money(freeAllowance.percentage.div(100))), currencyDecimals)
    : zero;
  return largest(share, freeAllowance?.amount ?? zero);
};

/** What of an early repayment is beyond what the year lets free, after what was repaid early in it before. */
export const chargeable = (free: Money, before: Money, early: Money): Money =>
  minus(largest(minus(plus(before, early), free), zero), largest(minus(before, free), zero));

/** Refuses a charge on loans that have none, and amounts that it can't have. */
export const earlyRepaymentRefusals = (
  { type }: CompleteProduct,
  { trigger, amountCalculationMethod = 'FLAT', amortizationSettings }: Schemas['PredefinedFee'],
  at: string,
): readonly Refusal[] => {
  if (trigger !== 'EARLY_REPAYMENT_CHARGE') return [];
  return [
    [
      !isMortgage(type),
      'INVALID_PARAMETERS',
      `${at}.trigger EARLY_REPAYMENT_CHARGE is for mortgages, not for type ${type}`,
    ],
    [
      amountCalculationMethod.endsWith('NUMBER_OF_INSTALLMENTS'),
      'INVALID_PARAMETERS',
      `${at}.amountCalculationMethod: a charge for early repayment is no part of an instalment`,
    ],
    [
      (amortizationSettings?.amortizationProfile ?? 'NONE') !== 'NONE',
      'AMORTIZATION_PROFILE_NOT_ALLOWED',
      `${at}.amortizationSettings.amortizationProfile: a charge for early repayment is earned with the payment`,
    ],
  ];
};
