import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { isTaxedProduct } from './productTaxes.ts';

/** Refuses what does not go with money that borrowers leave at their loans. */
export const redrawRefusals = (product: CompleteProduct): readonly Refusal[] => {
  const { type, taxSettings, accountLinkSettings, availabilitySettings, paymentSettings } = product;
  const allowed = product.redrawSettings?.allowRedraw === true;
  const at = 'redrawSettings.allowRedraw';
  const refusals: readonly Refusal[] = [
    [type !== 'DYNAMIC_TERM_LOAN', 'INVALID_PARAMETERS', `${at} is for type DYNAMIC_TERM_LOAN`],
    [
      paymentSettings.prepaymentSettings?.prepaymentAcceptance === 'NO_PREPAYMENTS',
      'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
      `${at} needs paymentSettings.prepaymentSettings.prepaymentAcceptance ACCEPT_PREPAYMENTS`,
    ],
    [isTaxedProduct(taxSettings), 'TAXES_NOT_AVAILABLE_WHEN_REDRAW_ENABLED', `taxSettings do not go with ${at}`],
    [
      accountLinkSettings?.enabled === true,
      'PRODUCT_LINKING_NOT_AVAILABLE_WHEN_REDRAW_ENABLED',
      `accountLinkSettings.enabled does not go with ${at}`,
    ],
    [
      availabilitySettings?.availableFor?.includes('SOLIDARITY_GROUPS') === true,
      'HYBRID_GROUP_NOT_AVAILABLE_WHEN_REDRAW_ENABLED',
      `availabilitySettings.availableFor SOLIDARITY_GROUPS does not go with ${at}`,
    ],
  ];
  return allowed ? refusals : [];
};
