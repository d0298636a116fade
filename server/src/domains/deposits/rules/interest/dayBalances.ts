import type { Instant } from '../../../../kernel/instant.ts';
import type { LocalDate } from '../../../../kernel/localDate.ts';
import {
  isNegative,
  isZero,
  largest,
  type Money,
  minus,
  money,
  negated,
  plus,
  smallest,
  zero,
} from '../../../../kernel/money.ts';
import type { Movement } from '../depositAccount.ts';
import type { CalculationBalance } from './interestTerms.ts';

/**
 * A movement of the balance on a day of the bank's zone, in the order of (valueDate, id). A transaction that was adjusted
 * and its adjustment are both left out: neither counts for interest.
 */
export type DayMovement = { readonly date: LocalDate; readonly amount: Money };

/**
 * The history of an account as days of the bank's zone. A transaction without money (a change of terms, a fee that stays due) is none of it: the mean of
 * a day counts balances, and it makes no other.
 */
export const dayMovements = (
  movements: readonly Movement[],
  localDateOf: (moment: Instant) => LocalDate,
): readonly DayMovement[] =>
  movements
    .filter(({ amount }) => !isZero(amount))
    .map(({ valueDate, amount }) => ({ date: localDateOf(valueDate), amount }));

/** All that a day knows of the balance; as many methods as may ask read it from here. */
export type BalanceOfDay = {
  readonly minimum: Money;
  readonly closing: Money;
  /** Sum and number of the opening balance and of the balance after each movement: the mean is made only when asked for. */
  readonly total: Money;
  readonly count: number;
};

/**
 * The balance of a day from the one it opens with and its movements, in their order. An account opens with null on the
 * day of its first movement: that movement sets the opening balance, no zero goes before it.
 */
export const balanceOfDay = (opening: Money | null, amounts: readonly Money[]): BalanceOfDay | null => {
  let day: BalanceOfDay | null =
    opening === null ? null : { minimum: opening, closing: opening, total: opening, count: 1 };
  for (const amount of amounts) {
    const closing: Money = day === null ? amount : plus(day.closing, amount);
    day = {
      minimum: day === null ? closing : smallest(day.minimum, closing),
      closing,
      total: day === null ? closing : plus(day.total, closing),
      count: (day?.count ?? 0) + 1,
    };
  }
  return day;
};

// Interest is computed with 20 decimals; a mean of cents that does not come out even has no more either.
const meanOf = ({ total, count }: BalanceOfDay): Money => money(total.div(count).toDecimalPlaces(20));

/** The balance of a day that bears interest by a method. Throws for FRENCH_INTEREST_ACCRUAL, which checkCanAccrue refuses. */
export const bearingBalance = (day: BalanceOfDay, calculation: CalculationBalance, date: LocalDate): Money => {
  switch (calculation.method) {
    case 'MINIMUM':
      return day.minimum;
    case 'AVERAGE':
      return day.count === 1 ? day.closing : meanOf(day);
    case 'END_OF_DAY':
      return calculation.maximumBalance === null ? day.closing : smallest(day.closing, calculation.maximumBalance);
    case 'MINIMUM_TO_END_OF_DAY':
      return calculation.endOfDayFrom !== null && calculation.endOfDayFrom <= date ? day.closing : day.minimum;
    case 'FRENCH_INTEREST_ACCRUAL':
      throw new Error('FRENCH_INTEREST_ACCRUAL is not published');
  }
};

/** What is owed on a balance: up to the limit as overdraft, beyond it as technical overdraft. A null limit has no beyond. */
export const overdrawn = (
  balance: Money,
  limit: Money | null,
): { readonly authorised: Money; readonly technical: Money } => {
  const owed = isNegative(balance) ? negated(balance) : zero;
  if (limit === null) return { authorised: owed, technical: zero };
  const authorised = smallest(owed, largest(limit, zero));
  return { authorised, technical: minus(owed, authorised) };
};
