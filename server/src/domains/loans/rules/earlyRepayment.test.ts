import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money, rate, sum } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { everyDayWorks } from './calendar.ts';
import { decideAdjustment } from './decide/decideAdjustment.ts';
import { decidePayOff, payOffAmounts } from './decide/decidePayOff.ts';
import { accepted, accountOf, contextOn, outcome } from './decide/testAccount.ts';
import { chargeable, freeOf, loanYearOf } from './earlyRepayment.ts';
import type { LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import { checkLoanProduct } from './productSettings.ts';
import type { AutomaticFee, LoanTerms } from './terms.ts';
import { anySteps, endOf, lifeOf } from './testLives.ts';
import { disbursed, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { interestOnlyTermsOf, mortgageTermsOf } from './testMortgages.ts';
import { completed, facts, type ProductChanges, productBody } from './testProduct.ts';

// 100,000 lent on 15 January 2024; 10 % of it may be repaid early each year, of what is beyond it the charge is 2 %.

const charge: AutomaticFee = {
  predefinedFeeKey: 'early',
  name: 'Early repayment',
  trigger: 'EARLY_REPAYMENT_CHARGE',
  amountCalculationMethod: 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE',
  percentageAmount: rate(2),
};
const charging = (terms: LoanTerms, fees: readonly AutomaticFee[] = [charge]): LoanTerms => ({
  ...terms,
  fees,
  freeAllowance: { percentage: rate(10) },
});
const terms = charging(mortgageTermsOf({ schedule: { repaymentInstallments: 24 } }));
const lent = disbursed('2024-01-15', 100_000);
const overpaid = (date: string, amount: number, as = 'PRINCIPAL_OVERPAYMENT'): LoanEvent =>
  ({ ...repaid(date, amount), type: 'PRINCIPAL_PAID', as }) as unknown as LoanEvent;
const charges = (events: readonly LoanEvent[], asOf: string, given = terms): string[] =>
  transactionsOf(loanAt(given, [lent, ...events], asOf)).filter((one) => one.includes('FEE_APPLIED'));

test.each([
  ['2024-01-15', '2024-01-15', '2024-01-15'],
  ['2024-01-15', '2025-01-14', '2024-01-15'],
  ['2024-01-15', '2025-01-15', '2025-01-15'],
  ['2024-02-29', '2025-02-27', '2024-02-29'],
  ['2024-02-29', '2025-02-28', '2025-02-28'],
])('of a loan from %s, %s lies in the year from %s', (from, day, year) => {
  expect(loanYearOf(on(from), on(day))).toBe(year);
});

test.each([
  [100, 0, 60, 0],
  [100, 60, 40, 0],
  [100, 60, 50, 10],
  [100, 150, 50, 50],
  [0, 0, 50, 50],
])('of %i free with %i used, %i repaid early are charged on %i', (free, before, early, base) => {
  expect(chargeable(money(free), money(before), money(early)).toNumber()).toBe(base);
});

test('of a share and an amount the larger one is free, of none nothing', () => {
  const free = (freeAllowance: LoanTerms['freeAllowance']): number =>
    freeOf({ ...terms, ...(freeAllowance ? { freeAllowance } : { freeAllowance: {} }) }).toNumber();
  expect(free({ percentage: rate(10), amount: money(5000) })).toBe(10_000);
  expect(free({ percentage: rate(10), amount: money(15_000) })).toBe(15_000);
  expect(free(undefined)).toBe(0);
});

describe('a charge for early repayment', () => {
  test('is of what is beyond the allowance of the year, payment by payment', () => {
    const given = charging(interestOnlyTermsOf({ schedule: { repaymentInstallments: 24 } }));
    const events = [overpaid('2024-01-20', 8000), overpaid('2024-01-25', 5000), overpaid('2024-01-30', 1000)];
    const first = ['2024-01-25 FEE_APPLIED 60.00', '2024-01-30 FEE_APPLIED 20.00'];
    expect(charges(events, '2024-02-01', given)).toEqual(first);
    // Another year of the loan lets as much free again.
    const next = [...events, overpaid('2025-01-15', 9000), overpaid('2025-01-16', 2000)];
    expect(charges(next, '2025-02-01', given)).toEqual([...first, '2025-01-16 FEE_APPLIED 20.00']);
  });

  test('does not count what was due', () => {
    const six = charging(mortgageTermsOf());
    const loan = loanAt(six, [lent, repaid('2024-02-15', '36959.55')], '2024-02-15');
    expect(transactionsOf(loan).slice(-2)).toEqual(['2024-02-15 REPAYMENT 36959.55', '2024-02-15 FEE_APPLIED 200.00']);
    expect(loan.balances.fees.balance.toFixed(2)).toBe('200.00');
    expect(loan.instalments[1]?.fee.expected.toFixed(2)).toBe('200.00');
    expect(charges([repaid('2024-02-15', '16959.55')], '2024-02-15', six)).toEqual([]);
  });

  test('is none for what comes back of the disbursement, nor while fees are locked', () => {
    expect(charges([overpaid('2024-01-25', 50_000, 'REFUND')], '2024-01-25')).toEqual([]);
    const lock = { ...repaid('2024-01-20', 1), type: 'LOCKED', operations: ['APPLY_FEES'] } as unknown as LoanEvent;
    expect(charges([lock, overpaid('2024-01-25', 50_000)], '2024-01-25')).toEqual([]);
  });

  test.each<[string, Partial<AutomaticFee>, string]>([
    ['FLAT', { amountCalculationMethod: 'FLAT', amount: money(75) }, '75.00'],
    ['LOAN_AMOUNT_PERCENTAGE', { amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE' }, '2000.00'],
  ])('is %s whenever something is charged for', (_, change, amount) => {
    const given = charging(mortgageTermsOf(), [{ ...charge, ...change }]);
    expect(charges([overpaid('2024-01-20', 10_000)], '2024-01-20', given)).toEqual([]);
    expect(charges([overpaid('2024-01-20', 10_001)], '2024-01-20', given)).toEqual([
      `2024-01-20 FEE_APPLIED ${amount}`,
    ]);
  });

  test('comes with loans of interest only', () => {
    expect(charges([overpaid('2024-01-25', 20_000)], '2024-01-25', charging(interestOnlyTermsOf()))).toEqual([
      '2024-01-25 FEE_APPLIED 200.00',
    ]);
  });
});

describe('a pay-off', () => {
  const account = accountOf({ terms: charging(mortgageTermsOf()), events: [lent] });
  const loan = loanAt(account.terms, account.events, '2024-02-15');

  test('is charged for the principal that is not due', () => {
    // 16,449.96 are due; (83,550.04 - 10,000) x 2 %.
    const { earlyRepayment, total } = payOffAmounts(account.terms, loan);
    expect([earlyRepayment, total].map((one) => one.toFixed(2))).toEqual(['1471.00', '101980.59']);
    const { loan: after, append } = accepted(decidePayOff(account, {}, contextOn('2024-02-15')));
    expect(append[0]).toMatchObject({ type: 'PAID_OFF', amount: money('101980.59') });
    expect(transactionsOf(after).slice(-2)).toEqual([
      '2024-02-15 FEE_APPLIED 1471.00',
      '2024-02-15 REPAYMENT 101980.59',
    ]);
    expect(after.balances.total.isZero()).toBe(true);
  });

  test('can let off all of it or a part, and no more', () => {
    const paying = (unscheduledPaid: number) =>
      decidePayOff(account, { unscheduledPaid: money(unscheduledPaid) }, contextOn('2024-02-15'));
    const fee = (paid: number): string[] =>
      transactionsOf(accepted(paying(paid)).loan).filter((one) => one.includes('FEE_APPLIED'));
    expect(fee(1000)).toEqual(['2024-02-15 FEE_APPLIED 1000.00']);
    expect(fee(0)).toEqual([]);
    expect(accepted(paying(0)).loan.balances.total.isZero()).toBe(true);
    expect(outcome(paying(1471.01))).toBe('PAY_OFF_INVALID_FEES_PAID');
    expect(outcome(paying(-1))).toBe('PAY_OFF_INVALID_FEES_PAID');
  });
});

test('it is undone alone without a permission for corrections, and stays undone', () => {
  const payment = overpaid('2024-01-25', 20_000);
  const account = accountOf({ terms, events: [lent, payment] });
  const made = loanAt(terms, account.events, '2024-01-25').transactions.find(({ type }) => type === 'FEE_APPLIED');
  const transaction = {
    id: '7',
    eventKey: made?.eventKey ?? null,
    role: made?.role ?? '',
    type: 'FEE_APPLIED',
    valueDate: on('2024-01-25'),
    bookingDate: on('2024-01-25'),
    reversed: false,
  };
  const context = contextOn('2024-01-25', { without: ['BULK_LOAN_CORRECTIONS'] });
  const { loan } = accepted(decideAdjustment(account, { transaction, notes: 'goodwill' }, context));
  expect(loan.balances.fees.balance.isZero()).toBe(true);
  expect(loan.balances.principal.balance.toFixed(2)).toBe('80000.00');
});

describe('a product with such a fee', () => {
  const fee = (changes: Record<string, unknown> = {}, type = 'DYNAMIC_MORTGAGE'): ProductChanges => ({
    type: type as 'DYNAMIC_MORTGAGE',
    interest: { interestCalculationMethod: type === 'DYNAMIC_MORTGAGE' ? 'EQUAL_INSTALLMENTS' : 'DECLINING_BALANCE' },
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
    others: {
      feesSettings: {
        fees: [
          {
            name: 'Early',
            trigger: 'EARLY_REPAYMENT_CHARGE',
            feeApplication: 'REQUIRED',
            state: 'ACTIVE',
            amountCalculationMethod: 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE',
            percentageAmount: 2,
            ...changes,
          } as never,
        ],
      },
    },
  });
  const refused = (changes: ProductChanges): string => {
    const refusal = checkLoanProduct(completed(productBody(changes)), facts);
    return isRejection(refusal) ? `${refusal.errors[0]?.reason}: ${refusal.errors[0]?.source}` : 'accepted';
  };

  test.each<[string, ProductChanges]>([
    ['accepted', fee()],
    ['accepted', fee({ amountCalculationMethod: 'FLAT', percentageAmount: undefined, amount: 50 })],
    ['trigger EARLY_REPAYMENT_CHARGE is for mortgages', fee({}, 'DYNAMIC_TERM_LOAN')],
    ['amountCalculationMethod', fee({ amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE_NUMBER_OF_INSTALLMENTS' })],
    ['MANDATORY_FEE_AMOUNT', fee({ percentageAmount: undefined })],
  ])('%s %#', (expected, changes) => {
    expect(refused(changes)).toContain(expected);
  });
});

test('in any life charges are 2 % of what each year had beyond the allowance, and a pay-off ends at nothing', () => {
  fc.assert(
    fc.property(anySteps, fc.boolean(), (steps, interestOnly) => {
      const given = charging(interestOnly ? interestOnlyTermsOf() : mortgageTermsOf());
      const events = lifeOf(given, steps);
      const end = endOf(events);
      const loan = foldLoan(given, events, end, everyDayWorks);
      expect(loan.instalments.flatMap(({ principal }) => [principal.expected]).length).toBeGreaterThan(0);
      const applied = sum(
        loan.transactions.filter(({ role }) => role.startsWith('FEE_APPLIED#early#')).map(({ amount }) => amount),
      );
      // Nobody can repay more than there is.
      expect(applied.lessThanOrEqualTo(2000)).toBe(true);
      const facts = accountOf({ terms: given, events });
      if (loan.balances.total.isZero() || loan.lock) return;
      const decision = decidePayOff(facts, {}, contextOn(end));
      if (isRejection(decision)) return;
      expect(decision.loan.balances.total.isZero()).toBe(true);
      expect(decision.loan.overpaid.isZero()).toBe(true);
    }),
    { numRuns: 40 },
  );
});
