import type { Schemas } from '../../../generated/schemas.ts';
import { firstRefusal, type Refusal, someOf, tupleRefusals } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { type CompleteProduct, hasDynamicSchedule } from './completeProduct.ts';

// What a product says of due dates, instalments and their edits.

/** No count of days and no count of instalments is larger: a hundred years of either. */
export const mostDays = 36_525;
export const mostInstalments = 12_000;

const at = 'scheduleSettings';

type Settings = Schemas['LoanProductScheduleSettings'];

const methodRefusals = (product: CompleteProduct): readonly Refusal[] => {
  const { type, scheduleSettings } = product;
  const wanted = hasDynamicSchedule(product) ? 'DYNAMIC' : 'FIXED';
  const options = scheduleSettings.repaymentScheduleEditOptions ?? [];
  const holidays = scheduleSettings.scheduleEditOptionDetails?.paymentHolidaysSettings;
  return [
    [
      scheduleSettings.repaymentScheduleMethod !== wanted,
      'INVALID_PARAMETERS',
      `${at}.repaymentScheduleMethod must be ${wanted} for type ${type}`,
    ],
    [
      type !== 'REVOLVING_CREDIT' &&
        scheduleSettings.interestAccrualSince === 'DUE_DATE' &&
        scheduleSettings.repaymentScheduleMethod !== 'DYNAMIC',
      'INVALID_PARAMETERS',
      `${at}.interestAccrualSince DUE_DATE needs repaymentScheduleMethod DYNAMIC`,
    ],
    [
      holidays?.paymentHolidaysLoanTermOption !== undefined && !options.includes('ADJUST_PAYMENT_HOLIDAYS'),
      'INVALID_PARAMETERS',
      `${at}.scheduleEditOptionDetails.paymentHolidaysSettings needs the option ADJUST_PAYMENT_HOLIDAYS`,
    ],
  ];
};

const intervalRefusals = (settings: Settings): readonly Refusal[] => {
  const count = settings.defaultRepaymentPeriodCount;
  const least = 1;
  return [
    [
      (settings.fixedDaysOfMonth ?? []).length > 0,
      'FIXED_DAYS_OF_MONTH_NOT_ALLOWED',
      `${at}.fixedDaysOfMonth is for scheduleDueDatesMethod FIXED_DAYS_OF_MONTH`,
    ],
    [
      settings.shortMonthHandlingMethod !== undefined,
      'INVALID_PARAMETERS',
      `${at}.shortMonthHandlingMethod is for scheduleDueDatesMethod FIXED_DAYS_OF_MONTH`,
    ],
    [
      count !== undefined && (count < least || count > mostDays),
      'MISSING_REPAYMENT_PERIOD_COUNT',
      `${at}.defaultRepaymentPeriodCount must be ${least} to ${mostDays}`,
    ],
    ...tupleRefusals(settings.firstRepaymentDueDateOffset, `${at}.firstRepaymentDueDateOffset`, {
      least: 0,
      most: mostDays,
    }),
  ];
};

/** The mistakes in a list of days of the month; accounts may bring a list of their own. */
export const fixedDaysRefusals = (
  days: readonly number[],
  shortMonthHandlingMethod: string | null,
  path: string,
): readonly Refusal[] => [
  [
    days.some((day) => !Number.isInteger(day) || day < 1 || day > 31),
    'INVALID_REPAYMENT_DUE_DAY',
    `${path} holds days from 1 to 31`,
  ],
  [new Set(days).size !== days.length, 'INVALID_FIXED_DAYS_OF_MONTH', `${path} names a day twice`],
  [
    shortMonthHandlingMethod === null && days.some((day) => day > 28),
    'INVALID_FIXED_DAYS_OF_MONTH',
    `${path} has a day after the 28th, which needs shortMonthHandlingMethod on the product`,
  ],
];

