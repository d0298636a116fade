import { describe, expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import type { LoanEvent } from './events.ts';
import type { PlannedFee } from './terms.ts';
import { disbursed, loanAt, on, paidOff, repaid, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from './testTerms.ts';

const plan = (slot: number, given: Partial<PlannedFee> = {}): PlannedFee => ({
  key: `plan-${slot}`,
  slot: String(slot),
  installmentKey: '',
  predefinedFeeKey: 'survey',
  name: 'Survey',
  amount: money(30),
  ...given,
});

/** 12000 in 4 instalments of 3000 on the 10th, without interest. */
const four: TermsOf = { loanAmount: 12_000, rate: 0, schedule: { repaymentInstallments: 4 } };
const life = [disbursed('2024-01-10', 12_000)];

const at = (plans: readonly PlannedFee[], day: string, events: readonly LoanEvent[] = life, make = termsOf) =>
  loanAt({ ...make(four), plannedFees: plans }, events, day);

const lock = (day: string, type: 'LOCKED' | 'UNLOCKED', sequence: number): LoanEvent => {
  const base = { key: `${type}-${day}`, sequence, valueDate: on(day), bookingDate: on(day) };
  return type === 'LOCKED' ? { type, ...base, operations: ['APPLY_FEES'] } : { type, ...base };
};

describe.each([
  ['fixed', termsOf],
  ['dynamic', dynamicTermsOf],
])('a planned fee of a %s loan', (_kind, make) => {
  test('shows on its instalment until its due date, and comes then', () => {
    const before = at([plan(2)], '2024-03-09', life, make);
    expect(before.instalments.map(({ fee }) => fee.expectedUnapplied.toFixed())).toEqual(['0', '30', '0', '0']);
    expect(before.balances.fees.balance.toFixed()).toBe('0');
    expect(before.terms.plannedFees).toHaveLength(1);
    const after = at([plan(2)], '2024-03-10', life, make);
    expect(transactionsOf(after).slice(1)).toEqual(['2024-03-10 FEE_APPLIED 30.00']);
    expect(after.instalments[1]?.fee).toMatchObject({ expected: money(30), expectedUnapplied: money(0) });
    expect(after.transactions.at(-1)?.fees[0]).toMatchObject({ trigger: 'MANUAL_PLANNED', name: 'Survey' });
    expect(after.terms.plannedFees).toBeUndefined();
  });

  test('comes on its own day within the period, and else with the due date', () => {
    const days = ['2024-02-10', '2024-02-20', '2024-03-10', '2024-02-09', '2024-03-11'];
    expect(
      days.map((day) => transactionsOf(at([plan(2, { applyOnDate: on(day) })], '2024-03-20', life, make)).at(1)),
    ).toEqual([
      '2024-02-10 FEE_APPLIED 30.00',
      '2024-02-20 FEE_APPLIED 30.00',
      '2024-03-10 FEE_APPLIED 30.00',
      '2024-03-10 FEE_APPLIED 30.00',
      '2024-03-10 FEE_APPLIED 30.00',
    ]);
  });

  test('opens an instalment that was paid before, but charges no loan that is paid', () => {
    const early = at([plan(1)], '2024-02-10', [...life, repaid('2024-02-01', 3000)], make);
    expect(transactionsOf(early).at(-1)).toBe('2024-02-10 FEE_APPLIED 30.00');
    expect(early.instalments[0]?.state).not.toBe('PAID');
    const done = at([plan(1)], '2024-05-10', [...life, paidOff('2024-02-01', 12_000)], make);
    expect(done.transactions.filter(({ type }) => type === 'FEE_APPLIED')).toEqual([]);
    expect(done.instalments[0]?.fee.expectedUnapplied.toFixed()).toBe('0');
  });

  test('planned for a day that has passed waits for somebody', () => {
    const loan = at([plan(1, { byHand: true })], '2024-05-01', life, make);
    expect(transactionsOf(loan).slice(1)).toEqual([]);
    expect(loan.instalments[0]?.fee.expectedUnapplied.toFixed()).toBe('30');
  });

  test('waits under a lock of fees, and comes when that is lifted', () => {
    const locked = [...life, lock('2024-02-01', 'LOCKED', 1e6)];
    expect(transactionsOf(at([plan(1)], '2024-03-01', locked, make)).slice(1)).toEqual(['2024-02-01 FEE_LOCKED 0.00']);
    const lifted = at([plan(1)], '2024-03-05', [...locked, lock('2024-03-01', 'UNLOCKED', 2e6)], make);
    expect(transactionsOf(lifted).slice(2)).toEqual(['2024-03-01 FEE_UNLOCKED 0.00', '2024-03-01 FEE_APPLIED 30.00']);
    expect(lifted.instalments[0]?.fee.expected.toFixed()).toBe('30');
  });

  test('that was applied or undone by hand does not come', () => {
    const base = { sequence: 1e6, valueDate: on('2024-01-20'), bookingDate: on('2024-01-20') };
    const byHand: LoanEvent = {
      type: 'FEE_APPLIED',
      key: 'by-hand',
      ...base,
      amount: money(30),
      trigger: 'MANUAL_PLANNED',
      plannedFeeKey: 'plan-2',
    };
    const applied = at([plan(2)], '2024-03-10', [...life, byHand], make);
    expect(transactionsOf(applied).slice(1)).toEqual(['2024-01-20 FEE_APPLIED 30.00']);
    expect(applied.instalments.map(({ fee }) => fee.expected.toFixed())).toEqual(['30', '0', '0', '0']);
    const waived: LoanEvent = { type: 'FEE_WAIVED', key: 'waived', ...base, role: 'FEE_APPLIED#PLANNED#plan-2' };
    expect(transactionsOf(at([plan(2)], '2024-03-10', [...life, waived], make)).slice(1)).toEqual([]);
    const past = at([plan(1)], '2024-03-10', [...life, { ...byHand, plannedFeeKey: 'plan-1', slot: '1' }], make);
    expect(past.instalments[0]?.fee.expected.toFixed()).toBe('30');
  });
});

test('several on one day come before the lateness of the day, in the order of their planning', () => {
  const plans = [
    plan(2, { key: 'b', amount: money(2) }),
    plan(2, { key: 'a', amount: money(1), predefinedFeeKey: 'x' }),
  ];
  const loan = at(plans, '2024-03-10', life, dynamicTermsOf);
  expect(transactionsOf(loan).slice(1)).toEqual(['2024-03-10 FEE_APPLIED 2.00', '2024-03-10 FEE_APPLIED 1.00']);
  expect(loan.balances.fees.due.toFixed()).toBe('3');
});
