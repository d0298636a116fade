import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { hasEqualInstalments } from './mortgage.ts';
import { farthestThreshold } from './schedule/paymentThreshold.ts';

const at = 'interestSettings.pmtAdjustmentThreshold.numberOfDays';

/** Refuses a threshold where no payment is ever computed anew, and one that lies nowhere before a due date. */
export const thresholdRefusals = ({ interestSettings, type }: CompleteProduct): readonly Refusal[] => {
  const days = interestSettings.pmtAdjustmentThreshold?.numberOfDays ?? 0;
  return [
    [days < 0 || days > farthestThreshold, 'INVALID_PARAMETERS', `${at} must be 0 to ${farthestThreshold}`],
    [
      days > 0 &&
        ((type !== 'DYNAMIC_TERM_LOAN' && type !== 'DYNAMIC_MORTGAGE') ||
          !hasEqualInstalments({ type, interestSettings })),
      'INVALID_PARAMETERS',
      `${at} is for dynamic term loans of equal installments and for dynamic mortgages`,
    ],
  ];
};
