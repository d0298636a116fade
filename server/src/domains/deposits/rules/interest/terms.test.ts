import { describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../../../kernel/instant.ts';
import { money } from '../../../../kernel/money.ts';
import { dayMovements } from './dayBalances.ts';
import { becomesDormant, dormantFrom } from './dormancy.ts';
import { changedFrom, type History, historySince, replacedSince, valueOn } from './history.ts';
import {
  checkUndoMaturity,
  decideMaturityDate,
  defaultMaturityDate,
  type MaturingAccount,
  type MaturitySettings,
  matures,
} from './maturity.ts';
import { isPaused, pausesOf } from './pauses.ts';
import { day, refusal } from './testInterest.ts';

const told = (history: History<string>): readonly string[] => history.map(({ from, value }) => `${from} ${value}`);
const history: History<string> = [
  { from: day('2024-01-01'), value: 'a' },
  { from: day('2024-03-01'), value: 'b' },
];

describe('history', () => {
  test.each([
    ['2023-12-31', undefined],
    ['2024-01-01', 'a'],
    ['2024-02-29', 'a'],
    ['2024-03-01', 'b'],
    ['2030-01-01', 'b'],
  ])('on %s holds %s', (date, expected) => {
    expect(valueOn(history, day(date))).toBe(expected);
  });

  test('changes', () => {
    expect(told(changedFrom(history, day('2024-02-01'), 'c'))).toEqual([
      '2024-01-01 a',
      '2024-02-01 c',
      '2024-03-01 b',
    ]);
    expect(told(changedFrom(history, day('2024-03-01'), 'c'))).toEqual(['2024-01-01 a', '2024-03-01 c']);
    expect(told(replacedSince(history, day('2024-02-01'), 'c'))).toEqual(['2024-01-01 a', '2024-02-01 c']);
    expect(told(replacedSince(history, day('2024-01-01'), 'c'))).toEqual(['2024-01-01 c']);
    expect(told(historySince(history, day('2024-02-01')))).toEqual(['2024-02-01 a', '2024-03-01 b']);
    expect(told(historySince(history, day('2024-04-01')))).toEqual(['2024-04-01 b']);
    expect(told(historySince([], day('2024-04-01')))).toEqual([]);
  });
});

test('a movement belongs to the day of the bank', () => {
  const inKabul = (moment: Instant) => day(new Date(moment + 16_200_000).toISOString().slice(0, 10));
  const late = instant(Date.parse('2024-06-03T20:00:00Z'));
  expect(dayMovements([{ valueDate: late, amount: money(5) }], inKabul)).toEqual([
    { date: '2024-06-04', amount: money(5) },
  ]);
});

describe('pauses', () => {
  const lock = { from: day('2024-02-01'), to: day('2024-02-10') };
  const facts = {
    locks: [lock],
    collectInterestWhenLocked: false,
    dormancies: [],
    maturityDate: day('2024-06-01'),
    accrueInterestAfterMaturity: false,
    closedDate: null,
  };

  test.each([
    ['2024-01-31', false],
    ['2024-02-01', true],
    ['2024-02-09', true],
    ['2024-02-10', false],
    ['2024-05-31', false],
    ['2024-06-01', true],
    ['2025-01-01', true],
  ])('%s: %s', (date, expected) => {
    expect(isPaused(pausesOf(facts), day(date))).toBe(expected);
  });

  test('settings of the product that keep it accruing', () => {
    const always = pausesOf({ ...facts, collectInterestWhenLocked: true, accrueInterestAfterMaturity: true });
    expect(always).toEqual([]);
    expect(pausesOf({ ...facts, locks: [], closedDate: day('2024-05-01') })).toEqual([
      { from: '2024-05-01', to: null },
    ]);
    expect(pausesOf({ ...facts, locks: [], closedDate: day('2024-07-01') })).toEqual([
      { from: '2024-06-01', to: null },
    ]);
    const asleep = { from: day('2024-03-01'), to: null };
    expect(isPaused(pausesOf({ ...facts, dormancies: [asleep] }), day('2024-03-01'))).toBe(true);
  });
});

describe('maturity', () => {
  const settings: MaturitySettings = { unit: 'MONTHS', min: 6, max: 24, default: 12 };
  const fixed: MaturingAccount = { accountType: 'FIXED_DEPOSIT', accountState: 'ACTIVE', maturityDate: null };
  const start = day('2024-08-31');

  test.each<readonly [MaturitySettings['unit'], number, string]>([
    ['DAYS', 90, '2024-11-29'],
    ['WEEKS', 4, '2024-09-28'],
    ['MONTHS', 6, '2025-02-28'],
    ['MONTHS', 2_147_483_647, '9999-12-31'],
    ['DAYS', 2_147_483_647, '9999-12-31'],
  ])('the product term in %s of %d ends on %s', (unit, length, expected) => {
    expect(defaultMaturityDate(start, { unit, min: null, max: null, default: length })).toBe(expected);
  });

  test.each<readonly [string | null, Partial<MaturingAccount>, Partial<MaturitySettings>, string]>([
    [null, {}, {}, '2025-08-31'],
    ['2025-02-28', {}, {}, '2025-02-28'],
    ['2026-08-31', {}, {}, '2026-08-31'],
    ['2025-02-27', {}, {}, 'INVALID_DATE'],
    ['2026-09-01', {}, {}, 'INVALID_DATE'],
    ['2024-08-31', {}, { min: null }, 'INVALID_DATE'],
    [null, {}, { default: null }, 'INVALID_DATE'],
    [null, { accountType: 'SAVINGS_PLAN' }, {}, '2025-08-31'],
    [null, { accountType: 'CURRENT_ACCOUNT' }, {}, 'INVALID_DEPOSIT_ACCOUNT_STATE'],
    [null, { accountState: 'APPROVED' }, {}, 'INVALID_DEPOSIT_ACCOUNT_STATE'],
    [null, { maturityDate: day('2025-01-01') }, {}, 'MATURITY_PERIOD_ALREADY_STARTED'],
  ])('asked for %s with %j and %j: %s', (wanted, changes, limits, expected) => {
    const decided = decideMaturityDate({ ...fixed, ...changes }, start, wanted === null ? null : day(wanted), {
      ...settings,
      ...limits,
    });
    expect(refusal(decided) ?? decided).toBe(expected);
  });

  test.each<readonly [Partial<MaturingAccount>, string | undefined, boolean]>([
    [{}, 'MATURITY_PERIOD_NOT_STARTED', false],
    [{ maturityDate: day('2024-09-01') }, undefined, false],
    [{ maturityDate: start }, 'INVALID_DEPOSIT_ACCOUNT_STATE', true],
    [{ maturityDate: day('2024-01-01') }, 'INVALID_DEPOSIT_ACCOUNT_STATE', true],
    [{ maturityDate: start, accountState: 'MATURED' }, 'INVALID_DEPOSIT_ACCOUNT_STATE', false],
  ])('of %j: undone with %s, matures: %s', (changes, undone, matured) => {
    expect(refusal(checkUndoMaturity({ ...fixed, ...changes }, start))).toBe(undone);
    expect(matures({ ...fixed, ...changes }, start)).toBe(matured);
  });
});

describe('dormancy', () => {
  test.each([
    [30, '2024-03-01', '2024-03-31'],
    [1, '2024-02-28', '2024-02-29'],
    [0, '2024-03-01', null],
    [null, '2024-03-01', null],
  ])('after %s days without activity since %s: from %s', (days, last, expected) => {
    expect(dormantFrom(day(last), days)).toBe(expected);
    expect(becomesDormant(day(last), days, day(expected ?? '9999-12-31'))).toBe(expected !== null);
    expect(becomesDormant(day(last), days, day(last))).toBe(false);
  });
});
