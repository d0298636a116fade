import {
  type Decimalish,
  fitsDecimals,
  isNegative,
  isZero,
  type Money,
  money,
  type Rate,
  rate,
} from '../../../kernel/money.ts';
import { firstRefusal, type Refusal } from '../../../kernel/refusals.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { isShare } from './productRevolving.ts';
import type { WantedLoan } from './wantedLoan.ts';

// What a borrower may prepay in a year without an early repayment charge (`earlyRepayment.ts`).

/** The allowance of an account; what it does not have is left out. */
export type FreeAllowance = {
  /** In percent of the loan amount. */
  readonly percentage?: Rate;
  readonly amount?: Money;
};

const at = 'prepaymentSettings.ercFree';

/** Refuses an allowance of a product that is no percentage. */
export const productAllowanceRefusals = ({ paymentSettings }: CompleteProduct): readonly Refusal[] => {
  const share = paymentSettings.prepaymentSettings?.ercFreeAllowance;
  return [
    [
      share !== undefined && !isShare(share),
      'INVALID_PARAMETERS',
      `paymentSettings.${at}Allowance must be 0 to 100 with at most 10 decimals`,
    ],
  ];
};

type Wanted = Pick<WantedLoan, 'loanAmount' | 'freeAllowanceAmount' | 'freeAllowancePercentage'>;

/**
 * The allowance that an account agrees on: its own, else the percentage of its product, which a new account copies. Zero is none.
 */
export const freeAllowanceOf = (
  { loanAmount, freeAllowanceAmount: amount, freeAllowancePercentage: sent }: Wanted,
  ofProduct: Rate | undefined,
  decimals: number,
): FreeAllowance | undefined | Rejection => {
  const refusal = firstRefusal([
    [
      sent !== undefined && !isShare(sent),
      'INVALID_PARAMETERS',
      `${at}AllowancePercentage must be 0 to 100 with at most 10 decimals`,
    ],
    [
      amount !== undefined && (isNegative(amount) || amount.greaterThan(loanAmount) || !fitsDecimals(amount, decimals)),
      'INVALID_AMOUNT',
      `${at}AllowanceAmount must be 0 to the loan amount with at most ${decimals} decimals`,
    ],
  ]);
  if (isRejection(refusal)) return refusal;
  const percentage = sent ?? (amount === undefined ? ofProduct : undefined);
  const has = {
    ...(percentage && !percentage.isZero() ? { percentage } : {}),
    ...(amount && !isZero(amount) ? { amount } : {}),
  };
  return has.percentage || has.amount ? has : undefined;
};

/** The allowance as plain JSON: amounts and rates are texts. */
export type FreeAllowanceJson = { readonly percentage?: Decimalish; readonly amount?: Decimalish };

/** The allowance as plain JSON, every digit kept. */
export const allowanceToJson = ({ percentage, amount }: FreeAllowance): FreeAllowanceJson => ({
  ...(percentage ? { percentage: percentage.toFixed() } : {}),
  ...(amount ? { amount: amount.toFixed() } : {}),
});

/** The allowance that this program stored. */
export const allowanceOfJson = ({ percentage, amount }: FreeAllowanceJson): FreeAllowance => ({
  ...(percentage === undefined ? {} : { percentage: rate(percentage) }),
  ...(amount === undefined ? {} : { amount: money(amount) }),
});
