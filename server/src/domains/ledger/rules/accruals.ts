import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { Decimal, isNegative, type Money, plus, rounded, smallest, zero } from '../../../kernel/money.ts';
import type { JournalSide } from './journal.ts';

// Interest that accrued and is not applied, as the ledger books it: summed over the accounts of a product, rounded once.

/** Accrued interest as the books tell it apart: by the accounts it is booked on. */
export type AccrualKind =
  | 'INTEREST'
  | 'NEGATIVE_INTEREST'
  | 'OVERDRAFT_INTEREST'
  | 'LOAN_INTEREST'
  | 'LOAN_INTEREST_FROM_ARREARS'
  | 'LOAN_PAYMENT_HOLIDAY_INTEREST';

/** The side that an accrual takes on the result: expense for what the bank owes, income for what it is owed. */
export const resultSides: Readonly<Record<AccrualKind, JournalSide>> = {
  INTEREST: 'DEBIT',
  NEGATIVE_INTEREST: 'CREDIT',
  OVERDRAFT_INTEREST: 'CREDIT',
  LOAN_INTEREST: 'CREDIT',
  LOAN_INTEREST_FROM_ARREARS: 'CREDIT',
  LOAN_PAYMENT_HOLIDAY_INTEREST: 'CREDIT',
};

/** What an accrual is booked for: its accounts share a posting. */
export type AccrualScope = {
  readonly productKey: EncodedKey;
  readonly branchKey: EncodedKey | null;
  readonly currencyCode: string;
  readonly kind: AccrualKind;
};

/** What a night accrued in one scope beyond what was booked; of one account where the product keeps a breakdown. */
export type AccruedInScope = AccrualScope & { readonly amount: Money };
export type AccruedByAccount = AccruedInScope & { readonly accountKey: EncodedKey };

/** One sum for each product, branch, currency and kind. */
export const accruedInScopes = (rows: readonly AccruedByAccount[]): readonly AccruedInScope[] => {
  const byScope = new Map<string, AccruedInScope>();
  for (const { accountKey: _, ...row } of rows) {
    const name = `${row.productKey} ${row.branchKey} ${row.currencyCode} ${row.kind}`;
    const known = byScope.get(name);
    byScope.set(name, known ? { ...known, amount: plus(known.amount, row.amount) } : row);
  }
  return [...byScope.values()];
};

/**
 * The amount of an accrual journal: what accrued, with what the roundings before left over, rounded once. Halves go up, also below zero, so that
 * all journals together are always the rounded sum of all that accrued.
 */
export const amountToBook = (accrued: Money, carried: Money, decimals: number): Money =>
  plus(accrued, carried).toDecimalPlaces(decimals, Decimal.ROUND_HALF_CEIL) as Money;

/**
 * What of an application comes out of the books, in the currency's decimals: what they held of the account, at most what is applied. The rest was
 * never booked, and what remains in the books is the next night's to correct.
 */
export const takenFrom = (held: Money, applied: Money, decimals: number): Money =>
  isNegative(held) ? zero : smallest(rounded(held, decimals, 'HALF_UP'), applied);
