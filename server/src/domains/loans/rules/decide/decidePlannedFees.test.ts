import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../../kernel/rejection.ts';
import type { PlannedFee } from '../terms.ts';
import { disbursed, on, repaid } from '../testLoan.ts';
import type { LoanAccountFacts } from './account.ts';
import { decideAdjustment } from './decideAdjustment.ts';
import type { ManualFee } from './decideFee.ts';
import {
  decidePlannedFeeApplication,
  decidePlanning,
  decideReplanning,
  decideUnplanning,
  type PlanningDecision,
} from './decidePlannedFees.ts';
import type { WantedPlan } from './planFees.ts';
import { accepted, accountOf, approved, contextOn, outcome } from './testAccount.ts';

const fee = (key: string, given: Partial<ManualFee> = {}): [string, ManualFee] => [
  key,
  {
    encodedKey: key,
    name: key,
    state: 'ACTIVE',
    trigger: 'MANUAL_PLANNED',
    amountCalculationMethod: 'FLAT',
    amount: money(30),
    ...given,
  },
];

const facts = {
  fees: new Map([fee('survey'), fee('other'), fee('manual', { trigger: 'MANUAL' }), fee('old', { state: 'INACTIVE' })]),
  keyOf: (slot: string) => `instalment-${slot}`,
};

const plan = (slot: number, given: Partial<PlannedFee> = {}): PlannedFee => ({
  key: `plan-${slot}`,
  slot: String(slot),
  installmentKey: `instalment-${slot}`,
  predefinedFeeKey: 'survey',
  name: 'survey',
  amount: money(30),
  ...given,
});

const want = (slot: number, given: Partial<WantedPlan> = {}): WantedPlan => ({
  predefinedFeeKey: 'survey',
  installmentKey: `instalment-${slot}`,
  ...given,
});

const withPlans = (plans: readonly PlannedFee[], given: Partial<LoanAccountFacts> = {}): LoanAccountFacts => {
  const account = accountOf(given);
  return { ...account, terms: { ...account.terms, plannedFees: plans } };
};

const reasonOf = (decided: PlanningDecision | Rejection): string =>
  isRejection(decided) ? (decided.errors[0]?.reason ?? '') : 'accepted';

const may = contextOn('2024-02-20');

describe('planning', () => {
  test.each<[string, LoanAccountFacts, readonly WantedPlan[]]>([
    ['accepted', accountOf(), [want(3)]],
    ['accepted', approved(), [want(3)]],
    ['INVALID_ACCOUNT_STATE', accountOf({ state: 'CLOSED_WRITTEN_OFF' }), [want(3)]],
    ['INVALID_PARAMETERS', accountOf(), []],
    ['FEE_NOT_ALLOWED', accountOf(), [want(3, { predefinedFeeKey: 'manual' })]],
    ['FEE_NOT_ACTIVE', accountOf(), [want(3, { predefinedFeeKey: 'old' })]],
    ['INVALID_INSTALLMENT_KEY', accountOf(), [want(9)]],
    ['DUPLICATE_PLANNED_INSTALLMENT_FEES', withPlans([plan(3)]), [want(3)]],
    ['accepted', withPlans([plan(3)]), [want(3, { predefinedFeeKey: 'other' }), want(4)]],
    ['accepted', withPlans([plan(1)]), [want(1)]],
    ['APPLY_ON_DATE_MUST_BE_NULL', approved(), [want(3, { applyOnDate: on('2024-03-01') })]],
    ['accepted', accountOf(), [want(3, { applyOnDate: on('2024-03-10') })]],
    ['accepted', accountOf(), [want(3, { applyOnDate: on('2024-04-10') })]],
    ['APPLY_ON_DATE_INVALID', accountOf(), [want(3, { applyOnDate: on('2024-03-09') })]],
    ['APPLY_ON_DATE_INVALID', accountOf(), [want(3, { applyOnDate: on('2024-04-11') })]],
  ])('%s', (expected, account, wanted) => {
    expect(reasonOf(decidePlanning(account, wanted, facts, may))).toBe(expected);
  });

  test('a locked loan takes the permission for it', () => {
    const without = contextOn('2024-02-20', { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] });
    const locked = accountOf({ subState: 'LOCKED' });
    expect(reasonOf(decidePlanning(locked, [want(3)], facts, without))).toBe('ACCOUNT_IS_LOCKED');
  });

  test('for today it is applied at once, for a day that has passed it waits for somebody', () => {
    const today = decidePlanning(accountOf(), [want(2, { applyOnDate: on('2024-02-20') })], facts, may);
    expect(isRejection(today) ? [] : today.decision.loan.transactions.at(-1)?.type).toBe('FEE_APPLIED');
    const past = decidePlanning(accountOf(), [want(1)], facts, may);
    expect(isRejection(past) ? [] : past.plans).toMatchObject([{ slot: '1', byHand: true }]);
    expect(isRejection(past) ? [] : past.decision.loan.transactions.at(-1)?.type).not.toBe('FEE_APPLIED');
  });

  test('a change moves amount and day of the plan that its fee and instalment name, and nothing else', () => {
    const open = { ...facts, fees: new Map([fee('survey', { amount: undefined as never })]) };
    const account = withPlans([plan(2), plan(3)]);
    const asked = [want(3, { amount: money(5), applyOnDate: on('2024-03-20') })];
    const decided = decideReplanning(account, asked, open, may);
    expect(isRejection(decided) ? decided : decided.terms.plannedFees).toEqual([
      plan(2),
      plan(3, { amount: money(5), applyOnDate: on('2024-03-20') }),
    ]);
    expect(reasonOf(decideReplanning(account, [want(4)], facts, may))).toBe('UPDATE_ONLY_PLANNED_FEES_MODE');
    expect(reasonOf(decideReplanning(account, [want(3), want(3)], facts, may))).toBe(
      'DUPLICATE_PLANNED_INSTALLMENT_FEES',
    );
  });

  test('taking back needs one that waits', () => {
    const account = withPlans([plan(1), plan(3)]);
    const decided = decideUnplanning(account, 'plan-3', may);
    expect(isRejection(decided) ? decided : decided.terms.plannedFees).toEqual([plan(1)]);
    expect(reasonOf(decideUnplanning(account, 'plan-1', may))).toBe('PLANNED_FEE_ENCODED_KEY_INVALID');
    expect(reasonOf(decideUnplanning(account, 'nothing', may))).toBe('PLANNED_FEE_ENCODED_KEY_INVALID');
  });
});

