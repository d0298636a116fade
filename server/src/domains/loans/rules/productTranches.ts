import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';

/** No loan is paid out in more parts. */
export const mostTranches = 100;

const at = 'loanAmountSettings.trancheSettings';

/** The mistakes in what a product says of tranches: how many there may be, which only a tranched one has to say. */
export const trancheRefusals = ({ type, loanAmountSettings }: CompleteProduct): readonly Refusal[] => {
  const most = loanAmountSettings?.trancheSettings?.maxNumberOfTranches;
  return type === 'TRANCHED_LOAN'
    ? [
        [
          most === undefined || most < 1 || most > mostTranches,
          'INVALID_PARAMETERS',
          `${at}.maxNumberOfTranches must be 1 to ${mostTranches} for type ${type}`,
        ],
      ]
    : [[(most ?? 0) !== 0, 'INVALID_PARAMETERS', `${at} is for type TRANCHED_LOAN`]];
};
