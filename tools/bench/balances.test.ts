import { describe, expect, it } from 'vitest';
import { money } from '../../server/src/kernel/money.ts';
import { balancesRight } from './balances.ts';

const moved = (least: number, most = least) => [{ moved: { least, most } }];
const opened = { held: money(100), owed: money(1000) };

describe('the balances after a run', () => {
  it.each([
    // 10 to 12 deposits of 1, 100 payments of 0.01, 30 to 31 repayments of 1
    { held: 109, owed: 970, right: true },
    { held: 111, owed: 969, right: true },
    { held: 108.99, owed: 970, right: false },
    { held: 111.01, owed: 970, right: false },
    { held: 110, owed: 970.01, right: false },
    { held: 110, owed: 968.99, right: false },
  ])('are $right with $held held and $owed owed', ({ held, owed, right }) => {
    const results = { deposits: moved(10, 12), repayments: moved(30, 31), cardPairs: moved(100) };
    expect(balancesRight(opened, { held: money(held), owed: money(owed) }, results)).toBe(right);
  });
});
