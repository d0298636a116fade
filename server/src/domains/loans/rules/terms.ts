import type { DaysInYear } from '../../../kernel/dayCount.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Money, Rate } from '../../../kernel/money.ts';
import type { FeeRateTerms } from './feeRate.ts';
import type { FreeAllowance } from './freeAllowance.ts';
import type { OffsetTerms } from './offset.ts';
import type { ChangingRates } from './rates/rateSettings.ts';
import type { RateTiers } from './rates/tiers.ts';
import type { RevolvingTerms } from './revolvingTerms.ts';
import type { TaxTerms } from './taxes.ts';

// What a loan has agreed with its holder, as one plain value. Enumerations are spelled as in the contract.
// An account takes its terms from the product when it is created; nothing here changes during the fold of its events.

/** The product types. */
export type LoanProductType =
  | 'FIXED_TERM_LOAN'
  | 'DYNAMIC_TERM_LOAN'
  | 'INTEREST_FREE_LOAN'
  | 'REVOLVING_CREDIT'
  | 'TRANCHED_LOAN'
  | 'DYNAMIC_MORTGAGE'
  | 'INTEREST_ONLY_EQUAL_INSTALLMENTS';

export type InterestChargeFrequency =
  | 'ANNUALIZED'
  | 'EVERY_MONTH'
  | 'EVERY_FOUR_WEEKS'
  | 'EVERY_WEEK'
  | 'EVERY_DAY'
  | 'EVERY_X_DAYS';

export type ScheduleInterestDaysCountMethod = 'REPAYMENT_PERIODICITY' | 'ACTUAL_DAYS_COUNT';

export type InterestCalculationMethod =
  | 'FLAT'
  | 'DECLINING_BALANCE'
  | 'DECLINING_BALANCE_DISCOUNTED'
  | 'EQUAL_INSTALLMENTS';

export type InterestType = 'SIMPLE_INTEREST' | 'COMPOUNDING_INTEREST' | 'CAPITALIZED_INTEREST';

export type CompoundingFrequency = 'DAILY' | 'SEMI_ANNUALLY';

export type InterestApplicationMethod = 'AFTER_DISBURSEMENT' | 'REPAYMENT_DUE_DATE' | 'FIXED_DAYS_OF_MONTH';

/** The days of the month on which interest is applied. */
export type InterestApplicationDays = {
  /** Days 1 to 31, in any order. */
  readonly daysInMonth: readonly number[];
  readonly shortMonthHandlingMethod: ShortMonthHandlingMethod;
};

export type InterestBalanceCalculationMethod = 'ONLY_PRINCIPAL' | 'PRINCIPAL_AND_INTEREST';

export type RepaymentPeriodUnit = 'DAYS' | 'WEEKS' | 'MONTHS' | 'YEARS';

export type ShortMonthHandlingMethod = 'LAST_DAY_IN_MONTH' | 'FIRST_DAY_OF_NEXT_MONTH';

export type RepaymentReschedulingMethod = 'NONE' | 'NEXT_WORKING_DAY' | 'PREVIOUS_WORKING_DAY' | 'EXTEND_SCHEDULE';

export type GracePeriodType = 'NONE' | 'PAY_INTEREST_ONLY' | 'INTEREST_FORGIVENESS';

export type AmortizationMethod = 'STANDARD_PAYMENTS' | 'OPTIMIZED_PAYMENTS' | 'BALLOON_PAYMENTS' | 'PAYMENT_PLAN';

export type PaymentMethod = 'HORIZONTAL' | 'VERTICAL';

export type AllocationElement = 'PRINCIPAL' | 'INTEREST' | 'FEE' | 'PENALTY';

export type PrepaymentRecalculationMethod =
  | 'NO_RECALCULATION'
  | 'RESCHEDULE_REMAINING_REPAYMENTS'
  | 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS'
  | 'RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT'
  | 'RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT'
  | 'REDUCE_AMOUNT_PER_INSTALLMENT'
  | 'REDUCE_NUMBER_OF_INSTALLMENTS'
  | 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW';

