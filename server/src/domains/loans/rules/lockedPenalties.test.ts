import { describe, expect, test } from 'vitest';
import { rate } from '../../../kernel/money.ts';
import { payOffAmounts } from './decide/decidePayOff.ts';
import type { LoanEvent } from './events.ts';
import { disbursed, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf, type TermsOf } from './testTerms.ts';

// A lock delays penalties. It lets none go, whatever is paid meanwhile: who pays late is not better off for having been locked.

/** 3,000 in three instalments of 1,000 without interest, due on the 10th from May on. */
const terms = (penalty: TermsOf['penalty'] = {}) =>
  dynamicTermsOf({
    loanAmount: 3000,
    rate: 0,
    schedule: { repaymentInstallments: 3 },
    penalty: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE', penaltyRate: rate('0.1'), ...penalty },
  });

const base = (date: string) => ({ key: `at ${date}`, sequence: 1e6, valueDate: on(date), bookingDate: on(date) });
const locked = (date: string): LoanEvent => ({ ...base(date), type: 'LOCKED', operations: ['APPLY_PENALTIES'] });
const lifted = (date: string): LoanEvent => ({ ...base(date), type: 'UNLOCKED' });
const begun = disbursed('2024-04-10', 3000);
const penaltiesOf = (loan: ReturnType<typeof loanAt>): string[] =>
  transactionsOf(loan).filter((line) => line.includes('PENALTY_APPLIED'));

describe('an instalment that is paid while penalties are locked', () => {
  // 11 to 15 May are charged, 5.00, and paid; 16 to 20 May wait, 5.00.
  const paid = [begun, locked('2024-05-15'), repaid('2024-05-20', 1005)];

  test('still owes what waited: it is told, and charged when the lock is lifted', () => {
    const waiting = loanAt(terms(), paid, '2024-05-25');
    expect([waiting.accruedPenalty, waiting.waitingPenalty, waiting.balances.penalty.balance].map(Number)).toEqual([
      5, 5, 0,
    ]);
    expect([waiting.daysLate, waiting.instalments[0]?.state, waiting.liveState]).toEqual([0, 'PAID', 'ACTIVE']);

    const after = loanAt(terms(), [...paid, lifted('2024-05-30')], '2024-05-30');
    expect(penaltiesOf(after).at(-1)).toBe('2024-05-30 PENALTY_APPLIED 5.00');
    expect([after.accruedPenalty, after.waitingPenalty, after.balances.penalty.balance].map(Number)).toEqual([0, 0, 5]);
    expect([after.daysLate, after.instalments[0]?.penalty.expected.toFixed(2)]).toEqual([20, '10.00']);
    const settled = loanAt(terms(), [...paid, lifted('2024-05-30'), repaid('2024-05-31', 5)], '2024-06-05');
    expect([settled.daysLate, settled.instalments[0]?.state, settled.balances.penalty.balance.toFixed()]).toEqual([
      0,
      'PAID',
      '0',
    ]);
  });

  test('owes no more for later days, and others owe for their own', () => {
    const later = loanAt(terms(), [...paid, lifted('2024-06-12')], '2024-06-12');
    // 11 and 12 June of the second instalment come with it.
    expect(penaltiesOf(later).at(-1)).toBe('2024-06-12 PENALTY_APPLIED 7.00');
    expect(later.instalments.map(({ penalty }) => penalty.expected.toFixed(2))).toEqual(['10.00', '2.00', '0.00']);
  });

  test('is paid off with them', () => {
    expect(payOffAmounts(terms(), loanAt(terms(), paid, '2024-05-25')).penalty.toFixed(2)).toBe('5.00');
  });

  test('owes none for days that were tolerated when it was paid', () => {
    const patient = terms({ loanPenaltyGracePeriod: 15 });
    const events = [begun, locked('2024-05-15'), repaid('2024-05-20', 1000)];
    const loan = loanAt(patient, [...events, lifted('2024-06-01')], '2024-06-01');
    expect(penaltiesOf(loan)).toEqual([]);
    expect(loan.accruedPenalty.toFixed()).toBe('0');
    // On the sixteenth late day they are charged for all of them, lock or none.
    const beyond = [begun, locked('2024-05-15'), repaid('2024-05-26', 1000), lifted('2024-06-01')];
    expect(penaltiesOf(loanAt(patient, beyond, '2024-06-01'))).toEqual(['2024-06-01 PENALTY_APPLIED 16.00']);
  });

  test('owes those on the outstanding principal that its payment would have charged', () => {
    const outstanding = terms({ loanPenaltyCalculationMethod: 'OUTSTANDING_PRINCIPAL', penaltyRate: rate(6) });
    // Ten days of 3,000 at 6 % a year.
    const events = [begun, locked('2024-05-10'), repaid('2024-05-20', 1000), lifted('2024-05-30')];
    expect(penaltiesOf(loanAt(outstanding, events, '2024-05-30'))).toEqual(['2024-05-30 PENALTY_APPLIED 4.93']);
  });
});

test('a lock that comes and goes twice keeps each time what waited', () => {
  const events = [
    begun,
    locked('2024-05-12'),
    repaid('2024-05-14', 1002),
    { ...lifted('2024-05-20'), key: 'first' },
    { ...locked('2024-06-11'), key: 'second' },
    repaid('2024-06-13', 1003),
    lifted('2024-06-20'),
  ];
  expect(penaltiesOf(loanAt(terms(), events, '2024-06-20'))).toEqual([
    '2024-05-11 PENALTY_APPLIED 1.00',
    '2024-05-12 PENALTY_APPLIED 1.00',
    '2024-05-20 PENALTY_APPLIED 2.00',
    '2024-06-11 PENALTY_APPLIED 1.00',
    '2024-06-20 PENALTY_APPLIED 2.00',
  ]);
});
