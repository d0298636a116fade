import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DaysInYear } from '../../../../kernel/dayCount.ts';
import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import { money, plus, type Rate, rate } from '../../../../kernel/money.ts';
import { type AccrualState, accrue, explainAccrual, type InterestAccount } from './accrual.ts';
import { type AccrualBucket, minusAccrued, nothingAccrued, plusAccrued } from './accrued.ts';
import type { DayMovement } from './dayBalances.ts';
import type { CalculationBalance, InterestTerms, QuotedRates } from './interestTerms.ts';
import { accepted, account, accruedBy, day, period, terms, text } from './testInterest.ts';

const start = day('2024-02-20');
const length = 45;
const end = plusDays(start, length);
const whole = { from: start, to: end };

const anyRate: fc.Arbitrary<Rate> = fc.integer({ min: -500, max: 5000 }).map((cents) => rate(cents / 100));
const anyBalances = fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 4 });
const anyRates: fc.Arbitrary<QuotedRates> = fc.oneof(
  anyRate.map((flat): QuotedRates => ({ terms: 'FIXED', rate: flat })),
  fc
    .tuple(fc.constantFrom('TIERED', 'TIERED_BAND', 'TIERED_PERIOD'), anyBalances, fc.array(anyRate, { minLength: 4 }))
    .map(([kind, ends, rates]): QuotedRates => {
      const tiers = ends
        .toSorted((left, right) => left - right)
        .map((each, index) => ({ end: each, rate: rates[index] ?? rate(1) }));
      if (kind === 'TIERED_PERIOD') {
        return { terms: kind, tiers: tiers.map((tier) => ({ endingDay: tier.end % 97, interestRate: tier.rate })) };
      }
      const byBalance = tiers.map((tier) => ({ endingBalance: money(tier.end), interestRate: tier.rate }));
      return kind === 'TIERED' ? { terms: 'TIERED', tiers: byBalance } : { terms: 'TIERED_BAND', tiers: byBalance };
    }),
);
const anyMethod: fc.Arbitrary<CalculationBalance> = fc.constantFrom<CalculationBalance>(
  { method: 'MINIMUM' },
  { method: 'AVERAGE' },
  { method: 'END_OF_DAY', maximumBalance: null },
  { method: 'END_OF_DAY', maximumBalance: money(700) },
  { method: 'MINIMUM_TO_END_OF_DAY', endOfDayFrom: day('2024-03-05') },
);
const anyDaysInYear = fc.constantFrom<DaysInYear>(
  'ACTUAL_365_FIXED',
  'ACTUAL_364',
  'ACTUAL_360',
  'ACTUAL_ACTUAL_ISDA',
  'E30_360',
  'BUS_252',
);
const anyTerms: fc.Arbitrary<InterestTerms> = fc
  .tuple(anyRates, anyMethod, anyDaysInYear, fc.boolean(), fc.constantFrom('ANNUALIZED', 'EVERY_FOUR_WEEKS'))
  .map(([rates, balance, daysInYear, allowNegativeInterestRate, chargeFrequency]) =>
    terms({ rates, balance, daysInYear, allowNegativeInterestRate, chargeFrequency }),
  );

const anyDay: fc.Arbitrary<LocalDate> = fc.integer({ min: 0, max: length - 1 }).map((days) => plusDays(start, days));
const anyMovements: fc.Arbitrary<readonly DayMovement[]> = fc
  .array(fc.tuple(anyDay, fc.integer({ min: -100_000, max: 100_000 })), { maxLength: 12 })
  .map((list) =>
    list
      .map(([date, cents]) => ({ date, amount: money(cents).div(100) }))
      .map(({ date, amount }) => ({ date, amount: money(amount) }))
      .sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0)),
  );

const anyAccount: fc.Arbitrary<InterestAccount> = fc
  .tuple(anyTerms, anyTerms, anyTerms, anyDay, anyDay, fc.option(fc.integer({ min: 0, max: 500 })))
  .map(([credit, later, overdraft, change, pause, limit]) =>
    account(credit, {
      credit: [
        { from: start, value: credit },
        { from: plusDays(change, 1), value: later },
      ],
      overdraft: [{ from: start, value: overdraft }],
      overdraftLimits: limit === null ? null : [{ from: start, value: money(limit) }],
      pauses: [{ from: pause, to: plusDays(pause, 3) }],
      isWorkingDay: (date) => date.charCodeAt(9) % 7 < 5,
    }),
  );

const anyOpening: fc.Arbitrary<AccrualState> = fc
  .option(fc.integer({ min: -100_000, max: 100_000 }))
  .map((cents) => ({ balance: cents === null ? null : money(cents / 100), accrued: nothingAccrued }));

const run = (of: InterestAccount, opening: AccrualState, movements: readonly DayMovement[], over = whole) =>
  accepted(accrue(of, opening, movements, over));

