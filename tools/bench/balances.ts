import { type Money, minus, money, plus, times } from '../../server/src/kernel/money.ts';
import type { LoadKind, LoadResult } from './load.ts';

/** What one request moves. */
export const AMOUNTS: Readonly<Record<LoadKind, number>> = { deposits: 1, repayments: 1, cardPairs: 0.01 };

/** What all deposit accounts hold, and what all loans owe. */
export type Balances = { readonly held: Money; readonly owed: Money };

type Moved = Pick<LoadResult, 'moved'>;

/** Whether balances lie where the requests must have moved them; a generator that leaves early leaves a little room. */
export const balancesRight = (
  opened: Balances,
  found: Balances,
  { deposits, repayments, cardPairs }: Readonly<Record<LoadKind, readonly Moved[]>>,
): boolean => {
  const sum = (kind: LoadKind, results: readonly Moved[], bound: 'least' | 'most'): Money =>
    times(money(results.reduce((total, { moved }) => total + moved[bound], 0)), AMOUNTS[kind]);
  const within = (value: Money, least: Money, most: Money): boolean =>
    value.greaterThanOrEqualTo(least) && value.lessThanOrEqualTo(most);
  return (
    within(
      found.held,
      minus(plus(opened.held, sum('deposits', deposits, 'least')), sum('cardPairs', cardPairs, 'most')),
      minus(plus(opened.held, sum('deposits', deposits, 'most')), sum('cardPairs', cardPairs, 'least')),
    ) &&
    within(
      found.owed,
      minus(opened.owed, sum('repayments', repayments, 'most')),
      minus(opened.owed, sum('repayments', repayments, 'least')),
    )
  );
};
