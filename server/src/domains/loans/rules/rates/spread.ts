import { isRate, largestRate, type Rate, rateDecimals } from '../../../../kernel/money.ts';
import { firstRefusal } from '../../../../kernel/refusals.ts';
import type { Rejection } from '../../../../kernel/rejection.ts';
import { isOutside, limitsText } from '../accountSchedule.ts';
import type { Limits } from '../loanProduct.ts';
import type { IndexedRate } from './rateSettings.ts';

/** Refuses a spread that can't be one, or lies outside of the product's limits. */
export const checkSpread = (
  spread: Rate,
  limits: Limits<Rate>,
  { spreadMayBeNegative }: Pick<IndexedRate, 'spreadMayBeNegative'>,
  name: string,
): Rejection | undefined =>
  firstRefusal([
    [
      (spread.isNegative() && !spreadMayBeNegative) || !isRate(spread),
      'INVALID_INTEREST_SPREAD',
      `${name} must be ${spreadMayBeNegative ? `-${largestRate}` : '0'} to ${largestRate} with at most ${rateDecimals} decimals`,
    ],
    [
      isOutside(spread, limits),
      'ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS',
      `${name} must be ${limitsText(limits)}`,
    ],
  ]);
