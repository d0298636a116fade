import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../../kernel/money.ts';
import { accrue, explainAccrual } from './accrual.ts';
import { changedFrom, replacedSince } from './history.ts';
import { indexReviews } from './indexReviews.ts';
import type { InterestTerms } from './interestTerms.ts';
import {
  accepted,
  account,
  accruedBy,
  balanceTiers,
  credited,
  day,
  fixedAt,
  movement,
  overdraftAccount,
  period,
  periodTiers,
  refusal,
  terms,
  text,
  withBalance,
} from './testInterest.ts';

const tiers = balanceTiers(['5000', 1], ['20000', 2]);
const oneDay = period('2024-06-03', '2024-06-04');

describe('worked examples, to the 10 decimals', () => {
  test.each<readonly [string, InterestTerms, string, string, string, string]>([
    ['8000 at 4 %, 3 May to 1 June, 29 days', terms(fixedAt(4)), '8000', '2024-05-03', '2024-06-01', '25.4246575323'],
    [
      '30000 at 3 %, 10 October to 1 November, 22 days',
      terms(fixedAt(3)),
      '30000',
      '2024-10-10',
      '2024-11-01',
      '54.2465753412',
    ],
    [
      '9000 at 5 % by 30E/360, 15 March to 1 April',
      terms({ ...fixedAt(5), daysInYear: 'E30_360' }),
      '9000',
      '2024-03-15',
      '2024-04-01',
      '20',
    ],
    [
      '9020 at 5 % by 30E/360, April',
      terms({ ...fixedAt(5), daysInYear: 'E30_360' }),
      '9020',
      '2024-04-01',
      '2024-05-01',
      '37.583333331',
    ],
    [
      '365 at 1 % by ISDA, January of a common year',
      terms({ ...fixedAt(1), daysInYear: 'ACTUAL_ACTUAL_ISDA' }),
      '365',
      '2025-01-01',
      '2025-02-01',
      '0.31',
    ],
    [
      '366 at 1 % by ISDA, February of a leap year',
      terms({ ...fixedAt(1), daysInYear: 'ACTUAL_ACTUAL_ISDA' }),
      '366',
      '2024-02-01',
      '2024-03-01',
      '0.29',
    ],
    [
      '10000 at 3.6 % by ACT/360, 31 days',
      terms({ ...fixedAt('3.6'), daysInYear: 'ACTUAL_360' }),
      '10000',
      '2024-05-01',
      '2024-06-01',
      '31',
    ],
    [
      '12000 in tiers, one day',
      terms({ rates: { terms: 'TIERED', tiers } }),
      '12000',
      '2024-06-03',
      '2024-06-04',
      '0.6575342465',
    ],
    [
      '12000 in bands, one day',
      terms({ rates: { terms: 'TIERED_BAND', tiers } }),
      '12000',
      '2024-06-03',
      '2024-06-04',
      '0.5205479452',
    ],
    ['5000 at 2 %, 20 days', terms(), '5000', '2024-06-01', '2024-06-21', '5.479452054'],
  ])('%s', (_, by, balance, from, to, expected) => {
    expect(credited(by, balance, period(from, to))).toBe(expected);
  });

  test('an overdraft of 400 for 7 days at 15 %', () => {
    const accrued = accruedBy(overdraftAccount(terms(fixedAt(15))), '-400', period('2024-06-01', '2024-06-08'));
    expect(text(accrued)).toMatchObject({ overdraftInterestAccrued: '1.1506849312', interestAccrued: '0' });
  });

  test('a rate changed by the account counts from its value date', () => {
    const credit = changedFrom(account(terms()).credit, day('2024-06-11'), terms(fixedAt(4)));
    const accrued = accruedBy(account(null, { credit }), '5000', period('2024-06-01', '2024-06-21'));
    expect(accrued.interestAccrued.toFixed()).toBe('8.219178081');
  });

  test('a rate changed by the product counts for all since the last application', () => {
    const credit = replacedSince(account(terms()).credit, day('2024-06-01'), terms(fixedAt(4)));
    const accrued = accruedBy(account(null, { credit }), '5000', period('2024-06-01', '2024-06-21'));
    expect(accrued.interestAccrued.toFixed()).toBe('10.958904108');
  });
});

