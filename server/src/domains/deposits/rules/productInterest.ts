import type { Schemas } from '../../../generated/schemas.ts';
import { lengthOfMonth } from '../../../kernel/localDate.ts';
import { Decimal, largestAmount } from '../../../kernel/money.ts';
import { firstRefusal, type Refusal } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { chargesOverdraftInterest, namesRates, paysInterest } from './completeProduct.ts';
import { hasMaturity } from './interest/maturity.ts';
import { creditReasons, type InterestFacts, overdraftReasons, settingsRefusals } from './productRates.ts';

// What a product says of interest: that which accounts are paid, and that which they owe for overdrafts.

type Product = Schemas['DepositProduct'];

/** What is wrong with the dates on which accounts of a type are paid interest: a product's, or an account's own. */
export const paymentRefusals = ({
  payment,
  type,
}: {
  readonly type: Product['type'];
  readonly payment: Schemas['InterestPaymentSettings'] | undefined;
}): readonly Refusal[] => {
  const at = 'interestSettings.interestPaymentSettings';
  const point = payment?.interestPaymentPoint;
  const dates = payment?.interestPaymentDates ?? [];
  return [
    [
      point === undefined,
      'INVALID_INTEREST_PAYMENT_POINT',
      `${at}.interestPaymentPoint is required where interest is paid`,
    ],
    [
      point === 'ON_ACCOUNT_MATURITY' && !hasMaturity(type),
      'INVALID_INTEREST_PAYMENT_POINT',
      `${at}.interestPaymentPoint ON_ACCOUNT_MATURITY does not go with type ${type}`,
    ],
    [
      point === 'ON_FIXED_DATES' && dates.length === 0,
      'INVALID_INTEREST_PAYMENT_DATES',
      `${at}.interestPaymentDates are required for ON_FIXED_DATES`,
    ],
    [
      point !== 'ON_FIXED_DATES' && dates.length > 0,
      'INVALID_INTEREST_PAYMENT_DATES',
      `${at}.interestPaymentDates need interestPaymentPoint ON_FIXED_DATES`,
    ],
    ...dates.map(({ day, month }, index): Refusal => {
      // The 29th of February is a day of every leap year.
      const isDay =
        day !== undefined &&
        month !== undefined &&
        month >= 1 &&
        month <= 12 &&
        day >= 1 &&
        day <= lengthOfMonth(2024, month);
      const isFirst = dates.findIndex((one) => one.day === day && one.month === month) === index;
      return [
        !isDay || !isFirst,
        'INVALID_INTEREST_PAYMENT_DATES',
        `${at}.interestPaymentDates[${index}] ${isDay ? 'is there twice' : 'is no day of a month'}`,
      ];
    }),
  ];
};

const negativeTypes: readonly Product['type'][] = ['CURRENT_ACCOUNT', 'REGULAR_SAVINGS'];

const negativeRefusals = ({ interestSettings, taxSettings, type }: Product): readonly Refusal[] => {
  const rates = interestSettings?.interestRateSettings;
  const at = 'interestSettings.interestRateSettings.allowNegativeInterestRate';
  if (rates?.allowNegativeInterestRate !== true) return [];
  return [
    [
      !negativeTypes.includes(type),
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_PRODUCT_TYPE_NOT_ALLOWS_NEGATIVE_INTEREST_RATE',
      `${at} does not go with type ${type}`,
    ],
    [
      rates.interestRateTerms === 'TIERED_PERIOD',
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_NEGATIVE_INTEREST_RATE_NOT_ALLOWED_FOR_INTEREST_RATE_TERM',
      `${at} does not go with interestRateTerms TIERED_PERIOD`,
    ],
    [
      taxSettings?.withholdingTaxEnabled === true,
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_NOT_ALLOWED_WITHHOLDING_TAXES_AND_NEGATIVE_INTEREST_RATE',
      `${at} does not go with taxSettings.withholdingTaxEnabled`,
    ],
  ];
};

