import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { hasEqualInstalments } from './mortgage.ts';

const at = 'adjustTotalDueForInstallmentsWithDifferentInterval';

/** Refuses totals that differ where no total is kept equal, and where interest of an instalment is not that of its interval. */
export const otherIntervalRefusals = (product: CompleteProduct): readonly Refusal[] => {
  if (product.adjustTotalDueForInstallmentsWithDifferentInterval !== true) return [];
  const { interestSettings, paymentSettings } = product;
  return [
    [
      !hasEqualInstalments(product),
      'INVALID_PARAMETERS',
      `${at} needs interestCalculationMethod DECLINING_BALANCE_DISCOUNTED or EQUAL_INSTALLMENTS: elsewhere totals follow the interest anyway`,
    ],
    [
      (paymentSettings.amortizationMethod ?? 'STANDARD_PAYMENTS') !== 'STANDARD_PAYMENTS',
      'INVALID_PARAMETERS',
      `${at} needs amortizationMethod STANDARD_PAYMENTS`,
    ],
    [
      interestSettings.interestApplicationMethod === 'FIXED_DAYS_OF_MONTH',
      'INVALID_PARAMETERS',
      `${at} does not go with interestApplicationMethod FIXED_DAYS_OF_MONTH`,
    ],
  ];
};
