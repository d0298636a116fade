import { dayOf, type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import { type Money, minus, plus, rounded, zero } from '../../../../kernel/money.ts';
import { type AccrualKind as BookedKind, resultSides, takenFrom } from '../../../ledger/rules/accruals.ts';
import type { DepositProduct, DepositResource } from '../depositProduct.ts';
import type { Accrued } from './accrued.ts';

/** The kinds of accrued interest that deposits have. */
export type AccrualKind = Exclude<BookedKind, `LOAN_${string}`>;

/** Amounts by kind; unrounded where they are what the books hold as accrued of an account. */
export type Booked = Readonly<Record<AccrualKind, Money>>;

export const accrualKinds: readonly AccrualKind[] = ['INTEREST', 'NEGATIVE_INTEREST', 'OVERDRAFT_INTEREST'];

/** Whether deposits accrue interest of a kind; the others are of loans. */
export const isDepositKind = (kind: BookedKind): kind is AccrualKind => !kind.startsWith('LOAN_');

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
  INTEREST: { result: 'INTEREST_EXPENSE', owed: 'INTEREST_PAYABLE', side: resultSides.INTEREST },
  NEGATIVE_INTEREST: {
    result: 'NEGATIVE_INTEREST_INCOME',
    owed: 'NEGATIVE_INTEREST_RECEIVABLE',
    side: resultSides.NEGATIVE_INTEREST,
  },
  OVERDRAFT_INTEREST: {
    result: 'OVERDRAFT_INTEREST_INCOME',
    owed: 'OVERDRAFT_INTEREST_RECEIVABLE',
    side: resultSides.OVERDRAFT_INTEREST,
  },
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

/** What a write-off loses besides the balance: the claims that the books hold as accrued, in the currency's decimals. */
export const lostInBooks = (booked: Booked, decimals: number): Booked => ({
  INTEREST: zero,
  NEGATIVE_INTEREST: takenFrom(
    booked.NEGATIVE_INTEREST,
    rounded(booked.NEGATIVE_INTEREST, decimals, 'HALF_UP'),
    decimals,
  ),
  OVERDRAFT_INTEREST: takenFrom(
    booked.OVERDRAFT_INTEREST,
    rounded(booked.OVERDRAFT_INTEREST, decimals, 'HALF_UP'),
    decimals,
  ),
});

/**
 * What the books hold of an account, as it can be moved from one branch to another: in the currency's decimals, and what its rounding leaves, of either
 * sign. Both are sums of accrued interest; only the first is booked.
 */
export const inDecimals = (booked: Booked, decimals: number): { readonly whole: Booked; readonly left: Booked } => {
  const whole = combined(booked, nothingBooked, (held) => rounded(held, decimals, 'HALF_UP'));
  return { whole, left: minusBooked(booked, whole) };
};

/** What of an application comes out of the books, kind by kind. */
export const takenFromBooks = (booked: Booked, applied: Accrued, decimals: number): Booked =>
  combined(booked, inKinds(applied), (held, amount) => takenFrom(held, amount, decimals));
