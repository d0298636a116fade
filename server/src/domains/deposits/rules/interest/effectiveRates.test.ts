import { describe, expect, it } from 'vitest';
import { newEncodedKey } from '../../../../kernel/encodedKey.ts';
import { rate } from '../../../../kernel/money.ts';
import type { AccountInterest } from './accountInterest.ts';
import { effectiveRates, scheduledOn } from './effectiveRates.ts';
import { valueOn } from './history.ts';
import type { QuotedRates } from './interestTerms.ts';
import type { ScheduledType } from './scheduledRates.ts';
import { day } from './testInterest.ts';

const of = (value: number): QuotedRates => ({ terms: 'FIXED', rate: rate(value) });
const from = (start: string, value: number) => ({ from: day(start), value: of(value) });
const agreed = (type: ScheduledType, start: string, value: number) => ({
  ...from(start, value),
  type,
  encodedKey: newEncodedKey(),
});
const interest: AccountInterest = {
  credit: [from('2024-01-01', 1), from('2024-03-01', 3)],
  overdraft: [from('2024-01-01', 10), from('2024-05-01', 15)],
  creditIndexed: false,
  overdraftIndexed: false,
  limits: [],
  locks: [],
  dormancies: [],
  own: null,
  scheduled: [
    agreed('INTEREST', '2024-02-01', 2),
    agreed('INTEREST', '2024-03-01', 4),
    agreed('TECHNICAL_OVERDRAFT', '2024-04-01', 20),
  ],
};
const rateOf = (history: ReturnType<typeof effectiveRates>['credit'] | null, date: string): string | undefined => {
  const value = valueOn(history ?? [], day(date));
  return value?.terms === 'FIXED' ? value.rate.toFixed() : undefined;
};

describe('the rates of an account', () => {
  it.each([
    ['2024-01-31', '1'],
    ['2024-02-29', '2'],
    // Of two that begin on one day what was agreed holds.
    ['2024-03-01', '4'],
    ['2025-01-01', '4'],
  ])('are on %s %s', (date, expected) => {
    expect(rateOf(effectiveRates(interest).credit, date)).toBe(expected);
  });
  it.each([
    ['2024-03-31', '10'],
    ['2024-04-01', '20'],
    // The overdraft's own change does not reach it any more.
    ['2024-05-02', '20'],
  ])('beyond the limit are on %s %s', (date, expected) => {
    expect(rateOf(effectiveRates(interest).technicalOverdraft, date)).toBe(expected);
  });
  it('beyond the limit are those of the overdraft where nothing else was agreed', () => {
    expect(effectiveRates({ ...interest, scheduled: [] }).technicalOverdraft).toBeNull();
  });
  it('say what begins on a day', () => {
    expect([scheduledOn(interest, day('2024-04-01')), scheduledOn(null, day('2024-04-01'))]).toEqual([
      ['TECHNICAL_OVERDRAFT'],
      [],
    ]);
  });
});
