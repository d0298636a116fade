import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money, plus, sum, zero } from '../../../../kernel/money.ts';
import { nothingAccrued } from './accrued.ts';
import { amountToBook, nothingBooked, takenFromBooks, wantedInBooks } from './booked.ts';
import { day } from './testInterest.ts';

describe('an accrual journal', () => {
  test('is the sum of what accounts accrued, rounded once', () => {
    const accrued = sum(['0.3333333333', '1.2544444444', '0.0088888888'].map(money));
    expect(amountToBook(accrued, zero, 2).toFixed(2)).toBe('1.60');
  });

  test.each([
    ['0.504', '0.004', '0.51'],
    ['0.504', '-0.001', '0.5'],
    ['-0.005', '0', '0'],
    ['-0.0051', '0', '-0.01'],
    ['1.5', '0', '1.5'],
  ])('of %s with %s left over is %s', (accrued, carried, expected) => {
    expect(amountToBook(money(accrued), money(carried), 2).toString()).toBe(String(Number(expected)));
  });

  test('keeps all journals together at the rounded sum of all accruals, whatever is taken out meanwhile', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(-(10n ** 12n), 10n ** 12n), { maxLength: 60 }), (days) => {
        let accrued = zero;
        let booked = zero;
        for (const units of days.map((unit) => money(unit.toString()).times('1e-10'))) {
          const carried = accrued.minus(booked) as typeof zero;
          booked = plus(booked, amountToBook(money(units), carried, 2));
          accrued = plus(accrued, money(units));
        }
        expect(booked.toString()).toBe(amountToBook(accrued, zero, 2).toString());
      }),
    );
  });
});

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
