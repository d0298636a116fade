import { describe, expect, test } from 'vitest';
import { money, zero } from '../../../kernel/money.ts';
import { parseJson } from '../../../platform/json.ts';
import { sameInstalment } from '../rules/sameInstalment.ts';
import type { Instalment } from '../rules/state.ts';
import { on } from '../rules/testLoan.ts';
import { instalmentColumnsOf, instalmentOfRow } from './instalmentRow.ts';

const nothing = { expected: zero, paid: zero };
const ordinary: Instalment = {
  slot: '1',
  number: 1,
  dueDate: on('2024-02-01'),
  state: 'PARTIALLY_PAID',
  principal: { expected: money('100.50'), paid: money(3) },
  interest: { expected: money('12.345'), paid: money(1), applied: money('12.3') },
  fee: { ...nothing, expectedUnapplied: zero },
  penalty: { expected: money(7), paid: money(2) },
  feeDetails: [],
  interestAccrued: money('0.12345678901234567891'),
  lastPaidDate: on('2024-01-15'),
};

const columns = instalmentColumnsOf<Instalment>((instalment) => instalment);

/** What the database answers of what it was sent: amounts as decimals, documents read. */
const stored = (instalment: Instalment): Record<string, unknown> =>
  Object.fromEntries([
    ['slot', instalment.slot],
    ...columns.map(({ name, type, read }) => {
      const value = read(instalment);
      if (value === null || type === 'text' || type === 'int' || type === 'date') return [name, value];
      return [name, type === 'json' ? parseJson(String(value)) : money(String(value))];
    }),
  ]);

describe('a stored instalment is the one that was written', () => {
  test.each<Partial<Instalment>>([
    {},
    { repaidDate: on('2024-01-16'), state: 'PAID' },
    { fee: { expected: money(5), paid: money(1), expectedUnapplied: zero } },
    { fee: { expected: money(5), paid: money(1), expectedUnapplied: money('2.5') } },
    { fee: { ...nothing, expectedUnapplied: money('2.5') } },
    {
      feeDetails: [
        {
          ...{ eventKey: 'e', expected: money(5), paid: zero, reduced: zero, name: 'A "fee"' },
          tax: { expected: money('0.5'), paid: zero, reduced: zero },
        },
      ],
    },
    { lastPenaltyAppliedDate: on('2024-02-03') },
    { holiday: true },
    { notes: 'as agreed' },
    { capitalised: money('1.5') },
    { period: { from: on('2024-01-01'), to: on('2024-02-01') } },
    { tax: { interest: { expected: money('0.1'), paid: zero }, fee: nothing, penalty: nothing } },
  ])('with %j', (more) => {
    const instalment = { ...ordinary, ...more };
    expect(sameInstalment(instalmentOfRow(stored(instalment)), instalment)).toBe(true);
  });

  test('and one that has nothing more to tell needs no document', () => {
    expect(stored(ordinary).more).toBeNull();
  });
});
