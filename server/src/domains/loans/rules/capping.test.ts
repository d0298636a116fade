import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import { capOf } from './capping.ts';
import { decideFee } from './decide/decideFee.ts';
import { decideInterestApplication } from './decide/decideInterestApplication.ts';
import { decideLock, decideUnlock } from './decide/decideLock.ts';
import { decidePayOff } from './decide/decidePayOff.ts';
import { accepted, accountOf, contextOn, outcome } from './decide/testAccount.ts';
import type { LoanEvent } from './events.ts';
import type { CappingTerms, LoanTerms } from './terms.ts';
import { disbursed, feeApplied, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf, termsOf } from './testTerms.ts';

const cap = (
  cappingConstraintType: CappingTerms['cappingConstraintType'],
  percentage: number,
  cappingMethod: CappingTerms['cappingMethod'] = 'ORIGINAL_PRINCIPAL_PERCENTAGE',
): CappingTerms => ({ cappingConstraintType, cappingMethod, cappingPercentage: rate(percentage) });

/** 1000 due in one on 10 February, 1.5 % of it for each late day. */
const daily = (capping: CappingTerms): LoanTerms => ({
  ...termsOf({
    loanAmount: 1000,
    rate: 0,
    schedule: { repaymentInstallments: 1 },
    penalty: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE', penaltyRate: rate('1.5'), loanPenaltyGracePeriod: 0 },
  }),
  capping,
});

/** 6000 in six instalments of 1000, 12 % 30/360: 60 of interest fall due on 10 February. */
const monthly = (capping: CappingTerms): LoanTerms => ({
  ...dynamicTermsOf({ loanAmount: 6000, schedule: { repaymentInstallments: 6 }, interest: { daysInYear: 'E30_360' } }),
  capping,
});

const unlocked = (date: string): LoanEvent => ({
  type: 'UNLOCKED',
  key: `unlocked-${date}`,
  sequence: 1e9,
  valueDate: on(date),
  bookingDate: on(date),
});

test.each([
  ['ORIGINAL_PRINCIPAL_PERCENTAGE', '250'],
  ['OUTSTANDING_PRINCIPAL_PERCENTAGE', '150'],
] as const)('25 %% as %s of 1000, of which 400 are paid: %s', (method, expected) => {
  const principal = { balance: money(600), paid: money(400), grown: money(0) };
  expect(capOf(cap('HARD_CAP', 25, method), principal).toFixed()).toBe(expected);
  // 100 of interest became principal, of which nothing is paid yet.
  const grown = { balance: money(700), paid: money(400), grown: money(100) };
  const outstanding = method === 'OUTSTANDING_PRINCIPAL_PERCENTAGE';
  expect(capOf(cap('HARD_CAP', 25, method), grown).toFixed()).toBe(outstanding ? '175' : expected);
});

describe('interest that becomes principal', () => {
  const terms: LoanTerms = {
    ...dynamicTermsOf({
      loanAmount: 6000,
      schedule: { repaymentInstallments: 6 },
      interest: {
        daysInYear: 'E30_360',
        interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
        interestType: 'CAPITALIZED_INTEREST',
      },
    }),
    capping: cap('HARD_CAP', 1),
  };
  const applied = (events: readonly LoanEvent[]) => {
    const loan = loanAt(terms, events, '2024-04-15');
    const dates = loan.transactions.filter(({ type }) => type === 'INTEREST_APPLIED').map(({ valueDate }) => valueDate);
    return [loan.lock?.capped ?? false, ...dates];
  };

  test('is no charge that a cap could stop', () => {
    expect(applied([disbursed('2024-01-10', 6000)])).toEqual([false, '2024-02-10', '2024-03-10', '2024-04-10']);
  });

  test('stops once other charges have reached the cap of 60', () => {
    expect(applied([disbursed('2024-01-10', 6000), feeApplied('2024-01-20', 60)])).toEqual([true, '2024-02-10']);
  });
});

describe('100 % of 1000, 990 owed, the next penalty is 15', () => {
  const life = [disbursed('2024-01-10', 1000), feeApplied('2024-02-11', 975, 1)];

  test.each([
    ['HARD_CAP', '990'],
    ['SOFT_CAP', '1005'],
  ] as const)('%s leaves %s and locks', (type, owed) => {
    const terms = daily(cap(type, 100));
    expect(loanAt(terms, life, '2024-02-11').lock).toBeUndefined();
    const loan = loanAt(terms, life, '2024-02-20');
    expect(loan.balances.fees.balance.plus(loan.balances.penalty.balance).toFixed()).toBe(owed);
    expect(loan.lock).toMatchObject({ capped: true, since: '2024-02-12' });
    expect(loan.accruedPenalty.toFixed()).toBe('0');
  });

  test('a loan without a cap goes on', () => {
    const { capping: _none, ...terms } = daily(cap('HARD_CAP', 100));
    expect(loanAt(terms, life, '2024-02-20').balances.penalty.balance.toFixed()).toBe('150');
  });

  test('exactly the cap is charged, and locks', () => {
    const exact = [disbursed('2024-01-10', 1000), feeApplied('2024-02-11', 970, 1)];
    const loan = loanAt(daily(cap('HARD_CAP', 100)), exact, '2024-02-20');
    expect(loan.balances.total.toFixed()).toBe('2000');
    expect(loan.lock?.since).toBe('2024-02-12');
  });

  test('the cap waits for the arrears', () => {
    const early = [disbursed('2024-01-10', 1000), feeApplied('2024-01-11', 1975, 1)];
    const terms = daily(cap('HARD_CAP', 100));
    expect(loanAt(terms, early, '2024-02-10').lock).toBeUndefined();
    expect(loanAt(terms, early, '2024-02-11').lock).toMatchObject({ capped: true });
  });

  test('an earlier payment lets the lock go again', () => {
    const paid = [...life, repaid('2024-02-11', 975)];
    expect(loanAt(daily(cap('HARD_CAP', 100)), paid, '2024-02-20').lock).toBeUndefined();
  });
});

