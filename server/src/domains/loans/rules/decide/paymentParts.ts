import { type Money, plus, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { feeTriggers, isPartType, type PaymentPart } from '../customPayment.ts';
import { checkAmount } from './checks.ts';

// What a request may name of the parts of a repayment.

/** A part as a request names it. */
export type WantedPart = {
  readonly type: string;
  readonly amount: Money;
  readonly predefinedFeeKey?: string | undefined;
};

/** What surrounds the parts of a repayment. */
export type PartsFacts = {
  /** What the repayment pays in all. */
  readonly amount: Money;
  readonly decimals: number;
  readonly allowedByProduct: boolean;
  readonly permitted: boolean;
  /** The product's fees by key, and by id. */
  readonly fees: {
    get(
      ref: string,
    ): { readonly encodedKey: string; readonly trigger: string; readonly unscheduled?: true } | undefined;
  };
};

const at = 'customPaymentAmounts';

const partOf = (wanted: WantedPart, index: number, facts: PartsFacts): PaymentPart | Rejection => {
  const { type, amount, predefinedFeeKey } = wanted;
  const path = `${at}[${index}]`;
  if (!isPartType(type))
    return reject('INVALID_PARAMETERS', `${path}.customPaymentAmountType ${type} is not supported yet`);
  const invalid = checkAmount(amount, facts.decimals, `${path}.amount`);
  if (invalid) return invalid;
  if (predefinedFeeKey === undefined) return { type, amount };
  const triggers: readonly string[] = feeTriggers(type);
  if (triggers.length === 0) {
    return reject('CUSTOM_PAYMENT_AMOUNT_TYPE_DISALLOWS_PREDEFINED_FEE', `${path}.predefinedFeeKey: ${type} is no fee`);
  }
  const fee = facts.fees.get(predefinedFeeKey);
  if (!fee) return reject('INVALID_FEE_KEY', `${path}.predefinedFeeKey is no fee of the product`);
  const pays = fee.unscheduled ? type === 'NON_SCHEDULED_FEE' : triggers.includes(fee.trigger);
  return pays
    ? { type, amount, predefinedFeeKey: fee.encodedKey }
    : reject(
        'CUSTOM_PAYMENT_AMOUNT_TYPE_DOES_NOT_MATCH_PREDEFINED_FEE',
        `${path}.predefinedFeeKey is a fee of the trigger ${fee.trigger}${fee.unscheduled ? ' outside the schedule' : ''}, not a ${type}`,
      );
};

const checkRepeated = (part: PaymentPart, before: readonly PaymentPart[]): Rejection | undefined => {
  const alike = before.filter(({ type }) => type === part.type);
  if (part.predefinedFeeKey === undefined) {
    return alike.some(({ predefinedFeeKey }) => predefinedFeeKey === undefined)
      ? reject('SAME_CUSTOM_PAYMENT_AMOUNT_TYPE_USED_MULTIPLE_TIMES', `${at} names ${part.type} twice`)
      : undefined;
  }
  if (alike.some(({ predefinedFeeKey }) => predefinedFeeKey === part.predefinedFeeKey)) {
    return reject('CUSTOM_PAYMENT_AMOUNT_DUPLICATE_PREDEFINED_FEE', `${at} names a fee twice`);
  }
  return alike.some(({ predefinedFeeKey }) => predefinedFeeKey === undefined)
    ? reject(
        'CUSTOM_PAYMENT_AMOUNT_TYPE_SHOULD_HAVE_FEE_NAME_FIRST',
        `${at}: a ${part.type} that names its fee comes before the one that pays the rest`,
      )
    : undefined;
};

/**
 * The parts that a repayment names. Refusals in this order: the product, the permission, each part in turn (its type, its amount, its fee,
 * one named twice), a sum that is not the amount.
 */
export const paymentPartsOf = (
  wanted: readonly WantedPart[],
  facts: PartsFacts,
): readonly PaymentPart[] | Rejection => {
  if (!facts.allowedByProduct) {
    return reject('CUSTOM_PAYMENT_NOT_ALLOWED_BY_PRODUCT', `${at} need allowCustomRepaymentAllocation on the product`);
  }
  if (!facts.permitted) {
    return reject('INVALID_PERMISSIONS', `${at} need the permission PERFORM_REPAYMENTS_WITH_CUSTOM_AMOUNTS_ALLOCATION`);
  }
  const parts: PaymentPart[] = [];
  for (const [index, one] of wanted.entries()) {
    const part = partOf(one, index, facts);
    if (isRejection(part)) return part;
    const repeated = checkRepeated(part, parts);
    if (repeated) return repeated;
    parts.push(part);
  }
  const total = parts.reduce<Money>((all, { amount }) => plus(all, amount), zero);
  return total.equals(facts.amount)
    ? parts
    : reject(
        'CUSTOM_PAYMENT_AMOUNT_DIFFERENT_THAN_TOTAL_PAYMENT_AMOUNT',
        `${at} sum to ${total.toFixed()} instead of the amount of ${facts.amount.toFixed()}`,
      );
};