describe('which balance', () => {
  const movements = [movement('2024-06-03', 40), movement('2024-06-03', -5), movement('2024-06-03', 25)];
  const at365 = (balance: InterestTerms['balance']): InterestTerms => terms({ ...fixedAt(365), balance });
  // At 365 % a day bears a hundredth of its balance.
  test.each<readonly [InterestTerms['balance'], string, string]>([
    [{ method: 'AVERAGE' }, '0.45', '0.6'],
    [{ method: 'MINIMUM' }, '0.35', '0.6'],
    [{ method: 'END_OF_DAY', maximumBalance: null }, '0.6', '0.6'],
    [{ method: 'END_OF_DAY', maximumBalance: money(50) }, '0.5', '0.5'],
    [{ method: 'MINIMUM_TO_END_OF_DAY', endOfDayFrom: day('2024-06-04') }, '0.35', '0.6'],
    [{ method: 'MINIMUM_TO_END_OF_DAY', endOfDayFrom: day('2024-06-03') }, '0.6', '0.6'],
    [{ method: 'MINIMUM_TO_END_OF_DAY', endOfDayFrom: null }, '0.35', '0.6'],
  ])('%j bears on the activation day, and on the next', (balance, first, second) => {
    const opened = account(at365(balance), { activationDate: day('2024-06-03') });
    const days = accepted(explainAccrual(opened, withBalance(null), movements, period('2024-06-01', '2024-06-05')));
    expect(days.map(({ date, amount }) => [date, amount.toFixed()])).toEqual([
      ['2024-06-03', first],
      ['2024-06-04', second],
    ]);
  });

  test('on later days the opening balance counts', () => {
    expect(credited(at365({ method: 'MINIMUM' }), '10', oneDay, movements)).toBe('0.1');
    expect(credited(at365({ method: 'AVERAGE' }), '0', oneDay, movements)).toBe('0.3375');
  });

  test('a mean that does not come out even is kept exact enough', () => {
    const thirds = [movement('2024-06-03', 40), movement('2024-06-03', 20)];
    // (0 + 40 + 60) / 3 at 10.95 %: exactly one cent.
    expect(credited(terms({ ...fixedAt('10.95'), balance: { method: 'AVERAGE' } }), '0', oneDay, thirds)).toBe('0.01');
  });
});

describe('overdraft', () => {
  const limit100 = overdraftAccount(terms(fixedAt(365)), '100');

  test('beyond the limit it is technical, by the terms of the overdraft', () => {
    expect(text(accruedBy(limit100, '-150', oneDay))).toMatchObject({
      overdraftInterestAccrued: '1',
      technicalOverdraftInterestAccrued: '0.5',
    });
  });

  test('or by terms of its own', () => {
    const dear = { ...limit100, technicalOverdraft: [{ from: day('2024-01-01'), value: terms(fixedAt(730)) }] };
    expect(text(accruedBy(dear, '-150', oneDay)).technicalOverdraftInterestAccrued).toBe('1');
  });

  test('a changed limit moves the border from its day on', () => {
    const overdraftLimits = changedFrom(limit100.overdraftLimits ?? [], day('2024-06-04'), money(40));
    const accrued = accruedBy({ ...limit100, overdraftLimits }, '-150', period('2024-06-03', '2024-06-05'));
    expect(text(accrued)).toMatchObject({
      overdraftInterestAccrued: '1.4',
      technicalOverdraftInterestAccrued: '1.6',
    });
  });

  test('where no technical overdraft is known, all of it is plain overdraft', () => {
    expect(text(accruedBy(overdraftAccount(terms(fixedAt(365))), '-150', oneDay))).toMatchObject({
      overdraftInterestAccrued: '1.5',
      technicalOverdraftInterestAccrued: '0',
    });
  });

  test('each kind of interest judges the day by its own method', () => {
    const both = {
      ...overdraftAccount(terms({ ...fixedAt(365), balance: { method: 'MINIMUM' } })),
      credit: account(terms(fixedAt(365))).credit,
    };
    const through = [movement('2024-06-03', -30), movement('2024-06-03', 50)];
    expect(text(accruedBy(both, '10', oneDay, through))).toMatchObject({
      interestAccrued: '0.3',
      overdraftInterestAccrued: '0.2',
    });
    expect(text(accruedBy(both, '10', oneDay))).toMatchObject({
      interestAccrued: '0.1',
      overdraftInterestAccrued: '0',
    });
  });
});

