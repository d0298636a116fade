import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { type LocalDate, parseLocalDate } from '../../../kernel/localDate.ts';
import { type Decimalish, type Money, money, type Rate, rate } from '../../../kernel/money.ts';
import { chargesOverdraftInterest, paysInterest } from './completeProduct.ts';
import type {
  DepositProduct,
  DepositProductFee,
  ProductInterest,
  ProductOverdraftInterest,
  ProductRateSettings,
} from './depositProduct.ts';
import type { MaturitySettings } from './interest/maturity.ts';

type Product = Schemas['DepositProduct'];
type Rates = Schemas['DepositProductInterestRateSettings'];

const amountOrNull = (value: Decimalish | undefined): Money | null => (value === undefined ? null : money(value));
const rateOrNull = (value: Decimalish | undefined): Rate | null => (value === undefined ? null : rate(value));
// Whole numbers of stored settings come back as decimals.
const countOrNull = (value: Decimalish | undefined): number | null => (value === undefined ? null : Number(value));
const dayOrNull = (text: string | undefined): LocalDate | null => parseLocalDate(text ?? '') ?? null;

const rulesOf = (rules: readonly Schemas['DepositGLAccountingRule'][] | undefined): ReadonlyMap<string, EncodedKey> =>
  new Map(
    (rules ?? []).flatMap(({ financialResource, glAccountKey }) => {
      const key = asEncodedKey(glAccountKey);
      return key ? [[financialResource, key] as const] : [];
    }),
  );

const feesOf = (settings: Product['feesSettings']): ReadonlyMap<string, DepositProductFee> => {
  const fees = new Map<string, DepositProductFee>();
  for (const fee of settings?.fees ?? []) {
    const encodedKey = asEncodedKey(fee.encodedKey ?? '');
    if (!encodedKey) continue;
    const parsed: DepositProductFee = {
      encodedKey,
      id: fee.id ?? null,
      name: fee.name ?? null,
      trigger: fee.trigger,
      state: fee.state,
      feeApplication: fee.feeApplication,
      amount: amountOrNull(fee.amount),
      amountCalculationFunctionName:
        fee.amountCalculationMethod === 'MAMBU_FUNCTION' ? (fee.amountCalculationFunctionName ?? '') : null,
      applyDateMethod: fee.applyDateMethod ?? null,
      accountingRules: rulesOf(fee.accountingRules),
    };
    fees.set(encodedKey, parsed);
    if (fee.id !== undefined) fees.set(fee.id, parsed);
  }
  return fees;
};

const indexOf = (rates: Rates): ProductRateSettings['index'] => {
  const indexSourceKey = asEncodedKey(rates.indexSourceKey ?? '');
  return rates.interestRateSource === 'INDEX_INTEREST_RATE' && indexSourceKey
    ? {
        indexSourceKey,
        review: {
          unit: rates.interestRateReviewUnit ?? 'MONTHS',
          count: Number(rates.interestRateReviewCount ?? 1),
        },
      }
    : null;
};

const ratesOf = (rates: Rates): ProductRateSettings => ({
  interestRateTerms: rates.interestRateTerms ?? 'FIXED',
  interestRateSource: rates.interestRateSource ?? 'FIXED_INTEREST_RATE',
  interestRate: {
    minValue: rateOrNull(rates.interestRate?.minValue),
    maxValue: rateOrNull(rates.interestRate?.maxValue),
    defaultValue: rateOrNull(rates.interestRate?.defaultValue),
  },
  allowNegativeInterestRate: rates.allowNegativeInterestRate ?? false,
  interestRateTiers: (rates.interestRateTiers ?? []).flatMap((tier) => {
    const encodedKey = asEncodedKey(tier.encodedKey ?? '');
    return encodedKey
      ? {
          encodedKey,
          endingBalance: amountOrNull(tier.endingBalance),
          endingDay: countOrNull(tier.endingDay),
          interestRate: rate(tier.interestRate),
        }
      : [];
  }),
  interestChargeFrequency: rates.interestChargeFrequency ?? 'ANNUALIZED',
  interestChargeFrequencyCount: Number(rates.interestChargeFrequencyCount ?? 1),
  index: indexOf(rates),
});

