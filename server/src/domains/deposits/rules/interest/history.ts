import type { LocalDate } from '../../../../kernel/localDate.ts';

/** Values with the first day on which each holds, ascending, no two from the same day. Before the first there is none. */
export type History<Value> = readonly { readonly from: LocalDate; readonly value: Value }[];

/** What holds on a day. */
export const valueOn = <Value>(history: History<Value>, date: LocalDate): Value | undefined => {
  for (let index = history.length - 1; index >= 0; index -= 1) {
    const entry = history[index];
    if (entry && entry.from <= date) return entry.value;
  }
  return undefined;
};

/**
 * The history after a change that holds from a day until the next entry: an account's rate from its value date, a
 * scheduled rate from its start date. A change of the same day takes the other's place.
 */
export const changedFrom = <Value>(history: History<Value>, from: LocalDate, value: Value): History<Value> =>
  [...history.filter((entry) => entry.from !== from), { from, value }].sort((left, right) =>
    left.from < right.from ? -1 : 1,
  );

/**
 * The history after new terms took the place of all that held since a day: a product's rate re-prices what its accounts
 * accrued since the last application (or activation). What held before that day stays.
 */
export const replacedSince = <Value>(history: History<Value>, since: LocalDate, value: Value): History<Value> => [
  ...history.filter((entry) => entry.from < since),
  { from: since, value },
];
