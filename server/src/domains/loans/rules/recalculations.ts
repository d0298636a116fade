import { isRevolving } from './revolvingTerms.ts';
import {
  hasEqualTotals,
  isDynamic,
  isInterestOnly,
  type LoanTerms,
  type PrepaymentRecalculationMethod,
} from './terms.ts';

// Which ways of computing a schedule anew go with which loans.

const forDecliningBalance: readonly PrepaymentRecalculationMethod[] = [
  'NO_RECALCULATION',
  'RESCHEDULE_REMAINING_REPAYMENTS',
  'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS',
  'RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT',
  'RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT',
];

const forEqualInstalments: readonly PrepaymentRecalculationMethod[] = [
  'NO_RECALCULATION',
  'REDUCE_AMOUNT_PER_INSTALLMENT',
  'REDUCE_NUMBER_OF_INSTALLMENTS',
  'REDUCE_NUMBER_OF_INSTALLMENTS_NEW',
];

/** All principal falls due at the end: there is no number to reduce. */
const forInterestOnly: readonly PrepaymentRecalculationMethod[] = ['NO_RECALCULATION', 'REDUCE_AMOUNT_PER_INSTALLMENT'];

const none: readonly PrepaymentRecalculationMethod[] = ['NO_RECALCULATION'];

/** What decides which ways a loan can have. */
export type RecalculatedLoan = {
  /** A schedule lies ahead and follows the balance. */
  readonly follows: boolean;
  readonly equal: boolean;
  readonly interestOnly: boolean;
};

/** The ways of computing its schedule anew that a loan can have. */
export const recalculationsFor = ({
  follows,
  equal,
  interestOnly,
}: RecalculatedLoan): readonly PrepaymentRecalculationMethod[] => {
  if (!follows) return none;
  if (interestOnly) return forInterestOnly;
  return equal ? forEqualInstalments : forDecliningBalance;
};

/** The ways of computing its schedule anew that the terms of a loan let a payment choose. */
export const recalculationsOf = (terms: LoanTerms): readonly PrepaymentRecalculationMethod[] =>
  recalculationsFor({
    follows: isDynamic(terms) && !isRevolving(terms),
    equal: hasEqualTotals(terms),
    interestOnly: isInterestOnly(terms),
  });
