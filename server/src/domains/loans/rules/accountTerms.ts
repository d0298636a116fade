import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { daysBetween, type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import {
  isPositive,
  isRate,
  largestAmount,
  largestRate,
  type Rate,
  rate,
  rateDecimals,
  zero,
} from '../../../kernel/money.ts';
import { firstRefusal } from '../../../kernel/refusals.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { latenessTermsOf } from './accountArrears.ts';
import { redrawTermsOf } from './accountRedraw.ts';
import { revolvingTermsOf } from './accountRevolving.ts';
import { isOutside, limitsText, scheduleTermsOf } from './accountSchedule.ts';
import { agreedTranches } from './agreedTranches.ts';
import type { LoanCalendar } from './calendar.ts';
import { checkTerms } from './checkTerms.ts';
import { disbursementFeesOf } from './disbursementFees.ts';
import { freeAllowanceOf } from './freeAllowance.ts';
import { checkLoanDates } from './loanDates.ts';
import { type LoanProduct, type LoanTemplate, templateOf } from './loanProduct.ts';
import { offsetTermsOf } from './offset.ts';
import { feeRateOf } from './productFeeRate.ts';
import { changingRatesOf, checkIndexKnown, foreseenRate } from './rates/accountRates.ts';
import { checkExpectedPeriod } from './rates/agreedPeriods.ts';
import { type RateTiers, tierRate } from './rates/tiers.ts';
import { plusIntervals } from './schedule/dueDates.ts';
import { type TaxSource, type TaxTerms, taxRateOn } from './taxes.ts';
import { isTranched, type LoanTerms, type ScheduleTerms } from './terms.ts';
import type { WantedLoan } from './wantedLoan.ts';

/** What surrounds the terms of an account. */
export type TermsFacts = {
  /** Decimals of the product's currency. */
  readonly decimals: number;
  readonly today: LocalDate;
  readonly calendar: LoanCalendar;
  /** The source of taxes by its key. */
  readonly taxSource: (key: string) => TaxSource | undefined;
};

/** Terms that make a schedule, and the day for which they were judged: the expected disbursement, else today. */
export type AgreedTerms = { readonly terms: LoanTerms; readonly disbursement: LocalDate };

const checkLoanAmount = ({ loanAmount }: WantedLoan, product: LoanProduct): Rejection | undefined => {
  if (!isPositive(loanAmount)) return reject('INVALID_AMOUNT', 'loanAmount must be more than 0');
  if (loanAmount.greaterThan(largestAmount)) {
    return reject('INVALID_AMOUNT', 'loanAmount is larger than any account can hold');
  }
  return isOutside(loanAmount, product.loanAmount)
    ? reject('INVALID_AMOUNT', `loanAmount must be ${limitsText(product.loanAmount)}`)
    : undefined;
};

const interestFree = (wanted: WantedLoan): Rate | Rejection =>
  firstRefusal([
    [
      !(wanted.interestRate ?? rate(0)).isZero(),
      'INTEREST_RATE_SHOULD_BE_ZERO_OR_EMPTY',
      'interestSettings.interestRate: the product is free of interest',
    ],
    [
      !(wanted.interestSpread ?? rate(0)).isZero(),
      'INTEREST_SPREAD_SHOULD_BE_ZERO_OR_EMPTY',
      'interestSettings.interestSpread: the product is free of interest',
    ],
  ]) ?? rate(0);

/** Rates by the balance are the product's: the account begins with the first of them. */
const tieredRate = (wanted: WantedLoan, tiers: RateTiers): Rate | Rejection =>
  firstRefusal([
    [
      !(wanted.interestRate ?? rate(0)).isZero(),
      'INTEREST_RATE_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES',
      'interestSettings.interestRate: the rates are those of the tiers of the product',
    ],
    [
      !(wanted.interestSpread ?? rate(0)).isZero(),
      'INTEREST_SPREAD_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES',
      'interestSettings.interestSpread: the rates are those of the tiers of the product',
    ],
  ]) ?? tierRate(tiers, zero);

const rateOf = (wanted: WantedLoan, product: LoanProduct, { interest: { tiers } }: LoanTemplate): Rate | Rejection => {
  if (tiers) return tieredRate(wanted, tiers);
  if (product.type === 'INTEREST_FREE_LOAN') return interestFree(wanted);
  const at = 'interestSettings.interestRate';
  if (!(wanted.interestSpread ?? rate(0)).isZero()) {
    return reject(
      'INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
      'interestSettings.interestSpread: the rate is fixed',
    );
  }
  const agreed = wanted.interestRate ?? product.interestRate.default;
  if (agreed === null) return reject('INVALID_INTEREST_RATE', `${at} is missing and the product has no default`);
  if (agreed.isNegative() || !isRate(agreed)) {
    return reject('INVALID_INTEREST_RATE', `${at} must be 0 to ${largestRate} with at most ${rateDecimals} decimals`);
  }
  return isOutside(agreed, product.interestRate)
    ? reject('INTEREST_RATE_OUTSIDE_CONSTRAINTS', `${at} must be ${limitsText(product.interestRate)}`)
    : agreed;
};

const deprecated = {
  RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT:
    'NOT_ALLOWED_TO_CREATE_REOPEN_ACCOUNTS_WITH_RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT',
  REDUCE_NUMBER_OF_INSTALLMENTS: 'NOT_ALLOWED_TO_CREATE_REOPEN_ACCOUNTS_WITH_DEPRECATED_REDUCE_NUMBER_OF_INSTALLMENTS',
} as const;

/** Ways of recalculating that live on in old accounts only. */
const checkRecalculation = ({ payment }: LoanTemplate): Rejection | undefined => {
  const method = payment.prepayment.prepaymentRecalculationMethod;
  return method === 'RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT' ||
    method === 'REDUCE_NUMBER_OF_INSTALLMENTS'
    ? reject(deprecated[method], `productTypeKey: the product recalculates by ${method}, which takes no new accounts`)
    : undefined;
};

/** The days that the first repayment date lies after a plain interval must be what the product allows as an offset. */
const checkOffset = ({ dueDates }: ScheduleTerms, wanted: WantedLoan, product: LoanProduct): Rejection | undefined => {
  const { firstRepaymentDate, expectedDisbursementDate } = wanted;
  if (!firstRepaymentDate || !expectedDisbursementDate || dueDates.scheduleDueDatesMethod !== 'INTERVAL')
    return undefined;
  const limits = product.firstRepaymentDueDateOffset;
  const regular = plusIntervals(expectedDisbursementDate, dueDates, 1);
  if (!isOutside(daysBetween(regular, firstRepaymentDate), limits)) return undefined;
  const from = limits.min === null ? '' : ` from ${plusDays(regular, limits.min)}`;
  const to = limits.max === null ? '' : ` to ${plusDays(regular, limits.max)}`;
  return reject(
    'INCONSISTENT_FIRST_REPAYMENT_DATE_WITH_PRODUCT_OFFSET',
    `disbursementDetails.firstRepaymentDate must be${from}${to} by the product's firstRepaymentDueDateOffset`,
  );
};

/** The taxes of a loan, with the rate of the day on which it begins. */
const taxOf = (
  { tax }: LoanTemplate,
  { taxRate }: WantedLoan,
  { taxSource, today }: TermsFacts,
  day: LocalDate,
): TaxTerms | undefined | Rejection => {
  if (!tax) {
    return taxRate === undefined || taxRate.isZero()
      ? undefined
      : reject('INVALID_TAX_RATE', 'taxRate: the product taxes nothing');
  }
  const rates = (taxSource(tax.taxSourceKey)?.rates ?? []).map(({ startDay, rate: percent }) => ({
    startDay,
    from: startDay,
    rate: percent,
  }));
  const inForce = taxRateOn({ rates }, day);
  if (inForce === undefined) {
    return reject('NO_TAX_RATE_AVAILABLE', `productTypeKey: the source of the product's taxes has no rate on ${day}`);
  }
  // An account that was fetched tells the rate of that day.
  const told = [inForce, taxRateOn({ rates }, today)];
  return taxRate === undefined || told.some((rate) => rate?.equals(taxRate))
    ? { ...tax, rate: inForce, rates }
    : reject('INVALID_TAX_RATE', `taxRate comes from the source of the product's taxes: ${inForce.toFixed()}`);
};

/**
 * The terms of a loan: what is asked for, within what the product leaves open, and the product's own settings for the rest.
 * An account that exists (`before`) keeps the settings it copied from its product, whatever has become of that since.
 * Refusals in this order: recalculation, amount, rate, revolving credit, schedule, tolerances and penalty rate, fees of the disbursement, tax rate, redraw, offset, what is prepaid free of charge, a fee by a rate, another first day of agreed rates, dates, an index that says nothing yet, terms that make no schedule, offset, tranches.
 */
export const loanTermsOf = (
  product: LoanProduct,
  wanted: WantedLoan,
  facts: TermsFacts,
  before?: LoanTerms,
): AgreedTerms | Rejection => {
  const template = before ? templateOf(before) : product.template;
  const refusal = (before ? undefined : checkRecalculation(template)) ?? checkLoanAmount(wanted, product);
  if (refusal) return refusal;
  const rates = changingRatesOf(wanted, product, before);
  if (isRejection(rates)) return rates;
  const interestRate = rates ? rate(0) : rateOf(wanted, product, template);
  if (isRejection(interestRate)) return interestRate;
  const revolving = revolvingTermsOf(template, wanted, product, facts.decimals);
  if (isRejection(revolving)) return revolving;
  const schedule = scheduleTermsOf(template, wanted, product, facts.decimals);
  if (isRejection(schedule)) return schedule;
  const lateness = latenessTermsOf(template, wanted, product);
  if (isRejection(lateness)) return lateness;
  // Fees of a tranched loan are those of its tranches.
  const disbursementFees = isTranched(template) ? [] : disbursementFeesOf(wanted.disbursementFees, product.fees);
  if (isRejection(disbursementFees)) return disbursementFees;
  const disbursement =
    wanted.expectedDisbursementDate ??
    wanted.tranches?.[0]?.expectedDisbursementDate ??
    wanted.ratePeriods?.[0]?.validFrom ??
    facts.today;
  const tax = taxOf(template, wanted, facts, disbursement);
  if (isRejection(tax)) return tax;
  const redraw = redrawTermsOf(template, wanted);
  if (isRejection(redraw)) return redraw;
  const allowsOffset = (template.allowsOffset ?? product.template.allowsOffset) === true;
  const deposits = offsetTermsOf(allowsOffset, wanted.allowOffset, before);
  if (isRejection(deposits)) return deposits;
  const offered = before ? undefined : product.defaults.freeAllowance;
  const freeAllowance = freeAllowanceOf(wanted, offered, facts.decimals);
  if (isRejection(freeAllowance)) return freeAllowance;
  const feeRate = feeRateOf(template, wanted);
  if (isRejection(feeRate)) return feeRate;
  const agreed: LoanTerms = {
    productType: template.productType,
    loanAmount: wanted.loanAmount,
    currencyDecimals: facts.decimals,
    interest: { ...template.interest, interestRate, ...(rates ? { rates } : {}) },
    schedule,
    payment: template.payment,
    ...lateness,
    fees: template.fees,
    ...(feeRate ? { feeRate } : {}),
    disbursementFees,
    ...(revolving ? { revolving } : {}),
    ...(tax ? { tax } : {}),
    ...(template.capping ? { capping: template.capping } : {}),
    ...(redraw ? { redraw } : {}),
    ...(deposits ? { offset: deposits } : {}),
    ...(freeAllowance ? { freeAllowance } : {}),
  };
  const terms = foreseenRate(agreed, disbursement, facts.calendar);
  const unfit =
    checkExpectedPeriod(terms, disbursement) ??
    checkLoanDates(disbursement, wanted.firstRepaymentDate) ??
    checkIndexKnown(terms, disbursement, facts.calendar) ??
    checkTerms(terms, disbursement, facts.calendar) ??
    checkOffset(schedule, wanted, product);
  if (unfit) return unfit;
  const tranches = agreedTranches(wanted, product, terms, disbursement, facts.calendar);
  if (isRejection(tranches)) return tranches;
  return { terms: tranches.length === 0 ? terms : { ...terms, tranches }, disbursement };
};

/** Whether the product takes a new account of this holder in this branch. */
export const checkLoanAvailability = (
  product: LoanProduct,
  holderType: 'CLIENT' | 'GROUP',
  branchKey: EncodedKey | null,
): Rejection | undefined => {
  if (product.state !== 'ACTIVE') return reject('INVALID_PRODUCT_STATE', `product ${product.id} is not active`);
  const groups = holderType === 'GROUP' ? ['PURE_GROUPS', 'SOLIDARITY_GROUPS'] : ['INDIVIDUALS'];
  if (product.availableFor !== null && !product.availableFor.some((one) => groups.includes(one))) {
    return reject(
      'INCONSISTENT_ACCOUNT_ID_WITH_ACCOUNT_HOLDER_TYPE',
      `accountHolderType: product ${product.id} is not available for ${groups.join(' or ')}`,
    );
  }
  return product.branches !== 'ALL' && (branchKey === null || !product.branches.includes(branchKey))
    ? reject(
        'ACCOUNT_PRODUCT_BRANCH_AVAILABILITY_MISMATCH',
        `assignedBranchKey: product ${product.id} is not available in this branch`,
      )
    : undefined;
};
