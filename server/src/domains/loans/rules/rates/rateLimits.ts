import {
  Decimal,
  type Decimalish,
  isRate,
  largestRate,
  type Rate,
  rate,
  rateDecimals,
} from '../../../../kernel/money.ts';
import { isContradictory, type Refusal, someOf, type Tuple } from '../../../../kernel/refusals.ts';
import type { Limits } from '../loanProduct.ts';

// Between which limits a product leaves a rate, or a spread over an index, to its accounts.

const negative = (value: Decimalish | undefined): boolean => value !== undefined && new Decimal(value).isNegative();

/** What is wrong with the limits of a rate, or of a spread that may reduce an index; `at` is their property. */
export const rateLimitRefusals = (tuple: Tuple<Decimalish>, at: string, mayBeNegative = false): readonly Refusal[] => [
  [!mayBeNegative && negative(tuple?.minValue), 'NEGATIVE_MIN_INTEREST_RATE', `${at}.minValue may not be negative`],
  [!mayBeNegative && negative(tuple?.maxValue), 'NEGATIVE_MAX_INTEREST_RATE', `${at}.maxValue may not be negative`],
  [
    !mayBeNegative && negative(tuple?.defaultValue),
    'NEGATIVE_DEFAULT_INTEREST_RATE',
    `${at}.defaultValue may not be negative`,
  ],
  [
    someOf(tuple, (value) => !isRate(value)),
    'INVALID_INTEREST_RATE',
    `${at} may be at most ${largestRate} with ${rateDecimals} decimals`,
  ],
  [
    isContradictory(tuple),
    'INVALID_INTEREST_RATE_MIN_MAX_DEFAULT_TUPLE',
    `${at} must have minValue <= defaultValue <= maxValue`,
  ],
];

const orNull = (value: Decimalish | undefined): Rate | null => (value === undefined ? null : rate(value));

/** The limits of a rate as accounts read them. */
export const rateLimits = (tuple: Tuple<Decimalish>): Limits<Rate> => ({
  min: orNull(tuple?.minValue),
  max: orNull(tuple?.maxValue),
  default: orNull(tuple?.defaultValue),
});
