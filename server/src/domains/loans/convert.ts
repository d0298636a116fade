import type { Schemas } from '../../generated/schemas.ts';
import type { LocalDate } from '../../kernel/localDate.ts';
import { type Decimal, minus, zero } from '../../kernel/money.ts';
import { present } from '../../kernel/present.ts';
import type { Zone } from '../../platform/clock/zone.ts';
import { contractSchemas } from '../../platform/http/requestSchema.ts';
import type { LoanProduct } from './rules/loanProduct.ts';
import type { RevolvingTerms } from './rules/revolvingTerms.ts';
import { effectiveRate } from './rules/schedule/periodRate.ts';
import type { Instalment, InstalmentElement, InstalmentFee } from './rules/state.ts';
import type { Amortization, ArrearsTerms, InterestTerms, LoanTerms, ScheduleTerms } from './rules/terms.ts';

type CurrencyCode = NonNullable<Schemas['Currency']['code']>;

let listed: ReadonlySet<unknown> | undefined;
const isListed = (code: string): code is CurrencyCode => {
  listed ??= new Set(contractSchemas().Currency?.properties?.code?.enum ?? []);
  return listed.has(code);
};

/** A currency in the contract's shape: both properties alike, or NON_FIAT with its own code. */
export const currencyToApi = (code: string): Schemas['Currency'] => ({
  code: isListed(code) ? code : 'NON_FIAT',
  currencyCode: code,
});

const amountOf = ({ expected, paid }: InstalmentElement) => ({ expected, due: minus(expected, paid), paid });

const none: InstalmentElement = { expected: zero, paid: zero };

type FeeNames = Pick<LoanProduct, 'fees'>;

/** The id that the product gives the fee, if it has one. */
const feeIdOf = ({ predefinedFeeKey }: InstalmentFee, { fees }: FeeNames): string | undefined =>
  predefinedFeeKey === undefined ? undefined : (fees.get(predefinedFeeKey)?.id ?? undefined);

const feeDetail = (fee: InstalmentFee, names: FeeNames): Schemas['InstallmentFeeDetails'] => ({
  ...present({ encodedKey: fee.predefinedFeeKey ?? null, id: feeIdOf(fee, names) ?? null }),
  ...(fee.name === undefined ? {} : { name: fee.name }),
  amount: { ...amountOf(fee), reduced: fee.reduced },
  tax: { ...amountOf(fee.tax ?? none), reduced: fee.tax?.reduced ?? zero },
});

/** What telling a schedule needs besides its instalments. */
export type ScheduleAnswer = {
  readonly zone: Zone;
  readonly currencyCode: string;
  /** The product, which names its fees. */
  readonly product: FeeNames;
  /** The account, where there is one. */
  readonly parentAccountKey?: string;
  /** The key of a stored instalment; undefined for one that is only foreseen. */
  readonly keyOf: (slot: string) => string | undefined;
};

/** An instalment in the contract's shape. */
export const toApiInstalment = (
  instalment: Instalment,
  answer: Omit<ScheduleAnswer, 'currencyCode'>,
): Schemas['Installment'] => {
  const { zone, parentAccountKey } = answer;
  const startOf = (date: LocalDate): string => zone.format(zone.startOf(date));
  const encodedKey = answer.keyOf(instalment.slot);
  const { fee, feeDetails, lastPaidDate, lastPenaltyAppliedDate, repaidDate, tax } = instalment;
  return {
    ...(encodedKey === undefined ? {} : { encodedKey }),
    ...(parentAccountKey === undefined ? {} : { parentAccountKey }),
    number: String(instalment.number),
    dueDate: startOf(instalment.dueDate),
    ...(lastPaidDate === undefined ? {} : { lastPaidDate: startOf(lastPaidDate) }),
    ...(repaidDate === undefined ? {} : { repaidDate: startOf(repaidDate) }),
    ...(lastPenaltyAppliedDate === undefined ? {} : { lastPenaltyAppliedDate: startOf(lastPenaltyAppliedDate) }),
    state: instalment.state,
    isPaymentHoliday: instalment.holiday ?? false,
    ...(instalment.notes === undefined ? {} : { notes: instalment.notes }),
    principal: { amount: amountOf(instalment.principal) },
    ...(instalment.closing === undefined ? {} : { expectedClosingBalance: instalment.closing }),
    ...(instalment.outside === undefined ? {} : { nonScheduledPrincipalBalanceOverpayment: instalment.outside }),
    interest: { amount: amountOf(instalment.interest), tax: amountOf(tax?.interest ?? none) },
    interestAccrued: instalment.interestAccrued,
    fee: { amount: { ...amountOf(fee), expectedUnapplied: fee.expectedUnapplied }, tax: amountOf(tax?.fee ?? none) },
    penalty: { amount: amountOf(instalment.penalty), tax: amountOf(tax?.penalty ?? none) },
    ...(feeDetails.length === 0 ? {} : { feeDetails: feeDetails.map((one) => feeDetail(one, answer.product)) }),
  };
};

