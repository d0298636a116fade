import type { Schemas } from '../../../generated/schemas.ts';
import { Decimal, type Decimalish } from '../../../kernel/money.ts';
import { firstRefusal, type Refusal, someOf } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { isOutside, limitsText } from './accountSchedule.ts';
import type { CompleteProduct } from './completeProduct.ts';
import type { Limits } from './loanProduct.ts';
import { mostInstalments } from './productSchedule.ts';
import type { WantedLoan } from './wantedLoan.ts';

// Revolving credit with repaymentMethod INSTALLMENTS: its balance is paid back in so many due dates from the last withdrawal on, where
// AMOUNT asks for an amount or a percentage on every due date for as long as something is owed.

const at = 'paymentSettings.principalPaymentSettings';

const isGiven = (value: Decimalish): boolean => !new Decimal(value).isZero();

/** Whether accounts of a product share out their balance. */
export const sharesOut = ({ repaymentMethod }: Partial<Schemas['LoanProductScheduleSettings']>): boolean =>
  repaymentMethod === 'INSTALLMENTS';

/** Refuses a number of instalments where the method does not use it, and with INSTALLMENTS what says otherwise how much falls due. */
export const installmentsRefusals = ({ scheduleSettings, paymentSettings }: CompleteProduct): readonly Refusal[] => {
  const settings = paymentSettings.principalPaymentSettings ?? {};
  const { amount, percentage, principalPaymentMethod: method = 'FLAT', totalDuePayment: total = 'FLAT' } = settings;
  if (!sharesOut(scheduleSettings)) {
    return [
      [
        someOf(scheduleSettings.numInstallments, (value) => value !== 0),
        'NUM_INSTALLMENTS_NOT_AVAILABLE_FOR_REVOLVING_CREDIT',
        'scheduleSettings.numInstallments: a revolving credit has no term, but for repaymentMethod INSTALLMENTS',
      ],
    ];
  }
  const why = 'repaymentMethod INSTALLMENTS shares out the balance';
  return [
    [method !== 'FLAT', 'INVALID_PRINCIPAL_PAYMENT_METHOD', `${at}.principalPaymentMethod ${method}: ${why}`],
    [total !== 'FLAT', 'INVALID_PRINCIPAL_PAYMENT_METHOD', `${at}.totalDuePayment ${total}: ${why}`],
    [someOf<Decimalish>(amount, isGiven), 'INVALID_REVOLVING_SETTINGS', `${at}.amount: ${why}`],
    [someOf<Decimalish>(percentage, isGiven), 'INVALID_REVOLVING_SETTINGS', `${at}.percentage: ${why}`],
  ];
};

/** The number of instalments that an account agrees to, or what is wrong with it. */
export const installmentsOf = (
  wanted: Pick<WantedLoan, 'repaymentInstallments' | 'principalPaymentAmount' | 'principalPaymentPercentage'>,
  limits: Limits<number>,
): number | Rejection => {
  const path = 'scheduleSettings.repaymentInstallments';
  const count = wanted.repaymentInstallments ?? limits.default ?? 0;
  const why = 'the product shares out the balance by repaymentMethod INSTALLMENTS';
  return (
    firstRefusal([
      [
        wanted.principalPaymentAmount !== undefined,
        'PRINCIPAL_PAYMENT_INCONSISTENT_WITH_PRODUCT',
        `principalPaymentSettings.amount: ${why}`,
      ],
      [
        wanted.principalPaymentPercentage !== undefined,
        'PRINCIPAL_PAYMENT_INCONSISTENT_WITH_PRODUCT',
        `principalPaymentSettings.percentage: ${why}`,
      ],
      [
        wanted.repaymentInstallments === undefined && limits.default === null,
        'INVALID_INSTALLMENTS',
        `${path} is missing and the product has no default`,
      ],
      [
        !Number.isInteger(count) || count < 1 || count > mostInstalments,
        'INVALID_INSTALLMENTS',
        `${path} must be 1 to ${mostInstalments}`,
      ],
      [isOutside(count, limits), 'INVALID_INSTALLMENTS', `${path} must be ${limitsText(limits)}`],
    ]) ?? count
  );
};
