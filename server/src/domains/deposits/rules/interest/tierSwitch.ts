import { daysBetween, type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import type { Rate } from '../../../../kernel/money.ts';
import { type AccountInterest, ratesOn } from './accountInterest.ts';
import { effectiveRates } from './effectiveRates.ts';
import type { History } from './history.ts';
import type { QuotedRates } from './interestTerms.ts';
import { periodTierOf } from './rateOnDay.ts';
import type { RateTrace, ToldRate } from './toldRate.ts';

/** The rate that begins on a day because one tier by period ends the day before; nothing where both say the same. */
const begins = (rates: History<QuotedRates>, activation: LocalDate, date: LocalDate): Rate | undefined => {
  const on = (day: LocalDate): Rate | undefined => {
    const quoted = ratesOn(rates, day);
    return quoted?.terms === 'TIERED_PERIOD' ? periodTierOf(quoted.tiers, activation, day)?.interestRate : undefined;
  };
  const [before, now] = [on(plusDays(date, -1)), on(date)];
  return before === undefined || now === undefined || before.equals(now) ? undefined : now;
};

/** The days up to one on which an account may come into another of its tiers by period: that day alone or, where no night was there before, all since the activation. */
export const tierStarts = (
  interest: AccountInterest,
  activation: LocalDate,
  date: LocalDate,
  isNew: boolean,
): readonly LocalDate[] => {
  if (!isNew) return [date];
  const { credit, overdraft } = effectiveRates(interest);
  const ends = [...credit, ...overdraft].flatMap(({ value }) =>
    value.terms === 'TIERED_PERIOD' ? value.tiers.flatMap(({ endingDay }) => endingDay ?? []) : [],
  );
  const within = Math.max(0, daysBetween(activation, date));
  return [...new Set(ends)].filter((end) => end <= within).map((end) => plusDays(activation, end));
};

/**
 * The rates of an account that change on a day by the calendar alone: the activation is day 1, and the ending day of a tier is its last.
 * `toldOn` says what is told of the rate of a kind on that day.
 */
export const tierSwitchesOn = (
  interest: AccountInterest,
  activation: LocalDate,
  date: LocalDate,
  toldOn: (kind: 'credit' | 'overdraft') => ToldRate,
): readonly RateTrace[] => {
  if (date <= activation) return [];
  const { credit, overdraft } = effectiveRates(interest);
  return [
    ...(begins(credit, activation, date) ? [{ type: 'INTEREST_RATE_CHANGED', told: toldOn('credit') } as const] : []),
    ...(begins(overdraft, activation, date)
      ? [{ type: 'OVERDRAFT_INTEREST_RATE_CHANGED', told: toldOn('overdraft') } as const]
      : []),
  ];
};