/** A schedule in the contract's shape; due dates are told as the first moment of their day in organisation time. */
export const toApiSchedule = (
  instalments: readonly Instalment[],
  answer: ScheduleAnswer,
): Schemas['LoanAccountSchedule'] => ({
  currency: currencyToApi(answer.currencyCode),
  installments: instalments.map((instalment) => toApiInstalment(instalment, answer)),
});

const dueDatesToApi = ({ dueDates }: ScheduleTerms): Partial<Schemas['ScheduleSettings']> => {
  if (dueDates.scheduleDueDatesMethod === 'INTERVAL') {
    return {
      scheduleDueDatesMethod: 'INTERVAL',
      repaymentPeriodCount: dueDates.repaymentPeriodCount,
      repaymentPeriodUnit: dueDates.repaymentPeriodUnit,
      defaultFirstRepaymentDueDateOffset: dueDates.firstRepaymentDueDateOffset,
    };
  }
  // The contract tells how short months are handled only where a day can be missing from one.
  const needed = dueDates.fixedDaysOfMonth.some((day) => day > 28);
  return {
    scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
    fixedDaysOfMonth: [...dueDates.fixedDaysOfMonth],
    ...(needed ? { shortMonthHandlingMethod: dueDates.shortMonthHandlingMethod } : {}),
  };
};

/** The way of short months is told only where a day can be missing from one. */
const applicationDaysToApi = ({ interestApplicationDays: days }: InterestTerms): Schemas['DaysInMonth'] => ({
  daysInMonth: [...(days?.daysInMonth ?? [])],
  ...(days?.daysInMonth.some((day) => day > 28) ? { shortMonthHandlingMethod: days.shortMonthHandlingMethod } : {}),
});

const amortizationToApi = (amortization: Amortization): Partial<Schemas['ScheduleSettings']> => {
  switch (amortization.amortizationMethod) {
    case 'BALLOON_PAYMENTS':
      return amortization.balloon;
    case 'PAYMENT_PLAN':
      return { paymentPlan: amortization.paymentPlan.map((step) => ({ ...step })) };
    default:
      return {};
  }
};

/** A tolerance that the loan does not have is not told. */
const arrearsToApi = (arrears: ArrearsTerms): Schemas['AccountArrearsSettings'] => ({
  toleranceCalculationMethod: arrears.toleranceCalculationMethod,
  dateCalculationMethod: arrears.dateCalculationMethod,
  nonWorkingDaysMethod: arrears.nonWorkingDaysMethod,
  ...(arrears.toleranceCalculationMethod === 'MONTHLY_ARREARS_TOLERANCE_DAY'
    ? { monthlyToleranceDay: arrears.monthlyToleranceDay }
    : { tolerancePeriod: arrears.tolerancePeriod }),
  ...(arrears.tolerancePercentage.isZero()
    ? {}
    : { tolerancePercentageOfOutstandingPrincipal: arrears.tolerancePercentage }),
  ...(arrears.toleranceFloorAmount.isZero() ? {} : { toleranceFloorAmount: arrears.toleranceFloorAmount }),
});

const revolvingToApi = (terms: RevolvingTerms): Schemas['PrincipalPaymentAccountSettings'] =>
  present({
    principalPaymentMethod: terms.principalPaymentMethod,
    totalDuePayment: terms.totalDuePayment ?? null,
    amount: terms.amount ?? null,
    percentage: terms.percentage ?? null,
    principalFloorValue: terms.principalFloor ?? null,
    principalCeilingValue: terms.principalCeiling ?? null,
    totalDueAmountFloor: terms.totalDueFloor ?? null,
    includeInterestInFloorAmount: terms.includeInterestInFloor,
    includeFeesInFloorAmount: terms.includeFeesInFloor,
  });

/** In how many instalments a revolving credit pays its balance back; most have no such number. */
const sharedOut = ({ installments }: RevolvingTerms): Partial<Schemas['ScheduleSettings']> =>
  installments === undefined ? {} : { repaymentInstallments: installments };

