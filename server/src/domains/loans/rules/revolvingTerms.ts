import {
  type Decimalish,
  isNegative,
  largest,
  type Money,
  minus,
  money,
  plus,
  type Rate,
  rate,
  smallest,
  times,
  zero,
} from '../../../kernel/money.ts';
import { scheduleRounding } from './schedule/rounding.ts';
import type { LoanTerms } from './terms.ts';

// What a revolving credit has agreed besides what every loan has: how much of the principal each due date asks for.

export type PrincipalPaymentMethod =
  | 'FLAT'
  | 'OUTSTANDING_PRINCIPAL_PERCENTAGE'
  | 'PRINCIPAL_PERCENTAGE_LAST_DISB'
  | 'TOTAL_BALANCE_PERCENTAGE'
  | 'TOTAL_BALANCE_FLAT'
  | 'TOTAL_PRINCIPAL_PERCENTAGE';

/** No schedule foresees more instalments. */
export const mostPreviewed = 120;

/** What of the settings an account copies from its product for good. */
export type RevolvingTemplate = {
  readonly principalPaymentMethod: PrincipalPaymentMethod;
  /** What an instalment asks for in all, instead of its principal; only where the product says so. */
  readonly totalDuePayment?: PrincipalPaymentMethod;
  readonly principalFloor?: Money;
  readonly principalCeiling?: Money;
  /** The least that an instalment asks for in all. */
  readonly totalDueFloor?: Money;
  /** Whether the instalment's interest and fees count towards the floor of its principal. */
  readonly includeInterestInFloor: boolean;
  readonly includeFeesInFloor: boolean;
  /** Days of the month on which billing cycles begin; without them an instalment's period ends on its due date. */
  readonly billingDays?: readonly number[];
  /** How many instalments ahead the schedule foresees; left out where it foresees none. */
  readonly previewed?: number;
  /** Free of interest until the first due date. */
  readonly accruesSinceDueDate?: true;
  /** The balance is paid back in a number of instalments (repaymentMethod INSTALLMENTS), whatever the methods say. */
  readonly sharesOut?: true;
};

export type RevolvingTerms = RevolvingTemplate & {
  readonly amount?: Money;
  /** In percent. */
  readonly percentage?: Rate;
  /** In how many due dates from the last withdrawal on the balance is paid back, where it is shared out. */
  readonly installments?: number;
};

/** Whether the loan can be drawn on again up to its amount. */
export const isRevolving = ({ productType }: Pick<LoanTerms, 'productType'>): boolean =>
  productType === 'REVOLVING_CREDIT';

/** Methods that take an amount; the others take a percentage. */
export const isFlat = (method: PrincipalPaymentMethod): boolean => method === 'FLAT' || method === 'TOTAL_BALANCE_FLAT';

const ofTotal: readonly PrincipalPaymentMethod[] = ['TOTAL_BALANCE_PERCENTAGE', 'TOTAL_BALANCE_FLAT'];

/** The method that decides, and whether it says what the instalment asks for in all or of its principal. */
const deciding = ({ principalPaymentMethod, totalDuePayment }: RevolvingTerms) => ({
  method: totalDuePayment ?? principalPaymentMethod,
  total: totalDuePayment !== undefined || ofTotal.includes(principalPaymentMethod),
});

/** The loan on the day on which an instalment asks for its principal. */
export type BilledOn = {
  /** All principal that is owed, and what of it no instalment before asks for. */
  readonly principal: Money;
  readonly unbilled: Money;
  /** The principal right after the last withdrawal. */
  readonly afterWithdrawal: Money;
  /** Everything that is owed. */
  readonly total: Money;
  /** How many due dates have asked for principal since then. */
  readonly sinceWithdrawal: number;
  /** What the instalment asks for besides its principal. */
  readonly interest: Money;
  readonly fees: Money;
  readonly penalty: Money;
};

