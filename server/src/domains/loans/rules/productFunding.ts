import { Decimal } from '../../../kernel/money.ts';
import { isContradictory, type Refusal, someOf } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';

const at = 'fundingSettings';
const commissions = ['funderInterestCommission', 'organizationInterestCommission'] as const;

/**
 * The mistakes in what a product says of funders. Nobody funds loans yet, so `enabled` is refused before this; what stands beside it while that is off is kept and
 * told, and acts on nothing. It must still be something that could be switched on one day.
 */
export const fundingRefusals = ({ fundingSettings: settings }: CompleteProduct): readonly Refusal[] => {
  const required = new Decimal(settings?.requiredFunds ?? 0);
  return [
    [
      required.isNegative() || required.greaterThan(100),
      'INVALID_PARAMETERS',
      `${at}.requiredFunds is a percentage of the loan amount, from 0 to 100`,
    ],
    ...commissions.flatMap((name): readonly Refusal[] => [
      [
        someOf(settings?.[name], (value) => new Decimal(value).isNegative()),
        'INVALID_PARAMETERS',
        `${at}.${name} may not be negative`,
      ],
      [
        isContradictory(settings?.[name]),
        'INVALID_PARAMETERS',
        `${at}.${name} must have minValue <= defaultValue <= maxValue`,
      ],
    ]),
  ];
};