const seen = ({ balance, accrued }: AccrualState): unknown => [balance?.toFixed() ?? null, text(accrued)];

const since = (movements: readonly DayMovement[], from: LocalDate) => movements.filter(({ date }) => date >= from);

test('splitting a period changes nothing, down to single days', () => {
  fc.assert(
    fc.property(anyAccount, anyOpening, anyMovements, anyDay, (of, opening, movements, split) => {
      const once = seen(run(of, opening, movements));
      const half = run(of, opening, movements, { from: start, to: split });
      expect(seen(run(of, half, since(movements, split), { from: split, to: end }))).toEqual(once);
      let state = opening;
      for (let date = start; date < end; date = plusDays(date, 1)) {
        state = run(of, state, since(movements, date), { from: date, to: plusDays(date, 1) });
      }
      expect(seen(state)).toEqual(once);
    }),
    { numRuns: 200 },
  );
});

test('the days explain the whole: they sum to it, kind by kind', () => {
  fc.assert(
    fc.property(anyAccount, anyOpening, anyMovements, (of, opening, movements) => {
      const sums = { ...nothingAccrued };
      for (const { bucket, amount } of accepted(explainAccrual(of, opening, movements, whole))) {
        sums[bucket satisfies AccrualBucket] = plus(sums[bucket], amount);
      }
      expect(text(sums)).toEqual(text(run(of, opening, movements).accrued));
    }),
    { numRuns: 200 },
  );
});

test('every amount is a number of at most 10 decimals, and below zero only at a negative rate', () => {
  fc.assert(
    fc.property(anyAccount, anyOpening, anyMovements, (of, opening, movements) => {
      for (const { amount, rate: percent } of accepted(explainAccrual(of, opening, movements, whole))) {
        expect(amount.isFinite() && percent.isFinite() && amount.decimalPlaces() <= 10).toBe(true);
        expect(amount.lessThan(0) && !percent.isNegative()).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});

test('a movement that is taken back on its day leaves no trace in what closing balances bear', () => {
  fc.assert(
    fc.property(anyRates, anyOpening, anyMovements, anyDay, (rates, opening, movements, date) => {
      const of = account(terms({ rates }), { overdraft: [{ from: start, value: terms({ rates }) }] });
      fc.pre(opening.balance !== null);
      const both = [77, -77].map((amount) => ({ date, amount: money(amount) }));
      const after = movements.findIndex((each) => each.date > date);
      const more = movements.toSpliced(after === -1 ? movements.length : after, 0, ...both);
      expect(seen(run(of, opening, more))).toEqual(seen(run(of, opening, movements)));
    }),
    { numRuns: 200 },
  );
});

test('the order of the postings of a day does not change what its closing balance bears', () => {
  fc.assert(
    fc.property(
      anyRates,
      anyOpening,
      anyMovements,
      fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      (rates, opening, movements, order) => {
        const of = account(terms({ rates }), { overdraft: [{ from: start, value: terms({ rates }) }] });
        const shuffled = movements
          .map((each, index) => ({ each, key: `${each.date} ${order[index]}` }))
          .sort((left, right) => (left.key < right.key ? -1 : 1))
          .map(({ each }) => each);
        expect(seen(run(of, opening, shuffled))).toEqual(seen(run(of, opening, movements)));
      },
    ),
    { numRuns: 200 },
  );
});

test('interest by bands is continuous: a cent more never bears more than a cent at the dearest rate', () => {
  fc.assert(
    fc.property(anyRates, fc.integer({ min: 1, max: 12_000_000 }), (rates, cents) => {
      fc.pre(rates.terms === 'TIERED_BAND');
      const of = account(terms({ rates }));
      const oneDay = period('2024-03-01', '2024-03-02');
      const less = accruedBy(of, String(cents / 100), oneDay).interestAccrued;
      const more = accruedBy(of, String((cents + 1) / 100), oneDay).interestAccrued;
      // A cent at 50 % bears 0.0000136987 a day; a unit of the 10th decimal is lost to truncation.
      expect(more.minus(less).toNumber()).toBeGreaterThanOrEqual(-1e-10);
      expect(more.minus(less).toNumber()).toBeLessThanOrEqual(0.0000136988);
    }),
    { numRuns: 500 },
  );
});

test('after something dated back, what had accrued and the difference to book are the new accrual', () => {
  fc.assert(
    fc.property(anyAccount, anyOpening, anyMovements, anyDay, (of, opening, movements, date) => {
      const before = run(of, opening, movements).accrued;
      const at = movements.findIndex((each) => each.date > date);
      const more = movements.toSpliced(at === -1 ? movements.length : at, 0, { date, amount: money(500) });
      const after = run(of, opening, more).accrued;
      expect(text(plusAccrued(before, minusAccrued(after, before)))).toEqual(text(after));
    }),
    { numRuns: 100 },
  );
});