export type LatePaymentsRecalculationMethod =
  | 'OVERDUE_INSTALLMENTS_INCREASE'
  | 'LAST_INSTALLMENT_INCREASE'
  | 'NO_RECALCULATION';

export type ScheduleEditOption =
  | 'ADJUST_PAYMENT_DATES'
  | 'ADJUST_PRINCIPAL_PAYMENT_SCHEDULE'
  | 'ADJUST_INTEREST_PAYMENT_SCHEDULE'
  | 'ADJUST_FEE_PAYMENT_SCHEDULE'
  | 'ADJUST_PENALTY_PAYMENT_SCHEDULE'
  | 'ADJUST_NUMBER_OF_INSTALLMENTS'
  | 'ADJUST_PAYMENT_HOLIDAYS';

export type PaymentHolidaysLoanTermOption = 'EXTEND_LOAN_TERM' | 'KEEP_THE_SAME_LOAN_TERM';

/** So many days before a due date. */
export type PaymentThreshold = { readonly method: 'CALENDAR_DAYS' | 'WORKING_DAYS'; readonly numberOfDays: number };

export type InterestTerms = {
  /** In percent per charge frequency; 0 on an interest-free loan. The one in force, where the rate changes. */
  readonly interestRate: Rate;
  /** How the rate changes; left out where only somebody's hand changes it. */
  readonly rates?: ChangingRates;
  /** Rates by the balance; the rate in force is then that of the tier which the balance has reached. */
  readonly tiers?: RateTiers;
  readonly interestChargeFrequency: InterestChargeFrequency;
  /** The X of EVERY_X_DAYS; 1 otherwise. */
  readonly interestChargeFrequencyCount: number;
  readonly daysInYear: DaysInYear;
  readonly scheduleInterestDaysCountMethod: ScheduleInterestDaysCountMethod;
  readonly interestCalculationMethod: InterestCalculationMethod;
  readonly interestType: InterestType;
  readonly compoundingFrequency: CompoundingFrequency;
  readonly interestApplicationMethod: InterestApplicationMethod;
  /** Under FIXED_DAYS_OF_MONTH only. */
  readonly interestApplicationDays?: InterestApplicationDays;
  readonly interestBalanceCalculationMethod: InterestBalanceCalculationMethod;
  /** Dynamic loans: whether principal past its due date bears interest. */
  readonly accrueLateInterest: boolean;
  /** Dynamic loans: interest from arrears is an amount of its own; left out where it is a part of the interest. */
  readonly decoupleInterestFromArrears?: true;
  /** Dynamic loans of equal instalments: from how many days before its due date on an instalment keeps its payment. */
  readonly pmtAdjustmentThreshold?: PaymentThreshold;
  /** Dynamic loans: whether interest runs on after the last due date. */
  readonly accrueInterestAfterMaturity: boolean;
  /** Under REPAYMENT_PERIODICITY: prorate the first instalment's interest when its period has another length than the interval. */
  readonly modifyInterestForFirstInstallment: boolean;
  /** Equal instalments: one whose interval is not the regular one keeps its principal and differs in its total; left out where it does not. */
  readonly adjustTotalDueForInstallmentsWithDifferentInterval?: true;
};

export type IntervalDueDates = {
  readonly scheduleDueDatesMethod: 'INTERVAL';
  readonly repaymentPeriodCount: number;
  readonly repaymentPeriodUnit: RepaymentPeriodUnit;
  /** Days added to the first due date, and so to all, when the loan has no first repayment date of its own. */
  readonly firstRepaymentDueDateOffset: number;
};

export type FixedDaysDueDates = {
  readonly scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH';
  /** Days 1 to 31, in any order. */
  readonly fixedDaysOfMonth: readonly number[];
  readonly shortMonthHandlingMethod: ShortMonthHandlingMethod;
};

