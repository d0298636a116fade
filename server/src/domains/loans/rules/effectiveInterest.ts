import { type WorkingDays, yearFraction } from '../../../kernel/dayCount.ts';
import { daysBetween, type LocalDate } from '../../../kernel/localDate.ts';
import {
  Decimal,
  isPositive,
  largest,
  type Money,
  minus,
  money,
  plus,
  smallest,
  sum,
  zero,
} from '../../../kernel/money.ts';
import type { InterestTerms } from './terms.ts';

// The effective interest method (IFRS 9, appendix A and B5.4): a fee that is part of the yield of a loan lowers what was lent at its start, and the rate at which the
// loan's payments are worth that net amount earns it back over the loan's life.

/** What an instalment is to bring: the principal that it repays, and its interest without tax, also where that becomes principal. */
export type CashFlow = { readonly dueDate: LocalDate; readonly principal: Money; readonly interest: Money };

/** Principal that was lent on a day. */
export type Lent = { readonly on: LocalDate; readonly amount: Money };

/** The share of a year, or of regular intervals, that lies between two days of a period. */
export type LengthOf = (
  period: { readonly from: LocalDate; readonly to: LocalDate },
  from: LocalDate,
  to: LocalDate,
) => Decimal;

/** The payments that a loan was agreed or foreseen to bring, in the order of their due dates, and what was lent for them. */
export type CashFlows = {
  readonly payments: readonly CashFlow[];
  readonly lent: readonly Lent[];
  readonly lengthOf: LengthOf;
};

/**
 * The length of days as a loan's interest counts them, so that without a fee the effective rate of a loan that pays its interest is its own: whole intervals by
 * REPAYMENT_PERIODICITY, else shares of a year.
 */
export const lengthBy =
  (
    {
      daysInYear,
      scheduleInterestDaysCountMethod: method,
    }: Pick<InterestTerms, 'daysInYear' | 'scheduleInterestDaysCountMethod'>,
    isWorkingDay: WorkingDays,
  ): LengthOf =>
  (period, from, to) => {
    if (method === 'ACTUAL_DAYS_COUNT') return yearFraction(daysInYear, from, to, isWorkingDay);
    const days = daysBetween(period.from, period.to);
    return days === 0 ? new Decimal(0) : new Decimal(daysBetween(from, to)).div(days);
  };

/** A period of the days after a fee: how long it is, what is lent within it and for how long until its end, and what is paid at its end. */
export type EffectivePeriod = {
  readonly to: LocalDate;
  readonly length: Decimal;
  readonly lent: readonly { readonly amount: Money; readonly length: Decimal }[];
  readonly paid: Money;
};

/** The periods after a day, and the principal that is lent when it begins. Of the interest of the running period only what accrues from that day on counts. */
export const periodsAfter = (
  { payments, lent, lengthOf }: CashFlows,
  day: LocalDate,
): { readonly principal: Money; readonly periods: readonly EffectivePeriod[] } => {
  const ahead = payments.filter(({ dueDate }) => dueDate > day);
  const before = payments.findLast(({ dueDate }) => dueDate <= day)?.dueDate ?? lent[0]?.on ?? day;
  const last = ahead.at(-1)?.dueDate ?? day;
  const later = lent.filter(({ on }) => on > day && on < last);
  const periods = ahead.map(({ dueDate: to, principal, interest }, index): EffectivePeriod => {
    const previous = ahead[index - 1]?.dueDate;
    const period = { from: previous ?? (before < day ? before : day), to };
    const from = previous ?? day;
    const [whole, length] = [lengthOf(period, period.from, to), lengthOf(period, from, to)];
    const earned = from === period.from || whole.isZero() ? interest : money(interest.times(length).div(whole));
    return {
      to,
      length,
      lent: later
        .filter(({ on }) => on < to && on >= from)
        .map(({ on, amount }) => ({ amount, length: lengthOf(period, on, to) })),
      paid: plus(principal, earned),
    };
  });
  const repaid = sum(ahead.map(({ principal }) => principal));
  return { principal: minus(repaid, sum(later.map(({ amount }) => amount))), periods };
};

const one = new Decimal(1);

/**
 * What the payments of some periods are worth at their start, less what is lent within them, and how that changes with the rate. Within a period interest is
 * simple, and it is paid or grows at its end: (1 + rate x length) for each.
 */
