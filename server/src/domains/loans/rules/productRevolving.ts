import type { Schemas } from '../../../generated/schemas.ts';
import { Decimal, type Decimalish, fitsDecimals, largestAmount, money } from '../../../kernel/money.ts';
import { firstRefusal, isContradictory, type Refusal, someOf } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { installmentsRefusals, sharesOut } from './revolvingInstallments.ts';
import { isFlat, mostPreviewed, type PrincipalPaymentMethod, type RevolvingTemplate } from './revolvingTerms.ts';

// What a product says of revolving credit: how much of the principal its due dates ask for.

type Settings = Schemas['PrincipalPaymentProductSettings'];

const at = 'paymentSettings.principalPaymentSettings';

const isGiven = (value: Decimalish | undefined): value is Decimalish =>
  value !== undefined && !new Decimal(value).isZero();

const hasSome = (tuple: Settings['amount'] | Settings['percentage']): boolean =>
  someOf<Decimalish>(tuple, (value) => !new Decimal(value).isZero());

/** FLAT without an amount is what clients send for a setting that they do not use. */
const totalDueMethod = ({ totalDuePayment, amount }: Settings): PrincipalPaymentMethod | undefined =>
  totalDuePayment === 'FLAT' && !hasSome(amount) ? undefined : totalDuePayment;

/** How many instalments are foreseen where the product does not say. */
const usualPreview = 12;

/** What accounts of a revolving product copy of its principal payments. */
export const revolvingTemplateOf = (
  settings: Settings = {},
  schedule: Partial<Schemas['LoanProductScheduleSettings']> = {},
): RevolvingTemplate => {
  const { billingCycles, interestAccrualSince, previewSchedule } = schedule;
  const totalDuePayment = totalDueMethod(settings);
  const { principalFloorValue, principalCeilingValue, totalDueAmountFloor } = settings;
  return {
    principalPaymentMethod: settings.principalPaymentMethod ?? 'FLAT',
    ...(totalDuePayment === undefined ? {} : { totalDuePayment }),
    ...(isGiven(principalFloorValue) ? { principalFloor: money(principalFloorValue) } : {}),
    ...(isGiven(principalCeilingValue) ? { principalCeiling: money(principalCeilingValue) } : {}),
    ...(isGiven(totalDueAmountFloor) ? { totalDueFloor: money(totalDueAmountFloor) } : {}),
    includeInterestInFloor: settings.includeInterestInFloorAmount ?? false,
    includeFeesInFloor: settings.includeFeesInFloorAmount ?? false,
    ...(billingCycles?.enabled ? { billingDays: billingCycles.startDays ?? [] } : {}),
    ...(previewSchedule?.previewScheduleEnabled
      ? { previewed: previewSchedule.numberOfPreviewedInstalments || usualPreview }
      : {}),
    ...(interestAccrualSince === 'DUE_DATE' ? { accruesSinceDueDate: true } : {}),
    ...(sharesOut(schedule) ? { sharesOut: true } : {}),
  };
};

/** Properties of principal payments that say nothing unless a loan is revolving. */
const onlyRevolving = (settings: Settings): readonly (readonly [string, boolean])[] => [
  ['amount', hasSome(settings.amount)],
  ['percentage', hasSome(settings.percentage)],
  ['principalFloorValue', isGiven(settings.principalFloorValue)],
  ['principalCeilingValue', isGiven(settings.principalCeilingValue)],
  ['totalDueAmountFloor', isGiven(settings.totalDueAmountFloor)],
  ['includeInterestInFloorAmount', settings.includeInterestInFloorAmount === true],
  ['includeFeesInFloorAmount', settings.includeFeesInFloorAmount === true],
  ['principalPaymentMethod', (settings.principalPaymentMethod ?? 'FLAT') !== 'FLAT'],
  ['totalDuePayment', (settings.totalDuePayment ?? 'FLAT') !== 'FLAT'],
];

const elsewhere = (settings: Settings): readonly Refusal[] =>
  onlyRevolving(settings).map(([name, sent]) => [
    sent,
    'SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
    `${at}.${name} is for products of type REVOLVING_CREDIT`,
  ]);

const moneyRefusals = (name: string, value: Decimalish | undefined, decimals: number): readonly Refusal[] => [
  [
    value !== undefined &&
      (money(value).isNegative() || money(value).greaterThan(largestAmount) || !fitsDecimals(money(value), decimals)),
    'INVALID_AMOUNT',
    `${at}.${name} must be 0 or more, with at most the ${decimals} decimals of the currency`,
  ],
];

