import fc from 'fast-check';
import { type Money, plus } from '../../../kernel/money.ts';
import type { Repaid } from './events.ts';
import { recalculationsOf } from './recalculations.ts';
import type { LoanTerms } from './terms.ts';
import { beyond } from './testRedraw.ts';
import { dynamicTermsOf, type TermsOf } from './testTerms.ts';

/** Terms of a test mortgage: 100,000 at 6 % by actual days in six monthly instalments, unpaid interest bearing interest. */
export const mortgageTermsOf = (given: TermsOf = {}): LoanTerms =>
  dynamicTermsOf({
    productType: 'DYNAMIC_MORTGAGE',
    loanAmount: 100_000,
    rate: 6,
    ...given,
    interest: {
      interestCalculationMethod: 'EQUAL_INSTALLMENTS',
      interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST',
      ...given.interest,
    },
    schedule: { repaymentInstallments: 6, ...given.schedule },
    payment: {
      ...given.payment,
      prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT', ...given.payment?.prepayment },
    },
  });

type Mortgage = 'DYNAMIC_MORTGAGE' | 'INTEREST_ONLY_EQUAL_INSTALLMENTS';

/** Which kind of mortgage a generated loan is, if it can be one. */
export const anyMortgage: fc.Arbitrary<'NONE' | Mortgage> = fc.constantFrom(
  'NONE',
  'NONE',
  'DYNAMIC_MORTGAGE',
  'INTEREST_ONLY_EQUAL_INSTALLMENTS',
);

/** Terms of a test mortgage whose instalments pay interest only: each 500.00, and the last one the 100,000. */
export const interestOnlyTermsOf = (given: TermsOf = {}): LoanTerms =>
  mortgageTermsOf({
    productType: 'INTEREST_ONLY_EQUAL_INSTALLMENTS',
    ...given,
    interest: { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY', ...given.interest },
  });

const asInterestOnly = (given: LoanTerms): LoanTerms => {
  const {
    pmtAdjustmentThreshold: _threshold,
    adjustTotalDueForInstallmentsWithDifferentInterval: _adjusts,
    ...interest
  } = given.interest;
  const { interestAccrualSince: _since, ...schedule } = given.schedule;
  const capitalises = interest.interestType === 'CAPITALIZED_INTEREST';
  return {
    ...given,
    productType: 'INTEREST_ONLY_EQUAL_INSTALLMENTS',
    interest: {
      ...interest,
      interestType: capitalises ? 'SIMPLE_INTEREST' : interest.interestType,
    },
    schedule: {
      ...schedule,
      principalRepaymentInterval: 1,
      gracePeriod: 0,
      gracePeriodType: 'NONE',
      amortization: { amortizationMethod: 'STANDARD_PAYMENTS' },
    },
  };
};

/** A generated loan as a mortgage, where it has equal instalments and is paid out at once. */
export const asMortgage = (given: LoanTerms, kind: 'NONE' | Mortgage): LoanTerms => {
  const equal = given.interest.interestCalculationMethod === 'DECLINING_BALANCE_DISCOUNTED';
  if (kind === 'NONE' || given.productType !== 'DYNAMIC_TERM_LOAN' || !equal) return given;
  const apart = given.interest.decoupleInterestFromArrears === true;
  const made: LoanTerms = {
    ...given,
    productType: kind,
    interest: {
      ...given.interest,
      interestCalculationMethod: 'EQUAL_INSTALLMENTS',
      interestBalanceCalculationMethod: apart ? 'ONLY_PRINCIPAL' : 'PRINCIPAL_AND_INTEREST',
    },
  };
  return kind === 'DYNAMIC_MORTGAGE' ? made : asInterestOnly(made);
};

/** What a generated payment pays, and on a mortgage sometimes what becomes of the schedule. */
export const paying = (terms: LoanTerms, amount: Money, share: number): Pick<Repaid, 'amount' | 'recalculation'> => {
  const whole = { amount: plus(amount, beyond(terms, share)) };
  const methods = terms.productType === 'DYNAMIC_MORTGAGE' ? recalculationsOf(terms) : [];
  const recalculation = methods[Math.round(share * 100) % (methods.length + 1)];
  return recalculation === undefined ? whole : { ...whole, recalculation };
};
