import type { Schemas } from '../../generated/schemas.ts';
import type { LocalDate } from '../../kernel/localDate.ts';
import type { Zone } from '../../platform/clock/zone.ts';
import { lastLook } from './rules/rates/ratePlan.ts';
import { settingOn } from './rules/rates/rateSettings.ts';
import type { InterestTerms } from './rules/terms.ts';

/** What an account tells of how its rate changes, as of a day. */
export const ratesToApi = (
  { rates }: InterestTerms,
  day: LocalDate,
): Pick<
  Schemas['InterestSettings'],
  'interestRateReviewCount' | 'interestRateReviewUnit' | 'interestRateSource' | 'interestSpread'
> => {
  const setting = rates && !rates.adjustable ? settingOn(rates, day) : undefined;
  if (setting?.interestRateSource !== 'INDEX_INTEREST_RATE') return { interestRateSource: 'FIXED_INTEREST_RATE' };
  return {
    interestRateSource: 'INDEX_INTEREST_RATE',
    interestSpread: setting.interestSpread,
    interestRateReviewCount: setting.review.count,
    interestRateReviewUnit: setting.review.unit,
  };
};

/** The moment when a running loan's rate was looked at last; null before its disbursement and where the rate never changes by itself. */
export const lastReviewToApi = (
  { rates }: InterestTerms,
  disbursed: boolean,
  day: LocalDate,
  zone: Zone,
): string | null => {
  const last = rates && disbursed ? lastLook(rates, day) : undefined;
  return last === undefined ? null : zone.format(zone.startOf(last));
};
