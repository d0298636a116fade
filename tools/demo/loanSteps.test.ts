import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../server/src/generated/schemas.ts';
import type { LocalDate } from '../../server/src/kernel/localDate.ts';
import { money } from '../../server/src/kernel/money.ts';
import { createZone } from '../../server/src/platform/clock/zone.ts';
import type { BankDays } from './journey.ts';
import { editedSchedule } from './loanSteps.ts';

const zone = createZone('Europe/Berlin');
const dateTime = (date: LocalDate): string => zone.format(zone.startOf(date));
const days: BankDays = { today: '2026-03-01' as LocalDate, zone, dateTime, daysAgo: () => '' };

const instalment = (dueDate: string, principal: string): Schemas['Installment'] => ({
  encodedKey: dueDate.slice(0, 10),
  dueDate,
  principal: { amount: { expected: money(principal), due: money(principal) } },
});

const schedule = [
  instalment('2026-03-20T00:00:00+01:00', '100.10'),
  instalment('2026-04-20T00:00:00+02:00', '100.10'),
  instalment('2026-05-20T00:00:00+02:00', '100.10'),
];

const principals = (edited: readonly Schemas['Installment'][]): string[] =>
  edited.map(({ principal }) => money(principal?.amount?.expected ?? 0).toFixed(2));

describe('an edited schedule', () => {
  it('moves one due date and writes the offset of its new day', () => {
    const edited = editedSchedule(schedule, { moved: { instalment: 1, days: 12 } }, days);
    expect(edited.map(({ dueDate }) => dueDate)).toEqual([
      '2026-04-01T00:00:00+02:00',
      '2026-04-20T00:00:00+02:00',
      '2026-05-20T00:00:00+02:00',
    ]);
    expect(principals(edited)).toEqual(['100.10', '100.10', '100.10']);
  });

  it('shifts principal and keeps the sum to the cent', () => {
    const edited = editedSchedule(schedule, { shifted: { from: 1, to: 3, amount: '33.33' } }, days);
    expect(principals(edited)).toEqual(['66.77', '100.10', '133.43']);
    expect(edited.map(({ encodedKey }) => encodedKey)).toEqual(schedule.map(({ encodedKey }) => encodedKey));
  });
});