export type Amortization =
  | { readonly amortizationMethod: 'STANDARD_PAYMENTS' }
  | { readonly amortizationMethod: 'OPTIMIZED_PAYMENTS'; readonly keepInstallmentsEqualIfLongFirstPeriod: boolean }
  | {
      readonly amortizationMethod: 'BALLOON_PAYMENTS';
      /** What every instalment but the last pays in all; or else the number of instalments the payment is computed for. */
      readonly balloon: { readonly periodicPayment: Money } | { readonly amortizationPeriod: number };
    }
  | { readonly amortizationMethod: 'PAYMENT_PLAN'; readonly paymentPlan: readonly PeriodicPayment[] };

/** One step of a payment plan: instalments up to this number pay this amount in all. */
export type PeriodicPayment = { readonly amount: Money; readonly toInstallment: number };

export type RoundingTerms = {
  readonly roundingRepaymentScheduleMethod:
    | 'NO_ROUNDING'
    | 'ROUND_REMAINDER_INTO_LAST_REPAYMENT'
    | 'ROUND_PRINCIPAL_AND_INTEREST_REMAINDER_INTO_LAST_REPAYMENT';
  readonly repaymentCurrencyRounding: 'NO_ROUNDING' | 'ROUND_TO_NEAREST_WHOLE_UNIT' | 'ROUND_UP_TO_NEAREST_WHOLE_UNIT';
  readonly repaymentElementsRoundingMethod: 'NO_ROUNDING' | 'ROUND_ALL' | 'PAYMENT_DUE';
};

export type ScheduleTerms = {
  /** FIXED: the schedule of the disbursement is the contract. DYNAMIC: interest follows the actual balance. */
  readonly repaymentScheduleMethod: 'FIXED' | 'DYNAMIC';
  readonly repaymentInstallments: number;
  readonly dueDates: IntervalDueDates | FixedDaysDueDates;
  readonly repaymentReschedulingMethod: RepaymentReschedulingMethod;
  /** Dynamic loans: DUE_DATE lets no interest run before the first due date; left out it runs from the disbursement. */
  readonly interestAccrualSince?: 'DUE_DATE';
  /** The account's own first repayment date; a disbursement may bring another. */
  readonly firstRepaymentDate?: LocalDate;
  /** Number of first instalments without principal. */
  readonly gracePeriod: number;
  readonly gracePeriodType: GracePeriodType;
  /** Principal falls due on every so many instalments; 1 is each. */
  readonly principalRepaymentInterval: number;
  readonly amortization: Amortization;
  readonly rounding: RoundingTerms;
  readonly repaymentScheduleEditOptions: readonly ScheduleEditOption[];
  /** What payment holidays do to the end of the loan. */
  readonly paymentHolidaysLoanTermOption: PaymentHolidaysLoanTermOption;
};

export type PrepaymentTerms = {
  readonly prepaymentAcceptance: 'ACCEPT_PREPAYMENTS' | 'NO_PREPAYMENTS';
  readonly futurePaymentsAcceptance: 'NO_FUTURE_PAYMENTS' | 'ACCEPT_FUTURE_PAYMENTS' | 'ACCEPT_OVERPAYMENTS';
  readonly applyInterestOnPrepaymentMethod: 'AUTOMATIC' | 'MANUAL';
  readonly prepaymentRecalculationMethod: PrepaymentRecalculationMethod;
  readonly elementsRecalculationMethod: 'PRINCIPAL_EXPECTED_FIXED' | 'TOTAL_EXPECTED_FIXED';
  readonly principalPaidInstallmentStatus: 'PARTIALLY_PAID' | 'PAID' | 'ORIGINAL_TOTAL_EXPECTED_PAID';
};

export type PaymentTerms = {
  readonly paymentMethod: PaymentMethod;
  /** Every element once; a missing one is paid after the listed ones. */
  readonly repaymentAllocationOrder: readonly AllocationElement[];
  readonly latePaymentsRecalculationMethod: LatePaymentsRecalculationMethod;
  readonly prepayment: PrepaymentTerms;
};

export type ToleranceCalculationMethod = 'ARREARS_TOLERANCE_PERIOD' | 'MONTHLY_ARREARS_TOLERANCE_DAY';

