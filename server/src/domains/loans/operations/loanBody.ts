import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { Decimal, type Decimalish, type Money, money, type Rate, rate } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { indexRateReference, organisationReference } from '../../organisation/index.ts';
import { loanTermsToApi } from '../convert.ts';
import type { TermsFacts } from '../rules/accountTerms.ts';
import type { WantedFee } from '../rules/disbursementFees.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import type { LoanTerms, PeriodicPayment, Tranche } from '../rules/terms.ts';
import type { WantedLoan, WantedTranche } from '../rules/wantedLoan.ts';
import { loanProductReference } from '../store/loanProductReference.ts';
import { calendarOf, requestedDay } from './loanContext.ts';
import { wantedPeriods } from './ratePeriodsBody.ts';

/**
 * What the contract lets a client say of an account and Florin does not support yet. What only the system sets (states, balances, dates
 * of what happened) is not here: it is ignored in requests, so that a fetched account can be sent back.
 */
export const notYetOnLoanAccounts: readonly string[] = ['creditArrangementKey', 'fundingSources', 'interestCommission'];

/** What the contract lets a client say of a preview and Florin does not support yet. */
export const notYetOnPreview: readonly string[] = ['interestCommission', 'topUpAmount'];

/** The product that a body names by key or id. */
export const loanProductOf = (productTypeKey: string, context: OperationContext): LoanProduct | Rejection => {
  const products = context.reference.get(loanProductReference);
  const encodedKey = asEncodedKey(productTypeKey);
  const product = (encodedKey && products.byKey.get(encodedKey)) ?? products.byId.get(productTypeKey);
  return product ?? reject('INVALID_PRODUCT_KEY', 'productTypeKey is no loan product');
};

/** What surrounds the terms of an account of a product in a branch. */
export const termsFactsOf = (
  product: LoanProduct,
  context: OperationContext,
  branchKey: EncodedKey | null,
): TermsFacts => ({
  // Currencies that products use can't be removed.
  decimals: context.reference.get(organisationReference).currencies.get(product.currencyCode)?.digitsAfterDecimal ?? 2,
  today: context.today,
  calendar: calendarOf(context, branchKey),
  taxSource: (key) => context.reference.get(indexRateReference).find(key),
});

// Zero and an empty list are how clients send what a loan does not have.
const amountOrNone = (value: Decimalish | undefined): Money | undefined =>
  value === undefined || new Decimal(value).isZero() ? undefined : money(value);

const rateOrNone = (value: Decimalish | undefined): Rate | undefined => (value === undefined ? undefined : rate(value));

const shareOrNone = (value: Decimalish | undefined): Rate | undefined =>
  value === undefined || new Decimal(value).isZero() ? undefined : rate(value);

const listOrNone = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
  list === undefined || list.length === 0 ? undefined : list;

const planOf = (
  plan: readonly { readonly amount: Decimalish; readonly toInstallment: number }[] | undefined,
): readonly PeriodicPayment[] | undefined =>
  listOrNone(plan)?.map(({ amount, toInstallment }) => ({ amount: money(amount), toInstallment }));

/** A fee of the disbursement as a request names it. */
export const wantedFee = (
  key: string | undefined,
  amount: Decimalish | undefined,
  percentage: Decimalish | undefined,
): WantedFee => ({
  key,
  ...(amount === undefined ? {} : { amount: money(amount) }),
  ...(percentage === undefined ? {} : { percentage: rate(percentage) }),
});

/** Tranches as a request names them. Keys are the bank's: one that exists is known by its number, else its place. */
export const wantedTranches = (
  sent: readonly Schemas['LoanTranche'][],
  context: OperationContext,
  before: readonly Tranche[] = [],
): readonly WantedTranche[] =>
  sent.map(({ amount, trancheNumber, disbursementDetails, fees }, index) => ({
    key: before[(trancheNumber ?? index + 1) - 1]?.key ?? newEncodedKey(),
    number: trancheNumber,
    amount: money(amount),
    expectedDisbursementDate: requestedDay(disbursementDetails?.expectedDisbursementDate, context),
    fees: listOrNone(fees)?.map((fee) => wantedFee(fee.predefinedFeeEncodedKey, fee.amount, fee.percentage)),
  }));

type Preview = Schemas['PreviewLoanAccountSchedule'];

