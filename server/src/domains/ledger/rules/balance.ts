import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Money, minus } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { type GlAccountType, isDebitNatured } from './glAccount.ts';

/** An account's balance on its natural side: assets and expenses grow with debits, the others with credits. */
export const naturalBalance = (type: GlAccountType, debits: Money, credits: Money): Money =>
  isDebitNatured(type) ? minus(debits, credits) : minus(credits, debits);

/** The days a balance covers, both inclusive; null is open. */
export type BalancePeriod = { readonly from: LocalDate | null; readonly to: LocalDate | null };

/** With both days the balance is the net change between them; otherwise it is the closing balance, and a lone `from` changes nothing. */
export const balancePeriod = (from: LocalDate | undefined, to: LocalDate | undefined): BalancePeriod | Rejection => {
  if (from === undefined || to === undefined) return { from: null, to: to ?? null };
  return checkDateRange(from, to) ?? { from, to };
};

/** Refuses a range of days that ends before it starts. */
export const checkDateRange = (from: LocalDate, to: LocalDate): Rejection | undefined =>
  from > to ? reject('INVALID_ACCOUNTING_DATE_RANGE', `from ${from} must not be after to ${to}`) : undefined;
