import { describe, expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { explainLoan } from './explainLoan.ts';
import { foreseeLoan, previewSchedule } from './foldLoan.ts';
import type { LoanTerms, Tranche } from './terms.ts';
import { disbursed, dueOf, expectedOf, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from './testTerms.ts';
import { plannedDisbursements } from './tranches.ts';

const tranche = (amount: number, day?: string): Tranche => ({
  key: `tranche-${amount}`,
  amount: money(amount),
  disbursementFees: [],
  ...(day === undefined ? {} : { expectedDisbursementDate: on(day) }),
});

const tranches = [tranche(1000, '2024-03-01'), tranche(2000, '2024-04-17')];

const given = (more: TermsOf = {}): TermsOf => ({
  productType: 'TRANCHED_LOAN',
  loanAmount: 3000,
  ...more,
  schedule: { repaymentInstallments: 4, ...more.schedule },
});
const dynamic = (more: TermsOf = {}): LoanTerms => ({ ...dynamicTermsOf(given(more)), tranches });
const fixed = (more: TermsOf = {}): LoanTerms => ({ ...termsOf(given(more)), tranches });

const schedule = (terms: LoanTerms, events: readonly LoanEvent[], day: string): string[] =>
  loanAt(terms, events, day).instalments.map(expectedOf);

const discounted = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } as const;

// 1000 on 1 March, 2000 on 17 April, 12 % ACT/365. April: 750 for 16 days and 2750 for 14 days.
const declining = ['250+10.19', '916.67+16.60', '916.67+18.68', '916.66+9.04'];

describe('a second tranche of a dynamic loan', () => {
  test('is shared by the instalments ahead, and bears interest from its own day', () => {
    const events = [disbursed('2024-03-01', 1000), repaid('2024-04-01', '260.19'), disbursed('2024-04-17', 2000)];
    expect(schedule(dynamic(), events.slice(0, 2), '2024-04-16')).toEqual([
      '250+10.19',
      '250+7.40',
      '250+5.10',
      '250+2.47',
    ]);
    expect(schedule(dynamic(), events, '2024-04-17')).toEqual(declining);
  });

  test('leaves what is overdue where it is, with the interest of being late', () => {
    const loan = loanAt(dynamic(), [disbursed('2024-03-01', 1000), disbursed('2024-04-17', 2000)], '2024-05-01');
    // April: 1000 for 16 days and 3000 for 14 days, 5.26 + 13.81.
    expect(loan.instalments.map(dueOf)).toEqual(['250+10.19', '916.67+19.07', '916.67+18.68', '916.66+9.04']);
    expect(loan.balances.principal).toMatchObject({ balance: money(3000), due: money('1166.67') });
  });

  test('on a due date goes to the instalments after it', () => {
    const events = [disbursed('2024-03-01', 1000), disbursed('2024-04-01', 2000)];
    expect(schedule(dynamic(), events, '2024-04-01')[0]).toBe('250+10.19');
    expect(schedule(dynamic(), events, '2024-04-01')[1]?.split('+')[0]).toBe('916.67');
  });

  test('gets a level payment of its own where instalments are equal', () => {
    const events = [disbursed('2024-03-01', 1000), repaid('2024-04-01', '256.28'), disbursed('2024-04-01', 2000)];
    const terms = dynamic({ interest: { ...discounted, daysInYear: 'E30_360' } });
    // 1000 at 1 %: 256.28. Then 753.72 + 2000 over three: 2753.72 * 0.01 / (1 - 1.01^-3) = 936.33.
    expect(schedule(terms, events, '2024-04-01')).toEqual([
      '246.28+10.00',
      '908.79+27.54',
      '917.88+18.45',
      '927.05+9.27',
    ]);
    expect(loanAt(terms, events, '2024-04-01').payment).toEqual(money('936.33'));
  });

  test('wakes instalments that a prepayment had emptied', () => {
    const events = [disbursed('2024-03-01', 1000), repaid('2024-03-10', '1002.96'), disbursed('2024-04-17', 2000)];
    const paid = loanAt(dynamic(), events.slice(0, 2), '2024-04-16');
    expect(paid.balances.total.toFixed()).toBe('0');
    const loan = loanAt(dynamic(), events, '2024-04-17');
    expect(loan.instalments.map(dueOf)).toEqual(['0+0.00', '666.67+9.21', '666.67+13.59', '666.66+6.58']);
    expect(loan.instalments.map(({ state }) => state)).toEqual([
      'PAID',
      'PARTIALLY_PAID',
      'PARTIALLY_PAID',
      'PARTIALLY_PAID',
    ]);
  });

  test('is undone without a trace', () => {
    const first = disbursed('2024-03-01', 1000);
    const [payment, second] = [repaid('2024-04-01', '260.19'), disbursed('2024-04-17', 2000)];
    const without = loanAt(dynamic(), [first, payment], '2024-05-10');
    expect(loanAt(dynamic(), [first, payment, second], '2024-05-10')).not.toEqual(without);
    expect(loanAt(dynamic(), [payment, first], '2024-05-10')).toEqual(without);
  });
});

describe('a second tranche of a fixed loan', () => {
  test('comes on top with a schedule of its own', () => {
    const events = [disbursed('2024-03-01', 1000), disbursed('2024-04-17', 2000)];
    // The first 1000 as always; 2000 over three: 9.21 for 14 days of April, 13.59 for 31 days of 1333.33, 6.58 for 30 of 666.66.
    expect(schedule(fixed(), events, '2024-04-17')).toEqual([
      '250+10.19',
      '916.67+16.61',
      '916.67+18.69',
      '916.66+9.05',
    ]);
  });

  test('bears flat interest for the time that is left, applied at once where the product says so', () => {
    const terms = fixed({
      interest: {
        interestCalculationMethod: 'FLAT',
        interestApplicationMethod: 'AFTER_DISBURSEMENT',
        scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY',
      },
    });
    const loan = loanAt(terms, [disbursed('2024-03-01', 1000), disbursed('2024-04-01', 2000)], '2024-04-01');
    // 10 a month for the first, 20 for each of three months for the second.
    expect(loan.instalments.map(expectedOf)).toEqual(['250+10.00', '916.67+30.00', '916.67+30.00', '916.66+30.00']);
    expect(transactionsOf(loan)).toEqual([
      '2024-03-01 DISBURSEMENT 1000.00',
      '2024-03-01 INTEREST_APPLIED 40.00',
      '2024-04-01 DISBURSEMENT 2000.00',
      '2024-04-01 INTEREST_APPLIED 60.00',
    ]);
  });

  test('opens instalments again that were paid ahead of their time', () => {
    const events = [disbursed('2024-03-01', 1000), repaid('2024-03-05', '1025.16'), disbursed('2024-04-17', 2000)];
    const loan = loanAt(fixed(), events, '2024-05-01');
    expect(loan.instalments.map(dueOf)).toEqual(['0+0.00', '666.67+9.21', '666.67+13.59', '666.66+6.58']);
    expect(loan.balances.principal.due).toEqual(money('666.67'));
  });

  test('accrues from its own day', () => {
    const events = [disbursed('2024-03-01', 1000), disbursed('2024-04-17', 2000)];
    // 16 of 30 days of the first, none of the second.
    expect(loanAt(fixed(), events, '2024-04-17').accruedInterest.toFixed(4)).toBe('3.9467');
    // 29 of 30 days of the first, 13 of 14 of the second.
    expect(loanAt(fixed(), events, '2024-04-30').accruedInterest.toFixed(4)).toBe('15.7055');
  });
});

describe('a preview', () => {
  test('has every tranche on its day, as if instalments were paid on theirs', () => {
    const preview = previewSchedule(dynamic(), on('2024-03-01'), everyDayWorks);
    expect(preview.instalments.map(expectedOf)).toEqual(declining);
    expect(preview.instalments.map(dueOf)).toEqual(declining);
    expect(new Set(preview.instalments.map(({ state }) => state))).toEqual(new Set(['PENDING']));
    expect(preview.balances.principal.balance).toEqual(money(1000));
  });

  test('of a fixed loan is what its disbursements make', () => {
    const preview = previewSchedule(fixed(), on('2024-03-01'), everyDayWorks);
    const made = schedule(fixed(), [disbursed('2024-03-01', 1000), disbursed('2024-04-17', 2000)], '2024-04-17');
    expect(preview.instalments.map(expectedOf)).toEqual(made);
  });

  test('of a loan without tranches yet is that of the whole amount', () => {
    const { tranches: _none, ...terms } = dynamic();
    const preview = previewSchedule(terms, on('2024-03-01'), everyDayWorks);
    expect(preview.instalments[0]?.principal.expected).toEqual(money(750));
  });

  test('of a running loan adds what is still to come and changes nothing else', () => {
    const events = [disbursed('2024-03-01', 1000)];
    const today = on('2024-03-20');
    const draws = plannedDisbursements(dynamic(), events, today);
    const loan = foreseeLoan(dynamic(), events, today, everyDayWorks, draws);
    expect(loan.instalments.map(expectedOf)).toEqual(declining);
    const { instalments: _shown, payment: _payment, ...rest } = loan;
    const { instalments: _own, payment: _none, ...now } = loanAt(dynamic(), events, '2024-03-20');
    expect(rest).toEqual(now);
  });
});

describe('the explanation', () => {
  const account = (terms: LoanTerms, events: readonly LoanEvent[]) => ({
    terms,
    events,
    expectedDisbursementDate: on('2024-03-01'),
  });
  const paidOut = [disbursed('2024-03-01', 1000), disbursed('2024-04-17', 2000)];
  const payment = repaid('2024-04-01', '260.19');

  test.each<[string, LoanTerms, readonly LoanEvent[]]>([
    ['dynamic', dynamic(), [...paidOut, payment]],
    ['dynamic, not disbursed', dynamic(), []],
    ['fixed', fixed(), paidOut],
    ['fixed, not disbursed', fixed(), []],
  ])('of a %s loan accounts for every cent', (_name, terms, events) => {
    const { instalments } = explainLoan(account(terms, events), on('2024-04-20'), everyDayWorks);
    expect(instalments.map(({ balanceBefore }) => balanceBefore.toFixed())).toEqual([
      '1000',
      '2750',
      '1833.33',
      '916.66',
    ]);
    for (const { interest } of instalments) expect(Math.abs(Number(interest.moved))).toBeLessThan(0.011);
    expect(instalments[1]?.interest.parts.map(({ balance }) => balance.toFixed())).toEqual(
      events === paidOut || terms.schedule.repaymentScheduleMethod === 'FIXED' ? ['750', '2000'] : ['750', '2750'],
    );
  });
});
