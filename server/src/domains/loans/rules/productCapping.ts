import { Decimal, isRate, largestRate } from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';

/** Refuses a cap that says not all of what it is: how much, of which principal, how hard. A percentage of 0 is none. */
export const cappingRefusals = ({ internalControls }: CompleteProduct): readonly Refusal[] => {
  const settings = internalControls?.lockSettings;
  const at = 'internalControls.lockSettings';
  const percentage = new Decimal(settings?.cappingPercentage ?? 0);
  const capped = !percentage.isZero();
  return [
    [
      percentage.isNegative() || !isRate(percentage),
      'INVALID_PARAMETERS',
      `${at}.cappingPercentage must be more than 0 and at most ${largestRate}`,
    ],
    [
      capped && settings?.cappingMethod === undefined,
      'INVALID_PARAMETERS',
      `${at}.cappingMethod must say which principal cappingPercentage is of`,
    ],
    [
      capped && settings?.cappingConstraintType === undefined,
      'INVALID_PARAMETERS',
      `${at}.cappingConstraintType must say what happens to the charge that reaches the cap`,
    ],
    [
      settings?.cappingPercentage === undefined &&
        (settings?.cappingMethod !== undefined || settings?.cappingConstraintType !== undefined),
      'INVALID_PARAMETERS',
      `${at}.cappingPercentage must say how much the charges may come to`,
    ],
  ];
};
