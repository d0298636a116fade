import { isZero, type Money } from '../../../../kernel/money.ts';
import { firstRefusal } from '../../../../kernel/refusals.ts';
import type { Rejection } from '../../../../kernel/rejection.ts';
import { isDynamic, type LoanTerms } from '../terms.ts';
import { checkAmount } from './checks.ts';

const at = 'principalOverpaymentAmount';

/** A repayment as far as it says what of it is outside the schedule. */
export type WithOverpayment = {
  readonly amount: Money;
  /** What of the amount pays principal and nothing else, after the rest went the way of every repayment. */
  readonly principalOverpayment?: Money;
  readonly parts?: readonly unknown[];
  readonly slot?: string;
};

/**
 * Refuses an overpayment of principal within a repayment. In this order: with other instructions what the repayment pays, a fixed schedule, whose interest
 * is owed whatever is paid, its amount, more than the whole repayment, a product without prepayments.
 */
export const checkOverpaymentPart = (
  terms: LoanTerms,
  { amount, principalOverpayment: over, parts, slot }: WithOverpayment,
): Rejection | undefined => {
  if (over === undefined || isZero(over)) return undefined;
  return (
    firstRefusal([
      [parts !== undefined, 'INVALID_PARAMETERS', `either ${at} or customPaymentAmounts, not both`],
      [slot !== undefined, 'INVALID_PARAMETERS', `either ${at} or installmentEncodedKey, not both`],
      [
        !isDynamic(terms),
        'INVALID_PARAMETERS',
        `${at}: the schedule of this loan is fixed; what a repayment has beyond what is due prepays it`,
      ],
    ]) ??
    checkAmount(over, terms.currencyDecimals, at) ??
    firstRefusal([
      [over.greaterThan(amount), 'INVALID_AMOUNT', `${at} is part of the amount, and can't be more than it`],
      [
        terms.payment.prepayment.prepaymentAcceptance === 'NO_PREPAYMENTS',
        'PREPAYMENT_NOT_ALLOWED_ERROR',
        `${at}: the product takes no prepayments`,
      ],
    ])
  );
};
