import type { Schemas } from '../../generated/schemas.ts';
import type { LocalDate } from '../../kernel/localDate.ts';
import type { Zone } from '../../platform/clock/zone.ts';
import { lastLook } from './rules/rates/ratePlan.ts';
import { type RateSetting, settingOn } from './rules/rates/rateSettings.ts';
import type { InterestTerms } from './rules/terms.ts';

const periodToApi = (setting: RateSetting, zone: Zone): Schemas['AccountInterestRateSettings'] => {
  const { encodedKey, interestRateSource, validFrom } = setting;
  const common = {
    ...(encodedKey ? { encodedKey } : {}),
    interestRateSource,
    validFrom: validFrom === null ? '' : zone.format(zone.startOf(validFrom)),
  };
  if (setting.interestRateSource === 'FIXED_INTEREST_RATE') return { ...common, interestRate: setting.interestRate };
  const { interestRateFloorValue: floor, interestRateCeilingValue: ceiling, review } = setting;
  return {
    ...common,
    indexSourceKey: setting.indexSourceKey,
    interestSpread: setting.interestSpread,
    ...(floor === null ? {} : { interestRateFloorValue: floor }),
    ...(ceiling === null ? {} : { interestRateCeilingValue: ceiling }),
    interestRateReviewCount: review.count,
    interestRateReviewUnit: review.unit,
  };
};

/** What an account tells of how its rate changes, as of a day: of agreed periods each with its days and its way. */
export const ratesToApi = (
  { rates }: InterestTerms,
  day: LocalDate,
  zone: Zone,
): Pick<
  Schemas['InterestSettings'],
  | 'accountInterestRateSettings'
  | 'interestRateReviewCount'
  | 'interestRateReviewUnit'
  | 'interestRateSource'
  | 'interestSpread'
> => {
  if (rates?.adjustable)
    return { accountInterestRateSettings: rates.settings.map((setting) => periodToApi(setting, zone)) };
  const setting = rates && settingOn(rates, day);
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