const paidInterestRefusals = (product: Product, facts: InterestFacts): readonly Refusal[] => {
  const settings = product.interestSettings ?? {};
  const { interestGainsProvidedStartDate: from, interestGainsProvidedEndDate: to, maximumBalance } = settings;
  const rates = settings.interestRateSettings ?? {};
  const at = 'interestSettings';
  return [
    [
      settings.daysInYear === undefined,
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_EMPTY_DAYS_IN_YEAR',
      `${at}.daysInYear is required where interest is paid`,
    ],
    [
      settings.interestCalculationBalance === undefined,
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INTEREST_CALCULATION_BALANCE_METHOD_NOT_ALLOWED',
      `${at}.interestCalculationBalance is required where interest is paid`,
    ],
    [
      maximumBalance !== undefined &&
        !(new Decimal(maximumBalance).greaterThan(0) && new Decimal(maximumBalance).lessThanOrEqualTo(largestAmount)),
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_MAXIMUM_BALANCE_VALUE',
      `${at}.maximumBalance must be more than 0 and no larger than any account can hold`,
    ],
    [
      maximumBalance !== undefined && settings.interestCalculationBalance !== 'END_OF_DAY',
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_MAXIMUM_BALANCE_NOT_AVAILABLE',
      `${at}.maximumBalance needs interestCalculationBalance END_OF_DAY`,
    ],
    [
      to !== undefined && (from === undefined || to < from),
      'INVALID_PARAMETERS',
      `${at}.interestGainsProvidedEndDate needs an interestGainsProvidedStartDate that is not after it`,
    ],
    ...negativeRefusals(product),
    ...settingsRefusals(
      rates,
      `${at}.interestRateSettings`,
      creditReasons,
      facts,
      rates.allowNegativeInterestRate === true,
    ),
    ...paymentRefusals({ type: product.type, payment: settings.interestPaymentSettings }),
  ];
};

const overdraftInterestRefusals = (product: Product, facts: InterestFacts): readonly Refusal[] => {
  const settings = product.overdraftInterestSettings ?? {};
  const at = 'overdraftInterestSettings';
  const rates = settings.interestRateSettings ?? {};
  return [
    [
      settings.daysInYear === undefined,
      'DEPOSIT_PRODUCT_OVERDRAFT_EMPTY_DAYS_IN_YEAR',
      `${at}.daysInYear is required where overdrafts bear interest`,
    ],
    [
      rates.interestRateTerms === 'TIERED_PERIOD',
      'DEPOSIT_PRODUCT_OVERDRAFT_TIERED_PERIOD_NOT_AVAILABLE',
      `${at}.interestRateSettings.interestRateTerms TIERED_PERIOD is not for overdrafts`,
    ],
    ...settingsRefusals(rates, `${at}.interestRateSettings`, overdraftReasons, facts, false),
  ];
};

/** Refuses what contradicts itself in a product's interest settings, and interest that the type does not have. */
export const checkProductInterest = (product: Product, facts: InterestFacts): Rejection | undefined => {
  const { interestSettings, overdraftInterestSettings, taxSettings, type } = product;
  const rates = interestSettings?.interestRateSettings;
  return firstRefusal([
    [
      rates?.accrueInterestAfterMaturity === true && !hasMaturity(type),
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_FIELD',
      `interestSettings.interestRateSettings.accrueInterestAfterMaturity does not go with type ${type}`,
    ],
    [
      !paysInterest(product) && namesRates(rates),
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INTEREST_RATE_SETTINGS_NOT_ALLOWED',
      'interestSettings.interestRateSettings has rates, and interestPaidIntoAccount is false',
    ],
    [
      !chargesOverdraftInterest(product) && namesRates(overdraftInterestSettings?.interestRateSettings),
      'OVERDRAFT_NOT_ALLOWED',
      'overdraftInterestSettings.interestRateSettings has rates, and the product allows no overdraft',
    ],
    [
      taxSettings?.withholdingTaxEnabled === true && !paysInterest(product),
      'DEPOSIT_PRODUCT_INVALID_WITHHOLDING_TAX_ENABLED',
      'taxSettings.withholdingTaxEnabled needs interest that is paid',
    ],
    [
      taxSettings?.withholdingTaxEnabled === true && rates?.interestRateTerms === 'TIERED_BAND',
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_WITHHOLDING_TAX_NOT_AVAILABLE_INTEREST_TIERED_BAND',
      'taxSettings.withholdingTaxEnabled does not go with interestRateTerms TIERED_BAND',
    ],
    ...(paysInterest(product) ? paidInterestRefusals(product, facts) : []),
    ...(chargesOverdraftInterest(product) ? overdraftInterestRefusals(product, facts) : []),
  ]);
};