const fixedDayRefusals = (settings: Settings): readonly Refusal[] => [
  [
    settings.defaultRepaymentPeriodCount !== undefined,
    'REPAYMENT_PERIOD_COUNT_NOT_ALLOWED',
    `${at}.defaultRepaymentPeriodCount is for scheduleDueDatesMethod INTERVAL`,
  ],
  [
    settings.repaymentPeriodUnit !== undefined,
    'REPAYMENT_FREQUENCY_NOT_ALLOWED',
    `${at}.repaymentPeriodUnit is for scheduleDueDatesMethod INTERVAL`,
  ],
  [
    someOf(settings.firstRepaymentDueDateOffset, (value) => value !== 0),
    'INVALID_PARAMETERS',
    `${at}.firstRepaymentDueDateOffset is for scheduleDueDatesMethod INTERVAL`,
  ],
  ...fixedDaysRefusals(
    settings.fixedDaysOfMonth ?? [],
    settings.shortMonthHandlingMethod ?? null,
    `${at}.fixedDaysOfMonth`,
  ),
];

const graceRefusals = ({
  gracePeriodSettings,
  paymentSettings,
  scheduleSettings,
}: CompleteProduct): readonly Refusal[] => {
  const type = gracePeriodSettings?.gracePeriodType ?? 'NONE';
  const grace = gracePeriodSettings?.gracePeriod;
  const path = 'gracePeriodSettings.gracePeriod';
  const most = scheduleSettings.numInstallments?.maxValue;
  return [
    [
      type === 'NONE' && someOf(grace, (value) => value !== 0),
      'INVALID_GRACE_PERIOD',
      `${path} needs a gracePeriodType other than NONE`,
    ],
    [
      type !== 'NONE' && paymentSettings.amortizationMethod === 'BALLOON_PAYMENTS',
      'INVALID_GRACE_PERIOD',
      `gracePeriodSettings.gracePeriodType ${type} does not go with BALLOON_PAYMENTS`,
    ],
    ...tupleRefusals(grace, path, { least: 0, most: mostInstalments, reason: 'INVALID_GRACE_PERIOD' }),
    [
      most !== undefined &&
        someOf({ minValue: grace?.minValue, defaultValue: grace?.defaultValue }, (value) => value >= most),
      'INVALID_GRACE_PERIOD',
      `${path} leaves no instalment of ${at}.numInstallments`,
    ],
  ];
};

const amortizationPeriodRefusals = ({ paymentSettings, scheduleSettings }: CompleteProduct): readonly Refusal[] => {
  const { amortizationPeriod } = scheduleSettings;
  return [
    [
      paymentSettings.amortizationMethod !== 'BALLOON_PAYMENTS' && someOf(amortizationPeriod, (value) => value !== 0),
      'INVALID_PARAMETERS',
      `${at}.amortizationPeriod is for amortizationMethod BALLOON_PAYMENTS`,
    ],
    ...(paymentSettings.amortizationMethod === 'BALLOON_PAYMENTS'
      ? tupleRefusals(amortizationPeriod, `${at}.amortizationPeriod`, { least: 1, most: mostInstalments })
      : []),
  ];
};

/** Refuses what contradicts itself in a product's schedule and grace period, and what is not supported yet. */
export const checkProductSchedule = (product: CompleteProduct): Rejection | undefined => {
  const { scheduleSettings } = product;
  return firstRefusal([
    ...methodRefusals(product),
    ...(scheduleSettings.scheduleDueDatesMethod === 'INTERVAL'
      ? intervalRefusals(scheduleSettings)
      : fixedDayRefusals(scheduleSettings)),
    ...tupleRefusals(scheduleSettings.numInstallments, `${at}.numInstallments`, {
      least: 1,
      most: mostInstalments,
      reason: 'INVALID_INSTALLMENTS',
    }),
    ...graceRefusals(product),
    ...amortizationPeriodRefusals(product),
  ]);
};
