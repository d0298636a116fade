import { type Decimalish, isRate, rate } from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import type { SecurityRules } from './securities.ts';

/** More than this many percent of a loan no bank asks for. */
const mostCover = 1000;

const isCover = (value: Decimalish): boolean =>
  isRate(value) && !rate(value).isNegative() && rate(value).lessThanOrEqualTo(mostCover);

/** Refuses securities that are asked for and can't be given. */
export const securityRefusals = ({ securitySettings }: CompleteProduct): readonly Refusal[] => {
  const { isCollateralEnabled, isGuarantorsEnabled, requiredGuaranties } = securitySettings ?? {};
  const at = 'securitySettings.requiredGuaranties';
  return [
    [
      requiredGuaranties !== undefined && !isCover(requiredGuaranties),
      'INVALID_PARAMETERS',
      `${at} must be 0 to ${mostCover}, in percent of the loan amount`,
    ],
    [
      requiredGuaranties !== undefined &&
        !rate(requiredGuaranties).isZero() &&
        !isCollateralEnabled &&
        !isGuarantorsEnabled,
      'INVALID_PARAMETERS',
      `${at} needs isGuarantorsEnabled or isCollateralEnabled, or no loan could be approved`,
    ],
  ];
};

/** What the securities of a product's loans may be, and how much of a loan they must cover. Zero percent is none. */
export const securityRulesOf = (settings: CompleteProduct['securitySettings'] | null): SecurityRules => ({
  guarantors: settings?.isGuarantorsEnabled ?? false,
  assets: settings?.isCollateralEnabled ?? false,
  required:
    settings?.requiredGuaranties === undefined || rate(settings.requiredGuaranties).isZero()
      ? null
      : rate(settings.requiredGuaranties),
});