export type ArrearsDateMethod =
  | 'ACCOUNT_FIRST_WENT_TO_ARREARS'
  | 'LAST_LATE_REPAYMENT'
  | 'ACCOUNT_FIRST_BREACHED_MATERIALITY_THRESHOLD';

export type ArrearsTerms = {
  readonly toleranceCalculationMethod: ToleranceCalculationMethod;
  /** Days late that are tolerated before the account is in arrears. */
  readonly tolerancePeriod: number;
  /** MONTHLY_ARREARS_TOLERANCE_DAY: lateness is tolerated until this day of the month, the first one after the due date. */
  readonly monthlyToleranceDay: number;
  /** EXCLUDED: days off count neither as late days nor for the tolerance. */
  readonly nonWorkingDaysMethod: 'INCLUDED' | 'EXCLUDED';
  /** From when the days in arrears count. */
  readonly dateCalculationMethod: ArrearsDateMethod;
  /** Overdue amounts up to the greater of this share of the outstanding principal, in percent, and the floor are tolerated. */
  readonly tolerancePercentage: Rate;
  readonly toleranceFloorAmount: Money;
};

export type PenaltyCalculationMethod =
  | 'NONE'
  | 'OVERDUE_BALANCE'
  | 'OVERDUE_BALANCE_AND_INTEREST'
  | 'OVERDUE_BALANCE_INTEREST_AND_FEE'
  | 'OUTSTANDING_PRINCIPAL';

export type PenaltyTerms = {
  readonly loanPenaltyCalculationMethod: PenaltyCalculationMethod;
  /** In percent: per late day, under OUTSTANDING_PRINCIPAL per interest charge frequency. */
  readonly penaltyRate: Rate;
  /** Late days after which penalties are applied, if the arrears tolerance is not longer. */
  readonly loanPenaltyGracePeriod: number;
};

/** When the loan itself applies a fee of its product. */
export type AutomaticTrigger =
  | 'LATE_REPAYMENT'
  | 'PAYMENT_DUE'
  | 'PAYMENT_DUE_APPLIED_ON_DUE_DATES'
  | 'EARLY_REPAYMENT_CHARGE';

/** How a fee comes with a disbursement: deducted from what is paid out, added to the principal, or owed at once. */
export type DisbursementTrigger = 'DISBURSEMENT' | 'CAPITALIZED_DISBURSEMENT' | 'UPFRONT_DISBURSEMENT';

/** How a fee of the product amounts to what it is. */
export type FeeAmount = {
  readonly amountCalculationMethod: string;
  readonly amount?: Money;
  readonly percentageAmount?: Rate;
};

/** A fee of the product that nobody has to apply. */
export type AutomaticFee = FeeAmount & {
  /** Left out for one that is taxed as fees of the product are. */
  readonly taxable?: false;
  readonly predefinedFeeKey: string;
  readonly name: string;
  readonly trigger: AutomaticTrigger;
};

/** A fee that was agreed for the disbursement. */
export type DisbursementFee = FeeAmount & {
  readonly taxable?: false;
  readonly predefinedFeeKey: string;
  readonly name: string;
  readonly trigger: DisbursementTrigger;
};

/** How much interest, fees and penalties a loan in arrears may owe, in percent of its principal. */
export type CappingTerms = {
  readonly cappingMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE' | 'ORIGINAL_PRINCIPAL_PERCENTAGE';
  readonly cappingConstraintType: 'SOFT_CAP' | 'HARD_CAP';
  readonly cappingPercentage: Rate;
};

/** What the borrower may do with money that he leaves at the loan. */
export type RedrawTerms = {
  /** What the next instalment will ask for stays there. */
  readonly restrictNextDueWithdrawal: boolean;
};