const valueRefusals = (settings: Settings, decimals: number): readonly Refusal[] => {
  const method = totalDueMethod(settings) ?? settings.principalPaymentMethod ?? 'FLAT';
  const { amount, percentage, principalFloorValue: floor, principalCeilingValue: ceiling } = settings;
  const methods = [settings.principalPaymentMethod ?? 'FLAT', method];
  return [
    [
      !methods.some(isFlat) && hasSome(amount),
      'AMOUNT_ONLY_AVAILABLE_FOR_FLAT_PRINCIPAL_PAYMENT_METHOD',
      `${at}.amount is for a flat method; ${method} takes a percentage`,
    ],
    [
      methods.every(isFlat) && hasSome(percentage),
      'INVALID_PRINCIPAL_PAYMENT_METHOD',
      `${at}.percentage is for a method of percentages; ${method} takes an amount`,
    ],
    [
      someOf<Decimalish>(amount, (value) => money(value).isNegative() || money(value).greaterThan(largestAmount)),
      'INVALID_AMOUNT',
      `${at}.amount may neither be negative nor larger than any account can hold`,
    ],
    [
      someOf<Decimalish>(amount, (value) => !fitsDecimals(money(value), decimals)),
      'INVALID_PRINCIPAL_PAYMENT_FLAT_AMOUNT_WITH_DECIMALS',
      `${at}.amount has more than the ${decimals} decimals of the currency`,
    ],
    [isContradictory(amount), 'INVALID_AMOUNT', `${at}.amount must have minValue <= defaultValue <= maxValue`],
    [
      someOf<Decimalish>(percentage, (value) => !isShare(value)),
      'INVALID_PRINCIPAL_PAYMENT_PERCENTAGE_VALUE',
      `${at}.percentage must be 0 to 100 with at most 10 decimals`,
    ],
    [
      isContradictory(percentage),
      'INVALID_PRINCIPAL_PAYMENT_PERCENTAGE_VALUE',
      `${at}.percentage must have minValue <= defaultValue <= maxValue`,
    ],
    ...moneyRefusals('principalFloorValue', floor, decimals),
    ...moneyRefusals('principalCeilingValue', ceiling, decimals),
    ...moneyRefusals('totalDueAmountFloor', settings.totalDueAmountFloor, decimals),
    [
      isGiven(floor) && isGiven(ceiling) && money(floor).greaterThan(ceiling),
      'INVALID_REVOLVING_SETTINGS',
      `${at}.principalFloorValue may not be above principalCeilingValue`,
    ],
  ];
};

/** Whether a number is a percentage of something that is asked for. */
export const isShare = (value: Decimalish): boolean => {
  const share = new Decimal(value);
  return share.isFinite() && !share.isNegative() && share.lessThanOrEqualTo(100) && share.decimalPlaces() <= 10;
};

/** The mistakes in a number of instalments to foresee. */
export const previewRefusals = (count: number | undefined, path: string): readonly Refusal[] => [
  [
    count !== undefined && (!Number.isInteger(count) || count < 0 || count > mostPreviewed),
    'INVALID_REVOLVING_SETTINGS',
    `${path} must be 0 to ${mostPreviewed}`,
  ],
];

const otherRefusals = ({
  feesSettings,
  gracePeriodSettings,
  interestSettings,
  paymentSettings,
  scheduleSettings,
}: CompleteProduct): readonly Refusal[] => [
  [
    interestSettings.interestCalculationMethod !== 'DECLINING_BALANCE',
    'INVALID_REVOLVING_SETTINGS',
    'interestSettings.interestCalculationMethod must be DECLINING_BALANCE for type REVOLVING_CREDIT',
  ],
  [
    interestSettings.interestType === 'CAPITALIZED_INTEREST',
    'INTEREST_TYPE_NOT_ALLOWED',
    'interestSettings.interestType CAPITALIZED_INTEREST does not go with type REVOLVING_CREDIT: interest would draw on the credit',
  ],
  ...previewRefusals(
    scheduleSettings.previewSchedule?.numberOfPreviewedInstalments,
    'scheduleSettings.previewSchedule.numberOfPreviewedInstalments',
  ),
  [
    (gracePeriodSettings?.gracePeriodType ?? 'NONE') !== 'NONE',
    'INVALID_GRACE_PERIOD',
    'gracePeriodSettings.gracePeriodType must be NONE for type REVOLVING_CREDIT',
  ],
  [
    (scheduleSettings.repaymentScheduleEditOptions ?? []).length > 0,
    'INVALID_REVOLVING_SETTINGS',
    'scheduleSettings.repaymentScheduleEditOptions: a revolving credit has no schedule to edit',
  ],
  [
    paymentSettings.prepaymentSettings?.futurePaymentsAcceptance === 'ACCEPT_FUTURE_PAYMENTS',
    'INVALID_REVOLVING_SETTINGS',
    'paymentSettings.prepaymentSettings.futurePaymentsAcceptance must be NO_FUTURE_PAYMENTS or ACCEPT_OVERPAYMENTS for type REVOLVING_CREDIT',
  ],
  [
    (paymentSettings.principalPaymentSettings?.defaultPrincipalRepaymentInterval ?? 1) > 1,
    'INVALID_PRINCIPAL_REPAYMENT_INVERVAL',
    `${at}.defaultPrincipalRepaymentInterval must be 1 for type REVOLVING_CREDIT`,
  ],
  [
    (feesSettings?.fees ?? []).some(({ amountCalculationMethod: method }) =>
      method?.endsWith('NUMBER_OF_INSTALLMENTS'),
    ),
    'INVALID_REVOLVING_SETTINGS',
    'feesSettings.fees.amountCalculationMethod: a revolving credit has no number of instalments',
  ],
];

