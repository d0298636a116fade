import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { AccountInterest } from './accountInterest.ts';
import type { History } from './history.ts';
import type { QuotedRates } from './interestTerms.ts';
import type { ScheduledType } from './scheduledRates.ts';

type Rates = History<QuotedRates>;

/** The rates of an account as they hold, day by day: its own and the scheduled ones. Technical overdraft is null where it follows the overdraft's rates. */
export type EffectiveRates = {
  readonly credit: Rates;
  readonly overdraft: Rates;
  readonly technicalOverdraft: Rates | null;
};

const ofType = ({ scheduled }: AccountInterest, wanted: ScheduledType): Rates =>
  scheduled.flatMap(({ type, from, value }) => (type === wanted ? [{ from, value }] : []));

// Of two that begin on one day the later in the list holds: what was scheduled.
const merged = (own: Rates, scheduled: Rates): Rates =>
  scheduled.length === 0
    ? own
    : [...own, ...scheduled].toSorted((left, right) => (left.from < right.from ? -1 : left.from > right.from ? 1 : 0));

const beginning = (from: LocalDate | undefined, rates: Rates): Rates =>
  from === undefined ? rates : rates.filter((each) => each.from < from);

/** What an account's own rates and its schedule come to. A rate holds until the day of the next, whichever of the two that is. */
export const effectiveRates = (interest: AccountInterest): EffectiveRates => {
  const overdraft = merged(interest.overdraft, ofType(interest, 'OVERDRAFT'));
  const technical = ofType(interest, 'TECHNICAL_OVERDRAFT');
  return {
    credit: merged(interest.credit, ofType(interest, 'INTEREST')),
    overdraft,
    technicalOverdraft: technical.length === 0 ? null : [...beginning(technical[0]?.from, overdraft), ...technical],
  };
};

/** The types whose scheduled rates begin on a day. */
export const scheduledOn = (interest: AccountInterest | null, date: LocalDate): readonly ScheduledType[] =>
  (interest?.scheduled ?? []).flatMap(({ type, from }) => (from === date ? [type] : []));