export const presentValue = (
  periods: readonly EffectivePeriod[],
  rate: Decimal,
): { readonly value: Decimal; readonly slope: Decimal } => {
  let discount = one;
  let sensitivity = new Decimal(0);
  let value = new Decimal(0);
  let slope = new Decimal(0);
  for (const { length, lent, paid } of periods) {
    const growth = rate.times(length).plus(one);
    discount = discount.div(growth);
    sensitivity = sensitivity.plus(length.div(growth));
    let net: Decimal = paid;
    let change = new Decimal(0);
    for (const drawn of lent) {
      net = net.minus(drawn.amount.times(rate.times(drawn.length).plus(one)));
      change = change.minus(drawn.amount.times(drawn.length));
    }
    value = value.plus(net.times(discount));
    slope = slope.plus(change.minus(net.times(sensitivity)).times(discount));
  }
  return { value, slope };
};

/** In the currency's unit, far below the smallest amount of any currency. */
const closeEnough = new Decimal('1e-12');
const mostSteps = 200;

/**
 * The rate at which the payments of some periods are worth a net amount, as a share for each unit of their length (0.01 is 1 % a month, or a year). Found by Newton's method
 * from no rate on, kept between two ends of which one is worth more and the other less, and halved between them where a step leaves them; until both values
 * differ by less than 10^-12 of the currency, in at most 200 steps. Undefined where there is none: nothing net is lent, or not even that is paid back.
 */
export const effectiveRateOf = (periods: readonly EffectivePeriod[], net: Money): Decimal | undefined => {
  if (!isPositive(net)) return undefined;
  const worthMore = (rate: Decimal) => presentValue(periods, rate).value.greaterThan(net);
  let low = new Decimal(0);
  let high = one;
  for (let doubled = 0; worthMore(high); doubled += 1) {
    if (doubled === mostSteps) return undefined;
    low = high;
    high = high.times(2);
  }
  let rate = low;
  for (let step = 0; step < mostSteps; step += 1) {
    const { value, slope } = presentValue(periods, rate);
    const more = value.minus(net);
    if (more.abs().lessThanOrEqualTo(closeEnough)) return rate;
    if (more.isNegative()) {
      if (rate.isZero()) return undefined;
      high = rate;
    } else low = rate;
    const next = slope.isZero() ? low : rate.minus(more.div(slope));
    rate = next.greaterThan(low) && next.lessThan(high) ? next : low.plus(high).div(2);
  }
  return rate;
};

/** What is owed after each period at a rate: what the payments that are left are then worth. */
const owedAfter = (periods: readonly EffectivePeriod[], rate: Decimal): readonly Decimal[] => {
  let owed = new Decimal(0);
  const after = periods.toReversed().map(({ length, lent, paid }) => {
    const then = owed;
    for (const drawn of lent) owed = owed.minus(drawn.amount.times(rate.times(drawn.length).plus(one)));
    owed = owed.plus(paid).div(rate.times(length).plus(one));
    return then;
  });
  return after.reverse();
};

/** What of a fee is earned by the end of a day, at full precision. */
export type Earned = { readonly by: LocalDate; readonly amount: Money };

/**
 * What of a fee is earned by each due date after it. In each period that is the interest at the effective rate on the amortised cost less the interest at the rate of the same
 * payments without the fee, which for a loan that pays its interest is the nominal one. Both costs end with the last payment, so that the parts sum to the fee. What is earned never
 * falls: where much interest waits for long the exact method would take some back at first, and nothing is earned until it has made up for that. Undefined where
 * no rate makes the payments worth what was lent less the fee.
 */
export const earnedByDueDates = (flows: CashFlows, fee: Money, from: LocalDate): readonly Earned[] | undefined => {
  const { principal, periods } = periodsAfter(flows, from);
  const nominal = effectiveRateOf(periods, principal);
  const effective = effectiveRateOf(periods, minus(principal, fee));
  if (!nominal || !effective) return undefined;
  const owed = owedAfter(periods, nominal);
  const amortisedCost = owedAfter(periods, effective);
  let earned: Money = zero;
  return periods.map(({ to }, index) => {
    const unearned = money((owed[index] ?? zero).minus(amortisedCost[index] ?? zero));
    earned = smallest(largest(earned, minus(fee, unearned)), fee);
    return { by: to, amount: earned };
  });
};

/** What of a fee is earned by the end of any day; between two due dates by its days. */
export const earnedBy = (earned: readonly Earned[], from: LocalDate, day: LocalDate): Money => {
  let before: Earned = { by: from, amount: zero };
  for (const next of earned) {
    if (next.by > day) {
      if (day <= before.by) return before.amount;
      const share = new Decimal(daysBetween(before.by, day)).div(daysBetween(before.by, next.by));
      return plus(before.amount, money(minus(next.amount, before.amount).times(share)));
    }
    before = next;
  }
  return before.amount;
};
