import { Decimal } from '../../../kernel/money.ts';
import { firstRefusal, type Refusal, someOf } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { type CompleteProduct, hasDynamicSchedule } from './completeProduct.ts';
import { hasEqualInstalments, isMortgage, mortgageRefusals } from './mortgage.ts';
import { applicationDayRefusals, capitalisedRefusals } from './productApplication.ts';
import { fromArrearsRefusals } from './productFromArrears.ts';
import { otherIntervalRefusals } from './productOtherInterval.ts';
import { thresholdRefusals } from './productThreshold.ts';
import { rateLimitRefusals } from './rates/rateLimits.ts';
import { rateTermsRefusals } from './rates/tiers.ts';

// What a product says of interest.

const at = 'interestSettings';
const ratesAt = `${at}.indexRateSettings`;
const rateAt = `${ratesAt}.interestRate`;

/** Whether a spread may reduce the index that accounts follow. */
const hasNegativeSpreads = ({ interestSettings }: CompleteProduct): boolean => {
  const { indexRateSettings: rates, interestRateSettings: offers = [] } = interestSettings;
  const follows = [rates, ...offers].some((one) => one?.interestRateSource === 'INDEX_INTEREST_RATE');
  return rates?.allowNegativeInterestRate === true && follows;
};

const rateRefusals = (product: CompleteProduct, decimals: number): readonly Refusal[] => {
  const { type, interestSettings } = product;
  const rates = interestSettings.indexRateSettings;
  const tuple = rates?.interestRate;
  const frequency = rates?.interestChargeFrequency ?? 'ANNUALIZED';
  const count = rates?.interestChargeFrequencyCount;
  const everyXDays = frequency === 'EVERY_X_DAYS';
  return [
    ...rateTermsRefusals(product, decimals),
    [
      type === 'INTEREST_FREE_LOAN' && someOf(tuple, (value) => !new Decimal(value).isZero()),
      'INTEREST_RATE_SHOULD_BE_ZERO_OR_EMPTY',
      `${rateAt} must be empty for an interest-free product`,
    ],
    ...rateLimitRefusals(tuple, rateAt, hasNegativeSpreads(product)),
    [
      rates?.allowNegativeInterestRate === true && !hasNegativeSpreads(product),
      'INVALID_PARAMETERS',
      `${ratesAt}.allowNegativeInterestRate needs an index, which a spread may then reduce: interest of a loan is never negative`,
    ],
    [
      everyXDays && (count === undefined || count < 1 || count > 36_525),
      'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
      `${ratesAt}.interestChargeFrequencyCount must be 1 to 36525 for EVERY_X_DAYS`,
    ],
    [
      !everyXDays && (count ?? 1) !== 1 && count !== 0,
      'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
      `${ratesAt}.interestChargeFrequencyCount is for EVERY_X_DAYS only`,
    ],
  ];
};

const methodRefusals = (product: CompleteProduct): readonly Refusal[] => {
  const { type, interestSettings: settings } = product;
  const method = settings.interestCalculationMethod;
  const application = settings.interestApplicationMethod ?? 'REPAYMENT_DUE_DATE';
  const compounding = settings.interestType === 'COMPOUNDING_INTEREST';
  const dynamic = hasDynamicSchedule(product);
  return [
    ...mortgageRefusals(product),
    [
      dynamic && method === 'FLAT',
      'INVALID_PARAMETERS',
      `${at}.interestCalculationMethod FLAT does not go with type ${type}`,
    ],
    [
      dynamic &&
        type !== 'INTEREST_ONLY_EQUAL_INSTALLMENTS' &&
        settings.scheduleInterestDaysCountMethod !== 'ACTUAL_DAYS_COUNT',
      'INVALID_PARAMETERS',
      `${at}.scheduleInterestDaysCountMethod must be ACTUAL_DAYS_COUNT for type ${type}`,
    ],
    [
      compounding && method === 'FLAT',
      'INTEREST_TYPE_NOT_ALLOWED',
      `${at}.interestType COMPOUNDING_INTEREST does not go with FLAT`,
    ],
    [
      settings.compoundingFrequency === 'SEMI_ANNUALLY' && !compounding,
      'INVALID_PARAMETERS',
      `${at}.compoundingFrequency SEMI_ANNUALLY needs interestType COMPOUNDING_INTEREST`,
    ],
    [
      dynamic && application === 'AFTER_DISBURSEMENT',
      'INVALID_PARAMETERS',
      `${at}.interestApplicationMethod AFTER_DISBURSEMENT does not go with type ${type}`,
    ],
    [
      settings.interestBalanceCalculationMethod === 'PRINCIPAL_AND_INTEREST' &&
        !(dynamic && (hasEqualInstalments(product) || isMortgage(type))),
      'INTEREST_CALCULATION_BALANCE_METHOD_NOT_ALLOWED',
      `${at}.interestBalanceCalculationMethod PRINCIPAL_AND_INTEREST is for dynamic loans with equal installments`,
    ],
    [
      !dynamic && settings.indexRateSettings?.accrueInterestAfterMaturity === true,
      'INVALID_PARAMETERS',
      `${ratesAt}.accrueInterestAfterMaturity is for dynamic products; interest of type ${type} ends with its schedule`,
    ],
  ];
};

/** Refuses what contradicts itself in a product's interest settings, and what is not supported yet. */
export const checkProductInterest = (product: CompleteProduct, decimals: number): Rejection | undefined => {
  const { adjustInterestForFirstInstallment, interestSettings, scheduleSettings, type } = product;
  return firstRefusal([
    ...methodRefusals(product),
    ...applicationDayRefusals(product),
    ...capitalisedRefusals(product),
    ...fromArrearsRefusals(product),
    ...thresholdRefusals(product),
    ...otherIntervalRefusals(product),
    ...rateRefusals(product, decimals),
    [
      adjustInterestForFirstInstallment === true &&
        (type !== 'FIXED_TERM_LOAN' ||
          interestSettings.scheduleInterestDaysCountMethod !== 'REPAYMENT_PERIODICITY' ||
          scheduleSettings.scheduleDueDatesMethod !== 'INTERVAL'),
      'INVALID_PRODUCT_CONFIGURATION_FOR_ADJUST_INTEREST_FOR_FIRST_INSTALLMENT_PARAMETER',
      'adjustInterestForFirstInstallment needs a fixed term, REPAYMENT_PERIODICITY and due dates by INTERVAL',
    ],
  ]);
};
