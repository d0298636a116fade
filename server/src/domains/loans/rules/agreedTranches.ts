import type { LocalDate } from '../../../kernel/localDate.ts';
import { fitsDecimals, isPositive, largestAmount, type Money, sum } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { LoanCalendar } from './calendar.ts';
import { checkDisbursementFees, disbursementFeesOf } from './disbursementFees.ts';
import { checkLoanDates } from './loanDates.ts';
import type { LoanProduct } from './loanProduct.ts';
import { dueDates } from './schedule/dueDates.ts';
import { needsWholeAmount } from './schedule/rounding.ts';
import { isTranched, type LoanTerms, type Tranche } from './terms.ts';
import { trancheTerms } from './tranches.ts';
import type { WantedLoan, WantedTranche } from './wantedLoan.ts';

// The tranches that a loan agrees to: how many, how much, when and with which fees.

/** What a product says of tranches. */
export type TrancheProduct = Pick<LoanProduct, 'fees' | 'maxNumberOfTranches'>;

const label = (index: number, property: string): string => `tranches[${index}].${property}`;

const checkAmount = ({ amount }: WantedTranche, index: number, terms: LoanTerms): Rejection | undefined => {
  const at = label(index, 'amount');
  if (!isPositive(amount)) return reject('TRANCHE_AMOUNT_SHOULD_BE_STRICT_POSITIVE', `${at} must be more than 0`);
  if (amount.greaterThan(largestAmount)) return reject('INVALID_AMOUNT', `${at} is larger than any account can hold`);
  if (!fitsDecimals(amount, terms.currencyDecimals)) {
    return reject('INVALID_AMOUNT', `${at} has more than the ${terms.currencyDecimals} decimals of the currency`);
  }
  return needsWholeAmount({ ...terms, loanAmount: amount })
    ? reject('LOAN_AMOUNT_DECIMALS_NOT_ALLOWED_WITH_ROUNDING', `${at}: the product rounds to whole units`)
    : undefined;
};

const checkNumbers = (wanted: readonly WantedTranche[]): Rejection | undefined => {
  let last = 0;
  for (const [index, { number = last + 1 }] of wanted.entries()) {
    if (number <= last) {
      return reject('INVALID_PARAMETERS', `${label(index, 'trancheNumber')} must rise from tranche to tranche, from 1`);
    }
    last = number;
  }
  return undefined;
};

/** Refuses days that do not rise, or on which no loan begins. */
export const checkTrancheDates = (
  tranches: readonly Pick<Tranche, 'expectedDisbursementDate'>[],
  lastDueDate: LocalDate | undefined,
): Rejection | undefined => {
  let last: LocalDate | undefined;
  for (const [index, { expectedDisbursementDate: day }] of tranches.entries()) {
    if (day === undefined) continue;
    const at = label(index, 'disbursementDetails.expectedDisbursementDate');
    if (last !== undefined && day <= last) {
      return reject('TRANCHES_EXPECTED_DISBURSMENT_DATES_NOT_ORDERED', `${at} must lie after ${last}`);
    }
    const outOfReach = checkLoanDates(day);
    if (outOfReach) return outOfReach;
    if (lastDueDate !== undefined && index > 0 && day >= lastDueDate) {
      return reject(
        'DISBURSEMENT_DATE_AFTER_LAST_REPAYMENT_DUE_DATE',
        `${at} must lie before the last due date, ${lastDueDate}`,
      );
    }
    last = day;
  }
  return undefined;
};

/** The tranches without their places among others: amounts and fees by themselves. */
export const eachTranche = (
  wanted: readonly WantedTranche[],
  product: TrancheProduct,
  terms: LoanTerms,
): readonly Tranche[] | Rejection => {
  if (wanted.length > product.maxNumberOfTranches) {
    return reject(
      'MORE_TRANCHES_THAN_ALLOWED',
      `tranches: the product allows ${product.maxNumberOfTranches}, not ${wanted.length}`,
    );
  }
  const unordered = checkNumbers(wanted);
  if (unordered) return unordered;
  const tranches: Tranche[] = [];
  for (const [index, one] of wanted.entries()) {
    const refusal = checkAmount(one, index, terms);
    if (refusal) return refusal;
    const disbursementFees = disbursementFeesOf(one.fees, product.fees);
    if (isRejection(disbursementFees)) return disbursementFees;
    const { key, amount, expectedDisbursementDate } = one;
    const tranche: Tranche = {
      key,
      amount,
      disbursementFees,
      ...(expectedDisbursementDate === undefined ? {} : { expectedDisbursementDate }),
    };
    const unbearable = checkDisbursementFees(trancheTerms(terms, tranche));
    if (unbearable) return unbearable;
    tranches.push(tranche);
  }
  return tranches;
};

/** Refuses tranches that come to more than the loan amount. */
export const checkTrancheTotal = (total: Money, { loanAmount }: LoanTerms): Rejection | undefined =>
  total.greaterThan(loanAmount)
    ? reject(
        'TOTAL_TRANCHES_AMOUNT_MORE_THAN_LOAN_AMOUNT',
        `tranches come to ${total.toFixed()}, more than the loan amount of ${loanAmount.toFixed()}`,
      )
    : undefined;

/** A loan has one day on which its disbursement is expected: that of its first tranche. */
export const checkFirstTranche = (
  tranches: readonly Pick<Tranche, 'expectedDisbursementDate'>[],
  expected: LocalDate | undefined,
): Rejection | undefined => {
  const first = tranches[0]?.expectedDisbursementDate;
  return first !== undefined && expected !== undefined && first !== expected
    ? reject(
        'INVALID_ANTICIPATED_DISBURSEMENT',
        `disbursementDetails.expectedDisbursementDate must be that of the first tranche, ${first}`,
      )
    : undefined;
};

/**
 * The tranches of an application; it may leave them, or some of the amount, for later. Refusals in this order: a product without
 * tranches, fees that belong to tranches, too many, numbers, each amount and its fees, days, a total above the loan amount.
 */
export const agreedTranches = (
  { tranches: wanted = [], disbursementFees, expectedDisbursementDate }: WantedLoan,
  product: TrancheProduct,
  terms: LoanTerms,
  disbursement: LocalDate,
  calendar: LoanCalendar,
): readonly Tranche[] | Rejection => {
  if (!isTranched(terms)) {
    return wanted.length > 0 ? reject('TRANCHES_NOT_ALLOWED', `tranches: a ${terms.productType} has none`) : [];
  }
  if (disbursementFees !== undefined) {
    return reject(
      'INVALID_FEES_DETAILS',
      'disbursementDetails.fees: fees of a tranched loan are those of its tranches',
    );
  }
  const tranches = eachTranche(wanted, product, terms);
  if (isRejection(tranches)) return tranches;
  return (
    checkFirstTranche(tranches, expectedDisbursementDate) ??
    checkTrancheDates(tranches, dueDates(terms, disbursement, calendar).at(-1)) ??
    checkTrancheTotal(sum(tranches.map(({ amount }) => amount)), terms) ??
    tranches
  );
};
