import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { isTaxedProduct } from './productTaxes.ts';

/** What an offset product's settings point to. */
export type OffsetFacts = {
  readonly baseCurrencyCode: string;
  /** Whether deposits of a product may lower what bears interest of a loan. */
  readonly depositProductOffsets: (key: string) => boolean;
};

const at = 'offsetSettings.allowOffset';
const unfit = 'INCONSISTENT_OFFSET_SETTINGS_WITH_PRODUCT_CONFIGURATION';

/** Refuses what does not go with deposits that lower what bears interest. */
export const offsetRefusals = (product: CompleteProduct, facts: OffsetFacts): readonly Refusal[] => {
  if (product.offsetSettings?.allowOffset !== true) return [];
  const { type, currency, interestSettings, taxSettings, accountLinkSettings, availabilitySettings } = product;
  const { interestType, indexRateSettings } = interestSettings;
  const linkable = accountLinkSettings?.linkableDepositProductKey;
  const terms = indexRateSettings?.interestRateTerms ?? 'FIXED';
  return [
    [type !== 'DYNAMIC_TERM_LOAN', unfit, `${at} is for type DYNAMIC_TERM_LOAN`],
    [
      product.redrawSettings?.allowRedraw === true,
      'REDRAW_AND_OFFSET_SETTINGS_ENABLED_SIMULTANEOUSLY',
      `redrawSettings.allowRedraw does not go with ${at}`,
    ],
    [
      (interestType ?? 'SIMPLE_INTEREST') !== 'SIMPLE_INTEREST',
      unfit,
      `interestSettings.interestType ${interestType} does not go with ${at}: only SIMPLE_INTEREST does`,
    ],
    [
      terms !== 'FIXED',
      unfit,
      `interestSettings.indexRateSettings.interestRateTerms ${terms} does not go with ${at}: nobody agreed by which balance the tier is found`,
    ],
    [
      accountLinkSettings?.enabled !== true,
      'PRODUCT_LINKING_IS_MANDATORY_WHEN_OFFSET_ENABLED',
      `accountLinkSettings.enabled must be true with ${at}`,
    ],
    [
      linkable !== undefined && !facts.depositProductOffsets(linkable),
      'LINKED_DEPOSIT_PRODUCT_DOES_NOT_ALLOW_OFFSET',
      `accountLinkSettings.linkableDepositProductKey is a product without offset, which does not go with ${at}`,
    ],
    [isTaxedProduct(taxSettings), 'TAXES_NOT_AVAILABLE_WHEN_OFFSET_ENABLED', `taxSettings do not go with ${at}`],
    [
      availabilitySettings?.availableFor?.includes('SOLIDARITY_GROUPS') === true,
      'HYBRID_GROUP_NOT_AVAILABLE_FOR_OFFSET_LOAN',
      `availabilitySettings.availableFor SOLIDARITY_GROUPS does not go with ${at}`,
    ],
    [
      (currency.currencyCode ?? currency.code) !== facts.baseCurrencyCode,
      'OFFSET_NOT_ALLOWED_FOR_PRODUCT_IN_FOREIGN_CURRENCY',
      `currency must be ${facts.baseCurrencyCode}, the organisation's own, with ${at}`,
    ],
  ];
};

/** Refuses to take the offset from a product whose accounts live by it. */
export const withdrawnOffset = (before: CompleteProduct, after: CompleteProduct): readonly Refusal[] => [
  [
    before.offsetSettings?.allowOffset === true && after.offsetSettings?.allowOffset !== true,
    'FIELD_IS_NOT_EDITABLE',
    `${at} can’t be switched off while the product has accounts`,
  ],
];
