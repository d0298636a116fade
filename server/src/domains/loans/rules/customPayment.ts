import type { Money } from '../../../kernel/money.ts';
import type { FeeApplied } from './events.ts';

// Repayments that say themselves what they pay.

const fees = {
  MANUAL_FEE: ['MANUAL', 'ARBITRARY', 'MANUAL_PLANNED'],
  UPFRONT_DISBURSEMENT_FEE: ['UPFRONT_DISBURSEMENT'],
  LATE_REPAYMENT_FEE: ['LATE_REPAYMENT'],
  PAYMENT_DUE_FEE: ['PAYMENT_DUE', 'PAYMENT_DUE_APPLIED_ON_DUE_DATES', 'FEE_INCLUDED_IN_PMT'],
  NON_SCHEDULED_FEE: ['EARLY_REPAYMENT_CHARGE'],
} as const satisfies Record<string, readonly FeeApplied['trigger'][]>;

/** What a part of a repayment can pay, spelled as in the contract. */
export type PaymentPartType = 'PRINCIPAL' | 'INTEREST' | 'INTEREST_FROM_ARREARS' | 'PENALTY' | keyof typeof fees;

/** One part of a repayment. */
export type PaymentPart = {
  readonly type: PaymentPartType;
  readonly amount: Money;
  /** Only the fee of the product with this key; without it all fees of the kind, the oldest instalment's first. */
  readonly predefinedFeeKey?: string;
};

/** A part as it was paid, and what of it was tax. */
export type PaidPart = PaymentPart & { readonly tax: Money };

/** The triggers of the fees that a part of this type pays; none for other elements. */
export const feeTriggers = (type: PaymentPartType): readonly FeeApplied['trigger'][] =>
  type in fees ? fees[type as keyof typeof fees] : [];

const types: readonly string[] = ['PRINCIPAL', 'INTEREST', 'INTEREST_FROM_ARREARS', 'PENALTY', ...Object.keys(fees)];

/** Whether this program knows what a part of this type pays. */
export const isPartType = (type: string): type is PaymentPartType => types.includes(type);
