import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import { nothingAccrued } from './accrued.ts';
import { inDecimals, nothingBooked, takenFromBooks, wantedInBooks } from './booked.ts';
import { day } from './testInterest.ts';

describe('what the books shall hold of an account', () => {
  const accrued = { ...nothingAccrued, interestAccrued: money('2.5'), technicalOverdraftInterestAccrued: money(1) };
  const held = { ...nothingBooked, INTEREST: money(1) };

  test.each([
    ['DAILY', '2026-06-15', '2.5 1'],
    ['END_OF_MONTH', '2026-06-15', 'as it is'],
    ['END_OF_MONTH', '2026-06-30', '2.5 1'],
    ['END_OF_MONTH', '2028-02-29', '2.5 1'],
    ['NONE', '2026-06-30', '0 0'],
  ] as const)('%s on %s is %s', (interestAccruedAccountingMethod, date, expected) => {
    const wanted = wantedInBooks({ interestAccruedAccountingMethod }, day(date), accrued, held);
    expect(wanted ? `${wanted.INTEREST} ${wanted.OVERDRAFT_INTEREST}` : 'as it is').toBe(expected);
  });

  test('is nothing to take back where nothing is held', () => {
    expect(
      wantedInBooks({ interestAccruedAccountingMethod: 'NONE' }, day('2026-06-30'), accrued, nothingBooked),
    ).toBeNull();
  });
});

describe('an application takes out of the books', () => {
  test.each([
    ['what was booked, in cents', '25.4246', '25.42', '25.42'],
    ['a half cent upwards, as it is applied', '0.005', '0.01', '0.01'],
    ['no more than it applies', '30', '25.42', '25.42'],
    ['only what was booked', '0.5046', '25.42', '0.5'],
    ['nothing where none was', '0', '25.42', '0'],
    ['nothing where too much was taken before', '-0.0046', '25.42', '0'],
  ])('%s', (_, held, applied, expected) => {
    const taken = takenFromBooks(
      { ...nothingBooked, INTEREST: money(held) },
      { ...nothingAccrued, interestAccrued: money(applied) },
      2,
    );
    expect(taken.INTEREST.toString()).toBe(expected);
  });
});

describe('what moves to another branch', () => {
  test.each([
    ['1.2345678901', 2, '1.23', '0.0045678901'],
    ['0.0040555555', 2, '0', '0.0040555555'],
    ['0.005', 2, '0.01', '-0.005'],
    ['-0.006', 2, '-0.01', '0.004'],
    ['12.5', 0, '13', '-0.5'],
    ['0', 2, '0', '0'],
  ])('of %s with %i decimals is %s in the books and %s in the sums', (held, decimals, whole, left) => {
    const parts = inDecimals({ ...nothingBooked, OVERDRAFT_INTEREST: money(held) }, decimals);
    expect([parts.whole.OVERDRAFT_INTEREST.toFixed(), parts.left.OVERDRAFT_INTEREST.toFixed()].join(' ')).toBe(
      `${whole} ${left}`,
    );
  });
});
