import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import type { Rate } from '../../../../kernel/money.ts';
import { type AccountInterest, ratesOn } from './accountInterest.ts';
import { effectiveRates } from './effectiveRates.ts';
import type { History } from './history.ts';
import type { QuotedRates } from './interestTerms.ts';
import { periodTierOf } from './rateOnDay.ts';

/** What the statement tells where an account comes into its next tier by period; the rate is null where tiers are spreads on an index. */
export type TierSwitch = {
  readonly type: 'INTEREST_RATE_CHANGED' | 'OVERDRAFT_INTEREST_RATE_CHANGED';
  readonly rate: Rate | null;
};

/** The rate that begins on a day because one tier by period ends the day before; nothing where both say the same. */
const begins = (rates: History<QuotedRates>, activation: LocalDate, date: LocalDate): Rate | undefined => {
  const on = (day: LocalDate): Rate | undefined => {
    const quoted = ratesOn(rates, day);
    return quoted?.terms === 'TIERED_PERIOD' ? periodTierOf(quoted.tiers, activation, day)?.interestRate : undefined;
  };
  const [before, now] = [on(plusDays(date, -1)), on(date)];
  return before === undefined || now === undefined || before.equals(now) ? undefined : now;
};

/** The rates of an account that change on a day by the calendar alone: the activation is day 1, and the ending day of a tier is its last. */
export const tierSwitchesOn = (
  interest: AccountInterest,
  activation: LocalDate,
  date: LocalDate,
): readonly TierSwitch[] => {
  if (date <= activation) return [];
  const { credit, overdraft } = effectiveRates(interest);
  const earned = begins(credit, activation, date);
  const owed = begins(overdraft, activation, date);
  return [
    ...(earned ? [{ type: 'INTEREST_RATE_CHANGED', rate: interest.creditIndexed ? null : earned } as const] : []),
    ...(owed
      ? [{ type: 'OVERDRAFT_INTEREST_RATE_CHANGED', rate: interest.overdraftIndexed ? null : owed } as const]
      : []),
  ];
};