/** What a preview asks for. */
export const wantedOfPreview = (body: Preview, context: OperationContext, before?: LoanTerms): WantedLoan => {
  const { disbursementDetails: details, interestSettings: interest, scheduleSettings: schedule } = body;
  return {
    loanAmount: money(body.loanAmount),
    interestRate: rateOrNone(interest?.interestRate),
    interestSpread: rateOrNone(interest?.interestSpread),
    ratePeriods: wantedPeriods(interest?.accountInterestRateSettings, context),
    repaymentInstallments: schedule?.repaymentInstallments,
    repaymentPeriodCount: schedule?.repaymentPeriodCount,
    repaymentPeriodUnit: schedule?.repaymentPeriodUnit,
    fixedDaysOfMonth: listOrNone(schedule?.fixedDaysOfMonth),
    gracePeriod: schedule?.gracePeriod,
    periodicPayment: amountOrNone(schedule?.periodicPayment),
    amortizationPeriod: schedule?.amortizationPeriod || undefined,
    paymentPlan: planOf(schedule?.paymentPlan),
    principalRepaymentInterval: schedule?.principalRepaymentInterval,
    disbursementFees: listOrNone(details?.fees)?.map(({ predefinedFeeEncodedKey, amount, percentage }) =>
      wantedFee(predefinedFeeEncodedKey, amount, percentage),
    ),
    firstRepaymentDate: requestedDay(details?.firstRepaymentDate, context),
    expectedDisbursementDate: requestedDay(details?.expectedDisbursementDate, context),
    tranches: body.tranches && listOrNone(wantedTranches(body.tranches, context, before?.tranches)),
    feeRate: rateOrNone(body.feeRateSettings?.feeRate),
  };
};

type Account = Schemas['LoanAccountFullDetails'];

/** The tolerance is told twice, so a client may change either; two different new ones can't both be meant. */
const toleranceOf = (body: Account, before: LoanTerms | undefined): number | undefined | Rejection => {
  const [one, other] = [body.accountArrearsSettings?.tolerancePeriod, body.arrearsTolerancePeriod];
  if (one === undefined || other === undefined || one === other) return one ?? other;
  const was = before?.arrears.tolerancePeriod;
  if (one === was) return other;
  if (other === was) return one;
  return reject('INVALID_PARAMETERS', 'arrearsTolerancePeriod and accountArrearsSettings.tolerancePeriod differ');
};

/** What an account asks of its rate. Of one that changes by itself an account that exists only tells what it is. */
const wantedRates = (
  { interestSettings: interest }: Account,
  before: LoanTerms | undefined,
): Pick<WantedLoan, 'interestRate' | 'interestRateReview'> => {
  const { interestRateReviewCount: count, interestRateReviewUnit: unit } = interest ?? {};
  return {
    interestRate: before?.interest.rates || before?.interest.tiers ? undefined : rateOrNone(interest?.interestRate),
    // Zero is how clients send what a loan does not have.
    ...(count || unit ? { interestRateReview: { ...(count ? { count } : {}), ...(unit ? { unit } : {}) } } : {}),
  };
};

/** Whether money for the next instalment stays at the loan; that it need not is said only of a loan where it does. */
const restrictionOf = ({ redrawSettings }: Account, before: LoanTerms | undefined): boolean | undefined =>
  redrawSettings?.restrictNextDueWithdrawal || before?.redraw?.restrictNextDueWithdrawal
    ? redrawSettings?.restrictNextDueWithdrawal
    : undefined;

/** Whether a deposit lowers what bears interest. That it does not is said only of a loan where it does, and of a new one. */
const offsetOf = ({ allowOffset }: Account, before: LoanTerms | undefined): boolean | undefined =>
  allowOffset || before?.offset || !before ? allowOffset : undefined;

/** What may be prepaid free of charge. Zero says no to what the product offers; of a loan that has none it says nothing. */
const wantedAllowance = (
  { prepaymentSettings }: Account,
  before: LoanTerms | undefined,
): Pick<WantedLoan, 'freeAllowanceAmount' | 'freeAllowancePercentage'> => {
  const { ercFreeAllowanceAmount: amount, ercFreeAllowancePercentage: share } = prepaymentSettings ?? {};
  const has = before?.freeAllowance;
  return {
    freeAllowanceAmount:
      before && !has?.amount ? amountOrNone(amount) : amount === undefined ? undefined : money(amount),
    freeAllowancePercentage: before && !has?.percentage ? shareOrNone(share) : rateOrNone(share),
  };
};

/** What an account asks for. `before` are the terms it has, when it is edited. */
export const wantedLoan = (body: Account, context: OperationContext, before?: LoanTerms): WantedLoan | Rejection => {
  const tolerancePeriod = toleranceOf(body, before);
  if (typeof tolerancePeriod === 'object') return tolerancePeriod;
  return {
    ...wantedOfPreview(body, context, before),
    ...wantedRates(body, before),
    tolerancePeriod,
    tolerancePercentage: rateOrNone(body.accountArrearsSettings?.tolerancePercentageOfOutstandingPrincipal),
    penaltyRate: rateOrNone(body.penaltySettings?.penaltyRate),
    feeRate:
      before && !before.feeRate ? shareOrNone(body.feesSettings?.feeRate) : rateOrNone(body.feesSettings?.feeRate),
    principalPaymentAmount: amountOrNone(body.principalPaymentSettings?.amount),
    previewed: body.scheduleSettings?.previewSchedule?.numberOfPreviewedInstalments,
    billingDays: listOrNone(body.scheduleSettings?.billingCycle?.days),
    principalPaymentPercentage: shareOrNone(body.principalPaymentSettings?.percentage),
    taxRate: rateOrNone(body.taxRate),
    restrictNextDueWithdrawal: restrictionOf(body, before),
    allowOffset: offsetOf(body, before),
    ...wantedAllowance(body, before),
  };
};

