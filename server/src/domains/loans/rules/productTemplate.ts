import type { Schemas } from '../../../generated/schemas.ts';
import { money, rate } from '../../../kernel/money.ts';
import type { LoanTemplate } from './loanProduct.ts';
import { interestBalanceOf } from './mortgage.ts';
import { feeRateTemplateOf } from './productFeeRate.ts';
import { revolvingTemplateOf } from './productRevolving.ts';
import { taxTemplateOf } from './productTaxes.ts';
import { tiersOf } from './rates/tiers.ts';
import type {
  AutomaticTrigger,
  CappingTerms,
  InterestTerms,
  LoanProductType,
  PaymentTerms,
  RoundingTerms,
} from './terms.ts';

// What a product's settings in the contract's shape mean for its accounts; checkProduct has judged them before.

/** The parts of a stored product that its accounts copy. */
export type StoredLoanProduct = {
  readonly type: LoanProductType;
  readonly arrearsSettings?: Schemas['ProductArrearsSettings'] | undefined;
  readonly feesSettings?: Schemas['FeesSettings'] | undefined;
  readonly penaltySettings?: Schemas['ProductPenaltySettings'] | undefined;
  readonly redrawSettings?: Schemas['ProductRedrawSettings'] | undefined;
  readonly offsetSettings?: Schemas['OffsetSettings'] | undefined;
  readonly internalControls?: Schemas['InternalControls'] | undefined;
  readonly gracePeriodSettings?: Schemas['GracePeriodSettings'] | undefined;
  readonly interestSettings: Schemas['ProductInterestSettings'];
  readonly paymentSettings: Schemas['PaymentSettings'];
  readonly scheduleSettings: Schemas['LoanProductScheduleSettings'];
  readonly taxSettings?: Schemas['TaxSettings'] | undefined;
  readonly adjustInterestForFirstInstallment: boolean;
  readonly adjustTotalDueForInstallmentsWithDifferentInterval?: boolean;
  readonly useFeeIncludedInPMT?: boolean | undefined;
};

const applicationDays = ({
  interestApplicationMethod,
  interestApplicationDays: days,
}: Schemas['ProductInterestSettings']): Pick<InterestTerms, 'interestApplicationDays'> =>
  interestApplicationMethod !== 'FIXED_DAYS_OF_MONTH'
    ? {}
    : {
        interestApplicationDays: {
          daysInMonth: days?.daysInMonth ?? [],
          shortMonthHandlingMethod: days?.shortMonthHandlingMethod ?? 'LAST_DAY_IN_MONTH',
        },
      };

/** A threshold of no days is the due date itself. */
const thresholdOf = ({
  pmtAdjustmentThreshold: threshold,
}: StoredLoanProduct['interestSettings']): Pick<LoanTemplate['interest'], 'pmtAdjustmentThreshold'> =>
  threshold?.numberOfDays
    ? {
        pmtAdjustmentThreshold: {
          method: threshold.method ?? 'CALENDAR_DAYS',
          numberOfDays: threshold.numberOfDays,
        },
      }
    : {};

