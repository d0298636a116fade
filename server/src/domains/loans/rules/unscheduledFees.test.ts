import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusDays } from '../../../kernel/localDate.ts';
import { type Money, money, plus, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { PaymentPart } from './customPayment.ts';
import type { LoanAccountFacts } from './decide/account.ts';
import { decideAdjustment } from './decide/decideAdjustment.ts';
import { decideFee } from './decide/decideFee.ts';
import { decidePayOff, payOffAmounts } from './decide/decidePayOff.ts';
import { decideRepayment } from './decide/decideRepayment.ts';
import { decideWriteOff } from './decide/decideWriteOff.ts';
import { accepted, accountOf, contextOn, outcome } from './decide/testAccount.ts';
import type { FeeApplied, LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import type { LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';
import { anySteps, anyTerms, endOf, lifeOf } from './testLives.ts';
import { disbursed, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { anyRevolvingSteps, anyRevolvingTerms, revolvingLifeOf } from './testRevolvingLives.ts';
import { taxOf } from './testTaxes.ts';
import { dynamicTermsOf, termsOf } from './testTerms.ts';

// Fees that no instalment asks for.

const unscheduled = (day: string, amount: number): FeeApplied => ({
  type: 'FEE_APPLIED',
  key: 'beside',
  sequence: 1_000,
  valueDate: on(day),
  bookingDate: on(day),
  amount: money(amount),
  trigger: 'MANUAL',
  predefinedFeeKey: 'letter',
  unscheduled: true,
});
const account = accountOf();
const withFee = accountOf({ events: [...account.events, unscheduled('2024-01-20', 40)] });
const paying = (...parts: readonly PaymentPart[]) => ({
  amount: parts.reduce<Money>((all, { amount }) => plus(all, amount), zero),
  parts,
});
const part = (amount: number, predefinedFeeKey?: string): PaymentPart => ({
  type: 'NON_SCHEDULED_FEE',
  amount: money(amount),
  ...(predefinedFeeKey === undefined ? {} : { predefinedFeeKey }),
});
const fees = ({ balances: { fees: told } }: LoanState): string[] =>
  [told.balance, told.due, told.paid].map((amount) => amount.toFixed(2));

describe('a fee outside the schedule', () => {
  test('is owed, but never due, whatever days pass', () => {
    for (const day of ['2024-01-20', '2024-02-20', '2025-01-01']) {
      const [loan, without] = [loanAt(withFee.terms, withFee.events, day), loanAt(account.terms, account.events, day)];
      expect(fees(loan)).toEqual(['40.00', '0.00', '0.00']);
      expect(loan.instalments).toEqual(without.instalments);
      expect([loan.daysLate, loan.accruedPenalty, loan.liveState]).toEqual([
        without.daysLate,
        without.accruedPenalty,
        without.liveState,
      ]);
    }
  });

  test('is not paid by a repayment that does not name it', () => {
    const later = contextOn('2024-02-10');
    const { balances } = loanAt(withFee.terms, withFee.events, '2024-02-10');
    const all = balances.total.minus(40);
    expect(outcome(decideRepayment(withFee, { amount: money(all) }, later))).toBe('accepted');
    expect(outcome(decideRepayment(withFee, { amount: money(all.plus(1)) }, later))).toBe('EXCESS_REPAYMENT_ERROR');
    const { loan } = accepted(decideRepayment(withFee, { amount: money(all) }, later));
    expect(fees(loan)).toEqual(['40.00', '0.00', '0.00']);
    expect(loan.balances.total.toFixed(2)).toBe('40.00');
    expect(loan.instalments.every(({ state }) => state === 'PAID')).toBe(true);
  });

  test('is paid by a part that names its kind, or itself', () => {
    const { loan } = accepted(decideRepayment(withFee, paying(part(15, 'letter'), part(10)), contextOn('2024-01-25')));
    expect(fees(loan)).toEqual(['15.00', '0.00', '25.00']);
    expect(transactionsOf(loan).at(-1)).toBe('2024-01-25 REPAYMENT 25.00');
    expect(loan.unscheduledFees).toMatchObject([{ expected: money(40), paid: money(25) }]);
    const manual: PaymentPart = { type: 'MANUAL_FEE', amount: money(5) };
    for (const parts of [[part(40.01)], [part(5, 'other')], [manual]]) {
      expect(outcome(decideRepayment(withFee, paying(...parts), contextOn('2024-01-25')))).toBe(
        'EXCESS_REPAYMENT_ERROR',
      );
    }
  });

  test('is undone as any fee, unless it was paid', () => {
    const day = on('2024-01-20');
    const transaction = {
      id: '7',
      eventKey: 'beside',
      role: 'FEE_APPLIED',
      type: 'FEE_APPLIED',
      valueDate: day,
      bookingDate: day,
      reversed: false,
    };
    const undo = (one: LoanAccountFacts) =>
      decideAdjustment(one, { transaction, notes: 'a mistake' }, contextOn('2024-02-01'));
    const adjusted = accepted(undo(withFee));
    expect(fees(adjusted.loan)).toEqual(['0.00', '0.00', '0.00']);
    expect(adjusted.loan.unscheduledFees).toBeUndefined();
    const { append } = accepted(decideRepayment(withFee, paying(part(40)), contextOn('2024-01-25')));
    expect(outcome(undo({ ...withFee, events: [...withFee.events, ...append] }))).toBe('EXCESS_REPAYMENT_ERROR');
  });

  test('is collected by a pay-off, in all or in part', () => {
    const context = contextOn('2024-01-25');
    const owed = payOffAmounts(withFee.terms, loanAt(withFee.terms, withFee.events, '2024-01-25'));
    expect([owed.fees, owed.unscheduledFees].map(String)).toEqual(['40', '40']);
    const off = (request: Parameters<typeof decidePayOff>[1]) => decidePayOff(withFee, request, context);
    const whole = accepted(off({}));
    expect(whole.append[0]).toMatchObject({ amount: owed.total });
    expect(whole.loan.balances.total.isZero()).toBe(true);
    const less = accepted(off({ unscheduledPaid: money(30) }));
    expect(less.append[0]).toMatchObject({ amount: money(owed.total.minus(10)) });
    expect(less.loan.balances.total.isZero()).toBe(true);
    expect(transactionsOf(less.loan)).toContain('2024-01-25 FEES_DUE_REDUCED 10.00');
    expect(less.loan.unscheduledFees).toMatchObject([{ expected: money(30), paid: money(30), reduced: money(10) }]);
    expect(outcome(off({ unscheduledPaid: money(40.01) }))).toBe('PAY_OFF_INVALID_FEES_PAID');
    expect(outcome(off({ feesPaid: money(1) }))).toBe('PAY_OFF_INVALID_FEES_PAID');
  });

  test('is lost with a write-off', () => {
    const { loan } = accepted(decideWriteOff(withFee, { arrearsDaysBeforeWriteOff: null }, contextOn('2024-01-25')));
    const last = loan.transactions.at(-1);
    expect([last?.type, last?.affectedAmounts.fees.toString()]).toEqual(['WRITE_OFF', '40']);
    expect(last?.fees).toMatchObject([{ predefinedFeeKey: 'letter', amount: money(40) }]);
    expect(loan.balances.total.isZero()).toBe(true);
  });

  test('is never paid by money that lies at the loan, but when that ends', () => {
    const terms = dynamicTermsOf({
      loanAmount: 1000,
      payment: { paymentMethod: 'VERTICAL', prepayment: { futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS' } },
    });
    const events = [disbursed('2024-01-10', 1000), unscheduled('2024-01-15', 40), repaid('2024-01-20', 1100)];
    const loan = loanAt(terms, events, '2024-03-01');
    expect(fees(loan)).toEqual(['40.00', '0.00', '0.00']);
    expect(loan.balances.redraw.greaterThan(90)).toBe(true);
    const kept = accountOf({ terms, events });
    expect(outcome(decidePayOff(kept, {}, contextOn('2024-03-01')))).toBe('ACCOUNT_HAS_REMAINING_BALANCE');
    const enough = accountOf({ terms, events: [...events.slice(0, 2), repaid('2024-01-20', 1010)] });
    const off = accepted(decidePayOff(enough, {}, contextOn('2024-03-01'))).loan;
    expect([off.balances.total, off.balances.redraw, off.overpaid].map(String)).toEqual(['0', '0', '0']);
  });

  test('has its tax, which is never due', () => {
    const terms = dynamicTermsOf({ loanAmount: 1000 });
    const taxed = { ...terms, tax: taxOf() };
    const loan = loanAt(taxed, [disbursed('2024-01-10', 1000), unscheduled('2024-01-20', 50)], '2024-01-25');
    const { tax, fees: owed } = loan.balances;
    expect(owed.balance.greaterThan(50)).toBe(true);
    expect([tax.balance.toString(), tax.due.toString()]).toEqual([owed.balance.minus(50).toString(), '0']);
  });

  test('names no instalment and becomes no principal', () => {
    const fee = {
      encodedKey: 'letter',
      name: 'Letter',
      state: 'ACTIVE' as const,
      trigger: 'MANUAL',
      amountCalculationMethod: 'FLAT',
      unscheduled: true as const,
    };
    const request = { fee, allowArbitraryFees: false, amount: money(40) };
    const fixed = accountOf({ terms: termsOf({ loanAmount: 6000, schedule: { repaymentInstallments: 6 } }) });
    for (const one of [account, fixed]) {
      const context = contextOn('2024-01-25');
      expect(accepted(decideFee(one, request, context)).append[0]).toMatchObject({ unscheduled: true });
      expect(outcome(decideFee(one, { ...request, installmentNumber: 1 }, context))).toBe('INVALID_INSTALLMENT_NUMBER');
      expect(outcome(decideFee(one, { ...request, capitalised: true }, context))).toBe('FEE_NOT_ALLOWED');
    }
  });
});

/** The same life with a fee outside the schedule on a day after its begin, and that nothing but what is owed of fees is different. */
const expectNothingElse = (
  { capping: _counted, ...terms }: LoanTerms,
  life: readonly LoanEvent[],
  days: number,
): void => {
  const [first] = life;
  if (!first) return;
  const day = plusDays(first.valueDate, days);
  const fee = { ...unscheduled('2024-01-01', 40), valueDate: day, bookingDate: day };
  const asOf = plusDays(endOf(life), days);
  const without = foldLoan(terms, life, asOf, everyDayWorks);
  const loan = foldLoan(terms, [...life, fee], asOf, everyDayWorks);
  expect(loan.instalments).toEqual(without.instalments);
  expect(loan.balances.totalDue).toEqual(without.balances.totalDue);
  expect(loan.balances.redraw).toEqual(without.balances.redraw);
  expect(loan.daysInArrears).toBe(without.daysInArrears);
  const more = loan.balances.fees.balance.minus(without.balances.fees.balance);
  expect(more.greaterThanOrEqualTo(40)).toBe(true);
  expect(loan.balances.total.minus(without.balances.total).toString()).toBe(more.toString());
  expect(loan.transactions).toHaveLength(without.transactions.length + 1);
};

describe('whatever happens to a loan, a fee outside the schedule changes nothing but what is owed of fees', () => {
  // A cap would count it among the charges.
  test('of one with a schedule', () => {
    fc.assert(
      fc.property(anyTerms, anySteps, fc.nat(60), (terms, steps, days) =>
        expectNothingElse(terms, lifeOf(terms, steps), days),
      ),
      { numRuns: 60 },
    );
  });

  test('of a revolving credit', () => {
    fc.assert(
      fc.property(anyRevolvingTerms, anyRevolvingSteps, fc.nat(60), (terms, steps, days) =>
        expectNothingElse(terms, revolvingLifeOf(terms, steps), days),
      ),
      { numRuns: 40 },
    );
  });
});