describe('which rate', () => {
  test.each<readonly [string, string, string]>([
    ['5000', 'TIERED', '50'],
    ['5000.01', 'TIERED', '100.0002'],
    ['12000', 'TIERED', '240'],
    ['20000', 'TIERED', '400'],
    ['30000', 'TIERED', '600'],
    ['5000', 'TIERED_BAND', '50'],
    ['12000', 'TIERED_BAND', '190'],
    ['30000', 'TIERED_BAND', '550'],
  ])('a year of %s by %s is %s', (balance, kind, expected) => {
    const by = terms({
      rates: kind === 'TIERED' ? { terms: 'TIERED', tiers } : { terms: 'TIERED_BAND', tiers },
      daysInYear: 'ACTUAL_360',
    });
    // A day of 360 that stands for the year.
    const days = accepted(explainAccrual(account(by), withBalance(balance), [], oneDay));
    expect(days[0]?.rate.times(days[0].balance).div(100).toDecimalPlaces(10).toFixed()).toBe(expected);
  });

  test('by period, the activation is day 1 and the ending day still counts', () => {
    const by = terms({ rates: { terms: 'TIERED_PERIOD', tiers: periodTiers([30, 1], [60, 2], [90, 3]) } });
    const days = accepted(explainAccrual(account(by), withBalance('100'), [], period('2024-01-01', '2024-05-01')));
    const rateOf = (date: string) => days.find((each) => each.date === date)?.rate.toNumber();
    expect(['2024-01-30', '2024-01-31', '2024-02-29', '2024-03-01', '2024-03-30', '2024-04-30'].map(rateOf)).toEqual([
      1, 2, 2, 3, 3, 3,
    ]);
  });

  test('an index counts from the review after its value changed, plus the spread', () => {
    const rates = [
      { startDay: day('2023-12-01'), rate: rate(3) },
      { startDay: day('2024-01-20'), rate: rate(4) },
      { startDay: day('2024-02-20'), rate: rate('-1') },
    ];
    const reviews = indexReviews({ rates }, day('2024-01-31'), { unit: 'MONTHS', count: 1 }, day('2024-06-01'));
    expect(reviews.map(({ from, value }) => [from, value.toNumber()])).toEqual([
      ['2024-01-31', 4],
      ['2024-02-29', -1],
    ]);
    const indexed = (floor: number | null, ceiling: number | null): InterestTerms =>
      terms({
        ...fixedAt('0.5'),
        source: {
          type: 'INDEX_INTEREST_RATE',
          reviews,
          floor: floor === null ? null : rate(floor),
          ceiling: ceiling === null ? null : rate(ceiling),
        },
      });
    const ratesOn = (by: InterestTerms) =>
      accepted(explainAccrual(account(by), withBalance('36500'), [], period('2024-02-28', '2024-03-01'))).map((each) =>
        each.rate.toNumber(),
      );
    expect(ratesOn(indexed(null, null))).toEqual([4.5, 0]);
    expect(ratesOn({ ...indexed(null, null), allowNegativeInterestRate: true })).toEqual([4.5, -0.5]);
    expect(ratesOn(indexed(1, 4))).toEqual([4, 1]);
    expect(
      refusal(accrue(account(indexed(null, null)), withBalance('1'), [], period('2024-01-30', '2024-02-02'))),
    ).toBe('NO_INDEX_RATE_AVAILABLE');
  });

  test('a negative rate fills a bucket of its own, where it is allowed', () => {
    const negative = terms({ ...fixedAt('-3.65'), allowNegativeInterestRate: true });
    expect(text(accruedBy(account(negative), '1000', oneDay))).toMatchObject({
      interestAccrued: '0',
      negativeInterestAccrued: '0.1',
    });
    expect(text(accruedBy(account(terms(fixedAt('-3.65'))), '1000', oneDay)).negativeInterestAccrued).toBe('0');
  });

  test('a negative amount is cut towards zero, too', () => {
    const negative = terms({ ...fixedAt('-1'), allowNegativeInterestRate: true });
    expect(text(accruedBy(account(negative), '1000', oneDay)).negativeInterestAccrued).toBe('0.0273972602');
  });

  test.each<readonly [InterestTerms['chargeFrequency'], number, string]>([
    ['ANNUALIZED', 1, '1'],
    ['EVERY_MONTH', 1, '12'],
    ['EVERY_FOUR_WEEKS', 1, '13.0357142857'],
    ['EVERY_WEEK', 1, '52.1428571428'],
    ['EVERY_DAY', 1, '365'],
    ['EVERY_X_DAYS', 10, '36.5'],
  ])('1 %% %s (%d) on 36500', (chargeFrequency, chargeFrequencyCount, expected) => {
    const by = terms({ ...fixedAt(1), chargeFrequency, chargeFrequencyCount });
    expect(credited(by, '36500', oneDay)).toBe(expected);
  });

  test('between two product dates, both included, nothing is gained', () => {
    const noGains = { start: day('2024-06-04'), end: day('2024-06-05') };
    expect(credited(terms({ ...fixedAt(365), noGains }), '100', period('2024-06-03', '2024-06-07'))).toBe('2');
    const open = { start: null, end: day('2024-06-05') };
    expect(credited(terms({ ...fixedAt(365), noGains: open }), '100', period('2024-06-03', '2024-06-07'))).toBe('1');
  });
});

