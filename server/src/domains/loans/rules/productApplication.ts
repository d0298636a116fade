import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { hasEqualInstalments } from './mortgage.ts';
import { fixedDaysRefusals } from './productSchedule.ts';

// What a product says of when interest is applied and what becomes of it.

const at = 'interestSettings';

/** The mistakes in them: they are for loans whose interest follows the balance, and only they have days. */
export const applicationDayRefusals = ({
  interestSettings,
  paymentSettings,
  scheduleSettings,
}: CompleteProduct): readonly Refusal[] => {
  const days = interestSettings.interestApplicationDays;
  const listed = days?.daysInMonth ?? [];
  if (interestSettings.interestApplicationMethod !== 'FIXED_DAYS_OF_MONTH') {
    return [
      [
        listed.length > 0,
        'INVALID_PARAMETERS',
        `${at}.interestApplicationDays is for interestApplicationMethod FIXED_DAYS_OF_MONTH`,
      ],
    ];
  }
  const path = `${at}.interestApplicationMethod FIXED_DAYS_OF_MONTH`;
  return [
    [
      scheduleSettings.repaymentScheduleMethod !== 'DYNAMIC',
      'INVALID_PARAMETERS',
      `${path} needs repaymentScheduleMethod DYNAMIC`,
    ],
    [
      paymentSettings.amortizationMethod === 'OPTIMIZED_PAYMENTS',
      'INVALID_PARAMETERS',
      `${path} does not go with amortizationMethod OPTIMIZED_PAYMENTS: its instalments could not be equal`,
    ],
    [
      listed.length === 0,
      'MISSING_FIXED_DAYS_OF_MONTH',
      `${at}.interestApplicationDays.daysInMonth is empty; FIXED_DAYS_OF_MONTH needs a day`,
    ],
    ...fixedDaysRefusals(listed, days?.shortMonthHandlingMethod ?? null, `${at}.interestApplicationDays.daysInMonth`),
  ];
};

/** The mistakes in a product whose interest becomes principal: nothing of it is ever asked for as interest. */
export const capitalisedRefusals = ({
  gracePeriodSettings,
  interestSettings,
  paymentSettings,
  scheduleSettings,
  type,
}: CompleteProduct): readonly Refusal[] => {
  if (interestSettings.interestType !== 'CAPITALIZED_INTEREST') return [];
  const path = `${at}.interestType CAPITALIZED_INTEREST`;
  const equal = hasEqualInstalments({ type, interestSettings });
  const every = paymentSettings.principalPaymentSettings?.defaultPrincipalRepaymentInterval ?? 1;
  return [
    [
      scheduleSettings.repaymentScheduleMethod !== 'DYNAMIC',
      'INTEREST_TYPE_NOT_ALLOWED',
      `${path} needs repaymentScheduleMethod DYNAMIC`,
    ],
    [
      gracePeriodSettings?.gracePeriodType === 'PAY_INTEREST_ONLY',
      'INTEREST_TYPE_NOT_ALLOWED',
      `${path} asks for no interest, so gracePeriodSettings.gracePeriodType can't be PAY_INTEREST_ONLY`,
    ],
    [
      !equal && paymentSettings.amortizationMethod === 'BALLOON_PAYMENTS',
      'INTEREST_TYPE_NOT_ALLOWED',
      `${path} with DECLINING_BALANCE is repaid at the end, without paymentSettings.amortizationMethod BALLOON_PAYMENTS`,
    ],
    [
      equal && every > 1,
      'INTEREST_TYPE_NOT_ALLOWED',
      `${path} with equal installments needs principal on each: defaultPrincipalRepaymentInterval must be 1`,
    ],
  ];
};
