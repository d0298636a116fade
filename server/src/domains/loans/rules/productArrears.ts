import { Decimal, fitsDecimals, isRate, largestAmount, largestRate, money } from '../../../kernel/money.ts';
import { isContradictory, type Refusal, someOf, tupleRefusals } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { mostDays } from './productSchedule.ts';

// What a product says of lateness: how much of it is tolerated, and what it costs.

/** Tolerances that no account can live with. */
export const arrearsRefusals = (
  { arrearsSettings: settings }: CompleteProduct,
  decimals: number,
): readonly Refusal[] => {
  const at = 'arrearsSettings';
  const monthly = settings?.toleranceCalculationMethod === 'MONTHLY_ARREARS_TOLERANCE_DAY';
  // 0 is how clients say that there is none.
  const day = settings?.monthlyToleranceDay ?? 0;
  const floor = money(settings?.toleranceFloorAmount ?? 0);
  const share = settings?.tolerancePercentageOfOutstandingPrincipal;
  return [
    [
      monthly && (day < 1 || day > 31),
      'INVALID_PARAMETERS',
      `${at}.monthlyToleranceDay must be 1 to 31 under MONTHLY_ARREARS_TOLERANCE_DAY`,
    ],
    [
      !monthly && day !== 0,
      'INVALID_PARAMETERS',
      `${at}.monthlyToleranceDay needs toleranceCalculationMethod MONTHLY_ARREARS_TOLERANCE_DAY`,
    ],
    [
      monthly && someOf(settings?.tolerancePeriod, (value) => value !== 0),
      'INVALID_PARAMETERS',
      `${at}.tolerancePeriod needs toleranceCalculationMethod ARREARS_TOLERANCE_PERIOD`,
    ],
    [
      someOf(settings?.tolerancePeriod, (value) => value < 0),
      'NEGATIVE_ARREARS_TOLERANCE_PERIOD',
      `${at}.tolerancePeriod may not be negative`,
    ],
    ...tupleRefusals(settings?.tolerancePeriod, `${at}.tolerancePeriod`, { least: 0, most: mostDays }),
    [
      floor.isNegative() || floor.greaterThan(largestAmount) || !fitsDecimals(floor, decimals),
      'INVALID_AMOUNT',
      `${at}.toleranceFloorAmount must be an amount with at most the ${decimals} decimals of the currency`,
    ],
    [
      someOf(
        share,
        (value) => new Decimal(value).isNegative() || new Decimal(value).greaterThan(100) || !isRate(value),
      ),
      'INVALID_PARAMETERS',
      `${at}.tolerancePercentageOfOutstandingPrincipal must be 0 to 100`,
    ],
    [
      isContradictory(share),
      'INVALID_PARAMETERS',
      `${at}.tolerancePercentageOfOutstandingPrincipal must have minValue <= defaultValue <= maxValue`,
    ],
  ];
};

/** Penalty rates and periods that no account can live with. */
export const penaltyRefusals = ({ penaltySettings: settings }: CompleteProduct): readonly Refusal[] => {
  const at = 'penaltySettings';
  const grace = settings?.loanPenaltyGracePeriod ?? 0;
  const none = (settings?.loanPenaltyCalculationMethod ?? 'NONE') === 'NONE';
  return [
    [grace < 0 || grace > mostDays, 'INVALID_PARAMETERS', `${at}.loanPenaltyGracePeriod must be 0 to ${mostDays} days`],
    [
      someOf(settings?.penaltyRate, (value) => new Decimal(value).isNegative() || !isRate(value)),
      'INVALID_PENALTY_RATE',
      `${at}.penaltyRate must be 0 to ${largestRate}`,
    ],
    [
      isContradictory(settings?.penaltyRate),
      'INVALID_PENALTY_RATE',
      `${at}.penaltyRate must have minValue <= defaultValue <= maxValue`,
    ],
    [
      none && someOf(settings?.penaltyRate, (value) => !new Decimal(value).isZero()),
      'INVALID_PENALTY_RATE',
      `${at}.penaltyRate needs a loanPenaltyCalculationMethod`,
    ],
    [none && grace !== 0, 'INVALID_PARAMETERS', `${at}.loanPenaltyGracePeriod needs a loanPenaltyCalculationMethod`],
  ];
};
