import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { money } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { foldAppended } from './foldAppended.ts';
import { foldLoan } from './foldLoan.ts';
import type { LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';
import { anySteps, anyTerms, endOf, lifeOf } from './testLives.ts';
import { anyRevolvingSteps, anyRevolvingTerms, revolvingLifeOf } from './testRevolvingLives.ts';

const json = (value: unknown): string => JSON.stringify(value);

const paid = (cents: number, sequence: number, day: LocalDate): LoanEvent => ({
  type: 'REPAID',
  key: `paid ${sequence}`,
  sequence,
  valueDate: day,
  bookingDate: day,
  amount: money(cents / 100),
});

const highest = (events: readonly LoanEvent[]): number => Math.max(...events.map(({ sequence }) => sequence));

/** Payments of one day behind a life, and whether each fold that goes on, the first with that of whatever came last, says what a fold from the beginning does. */
const expectSameFolds = (
  terms: LoanTerms,
  life: readonly LoanEvent[],
  day: LocalDate,
  amounts: readonly number[],
): void => {
  const last = life.at(-1);
  if (last) foldAppended(terms, life.slice(0, -1), last, life, day, everyDayWorks);
  let events = life;
  const told: (readonly [LoanState, string])[] = [];
  for (const cents of amounts) {
    const event = paid(cents, highest(events) + 1, day);
    const after = [...events, event];
    const loan = foldAppended(terms, events, event, after, day, everyDayWorks);
    expect(json(loan)).toBe(json(foldLoan(terms, after, day, everyDayWorks)));
    told.push([loan, json(loan)]);
    events = after;
  }
  // What was told once does not change when the walk goes on.
  for (const [loan, before] of told) expect(json(loan)).toBe(before);
};

const payments = fc.array(fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 200_000 })), {
  minLength: 2,
  maxLength: 4,
});

describe('payments of one day, folded one behind the other, are those of a fold from the beginning', () => {
  test('of any loan at any moment of its life', () => {
    fc.assert(
      fc.property(anyTerms, anySteps, fc.nat(40), payments, (terms, steps, days, amounts) => {
        const events = lifeOf(terms, steps);
        for (const length of [Math.ceil(events.length / 2), events.length]) {
          const life = events.slice(0, length);
          expectSameFolds(terms, life, plusDays(endOf(life), days), amounts);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('of any revolving credit', () => {
    fc.assert(
      fc.property(anyRevolvingTerms, anyRevolvingSteps, fc.nat(40), payments, (terms, steps, days, amounts) => {
        const life = revolvingLifeOf(terms, steps);
        expectSameFolds(terms, life, plusDays(endOf(life), days), amounts);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a walk', () => {
  const [terms] = fc.sample(anyTerms, { numRuns: 1, seed: 7 });
  const [steps] = fc.sample(anySteps, { numRuns: 1, seed: 7 });
  if (!terms || !steps) throw new Error('nothing was generated');
  const life = lifeOf(terms, steps).slice(0, 1);
  const day = plusDays(endOf(life), 3);
  const first = paid(100, highest(life) + 1, day);
  const second = paid(200, highest(life) + 2, day);

  /** Folds the first payment, then another event; told by a list without the others, which only a walk that goes on does not miss. */
  const goesOn = (
    other: LoanEvent,
    asOf: LocalDate = day,
    own: LoanTerms = terms,
    calendar = everyDayWorks,
  ): boolean => {
    const before = [...life, first];
    foldAppended(terms, life, first, before, day, everyDayWorks);
    return foldAppended(own, before, other, [other], asOf, calendar).disbursedOn !== undefined;
  };

  test('goes on with a payment of its day', () => {
    expect(goesOn(second)).toBe(true);
  });

  test('goes on once: what it has become is another loan', () => {
    const before = [...life, first];
    foldAppended(terms, life, first, before, day, everyDayWorks);
    const fold = () => foldAppended(terms, before, second, [second], day, everyDayWorks).disbursedOn !== undefined;
    expect([fold(), fold()]).toEqual([true, false]);
  });

  test.each<readonly [string, () => boolean]>([
    ['a payment of the day before', () => goesOn({ ...second, valueDate: plusDays(day, -1) })],
    ['a payment of a later day', () => goesOn({ ...second, valueDate: plusDays(day, 1) })],
    ['a payment logged before', () => goesOn({ ...second, sequence: first.sequence })],
    ['another event', () => goesOn({ ...second, type: 'INTEREST_APPLIED' } as LoanEvent)],
    ['another day to look at it', () => goesOn({ ...second, valueDate: plusDays(day, 1) }, plusDays(day, 1))],
    ['other terms', () => goesOn(second, day, { ...terms })],
    ['another calendar', () => goesOn(second, day, terms, { ...everyDayWorks })],
  ])('begins anew with %s', (_, going) => {
    expect(going()).toBe(false);
  });

  test('is not kept where something of a later day is known', () => {
    const later = paid(100, highest(life) + 1, plusDays(day, 5));
    const before = [...life, later];
    foldAppended(terms, life, later, before, day, everyDayWorks);
    const other = paid(200, highest(life) + 2, day);
    expect(foldAppended(terms, before, other, [other], day, everyDayWorks).disbursedOn).toBeUndefined();
  });
});
