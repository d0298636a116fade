import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localDate, plusDays } from '../../../kernel/localDate.ts';
import { money } from '../../../kernel/money.ts';
import { disbursementsOf, hasLaterThan, highestSequenceOf, paysSingleInstalments, withEvents } from './eventList.ts';
import type { LoanEvent } from './events.ts';

const start = localDate(2026, 1, 1);

const eventOf = ([days, sequence, kind]: readonly [number, number, string]): LoanEvent => {
  const valueDate = plusDays(start, days);
  const base = { key: `${kind} ${sequence}`, sequence, valueDate, bookingDate: valueDate, amount: money(10) };
  if (kind === 'DISBURSED') return { type: 'DISBURSED', ...base, fees: [] };
  return { type: 'REPAID', ...base, ...(kind === 'single' ? { slot: '1' } : {}) };
};

const anyEvents = fc
  .uniqueArray(fc.tuple(fc.nat(20), fc.nat(1000), fc.constantFrom('DISBURSED', 'paid', 'single')), {
    maxLength: 8,
    selector: ([, sequence]) => sequence,
  })
  .map((drawn) => drawn.map(eventOf));

/** Every day that a drawn event may have, and the one before. */
const daysAfter = Array.from({ length: 22 }, (_, index) => plusDays(start, index - 1));

const told = (events: readonly LoanEvent[]) => ({
  later: daysAfter.map((day) => hasLaterThan(events, day)),
  highest: highestSequenceOf(events),
  disbursements: disbursementsOf(events).map(({ key }) => key),
  singles: paysSingleInstalments(events),
});

test('what is known of a list and more events is what the longer list says by itself', () => {
  fc.assert(
    fc.property(anyEvents, anyEvents, fc.boolean(), (events, more, asked) => {
      if (asked) told(events);
      const longer = withEvents(events, more);
      expect(longer).toEqual([...events, ...more]);
      expect(told(longer)).toEqual(told([...events, ...more]));
    }),
  );
});

test('a list says what its events say', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const days = events.map(({ valueDate }) => valueDate);
      const disbursed = events.filter(({ type }) => type === 'DISBURSED');
      const { later, highest, disbursements, singles } = told(events);
      expect(later).toEqual(daysAfter.map((after) => days.some((day) => day > after)));
      expect(highest).toBe(Math.max(0, ...events.map(({ sequence }) => sequence)));
      expect(disbursements.toSorted()).toEqual(disbursed.map(({ key }) => key).sort());
      expect(singles).toBe(events.some((event) => event.type === 'REPAID' && event.slot !== undefined));
    }),
  );
});

test('disbursements come in the order in which they take effect', () => {
  const events = [
    [3, 2, 'DISBURSED'],
    [1, 3, 'DISBURSED'],
    [3, 1, 'DISBURSED'],
  ] as const;
  expect(disbursementsOf(events.map(eventOf)).map(({ sequence }) => sequence)).toEqual([3, 1, 2]);
});

test('a list that is still filled is looked through again', () => {
  const events = [eventOf([1, 1, 'DISBURSED'])];
  expect(highestSequenceOf(events)).toBe(1);
  events.push(eventOf([2, 7, 'single']));
  expect(told(events)).toMatchObject({ highest: 7, singles: true });
  expect(hasLaterThan(events, plusDays(start, 1))).toBe(true);
});
