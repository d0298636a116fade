import type { Schemas } from '../../../generated/schemas.ts';
import type { Refusal } from '../../../kernel/refusals.ts';
import type { IndexRateType } from '../../organisation/rules/indexRates.ts';
import type { CompleteProduct } from './completeProduct.ts';
import type { TaxTerms } from './taxes.ts';

// What a product says of taxes.

const at = 'taxSettings';

type Settings = Schemas['TaxSettings'] | undefined;

/** Whether anything of a product's loans is taxed. */
export const isTaxedProduct = (settings: Settings): boolean =>
  settings?.taxesOnInterestEnabled === true ||
  settings?.taxesOnFeesEnabled === true ||
  settings?.taxesOnPenaltyEnabled === true;

/** The taxes that accounts copy from their product; undefined where nothing is taxed. */
export const taxTemplateOf = (settings: Settings): Omit<TaxTerms, 'rate' | 'rates'> | undefined =>
  isTaxedProduct(settings) && settings?.taxSourceKey !== undefined
    ? {
        taxCalculationMethod: settings.taxCalculationMethod ?? 'EXCLUSIVE',
        taxSourceKey: settings.taxSourceKey,
        taxesOnInterestEnabled: settings.taxesOnInterestEnabled ?? false,
        taxesOnFeesEnabled: settings.taxesOnFeesEnabled ?? false,
        taxesOnPenaltyEnabled: settings.taxesOnPenaltyEnabled ?? false,
      }
    : undefined;

const feeRefusals = ({ feesSettings }: CompleteProduct): readonly Refusal[] =>
  (feesSettings?.fees ?? []).map(({ taxSettings }, index) => [
    taxSettings?.taxableCalculationMethod === 'CUSTOM_TAX',
    'INVALID_PARAMETERS',
    `feesSettings.fees[${index}].taxSettings.taxableCalculationMethod CUSTOM_TAX: nothing says which rate the fee is taxed by`,
  ]);

/** What is wrong with the taxes of a product. `typeOfSource` tells what the rates of a source are rates of, by the source's key. */
export const taxRefusals = (
  product: CompleteProduct,
  typeOfSource: (key: string) => IndexRateType | undefined,
): readonly Refusal[] => {
  const { taxSettings: settings, type, paymentSettings } = product;
  const taxed = isTaxedProduct(settings);
  const source = settings?.taxSourceKey;
  const sourceType = source === undefined ? undefined : typeOfSource(source);
  const onInterest = settings?.taxesOnInterestEnabled === true;
  return [
    [
      source !== undefined && sourceType === undefined,
      'INVALID_INDEX_RATE_SOURCE_ID',
      `${at}.taxSourceKey is the key of no index rate source`,
    ],
    [
      sourceType !== undefined && sourceType !== 'TAX_RATE',
      'INDEX_RATE_SOURCE_TYPE_INCORRECT',
      `${at}.taxSourceKey: the rates of this source are of type ${sourceType}, not TAX_RATE`,
    ],
    [taxed && source === undefined, 'INVALID_PARAMETERS', `${at}.taxSourceKey is missing, where the rates come from`],
    [
      taxed && settings?.taxCalculationMethod === undefined,
      'INVALID_PARAMETERS',
      `${at}.taxCalculationMethod is missing: INCLUSIVE or EXCLUSIVE`,
    ],
    [
      onInterest && type === 'INTEREST_FREE_LOAN',
      'TAXES_ON_INTEREST_NOT_SUPPORTED',
      `${at}.taxesOnInterestEnabled: the product is free of interest`,
    ],
    [
      onInterest && paymentSettings.amortizationMethod === 'OPTIMIZED_PAYMENTS',
      'TAXES_ON_INTEREST_NOT_SUPPORTED',
      `${at}.taxesOnInterestEnabled does not go with amortizationMethod OPTIMIZED_PAYMENTS`,
    ],
    [
      onInterest && product.interestSettings.interestType === 'CAPITALIZED_INTEREST',
      'TAXES_ON_INTEREST_NOT_SUPPORTED',
      `${at}.taxesOnInterestEnabled does not go with interestType CAPITALIZED_INTEREST`,
    ],
    ...feeRefusals(product),
  ];
};

/** Whether a change of a product would tax loans otherwise, which its accounts' ledger could not follow. */
export const changesTaxes = (before: CompleteProduct, after: CompleteProduct): boolean => {
  const [was, is] = [taxTemplateOf(before.taxSettings), taxTemplateOf(after.taxSettings)];
  return JSON.stringify(was) !== JSON.stringify(is);
};