describe('interest of a dynamic loan under a hard cap of 1.5 % (90)', () => {
  const terms = monthly(cap('HARD_CAP', 1.5));
  const life = [disbursed('2024-01-10', 6000)];

  test('the interest of the due date that would pass it is forfeited, and none accrues', () => {
    const loan = loanAt(terms, life, '2024-04-05');
    expect(transactionsOf(loan).slice(1)).toEqual(['2024-02-10 INTEREST_APPLIED 60.00']);
    expect(loan.lock).toMatchObject({ capped: true, since: '2024-03-10' });
    expect(loan.instalments[1]?.interest.expected.toFixed()).toBe('0');
    expect(loan.accruedInterest.toFixed()).toBe('0');
  });

  test('it accrues again from the day of unlocking', () => {
    const lifted = [...life, repaid('2024-03-15', 60), unlocked('2024-03-20')];
    const loan = loanAt(terms, lifted, '2024-04-10');
    // 20 days of 30: 6000 x 12 % x 20 / 360.
    expect(transactionsOf(loan).at(-1)).toBe('2024-04-10 INTEREST_APPLIED 40.00');
  });

  test('a soft cap lets the crossing interest come and none after it', () => {
    const loan = loanAt(monthly(cap('SOFT_CAP', 1.5)), life, '2024-05-05');
    expect(transactionsOf(loan).slice(1)).toEqual([
      '2024-02-10 INTEREST_APPLIED 60.00',
      '2024-03-10 INTEREST_APPLIED 60.00',
    ]);
    expect(loan.lock?.since).toBe('2024-03-10');
  });

  test('the scheduled interest of a fixed loan is forfeited like it', () => {
    const fixed = { ...termsOf({ loanAmount: 6000, schedule: { repaymentInstallments: 6 } }), capping: terms.capping };
    const loan = loanAt(fixed as LoanTerms, life, '2024-04-05');
    expect(loan.lock).toMatchObject({ capped: true });
    expect(loan.balances.interest.balance.lessThanOrEqualTo(90)).toBe(true);
    expect(loan.instalments[2]?.interest.expected.greaterThan(0)).toBe(true);
  });
});

describe('decisions about a loan at its cap', () => {
  const account = accountOf({ terms: monthly(cap('HARD_CAP', 1.5)), state: 'ACTIVE_IN_ARREARS' });
  const may = contextOn('2024-03-12');
  const capped = { ...account, subState: 'LOCKED_CAPPING' as const };

  test('the account becomes LOCKED_CAPPING with whatever touches it, and comes back when it is paid in time', () => {
    const touched = accepted(
      decideFee(
        { ...account, subState: null },
        { allowArbitraryFees: true, amount: money(1) },
        contextOn('2024-03-09'),
      ),
    );
    expect(touched.account.subState).toBeNull();
    const paid = accountOf({ ...capped, events: [...capped.events, repaid('2024-02-10', 1060)] });
    const decision = accepted(decideUnlock({ ...paid, subState: 'LOCKED_CAPPING' }, may));
    expect(decision.account.subState).toBeNull();
  });

  test('it is not unlocked while the charges are not below the cap, nor locked anew', () => {
    const soft = { ...capped, terms: monthly(cap('SOFT_CAP', 1.5)) };
    expect(outcome(decideUnlock(soft, may))).toBe(
      'CANT_UNLOCK_WHEN_INCOME_BALANCE_IS_OVER_PRINCIPAL_CAPPING_CONSTRAINTS',
    );
    expect(outcome(decideUnlock(capped, may))).toBe('accepted');
    expect(outcome(decideLock(capped, {}, may))).toBe('CANT_EDIT_LOCKED_OPERATIONS_IN_LOCKED_CAPPING_STATE');
  });

  test('charges by hand stop at the cap, too', () => {
    const before = contextOn('2024-02-25');
    const fee = (amount: number) => decideFee(account, { allowArbitraryFees: true, amount: money(amount) }, before);
    expect(outcome(fee(30))).toBe('accepted');
    expect(outcome(fee(31))).toBe('FEE_NOT_ALLOWED');
    expect(outcome(decideInterestApplication(account, {}, before))).toBe('accepted');
    const lower = { ...account, terms: monthly(cap('HARD_CAP', 1.2)) };
    expect(outcome(decideInterestApplication(lower, {}, before))).toBe('INTEREST_CANNOT_BE_APPLIED');
  });

  test('it is paid off with what it owes, and no more', () => {
    const decision = accepted(decidePayOff(capped, {}, may));
    expect(decision.loan.overpaid.toFixed()).toBe('0');
    expect(decision.loan.balances.total.toFixed()).toBe('0');
    expect(decision.loan.transactions.at(-1)?.amount.toFixed()).toBe('6060');
  });
});
