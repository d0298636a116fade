import { dayOf, type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import { Decimal, isNegative, type Money, minus, plus, rounded, smallest, zero } from '../../../../kernel/money.ts';
import type { DepositProduct, DepositResource } from '../depositProduct.ts';
import type { Accrued } from './accrued.ts';

/** Accrued interest as the books tell it apart: by the accounts it is booked on. */
export type AccrualKind = 'INTEREST' | 'NEGATIVE_INTEREST' | 'OVERDRAFT_INTEREST';

/** Amounts by kind; unrounded where they are what the books hold as accrued of an account. */
export type Booked = Readonly<Record<AccrualKind, Money>>;

export const accrualKinds: readonly AccrualKind[] = ['INTEREST', 'NEGATIVE_INTEREST', 'OVERDRAFT_INTEREST'];

export const nothingBooked: Booked = { INTEREST: zero, NEGATIVE_INTEREST: zero, OVERDRAFT_INTEREST: zero };

/** What accrued, in the kinds of the books. */
export const inKinds = (accrued: Accrued): Booked => ({
  INTEREST: accrued.interestAccrued,
  NEGATIVE_INTEREST: accrued.negativeInterestAccrued,
  OVERDRAFT_INTEREST: plus(accrued.overdraftInterestAccrued, accrued.technicalOverdraftInterestAccrued),
});

const combined = (left: Booked, right: Booked, how: (left: Money, right: Money) => Money): Booked => ({
  INTEREST: how(left.INTEREST, right.INTEREST),
  NEGATIVE_INTEREST: how(left.NEGATIVE_INTEREST, right.NEGATIVE_INTEREST),
  OVERDRAFT_INTEREST: how(left.OVERDRAFT_INTEREST, right.OVERDRAFT_INTEREST),
});

export const plusBooked = (left: Booked, right: Booked): Booked => combined(left, right, plus);
export const minusBooked = (left: Booked, right: Booked): Booked => combined(left, right, minus);

export const isNothingBooked = (booked: Booked): boolean => accrualKinds.every((kind) => booked[kind].isZero());

/** What a kind is booked on: the result (expense or income), and the account of what is owed, with the side that an accrual of it takes. */
export const accrualResources: Readonly<
  Record<
    AccrualKind,
    { readonly result: DepositResource; readonly owed: DepositResource; readonly side: 'DEBIT' | 'CREDIT' }
  >
> = {
  INTEREST: { result: 'INTEREST_EXPENSE', owed: 'INTEREST_PAYABLE', side: 'DEBIT' },
  NEGATIVE_INTEREST: { result: 'NEGATIVE_INTEREST_INCOME', owed: 'NEGATIVE_INTEREST_RECEIVABLE', side: 'CREDIT' },
  OVERDRAFT_INTEREST: { result: 'OVERDRAFT_INTEREST_INCOME', owed: 'OVERDRAFT_INTEREST_RECEIVABLE', side: 'CREDIT' },
};

/**
 * What the books shall hold as accrued of an account after the night of a day; null where the night books nothing. DAILY books every night,
 * END_OF_MONTH that of the month's last day. A product that books accruals no longer takes back what it had booked.
 */
export const wantedInBooks = (
  { interestAccruedAccountingMethod }: Pick<DepositProduct, 'interestAccruedAccountingMethod'>,
  day: LocalDate,
  accrued: Accrued,
  booked: Booked,
): Booked | null => {
  switch (interestAccruedAccountingMethod) {
    case 'DAILY':
      return inKinds(accrued);
    case 'END_OF_MONTH':
      return dayOf(plusDays(day, 1)) === 1 ? inKinds(accrued) : null;
    case 'NONE':
      return isNothingBooked(booked) ? null : nothingBooked;
  }
};

/**
 * What of an application comes out of the books, in the currency's decimals: what was booked of the account, at most what is applied. The rest was
 * never booked, and what remains in the books is the next night's to correct.
 */
export const takenFromBooks = (booked: Booked, applied: Accrued, decimals: number): Booked =>
  combined(booked, inKinds(applied), (held, amount) =>
    isNegative(held) ? zero : smallest(rounded(held, decimals, 'HALF_UP'), amount),
  );

/**
 * The amount of an accrual journal: what accrued, with what the roundings before left over, rounded once. Halves go up, also below zero, so that
 * all journals together are always the rounded sum of all that accrued.
 */
export const amountToBook = (accrued: Money, carried: Money, decimals: number): Money =>
  plus(accrued, carried).toDecimalPlaces(decimals, Decimal.ROUND_HALF_CEIL) as Money;
