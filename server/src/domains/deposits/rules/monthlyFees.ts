import { dayOf, type LocalDate, lengthOfMonth, monthOf, plusMonths, yearOf } from '../../../kernel/localDate.ts';
import { negated } from '../../../kernel/money.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { type Posted, post } from './decidePosting.ts';
import { availableBalance, type DepositAccount, type DepositAccountState } from './depositAccount.ts';
import type { DepositProduct, DepositProductFee } from './depositProduct.ts';
import type { PostingDates, PostingFacts } from './posting.ts';
import { splitFee } from './split.ts';

type DateMethod = NonNullable<DepositProductFee['applyDateMethod']>;

/** States in which the night charges fees: neither locked nor dormant accounts pay them, nor those whose term is over. */
export const chargedStates: readonly DepositAccountState[] = ['ACTIVE', 'ACTIVE_IN_ARREARS'];

/**
 * Whether a monthly fee is due on a date: the first of each month after the activation, or each month's day of the activation, which is the last
 * of a shorter month. Nothing is due on the day of the activation.
 */
export const isMonthlyFeeDate = (method: DateMethod, activation: LocalDate, date: LocalDate): boolean => {
  if (date <= activation) return false;
  if (method === 'FIRST_OF_EVERY_MONTH') return dayOf(date) === 1;
  const months = 12 * (yearOf(date) - yearOf(activation)) + monthOf(date) - monthOf(activation);
  return plusMonths(activation, months) === date;
};

/** The days of a month whose accounts pay on a date when they pay on the day of their activation: more than one at the end of a shorter month. */
export const activationDaysPayingOn = (date: LocalDate): readonly number[] => {
  const day = dayOf(date);
  const last = lengthOfMonth(yearOf(date), monthOf(date));
  return day < last ? [day] : Array.from({ length: 32 - day }, (_, more) => day + more);
};

/** The monthly fees that a product's accounts pay; with a date, an account activated on a day pays on it. */
export const monthlyFeesOf = (
  product: DepositProduct,
  isDue: (method: DateMethod) => boolean,
): readonly DepositProductFee[] =>
  [...new Set(product.fees.values())].filter(
    ({ state, trigger, amount, applyDateMethod }) =>
      state === 'ACTIVE' &&
      trigger === 'MONTHLY_FEE' &&
      amount !== null &&
      applyDateMethod !== null &&
      isDue(applyDateMethod),
  );

/** Whether the night still has to charge an account for a date; a date that it was charged for is done, whatever fees came since. */
export const isChargeable = (
  { accountState, monthlyFeesDate }: Pick<DepositAccount, 'accountState' | 'monthlyFeesDate'>,
  date: LocalDate,
): boolean => chargedStates.includes(accountState) && (monthlyFeesDate === null || monthlyFeesDate < date);

export type MonthlyFee = Posted & { readonly definition: DepositProductFee };

/** The fees as transactions, each taken from what those before it left; what can't be paid stays due. They are booked now where their day is closed. */
export const decideMonthlyFees = (
  facts: PostingFacts,
  fees: readonly DepositProductFee[],
  valueDate: PostingDates['valueDate'],
): readonly MonthlyFee[] | Rejection => {
  const bookingDate = facts.closure(valueDate) ? facts.now : valueDate;
  const closed = facts.closure(bookingDate);
  if (closed) return closed;
  const charged: MonthlyFee[] = [];
  let { account } = facts;
  for (const definition of fees) {
    const { amount, encodedKey, name, trigger } = definition;
    if (amount === null) continue;
    const split = splitFee(account, amount, availableBalance(account, facts.now));
    const posted = post({ ...facts, account }, 'FEE_APPLIED', negated(amount), split, {
      valueDate,
      bookingDate,
      fees: [{ predefinedFeeKey: encodedKey, name, trigger, amount }],
    });
    charged.push({ ...posted, definition });
    account = posted.account;
  }
  return charged;
};