const interestOf = (product: Product): ProductInterest | null => {
  const settings = product.interestSettings;
  if (!settings || !paysInterest(product)) return null;
  const { interestPaymentSettings: payment, interestRateSettings: rates = {} } = settings;
  return {
    daysInYear: settings.daysInYear ?? 'ACTUAL_365_FIXED',
    interestCalculationBalance: settings.interestCalculationBalance ?? 'END_OF_DAY',
    maximumBalance: amountOrNull(settings.maximumBalance),
    collectInterestWhenLocked: settings.collectInterestWhenLocked ?? false,
    accrueInterestAfterMaturity: rates.accrueInterestAfterMaturity ?? false,
    allowNegativeInterestRate: rates.allowNegativeInterestRate ?? false,
    interestPaymentPoint: payment?.interestPaymentPoint ?? 'FIRST_DAY_OF_MONTH',
    interestPaymentDates: (payment?.interestPaymentDates ?? []).map(({ month, day }) => ({
      month: Number(month),
      day: Number(day),
    })),
    interestGainsProvidedStartDate: dayOrNull(settings.interestGainsProvidedStartDate),
    interestGainsProvidedEndDate: dayOrNull(settings.interestGainsProvidedEndDate),
    rateSettings: ratesOf(rates),
  };
};

const overdraftInterestOf = (product: Product): ProductOverdraftInterest | null => {
  const settings = product.overdraftInterestSettings;
  return settings && chargesOverdraftInterest(product)
    ? {
        daysInYear: settings.daysInYear ?? 'ACTUAL_365_FIXED',
        interestCalculationBalance: settings.interestCalculationBalance ?? 'MINIMUM',
        rateSettings: ratesOf(settings.interestRateSettings ?? {}),
      }
    : null;
};

const maturityOf = ({ maturitySettings: settings }: Product): MaturitySettings | null =>
  settings?.maturityPeriodUnit
    ? {
        maturityPeriodUnit: settings.maturityPeriodUnit,
        minValue: countOrNull(settings.maturityPeriod?.minValue),
        maxValue: countOrNull(settings.maturityPeriod?.maxValue),
        defaultValue: countOrNull(settings.maturityPeriod?.defaultValue),
      }
    : null;

/** A stored product as rules read it. Its settings were checked when they were stored. */
export const parseProduct = (product: Product, encodedKey: EncodedKey): DepositProduct => {
  const branches = product.availabilitySettings?.branchSettings;
  const { accountingSettings: accounting, internalControls: controls, overdraftSettings: overdraft } = product;
  return {
    encodedKey,
    id: product.id,
    name: product.name,
    type: product.type,
    state: product.state,
    currencies: (product.currencySettings?.currencies ?? []).flatMap(
      ({ code, currencyCode }) => currencyCode ?? code ?? [],
    ),
    availableFor: product.availabilitySettings?.availableFor ?? null,
    branches:
      !branches || (branches.forAllBranches ?? true)
        ? 'ALL'
        : (branches.availableProductBranches ?? []).flatMap((key) => asEncodedKey(key) ?? []),
    idGenerator: {
      type: product.newAccountSettings.idGeneratorType,
      pattern: product.newAccountSettings.idPattern,
    },
    allowOverdraft: overdraft?.allowOverdraft ?? false,
    allowTechnicalOverdraft: overdraft?.allowTechnicalOverdraft ?? false,
    maxOverdraftLimit: amountOrNull(overdraft?.maxOverdraftLimit),
    maxWithdrawalAmount: amountOrNull(controls?.maxWithdrawalAmount),
    recommendedDepositAmount: amountOrNull(controls?.recommendedDepositAmount),
    openingBalance: {
      min: amountOrNull(controls?.openingBalance?.minValue),
      max: amountOrNull(controls?.openingBalance?.maxValue),
      defaultValue: amountOrNull(controls?.openingBalance?.defaultValue),
    },
    dormancyPeriodDays: Number(controls?.dormancyPeriodDays ?? 0) || null,
    interest: interestOf(product),
    overdraftInterest: overdraftInterestOf(product),
    maturity: maturityOf(product),
    allowsOffset: product.offsetSettings?.allowOffset ?? false,
    withholdingTaxEnabled: product.taxSettings?.withholdingTaxEnabled ?? false,
    creditArrangementRequirement: product.creditArrangementSettings?.creditArrangementRequirement ?? 'NOT_REQUIRED',
    allowArbitraryFees: product.feesSettings?.allowArbitraryFees ?? false,
    fees: feesOf(product.feesSettings),
    accountingMethod: accounting.accountingMethod,
    interestAccruedAccountingMethod: accounting.interestAccruedAccountingMethod ?? 'NONE',
    interestAccrualCalculation: accounting.interestAccrualCalculation ?? 'NONE',
    accountingRules: rulesOf(accounting.accountingRules),
  };
};
