import { type Money, money, rate } from '../../../kernel/money.ts';
import type { RevolvingTerms } from './revolvingTerms.ts';
import type { TaxTerms } from './taxes.ts';
import type {
  ArrearsTerms,
  AutomaticFee,
  DisbursementFee,
  InterestTerms,
  LoanTerms,
  PaymentTerms,
  PenaltyTerms,
  PrepaymentTerms,
  ScheduleTerms,
} from './terms.ts';

// Terms for tests: a declining fixed loan of 1000 at 12 % a year in 12 monthly instalments, and what a test changes of it.

/** What a test says of its loan; the rest is the default. */
export type TermsOf = {
  readonly productType?: LoanTerms['productType'];
  readonly loanAmount?: number | string | Money;
  readonly currencyDecimals?: number;
  readonly rate?: number | string;
  readonly interest?: Partial<InterestTerms>;
  readonly schedule?: Partial<ScheduleTerms>;
  readonly payment?: Partial<Omit<PaymentTerms, 'prepayment'>> & { readonly prepayment?: Partial<PrepaymentTerms> };
  readonly tolerancePeriod?: number;
  readonly arrears?: Partial<ArrearsTerms>;
  readonly penalty?: Partial<PenaltyTerms>;
  readonly fees?: readonly AutomaticFee[];
  readonly disbursementFees?: readonly DisbursementFee[];
  readonly revolving?: Partial<RevolvingTerms>;
  readonly tax?: TaxTerms | undefined;
};

const interest: InterestTerms = {
  interestRate: rate(12),
  interestChargeFrequency: 'ANNUALIZED',
  interestChargeFrequencyCount: 1,
  daysInYear: 'ACTUAL_365_FIXED',
  scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
  interestCalculationMethod: 'DECLINING_BALANCE',
  interestType: 'SIMPLE_INTEREST',
  compoundingFrequency: 'DAILY',
  interestApplicationMethod: 'REPAYMENT_DUE_DATE',
  interestBalanceCalculationMethod: 'ONLY_PRINCIPAL',
  accrueLateInterest: true,
  accrueInterestAfterMaturity: false,
  modifyInterestForFirstInstallment: false,
};

const schedule: ScheduleTerms = {
  repaymentScheduleMethod: 'FIXED',
  repaymentInstallments: 12,
  dueDates: {
    scheduleDueDatesMethod: 'INTERVAL',
    repaymentPeriodCount: 1,
    repaymentPeriodUnit: 'MONTHS',
    firstRepaymentDueDateOffset: 0,
  },
  repaymentReschedulingMethod: 'NONE',
  gracePeriod: 0,
  gracePeriodType: 'NONE',
  principalRepaymentInterval: 1,
  amortization: { amortizationMethod: 'STANDARD_PAYMENTS' },
  rounding: {
    roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
    repaymentCurrencyRounding: 'NO_ROUNDING',
    repaymentElementsRoundingMethod: 'NO_ROUNDING',
  },
  repaymentScheduleEditOptions: [],
  paymentHolidaysLoanTermOption: 'EXTEND_LOAN_TERM',
};

const prepayment: PrepaymentTerms = {
  prepaymentAcceptance: 'ACCEPT_PREPAYMENTS',
  futurePaymentsAcceptance: 'NO_FUTURE_PAYMENTS',
  applyInterestOnPrepaymentMethod: 'AUTOMATIC',
  prepaymentRecalculationMethod: 'NO_RECALCULATION',
  elementsRecalculationMethod: 'PRINCIPAL_EXPECTED_FIXED',
  principalPaidInstallmentStatus: 'PARTIALLY_PAID',
};

const arrears: ArrearsTerms = {
  toleranceCalculationMethod: 'ARREARS_TOLERANCE_PERIOD',
  tolerancePeriod: 0,
  monthlyToleranceDay: 0,
  nonWorkingDaysMethod: 'INCLUDED',
  dateCalculationMethod: 'ACCOUNT_FIRST_WENT_TO_ARREARS',
  tolerancePercentage: rate(0),
  toleranceFloorAmount: money(0),
};

/** Terms of a test loan. */
export const termsOf = (given: TermsOf = {}): LoanTerms => ({
  productType: given.productType ?? 'FIXED_TERM_LOAN',
  loanAmount: money(given.loanAmount ?? 1000),
  currencyDecimals: given.currencyDecimals ?? 2,
  interest: { ...interest, interestRate: rate(given.rate ?? 12), ...given.interest },
  schedule: { ...schedule, ...given.schedule },
  payment: {
    paymentMethod: 'HORIZONTAL',
    repaymentAllocationOrder: ['FEE', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
    latePaymentsRecalculationMethod: 'NO_RECALCULATION',
    ...given.payment,
    prepayment: { ...prepayment, ...given.payment?.prepayment },
  },
  arrears: { ...arrears, tolerancePeriod: given.tolerancePeriod ?? 0, ...given.arrears },
  penalty: {
    loanPenaltyCalculationMethod: 'NONE',
    penaltyRate: rate(0),
    loanPenaltyGracePeriod: 0,
    ...given.penalty,
  },
  fees: given.fees ?? [],
  disbursementFees: given.disbursementFees ?? [],
  ...(given.tax ? { tax: given.tax } : {}),
});

/** Terms of a dynamic test loan. */
export const dynamicTermsOf = (given: TermsOf = {}): LoanTerms =>
  termsOf({
    productType: 'DYNAMIC_TERM_LOAN',
    ...given,
    schedule: { repaymentScheduleMethod: 'DYNAMIC', ...given.schedule },
  });

/** Terms of a revolving test credit: 10 % of the outstanding principal on every due date unless changed. */
export const revolvingTermsOf = ({ revolving = {}, ...given }: TermsOf = {}): LoanTerms => ({
  ...dynamicTermsOf({
    productType: 'REVOLVING_CREDIT',
    ...given,
    schedule: { repaymentInstallments: 0, ...given.schedule },
  }),
  revolving: {
    principalPaymentMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE',
    includeInterestInFloor: false,
    includeFeesInFloor: false,
    ...(revolving.amount ? {} : { percentage: rate(10) }),
    ...revolving,
  },
});
