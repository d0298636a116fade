import type { LocalDate } from '../../../../kernel/localDate.ts';
import { money, rate } from '../../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../../kernel/rejection.ts';
import type { AccrualPeriod, AccrualState, InterestAccount } from './accrual.ts';
import { accrue } from './accrual.ts';
import { type Accrued, nothingAccrued } from './accrued.ts';
import type { DayMovement } from './dayBalances.ts';
import type { BalanceTier, InterestTerms, PeriodTier } from './interestTerms.ts';

// What the tests of interest share.

export const day = (text: string): LocalDate => text as LocalDate;

export const fixedAt = (percent: number | string): Pick<InterestTerms, 'rates'> => ({
  rates: { terms: 'FIXED', rate: rate(percent) },
});

/** Credit interest of 2 % a year on the closing balance, 365 days, with what a test changes. */
export const terms = (changes: Partial<InterestTerms> = {}): InterestTerms => ({
  source: { type: 'FIXED_INTEREST_RATE' },
  ...fixedAt(2),
  chargeFrequency: 'ANNUALIZED',
  chargeFrequencyCount: 1,
  daysInYear: 'ACTUAL_365_FIXED',
  balance: { method: 'END_OF_DAY', maximumBalance: null },
  allowNegativeInterestRate: false,
  noGains: null,
  ...changes,
});

const open = day('2024-01-01');

/** An account active since 1 January 2024 with terms of credit interest from then on. */
export const account = (credit: InterestTerms | null, changes: Partial<InterestAccount> = {}): InterestAccount => ({
  activationDate: open,
  credit: [{ from: open, value: credit }],
  overdraft: [],
  technicalOverdraft: null,
  overdraftLimits: null,
  pauses: [],
  ...changes,
});

/** The same with terms of overdraft interest, and limits where the overdraft may be technical. */
export const overdraftAccount = (overdraft: InterestTerms, limit: string | null = null): InterestAccount =>
  account(null, {
    overdraft: [{ from: open, value: overdraft }],
    overdraftLimits: limit === null ? null : [{ from: open, value: money(limit) }],
  });

export const withBalance = (balance: string | null): AccrualState => ({
  balance: balance === null ? null : money(balance),
  accrued: nothingAccrued,
});

export const movement = (date: string, amount: string | number): DayMovement => ({
  date: day(date),
  amount: money(amount),
});

export const period = (from: string, to: string): AccrualPeriod => ({ from: day(from), to: day(to) });

/** A decision that a test expects to be no refusal. */
export const accepted = <Value>(value: Value | Rejection): Value => {
  if (isRejection(value)) throw new Error(`refused: ${JSON.stringify(value.errors)}`);
  return value;
};

/** The first reason of a decision, or undefined when it is no refusal. */
export const refusal = (value: unknown): string | undefined =>
  isRejection(value) ? value.errors[0]?.reason : undefined;

export const accruedBy = (
  of: InterestAccount,
  balance: string | null,
  over: AccrualPeriod,
  movements: readonly DayMovement[] = [],
): Accrued => accepted(accrue(of, withBalance(balance), movements, over)).accrued;

/** The credit interest that a balance accrues in a period, as text. */
export const credited = (
  by: InterestTerms,
  balance: string | null,
  over: AccrualPeriod,
  movements: readonly DayMovement[] = [],
): string => accruedBy(account(by), balance, over, movements).interestAccrued.toFixed();

export const text = (amounts: Accrued): Record<keyof Accrued, string> => ({
  interestAccrued: amounts.interestAccrued.toFixed(),
  negativeInterestAccrued: amounts.negativeInterestAccrued.toFixed(),
  overdraftInterestAccrued: amounts.overdraftInterestAccrued.toFixed(),
  technicalOverdraftInterestAccrued: amounts.technicalOverdraftInterestAccrued.toFixed(),
});

export const amounts = (changes: Partial<Record<keyof Accrued, string>>): Accrued => ({
  ...nothingAccrued,
  ...(Object.fromEntries(
    Object.entries(changes).map(([bucket, amount]) => [bucket, money(amount)]),
  ) as Partial<Accrued>),
});

export const balanceTiers = (...tiers: readonly (readonly [string | null, number])[]): readonly BalanceTier[] =>
  tiers.map(([end, percent]) => ({ endingBalance: end === null ? null : money(end), interestRate: rate(percent) }));

export const periodTiers = (...tiers: readonly (readonly [number | null, number])[]): readonly PeriodTier[] =>
  tiers.map(([endingDay, percent]) => ({ endingDay, interestRate: rate(percent) }));