const interestOf = (
  {
    type,
    interestSettings,
    adjustInterestForFirstInstallment,
    adjustTotalDueForInstallmentsWithDifferentInterval: adjustsTotal,
  }: StoredLoanProduct,
  dynamic: boolean,
): LoanTemplate['interest'] => {
  const rates = interestSettings.indexRateSettings;
  const frequency = rates?.interestChargeFrequency ?? 'ANNUALIZED';
  return {
    interestChargeFrequency: frequency,
    interestChargeFrequencyCount: frequency === 'EVERY_X_DAYS' ? (rates?.interestChargeFrequencyCount ?? 1) : 1,
    daysInYear: interestSettings.daysInYear,
    scheduleInterestDaysCountMethod: interestSettings.scheduleInterestDaysCountMethod,
    interestCalculationMethod: interestSettings.interestCalculationMethod,
    interestType: interestSettings.interestType ?? 'SIMPLE_INTEREST',
    compoundingFrequency: interestSettings.compoundingFrequency ?? 'DAILY',
    interestApplicationMethod: interestSettings.interestApplicationMethod ?? 'REPAYMENT_DUE_DATE',
    ...applicationDays(interestSettings),
    ...tiersOf(rates),
    interestBalanceCalculationMethod: interestBalanceOf(type, interestSettings),
    // The interest of a fixed loan is agreed with its schedule; nothing is added to it later.
    accrueLateInterest: dynamic && (interestSettings.accrueLateInterest ?? true),
    ...(dynamic && interestSettings.decoupleInterestFromArrears ? { decoupleInterestFromArrears: true as const } : {}),
    ...thresholdOf(interestSettings),
    accrueInterestAfterMaturity: dynamic && (rates?.accrueInterestAfterMaturity ?? false),
    modifyInterestForFirstInstallment: adjustInterestForFirstInstallment,
    ...(adjustsTotal ? { adjustTotalDueForInstallmentsWithDifferentInterval: true as const } : {}),
  };
};

const paymentOf = (settings: Schemas['PaymentSettings']): PaymentTerms => {
  const prepayment = settings.prepaymentSettings;
  return {
    paymentMethod: settings.paymentMethod,
    repaymentAllocationOrder: settings.repaymentAllocationOrder,
    latePaymentsRecalculationMethod: settings.latePaymentsRecalculationMethod,
    prepayment: {
      prepaymentAcceptance: prepayment?.prepaymentAcceptance ?? 'ACCEPT_PREPAYMENTS',
      futurePaymentsAcceptance: prepayment?.futurePaymentsAcceptance ?? 'NO_FUTURE_PAYMENTS',
      applyInterestOnPrepaymentMethod: prepayment?.applyInterestOnPrepaymentMethod ?? 'AUTOMATIC',
      prepaymentRecalculationMethod: prepayment?.prepaymentRecalculationMethod ?? 'NO_RECALCULATION',
      elementsRecalculationMethod: prepayment?.elementsRecalculationMethod ?? 'PRINCIPAL_EXPECTED_FIXED',
      principalPaidInstallmentStatus: prepayment?.principalPaidInstallmentStatus ?? 'PARTIALLY_PAID',
    },
  };
};

const arrearsOf = (settings: Schemas['ProductArrearsSettings'] | undefined): LoanTemplate['arrears'] => ({
  toleranceCalculationMethod: settings?.toleranceCalculationMethod ?? 'ARREARS_TOLERANCE_PERIOD',
  monthlyToleranceDay: settings?.monthlyToleranceDay ?? 0,
  nonWorkingDaysMethod: settings?.nonWorkingDaysMethod ?? 'INCLUDED',
  dateCalculationMethod: settings?.dateCalculationMethod ?? 'ACCOUNT_FIRST_WENT_TO_ARREARS',
  toleranceFloorAmount: money(settings?.toleranceFloorAmount ?? 0),
});

const automatic: readonly string[] = [
  'LATE_REPAYMENT',
  'PAYMENT_DUE',
  'PAYMENT_DUE_APPLIED_ON_DUE_DATES',
  'EARLY_REPAYMENT_CHARGE',
];

const isAutomatic = (trigger: string): trigger is AutomaticTrigger => automatic.includes(trigger);

/** The active fees that loans apply by themselves. */
const automaticFeesOf = (settings: Schemas['FeesSettings'] | undefined): LoanTemplate['fees'] =>
  (settings?.fees ?? []).flatMap(({ encodedKey, name, trigger, state, amount, percentageAmount, ...fee }) =>
    encodedKey === undefined || state !== 'ACTIVE' || !isAutomatic(trigger)
      ? []
      : [
          {
            predefinedFeeKey: encodedKey,
            name: name ?? '',
            trigger,
            amountCalculationMethod: fee.amountCalculationMethod ?? 'FLAT',
            ...(fee.taxSettings?.taxableCalculationMethod === 'NON_TAXABLE' ? { taxable: false as const } : {}),
            ...(amount === undefined ? {} : { amount: money(amount) }),
            ...(percentageAmount === undefined ? {} : { percentageAmount: rate(percentageAmount) }),
          },
        ],
  );