/** What comes from the product and can only be repeated. */
const fromProduct: readonly string[] = [
  'accountArrearsSettings.dateCalculationMethod',
  'accountArrearsSettings.monthlyToleranceDay',
  'accountArrearsSettings.nonWorkingDaysMethod',
  'accountArrearsSettings.toleranceCalculationMethod',
  'accountArrearsSettings.toleranceFloorAmount',
  'currency.code',
  'currency.currencyCode',
  'futurePaymentsAcceptance',
  'interestSettings.accrueInterestAfterMaturity',
  'interestSettings.interestApplicationMethod',
  'interestSettings.interestBalanceCalculationMethod',
  'interestSettings.interestCalculationMethod',
  'interestSettings.interestChargeFrequency',
  'interestSettings.interestRateSource',
  'interestSettings.interestType',
  'interestSettings.pmtAdjustmentThreshold.method',
  'interestSettings.pmtAdjustmentThreshold.numberOfDays',
  'latePaymentsRecalculationMethod',
  'paymentMethod',
  'penaltySettings.loanPenaltyCalculationMethod',
  'prepaymentSettings.applyInterestOnPrepaymentMethod',
  'prepaymentSettings.elementsRecalculationMethod',
  'prepaymentSettings.prepaymentRecalculationMethod',
  'prepaymentSettings.principalPaidInstallmentStatus',
  'principalPaymentSettings.includeFeesInFloorAmount',
  'principalPaymentSettings.includeInterestInFloorAmount',
  'principalPaymentSettings.principalCeilingValue',
  'principalPaymentSettings.principalFloorValue',
  'principalPaymentSettings.principalPaymentMethod',
  'principalPaymentSettings.totalDueAmountFloor',
  'principalPaymentSettings.totalDuePayment',
  'scheduleSettings.defaultFirstRepaymentDueDateOffset',
  'scheduleSettings.gracePeriodType',
  'scheduleSettings.repaymentScheduleMethod',
  'scheduleSettings.scheduleDueDatesMethod',
];

const valueAt = (value: unknown, path: string): unknown => {
  let found: unknown = value;
  for (const name of path.split('.')) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
  }
  return found;
};

const off: readonly unknown[] = [undefined, false, 0, 'NONE'];

const isOff = (sent: unknown): boolean => off.includes(sent) || (sent instanceof Decimal && sent.isZero());

const isSame = (sent: unknown, own: unknown): boolean =>
  sent === own || (own instanceof Decimal && (typeof sent === 'number' || sent instanceof Decimal) && own.equals(sent));

const daysText = (days: Schemas['DaysInMonth'] | undefined): string | undefined =>
  days?.daysInMonth === undefined || days.daysInMonth.length === 0 ? undefined : days.daysInMonth.join(', ');

/** Refuses an account whose body contradicts what its product determines, naming the property; repeating it is fine. */
export const checkProductSettings = (body: Account, terms: LoanTerms, product: LoanProduct): Rejection | undefined => {
  const told = loanTermsToApi(terms, product);
  const { dueDates } = terms.schedule;
  const shortMonths = 'shortMonthHandlingMethod' in dueDates ? dueDates.shortMonthHandlingMethod : undefined;
  const pairs: [string, unknown, unknown][] = [
    ...fromProduct.map((path): [string, unknown, unknown] => [path, valueAt(body, path), valueAt(told, path)]),
    ['scheduleSettings.shortMonthHandlingMethod', body.scheduleSettings.shortMonthHandlingMethod, shortMonths],
    [
      'interestSettings.interestApplicationDays.daysInMonth',
      daysText(body.interestSettings?.interestApplicationDays),
      daysText(told.interestSettings?.interestApplicationDays),
    ],
    [
      'interestSettings.interestApplicationDays.shortMonthHandlingMethod',
      body.interestSettings?.interestApplicationDays?.shortMonthHandlingMethod,
      terms.interest.interestApplicationDays?.shortMonthHandlingMethod,
    ],
  ];
  const wrong = pairs.find(
    ([, sent, own]) => sent !== undefined && !isSame(sent, own) && !(own === undefined && isOff(sent)),
  );
  return (
    wrong &&
    reject(
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      `${wrong[0]} comes from the product: ${String(wrong[2] ?? 'none')}`,
    )
  );
};