describe('applying by hand', () => {
  const late = plan(1, { byHand: true });

  test.each<[string, LoanAccountFacts, readonly string[]]>([
    ['accepted', withPlans([plan(3), late]), ['plan-3', 'plan-1']],
    ['INVALID_ACCOUNT_STATE', withPlans([plan(3)], { state: 'APPROVED', events: [] }), ['plan-3']],
    ['INVALID_PARAMETERS', withPlans([plan(3)]), []],
    ['PLANNED_FEE_ENCODED_KEY_INVALID', withPlans([plan(3)]), ['plan-4']],
    ['PLANNED_FEE_ENCODED_KEY_INVALID', withPlans([plan(3)]), ['plan-3', 'plan-3']],
    [
      'CANNOT_APPLY_FEE_ON_PAID_INSTALLMENT',
      withPlans([late], { events: [disbursed('2024-01-10', 6000), repaid('2024-02-10', 1060)] }),
      ['plan-1'],
    ],
  ])('%s', (expected, account, keys) => {
    expect(outcome(decidePlannedFeeApplication(account, keys, may))).toBe(expected);
  });

  test('dates one of the past back, which takes a permission; closed books take it today', () => {
    const account = withPlans([late]);
    const back = accepted(decidePlannedFeeApplication(account, ['plan-1'], may)).append[0];
    expect(back).toMatchObject({ valueDate: '2024-02-10', bookingDate: '2024-02-10', slot: '1' });
    const closed = contextOn('2024-02-20', { closedUntil: '2024-02-15' });
    const booked = accepted(decidePlannedFeeApplication(account, ['plan-1'], closed)).append[0];
    expect(booked).toMatchObject({ valueDate: '2024-02-10', bookingDate: '2024-02-20' });
    const without = contextOn('2024-02-20', { without: ['BACKDATE_LOAN_TRANSACTIONS'] });
    expect(outcome(decidePlannedFeeApplication(account, ['plan-1'], without))).toBe('INVALID_PERMISSIONS');
  });

  test('adjusting it lets the plan go for good', () => {
    const applied = accepted(decidePlannedFeeApplication(withPlans([plan(3)]), ['plan-3'], may));
    const event = applied.append[0];
    const draft = applied.loan.transactions.find(({ eventKey }) => eventKey === event?.key);
    if (!draft) throw new Error('nothing was applied');
    const transaction = { ...draft, id: '1', reversed: false };
    const undone = accepted(decideAdjustment(applied.account, { transaction, notes: 'x' }, may));
    expect(undone.append).toMatchObject([{ type: 'FEE_WAIVED', role: 'FEE_APPLIED#PLANNED#plan-3' }]);
    expect(undone.loan.terms.plannedFees).toBeUndefined();
    expect(undone.loan.balances.fees.balance.toFixed()).toBe('0');
  });
});
