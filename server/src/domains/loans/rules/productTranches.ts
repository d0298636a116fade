import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';

/** No loan is paid out in more parts. */
export const mostTranches = 100;

const at = 'loanAmountSettings.trancheSettings';

/** The mistakes in what a product says of tranches: how many there may be, which only a tranched one has to say, and interest that does not go with them. */
export const trancheRefusals = ({
  type,
  interestSettings,
  loanAmountSettings,
  taxSettings,
}: CompleteProduct): readonly Refusal[] => {
  const most = loanAmountSettings?.trancheSettings?.maxNumberOfTranches;
  return type === 'TRANCHED_LOAN'
    ? [
        [
          most === undefined || most < 1 || most > mostTranches,
          'INVALID_PARAMETERS',
          `${at}.maxNumberOfTranches must be 1 to ${mostTranches} for type ${type}`,
        ],
        [
          interestSettings.interestApplicationMethod === 'FIXED_DAYS_OF_MONTH',
          'INVALID_PARAMETERS',
          `interestSettings.interestApplicationMethod FIXED_DAYS_OF_MONTH does not go with type ${type}`,
        ],
        [
          interestSettings.interestType === 'CAPITALIZED_INTEREST',
          'INTEREST_TYPE_NOT_ALLOWED',
          `interestSettings.interestType CAPITALIZED_INTEREST does not go with type ${type}`,
        ],
        [
          taxSettings?.taxesOnInterestEnabled === true ||
            taxSettings?.taxesOnFeesEnabled === true ||
            taxSettings?.taxesOnPenaltyEnabled === true,
          'INVALID_PARAMETERS',
          `taxSettings is not supported yet for type ${type}`,
        ],
      ]
    : [[(most ?? 0) !== 0, 'INVALID_PARAMETERS', `${at} is for type TRANCHED_LOAN`]];
};
