import { describe, expect, test } from 'vitest';
import { money, plus } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import { walked } from './foldLoan.ts';
import { rest, shareAmounts, wake } from './restingWalk.ts';
import { on } from './testLoan.ts';
import { dynamicTermsOf } from './testTerms.ts';

const day = on('2024-01-15');
const walk = () =>
  walked(
    dynamicTermsOf(),
    [{ type: 'DISBURSED', key: 'd', sequence: 1, valueDate: day, bookingDate: day, amount: money(1000) }],
    day,
    everyDayWorks,
  );

describe('a walk that rests', () => {
  test('says what it said before, and its instalments share what is empty', () => {
    const loan = walk();
    const before = JSON.stringify(loan);
    shareAmounts(loan);
    rest(loan, Number.POSITIVE_INFINITY);
    const [first, second] = loan.instalments;
    expect(first?.late).toBe(second?.late);
    expect(JSON.stringify(loan)).toBe(before);
  });

  test('keeps what is not empty', () => {
    const loan = walk();
    const [first, second] = loan.instalments;
    if (!first || !second) throw new Error('the loan has no two instalments');
    first.tax.penalty.applied = money(1);
    second.late.lastCharged = day;
    rest(loan, Number.POSITIVE_INFINITY);
    expect([first.tax.penalty.applied.toFixed(), second.late.lastCharged]).toEqual(['1', day]);
    expect(first.penalty).toBe(second.penalty);
  });

  test('refuses to be changed', () => {
    const loan = walk();
    rest(loan, Number.POSITIVE_INFINITY);
    const change = (): void => {
      for (const { tax } of loan.instalments) tax.interest.applied = plus(tax.interest.applied, money(1));
    };
    expect(change).toThrow(TypeError);
  });

  test('wakes as far as a payment reaches', () => {
    const loan = walk();
    rest(loan, Number.POSITIVE_INFINITY);
    const [first, second, third] = loan.instalments;
    const asleep = third?.late;
    expect(wake(loan, plus(first?.principal.expected ?? money(0), money('0.01')))).toBe(2);
    expect([first?.late === asleep, second?.late === asleep, third?.late === asleep]).toEqual([false, false, true]);
    expect(first?.late).not.toBe(second?.late);
    expect(wake(walk(), money('0.01'))).toBe(1);
  });
});