/** The mistakes in the days on which billing cycles begin. */
export const billingDayRefusals = (days: readonly number[], path: string): readonly Refusal[] => [
  [days.length === 0, 'INVALID_REVOLVING_SETTINGS', `${path} is empty`],
  [
    days.some((day) => !Number.isInteger(day) || day < 1 || day > 31),
    'INVALID_REVOLVING_SETTINGS',
    `${path} holds days from 1 to 31`,
  ],
  [new Set(days).size !== days.length, 'INVALID_REVOLVING_SETTINGS', `${path} names a day twice`],
];

const billingRefusals = ({
  interestSettings,
  paymentSettings,
  scheduleSettings,
}: CompleteProduct): readonly Refusal[] => {
  const { billingCycles } = scheduleSettings;
  if (!billingCycles?.enabled) return [];
  return [
    [
      scheduleSettings.interestAccrualSince === 'DUE_DATE',
      'INVALID_REVOLVING_SETTINGS',
      'scheduleSettings.interestAccrualSince DUE_DATE does not go with billing cycles',
    ],
    [
      interestSettings.interestApplicationMethod === 'FIXED_DAYS_OF_MONTH',
      'INVALID_REVOLVING_SETTINGS',
      'interestSettings.interestApplicationMethod FIXED_DAYS_OF_MONTH does not go with billing cycles, whose ends apply interest',
    ],
    ...billingDayRefusals(billingCycles.startDays ?? [], 'scheduleSettings.billingCycles.startDays'),
    [
      interestSettings.accrueLateInterest === false,
      'INVALID_REVOLVING_SETTINGS',
      'interestSettings.accrueLateInterest must be on where billing cycles are',
    ],
    [
      paymentSettings.prepaymentSettings?.prepaymentAcceptance === 'NO_PREPAYMENTS',
      'INVALID_REVOLVING_SETTINGS',
      'paymentSettings.prepaymentSettings.prepaymentAcceptance: what a billing cycle asks for can be paid before it is due',
    ],
  ];
};

/** Refuses what contradicts itself in the settings of a revolving product, and such settings on products of other types. */
export const checkProductRevolving = (product: CompleteProduct, decimals: number): Rejection | undefined => {
  const settings = product.paymentSettings.principalPaymentSettings ?? {};
  return product.type === 'REVOLVING_CREDIT'
    ? firstRefusal([
        ...installmentsRefusals(product),
        ...otherRefusals(product),
        ...billingRefusals(product),
        ...valueRefusals(settings, decimals),
      ])
    : firstRefusal([
        ...elsewhere(settings),
        [
          product.scheduleSettings.billingCycles?.enabled === true,
          'SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
          'scheduleSettings.billingCycles.enabled is for products of type REVOLVING_CREDIT',
        ],
        [
          product.scheduleSettings.previewSchedule?.previewScheduleEnabled === true,
          'SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
          'scheduleSettings.previewSchedule.previewScheduleEnabled is for products of type REVOLVING_CREDIT',
        ],
        [
          product.scheduleSettings.repaymentMethod === 'INSTALLMENTS',
          'SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
          'scheduleSettings.repaymentMethod INSTALLMENTS is for products of type REVOLVING_CREDIT',
        ],
      ]);
};