/** The parts of an account in the contract's shape that follow from its terms. */
export type LoanTermsAnswer = Pick<
  Schemas['LoanAccountFullDetails'],
  | 'accountArrearsSettings'
  | 'adjustTotalDueForInstallmentsWithDifferentInterval'
  | 'allowOffset'
  | 'currency'
  | 'futurePaymentsAcceptance'
  | 'interestSettings'
  | 'latePaymentsRecalculationMethod'
  | 'modifyInterestForFirstInstallment'
  | 'paymentMethod'
  | 'penaltySettings'
  | 'prepaymentSettings'
  | 'principalPaymentSettings'
  | 'scheduleSettings'
>;

const effectiveToApi = (interest: InterestTerms): { effectiveInterestRate?: Decimal } => {
  const effectiveInterestRate = effectiveRate(interest);
  return effectiveInterestRate === undefined ? {} : { effectiveInterestRate };
};

/** What an account tells of its terms. */
export const loanTermsToApi = (
  { interest, schedule, payment, arrears, penalty, revolving, redraw, offset, freeAllowance }: LoanTerms,
  product: LoanProduct,
): LoanTermsAnswer => ({
  currency: currencyToApi(product.currencyCode),
  interestSettings: {
    interestRate: interest.interestRate,
    ...effectiveToApi(interest),
    // Agreed periods have a source each.
    ...(interest.rates?.adjustable
      ? {}
      : { interestRateSource: interest.rates ? 'INDEX_INTEREST_RATE' : 'FIXED_INTEREST_RATE' }),
    interestChargeFrequency: interest.interestChargeFrequency,
    interestCalculationMethod: interest.interestCalculationMethod,
    interestType: interest.interestType,
    interestApplicationMethod: interest.interestApplicationMethod,
    ...(interest.interestApplicationDays ? { interestApplicationDays: applicationDaysToApi(interest) } : {}),
    interestBalanceCalculationMethod: interest.interestBalanceCalculationMethod,
    accrueLateInterest: interest.accrueLateInterest,
    accrueInterestAfterMaturity: interest.accrueInterestAfterMaturity,
    ...(interest.pmtAdjustmentThreshold ? { pmtAdjustmentThreshold: { ...interest.pmtAdjustmentThreshold } } : {}),
  },
  scheduleSettings: {
    repaymentScheduleMethod: schedule.repaymentScheduleMethod,
    ...(revolving ? sharedOut(revolving) : { repaymentInstallments: schedule.repaymentInstallments }),
    gracePeriod: schedule.gracePeriod,
    gracePeriodType: schedule.gracePeriodType,
    principalRepaymentInterval: schedule.principalRepaymentInterval,
    ...(revolving?.billingDays ? { billingCycle: { days: [...revolving.billingDays] } } : {}),
    ...(revolving?.previewed === undefined
      ? {}
      : { previewSchedule: { numberOfPreviewedInstalments: revolving.previewed } }),
    ...dueDatesToApi(schedule),
    ...amortizationToApi(schedule.amortization),
  },
  prepaymentSettings: {
    applyInterestOnPrepaymentMethod: payment.prepayment.applyInterestOnPrepaymentMethod,
    prepaymentRecalculationMethod: payment.prepayment.prepaymentRecalculationMethod,
    elementsRecalculationMethod: payment.prepayment.elementsRecalculationMethod,
    principalPaidInstallmentStatus: payment.prepayment.principalPaidInstallmentStatus,
    ...(freeAllowance?.amount ? { ercFreeAllowanceAmount: freeAllowance.amount } : {}),
    ...(freeAllowance?.percentage ? { ercFreeAllowancePercentage: freeAllowance.percentage } : {}),
  },
  ...(revolving ? { principalPaymentSettings: revolvingToApi(revolving) } : {}),
  ...(redraw ? { redrawSettings: redraw } : {}),
  allowOffset: offset !== undefined,
  paymentMethod: payment.paymentMethod,
  latePaymentsRecalculationMethod: payment.latePaymentsRecalculationMethod,
  futurePaymentsAcceptance: payment.prepayment.futurePaymentsAcceptance,
  accountArrearsSettings: arrearsToApi(arrears),
  penaltySettings: {
    loanPenaltyCalculationMethod: penalty.loanPenaltyCalculationMethod,
    ...(penalty.loanPenaltyCalculationMethod === 'NONE' ? {} : { penaltyRate: penalty.penaltyRate }),
  },
  modifyInterestForFirstInstallment: interest.modifyInterestForFirstInstallment,
  adjustTotalDueForInstallmentsWithDifferentInterval:
    interest.adjustTotalDueForInstallmentsWithDifferentInterval ?? false,
});
