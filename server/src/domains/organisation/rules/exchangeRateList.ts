import type { ErrorReason } from '../../../generated/errors.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Decimal } from '../../../kernel/money.ts';

/** An exchange rate from its start on, as a document has it. `startDate` is the start in organisation time, to the second. */
export type ListedRate = {
  readonly startDate: string;
  readonly start: Instant;
  readonly buyRate: Decimal;
  readonly sellRate: Decimal;
};

type RateProblem = {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly reason: ErrorReason;
};

const problem = (path: RateProblem['path'], message: string, reason: ErrorReason): RateProblem => ({
  path,
  message,
  reason,
});

/**
 * What the rates of one currency in a document add to those that are stored, in the order of their starts, or what is wrong with them; paths begin
 * with the number of the rate. What was converted with a rate stays converted: stored rates neither change nor go, and new ones start after the last
 * of them. Stored ones from before the document's first rate need not be told.
 */
export const judgedExchangeRates = (
  wanted: readonly ListedRate[],
  stored: readonly ListedRate[],
  now: Instant,
): { readonly added: readonly ListedRate[]; readonly problems: readonly RateProblem[] } => {
  const problems: RateProblem[] = [];
  const added: ListedRate[] = [];
  // Two may start in the same second: they are told alike, and found in the order in which they are told.
  const left = new Map<string, ListedRate[]>();
  for (const rate of stored.toSorted((one, other) => other.start - one.start)) {
    left.set(rate.startDate, [...(left.get(rate.startDate) ?? []), rate]);
  }
  const last = Math.max(...stored.map(({ start }) => start));
  const seen = new Set<string>();
  for (const [index, rate] of wanted.entries()) {
    const { startDate, buyRate, sellRate, start } = rate;
    const before = left.get(startDate)?.shift();
    if (buyRate.greaterThan(sellRate)) {
      problems.push(problem([index, 'buyRate'], 'may not be greater than sellRate', 'BUY_RATE_GRATER_THAN_SELL_RATE'));
    }
    if (before) {
      if (!before.buyRate.equals(buyRate) || !before.sellRate.equals(sellRate)) {
        const message = `is of ${startDate}, and what was said of it already stays`;
        problems.push(problem([index], message, 'EDIT_EXISTING_RATE_NOT_ALLOWED'));
      }
    } else if (seen.has(startDate)) {
      problems.push(problem([index, 'startDate'], `${startDate} is there twice`, 'DUPLICATE_RATE_START_DATE'));
    } else if (start > now) {
      problems.push(problem([index, 'startDate'], 'may not be in the future', 'START_DATE_IN_FUTURE'));
    } else if (start <= last) {
      problems.push(
        problem([index, 'startDate'], 'must be after the start of the last rate', 'START_DATE_BEFORE_PREVIOUS_RATE'),
      );
    } else added.push(rate);
    seen.add(startDate);
  }
  const first = Math.min(...wanted.map(({ start }) => start));
  const missing = [...left.values()].flat().find(({ start }) => start >= first);
  if (missing) {
    const message = `leave out the rate of ${missing.startDate}, which stays`;
    problems.push(problem([], message, 'EXISTING_RATES_REMOVAL_NOT_ALLOWED'));
  }
  return { added: added.toSorted((one, other) => one.start - other.start), problems };
};
