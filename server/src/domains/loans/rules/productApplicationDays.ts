import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { fixedDaysRefusals } from './productSchedule.ts';

// What a product says of the days of the month on which interest is applied.

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
