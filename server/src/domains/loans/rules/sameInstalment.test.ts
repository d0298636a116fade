import { describe, expect, test } from 'vitest';
import { money, zero } from '../../../kernel/money.ts';
import { sameInstalment } from './sameInstalment.ts';
import type { Instalment } from './state.ts';
import { on } from './testLoan.ts';

const nothing = { expected: zero, paid: zero };
const fee = { eventKey: 'e', expected: money(5), paid: zero, reduced: zero };
const instalment: Instalment = {
  slot: '1',
  number: 1,
  dueDate: on('2024-02-01'),
  state: 'PENDING',
  principal: { expected: money('100.50'), paid: zero },
  interest: { ...nothing, applied: zero },
  fee: { ...nothing, expectedUnapplied: zero },
  penalty: nothing,
  feeDetails: [fee],
  interestAccrued: zero,
};
const ten = { expected: money(10), paid: zero };

describe('an instalment is as it was', () => {
  test('with the same values in others of their kind', () => {
    const again = { ...instalment, principal: { expected: money('100.5'), paid: money(0) }, feeDetails: [{ ...fee }] };
    expect(sameInstalment(instalment, again)).toBe(true);
  });

  test.each<Partial<Instalment>>([
    { number: 2 },
    { dueDate: on('2024-02-02') },
    { state: 'LATE' },
    { principal: { expected: money('100.51'), paid: zero } },
    { principal: { expected: money('100.50'), paid: money(1) } },
    { interest: { ...nothing, applied: money(1) } },
    { fee: { ...nothing, expectedUnapplied: money(1) } },
    { penalty: ten },
    { feeDetails: [] },
    { feeDetails: [fee, fee] },
    { feeDetails: [{ ...fee, paid: money(1) }] },
    { feeDetails: [{ ...fee, tax: { ...nothing, reduced: zero } }] },
    { interestAccrued: money('0.001') },
    { lastPaidDate: on('2024-02-01') },
    { lastPenaltyAppliedDate: on('2024-02-01') },
    { repaidDate: on('2024-02-01') },
    { holiday: true },
    { capitalised: zero },
    { period: { from: on('2024-01-01'), to: on('2024-02-01') } },
    { tax: { interest: nothing, fee: nothing, penalty: nothing } },
  ])('but not with %j', (change) => {
    const other = { ...instalment, ...change };
    expect([sameInstalment(instalment, other), sameInstalment(other, instalment)]).toEqual([false, false]);
  });

  test('but not with another period or tax than before', () => {
    const period = { from: on('2024-01-01'), to: on('2024-02-01') };
    const of = (to: string) => ({ ...instalment, period: { ...period, to: on(to) } });
    expect([
      sameInstalment(of('2024-02-01'), of('2024-02-01')),
      sameInstalment(of('2024-02-01'), of('2024-02-02')),
    ]).toEqual([true, false]);
    const taxed = { ...instalment, tax: { interest: nothing, fee: nothing, penalty: nothing } };
    expect(sameInstalment(taxed, { ...taxed, tax: { ...taxed.tax, fee: ten } })).toBe(false);
  });
});
