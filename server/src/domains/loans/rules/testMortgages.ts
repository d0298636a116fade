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

/** Which kind of mortgage a generated loan is, if it can be one. */
export const anyMortgage = fc.constantFrom('NONE' as const, 'NONE' as const, 'DYNAMIC_MORTGAGE' as const);

/** A generated loan as a mortgage, where it has equal instalments and is paid out at once. */
export const asMortgage = (given: LoanTerms, kind: 'NONE' | 'DYNAMIC_MORTGAGE'): LoanTerms => {
  const equal = given.interest.interestCalculationMethod === 'DECLINING_BALANCE_DISCOUNTED';
  if (kind === 'NONE' || given.productType !== 'DYNAMIC_TERM_LOAN' || !equal) return given;
  const apart = given.interest.decoupleInterestFromArrears === true;
  return {
    ...given,
    productType: kind,
    interest: {
      ...given.interest,
      interestCalculationMethod: 'EQUAL_INSTALLMENTS',
      interestBalanceCalculationMethod: apart ? 'ONLY_PRINCIPAL' : 'PRINCIPAL_AND_INTEREST',
    },
  };
};

/** What a generated payment pays, and on a mortgage sometimes what becomes of the schedule. */
export const paying = (terms: LoanTerms, amount: Money, share: number): Pick<Repaid, 'amount' | 'recalculation'> => {
  const whole = { amount: plus(amount, beyond(terms, share)) };
  const methods = terms.productType === 'DYNAMIC_MORTGAGE' ? recalculationsOf(terms) : [];
  const recalculation = methods[Math.round(share * 100) % (methods.length + 1)];
  return recalculation === undefined ? whole : { ...whole, recalculation };
};
