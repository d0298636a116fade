import type { Refusal } from '../../../kernel/refusals.ts';
import { type CompleteProduct, hasDynamicSchedule } from './completeProduct.ts';

const at = 'interestSettings.decoupleInterestFromArrears';

/** Refuses to tell interest from arrears apart where there is none, or where it could not be an amount of its own. */
export const fromArrearsRefusals = (product: CompleteProduct): readonly Refusal[] => {
  const { interestSettings, scheduleSettings, type } = product;
  if (!interestSettings.decoupleInterestFromArrears) return [];
  return [
    [
      !hasDynamicSchedule(product),
      'INVALID_PARAMETERS',
      `${at} is for dynamic schedules; interest of type ${type} does not grow with arrears`,
    ],
    [
      interestSettings.accrueLateInterest === false,
      'INVALID_PARAMETERS',
      `${at} needs interestSettings.accrueLateInterest: late principal bears no interest without it`,
    ],
    [
      interestSettings.interestType === 'CAPITALIZED_INTEREST',
      'INVALID_PARAMETERS',
      `${at} does not go with interestType CAPITALIZED_INTEREST, which becomes principal`,
    ],
    [
      scheduleSettings.billingCycles?.enabled === true,
      'INVALID_PARAMETERS',
      `${at} does not go with scheduleSettings.billingCycles, whose instalments end before they are due`,
    ],
  ];
};