/** A fee of the product that was planned on an instalment: it is applied on the due date, or on its own day. */
export type PlannedFee = {
  readonly key: string;
  /** The instalment, by the slot that stays with it and by its key. */
  readonly slot: string;
  readonly installmentKey: string;
  readonly predefinedFeeKey: string;
  readonly name: string;
  /** Without the tax that comes with it. */
  readonly amount: Money;
  readonly taxable?: false;
  /** Instead of the due date, where it lies within the instalment's period. */
  readonly applyOnDate?: LocalDate;
  /** Its day had passed when it was planned: it waits until somebody applies it. */
  readonly byHand?: true;
};

/** A part of the loan amount that is paid out by itself. */
export type Tranche = {
  /** Stays with the tranche while others come and go. */
  readonly key: string;
  readonly amount: Money;
  readonly expectedDisbursementDate?: LocalDate;
  /** What its disbursement charges unless the request says otherwise. */
  readonly disbursementFees: readonly DisbursementFee[];
};

/** Everything the calculation of one loan needs besides its events and the calendar. */
export type LoanTerms = {
  readonly productType: LoanProductType;
  readonly loanAmount: Money;
  /** Decimals of the currency: JPY 0, EUR 2, JOD 3. */
  readonly currencyDecimals: number;
  readonly interest: InterestTerms;
  readonly schedule: ScheduleTerms;
  readonly payment: PaymentTerms;
  readonly arrears: ArrearsTerms;
  readonly penalty: PenaltyTerms;
  readonly fees: readonly AutomaticFee[];
  /** Left out where no fee accrues. */
  readonly feeRate?: FeeRateTerms;
  /** What a disbursement charges unless its request says otherwise. */
  readonly disbursementFees: readonly DisbursementFee[];
  /** Left out where there are none. In the terms in force only those that wait. */
  readonly plannedFees?: readonly PlannedFee[];
  /** Revolving credit only: what its due dates ask for. */
  readonly revolving?: RevolvingTerms;
  /** Left out where nothing is taxed. */
  readonly tax?: TaxTerms;
  /** Of a tranched loan: its parts, in the order in which they are paid out. */
  readonly tranches?: readonly Tranche[];
  /** Left out where the borrower can't leave money at the loan and draw it again. */
  readonly redraw?: RedrawTerms;
  /** Left out where no deposit lowers what bears interest. */
  readonly offset?: OffsetTerms;
  /** Left out where charges are not capped. */
  readonly capping?: CappingTerms;
  /** Left out where none was agreed. */
  readonly freeAllowance?: FreeAllowance;
};

/** Whether the loan is paid out in parts. */
export const isTranched = ({ productType }: Pick<LoanTerms, 'productType'>): boolean => productType === 'TRANCHED_LOAN';

/** Whether interest follows the actual balance instead of the schedule of the disbursement. */
export const isDynamic = (terms: LoanTerms): boolean => terms.schedule.repaymentScheduleMethod === 'DYNAMIC';

/** Whether a period (from 0) is free of interest because it runs from the first due date only. */
export const isBeforeInterest = ({ schedule }: LoanTerms, index: number): boolean =>
  index === 0 && schedule.interestAccrualSince === 'DUE_DATE';

/** Whether instalments pay interest alone, and the last one all principal. */
export const isInterestOnly = ({ productType }: Pick<LoanTerms, 'productType'>): boolean =>
  productType === 'INTEREST_ONLY_EQUAL_INSTALLMENTS';

/** Whether instalments are meant to have equal totals, so that a change of interest moves principal. */
export const hasEqualTotals = (terms: LoanTerms): boolean => {
  const method = terms.interest.interestCalculationMethod;
  return method === 'DECLINING_BALANCE_DISCOUNTED' || (method === 'EQUAL_INSTALLMENTS' && !isInterestOnly(terms));
};

/** Whether late days cost a penalty. */
export const hasPenalties = ({ penalty }: LoanTerms): boolean =>
  penalty.loanPenaltyCalculationMethod !== 'NONE' && !penalty.penaltyRate.isZero();

/** Whether late instalments cost a fee of their own. */
export const hasLateFees = ({ fees }: LoanTerms): boolean => fees.some(({ trigger }) => trigger === 'LATE_REPAYMENT');