const baseOf = (method: PrincipalPaymentMethod, limit: Money, on: BilledOn): Money => {
  switch (method) {
    case 'OUTSTANDING_PRINCIPAL_PERCENTAGE':
      return on.principal;
    case 'PRINCIPAL_PERCENTAGE_LAST_DISB':
      return on.afterWithdrawal;
    case 'TOTAL_PRINCIPAL_PERCENTAGE':
      return limit;
    case 'TOTAL_BALANCE_PERCENTAGE':
      return on.total;
    case 'FLAT':
    case 'TOTAL_BALANCE_FLAT':
      return zero;
  }
};

/** An equal part of a balance for each of the instalments that are left; the last one and all after it ask for the rest. */
const shareOf = (unbilled: Money, left: number): Money => (left <= 1 ? unbilled : money(unbilled.div(left)));

/**
 * The principal that an instalment asks for on its day: by the method, raised to the floors, cut to the ceiling, never more than
 * what nobody has asked for yet. Rounded to the currency; by PAYMENT_DUE all that it asks for on its day is whole units.
 */
export const billedPrincipal = (terms: LoanTerms, on: BilledOn): Money => {
  const { revolving, loanAmount } = terms;
  if (!revolving) return zero;
  const { method, total } = deciding(revolving);
  const { byTotal, element, total: whole } = scheduleRounding(terms);
  const share = money((revolving.percentage ?? rate(0)).div(100));
  const charges = plus(plus(on.interest, on.fees), on.penalty);
  const value = revolving.installments
    ? element(shareOf(on.unbilled, revolving.installments - on.sinceWithdrawal))
    : isFlat(method)
      ? (revolving.amount ?? zero)
      : element(times(baseOf(method, loanAmount, on), share));
  const byMethod = total ? minus(value, charges) : value;
  const counted = plus(
    revolving.includeInterestInFloor ? on.interest : zero,
    revolving.includeFeesInFloor ? on.fees : zero,
  );
  const floors = [
    revolving.principalFloor ? minus(revolving.principalFloor, counted) : zero,
    revolving.totalDueFloor ? minus(revolving.totalDueFloor, charges) : zero,
  ];
  const raised = floors.reduce<Money>((least, floor) => largest(least, floor), byMethod);
  const cut = revolving.principalCeiling ? smallest(raised, revolving.principalCeiling) : raised;
  const even = byTotal ? minus(whole(plus(cut, charges)), charges) : element(cut);
  const kept = revolving.principalCeiling ? smallest(even, revolving.principalCeiling) : even;
  const asked = smallest(kept, on.unbilled);
  return isNegative(asked) ? zero : asked;
};

type AmountOf = 'amount' | 'principalFloor' | 'principalCeiling' | 'totalDueFloor';
const amounts: readonly AmountOf[] = ['amount', 'principalFloor', 'principalCeiling', 'totalDueFloor'];

/** The terms as plain JSON: amounts and rates are texts. */
export type RevolvingJson = Omit<RevolvingTerms, AmountOf | 'percentage'> & {
  readonly [P in AmountOf | 'percentage']?: Decimalish;
};

/** The terms of a revolving credit as plain JSON, every digit kept. */
export const revolvingToJson = ({ percentage, ...terms }: RevolvingTerms): RevolvingJson => {
  const json: Record<string, unknown> = { ...terms };
  for (const name of amounts) if (terms[name]) json[name] = terms[name].toFixed();
  return { ...(json as RevolvingJson), ...(percentage ? { percentage: percentage.toFixed() } : {}) };
};

/** The terms that this program stored. */
export const revolvingOfJson = (stored: RevolvingJson): RevolvingTerms => {
  const { amount, principalFloor, principalCeiling, totalDueFloor, percentage, ...plain } = stored;
  return {
    ...plain,
    ...(amount === undefined ? {} : { amount: money(amount) }),
    ...(principalFloor === undefined ? {} : { principalFloor: money(principalFloor) }),
    ...(principalCeiling === undefined ? {} : { principalCeiling: money(principalCeiling) }),
    ...(totalDueFloor === undefined ? {} : { totalDueFloor: money(totalDueFloor) }),
    ...(percentage === undefined ? {} : { percentage: rate(percentage) }),
  };
};