describe('days of a year', () => {
  test.each<readonly [InterestTerms['daysInYear'], string, string, string]>([
    ['ACTUAL_365_FIXED', '36500', '2024-02-29', '1'],
    ['ACTUAL_364', '36400', '2024-02-29', '1'],
    ['ACTUAL_ACTUAL_ISDA', '36600', '2024-12-31', '1'],
    ['ACTUAL_ACTUAL_ISDA', '36500', '2025-01-01', '1'],
    ['E30_360', '36000', '2024-03-30', '0'],
    ['E30_360', '36000', '2025-02-28', '3'],
    ['E30_360', '36000', '2024-02-29', '2'],
    ['BUS_252', '25200', '2024-06-07', '1'],
    ['BUS_252', '25200', '2024-06-08', '0'],
  ])('%s: 1 %% of %s on %s', (daysInYear, balance, date, expected) => {
    const weekend = new Set(['2024-06-08', '2024-06-09']);
    const works = account(terms({ ...fixedAt(1), daysInYear }), { isWorkingDay: (each) => !weekend.has(each) });
    const end = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
    expect(accruedBy(works, balance, period(date, end)).interestAccrued.toFixed()).toBe(expected);
  });

  test('BUS_252 without a calendar is a mistake of the caller', () => {
    expect(() => credited(terms({ daysInYear: 'BUS_252' }), '1', oneDay)).toThrow('calendar');
  });
});

describe('what does not accrue', () => {
  test.each<readonly [string, InterestTerms, string]>([
    [
      'E30_42_365',
      terms({ daysInYear: 'E30_42_365' }),
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_DAYS_IN_YEAR_METHOD_NOT_ALLOWED',
    ],
    [
      'FRENCH_INTEREST_ACCRUAL',
      terms({ balance: { method: 'FRENCH_INTEREST_ACCRUAL' } }),
      'INTEREST_CALCULATION_BALANCE_METHOD_NOT_ALLOWED',
    ],
    [
      'every 0 days',
      terms({ chargeFrequency: 'EVERY_X_DAYS', chargeFrequencyCount: 0 }),
      'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
    ],
  ])('%s is refused, as credit and as overdraft', (_, by, reason) => {
    expect(refusal(accrue(account(by), withBalance('0'), [], oneDay))).toBe(reason);
    expect(refusal(accrue(overdraftAccount(by), withBalance('5'), [], oneDay))).toBe(reason);
  });

  test('terms that hold later are no matter yet', () => {
    const credit = changedFrom(account(terms()).credit, day('2024-06-04'), terms({ daysInYear: 'E30_42_365' }));
    expect(refusal(accrue(account(null, { credit }), withBalance('1'), [], oneDay))).toBeUndefined();
  });

  test('days before the activation, of a pause, without terms or without balance', () => {
    const hundredth = terms(fixedAt(365));
    const late = account(hundredth, {
      activationDate: day('2024-06-05'),
      pauses: [
        { from: day('2024-06-06'), to: day('2024-06-08') },
        { from: day('2024-06-10'), to: null },
      ],
    });
    const over = period('2024-06-01', '2024-06-20');
    const days = accepted(explainAccrual(late, withBalance('100'), [], over));
    expect(days.map(({ date }) => date)).toEqual(['2024-06-05', '2024-06-08', '2024-06-09']);
    expect(text(accruedBy(account(null), '100', over)).interestAccrued).toBe('0');
    expect(credited(hundredth, '0', over)).toBe('0');
    expect(credited(hundredth, '-100', over)).toBe('0');
  });
});

describe('the fold', () => {
  test('adds to what had accrued and carries the balance', () => {
    const start = { ...withBalance('100'), accrued: accruedBy(account(terms(fixedAt(365))), '100', oneDay) };
    const end = accepted(
      accrue(account(terms(fixedAt(365))), start, [movement('2024-06-05', 50)], period('2024-06-04', '2024-06-06')),
    );
    expect([end.balance?.toFixed(), end.accrued.interestAccrued.toFixed()]).toEqual(['150', '3.5']);
  });

  test('does not read movements after the period, and does not overlook one that is out of place', () => {
    const movements = [movement('2024-06-03', 1), movement('2024-06-04', 1)];
    expect(accepted(accrue(account(null), withBalance('0'), movements, oneDay)).balance?.toFixed()).toBe('1');
    const unordered = movements.toReversed();
    expect(() => accrue(account(null), withBalance('0'), unordered, period('2024-06-03', '2024-06-05'))).toThrow();
    expect(() => accrue(account(null), withBalance('0'), [movement('2024-06-02', 1)], oneDay)).toThrow();
  });
});