/** A share of 0 is no cap. */
const cappingOf = (settings: Schemas['LockSettings'] | undefined): CappingTerms | undefined => {
  const { cappingMethod, cappingConstraintType, cappingPercentage = 0 } = settings ?? {};
  const share = rate(cappingPercentage);
  return cappingMethod === undefined || cappingConstraintType === undefined || share.isZero()
    ? undefined
    : { cappingMethod, cappingConstraintType, cappingPercentage: share };
};

const usualRounding: RoundingTerms = {
  roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
  repaymentCurrencyRounding: 'NO_ROUNDING',
  repaymentElementsRoundingMethod: 'NO_ROUNDING',
};

/** What every account of a product copies from it. */
export const templateOfProduct = (product: StoredLoanProduct): LoanTemplate => {
  const { scheduleSettings: schedule, paymentSettings } = product;
  const dynamic = schedule.repaymentScheduleMethod === 'DYNAMIC';
  const tax = taxTemplateOf(product.taxSettings);
  const feeRate = feeRateTemplateOf(product.feesSettings, product.useFeeIncludedInPMT ?? false);
  const capping = cappingOf(product.internalControls?.lockSettings);
  return {
    productType: product.type,
    interest: interestOf(product, dynamic),
    schedule: {
      repaymentScheduleMethod: dynamic ? 'DYNAMIC' : 'FIXED',
      repaymentReschedulingMethod: schedule.repaymentReschedulingMethod,
      gracePeriodType: product.gracePeriodSettings?.gracePeriodType ?? 'NONE',
      ...(dynamic && product.type !== 'REVOLVING_CREDIT' && schedule.interestAccrualSince === 'DUE_DATE'
        ? { interestAccrualSince: 'DUE_DATE' }
        : {}),
      rounding: schedule.roundingSettings ?? usualRounding,
      repaymentScheduleEditOptions: schedule.repaymentScheduleEditOptions ?? [],
      paymentHolidaysLoanTermOption:
        schedule.scheduleEditOptionDetails?.paymentHolidaysSettings?.paymentHolidaysLoanTermOption ??
        'EXTEND_LOAN_TERM',
      scheduleDueDatesMethod: schedule.scheduleDueDatesMethod,
      firstRepaymentDueDateOffset: schedule.firstRepaymentDueDateOffset?.defaultValue ?? 0,
      shortMonthHandlingMethod: schedule.shortMonthHandlingMethod ?? null,
      amortizationMethod: paymentSettings.amortizationMethod ?? 'STANDARD_PAYMENTS',
      keepInstallmentsEqualIfLongFirstPeriod: schedule.keepInstallmentsEqualIfLongFirstPeriod ?? true,
    },
    payment: paymentOf(paymentSettings),
    arrears: arrearsOf(product.arrearsSettings),
    fees: automaticFeesOf(product.feesSettings),
    ...(feeRate ? { feeRate } : {}),
    ...(product.type === 'REVOLVING_CREDIT'
      ? { revolving: revolvingTemplateOf(paymentSettings.principalPaymentSettings, schedule) }
      : {}),
    ...(capping ? { capping } : {}),
    ...(product.redrawSettings?.allowRedraw ? { allowsRedraw: true } : {}),
    ...(product.offsetSettings?.allowOffset ? { allowsOffset: true } : {}),
    penalty: {
      loanPenaltyCalculationMethod: product.penaltySettings?.loanPenaltyCalculationMethod ?? 'NONE',
      loanPenaltyGracePeriod: product.penaltySettings?.loanPenaltyGracePeriod ?? 0,
    },
    ...(tax ? { tax } : {}),
  };
};
