import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everyDayWorks } from '../src/domains/loans/rules/calendar.ts';
import type { LoanEvent } from '../src/domains/loans/rules/events.ts';
import { foldLoan } from '../src/domains/loans/rules/foldLoan.ts';
import type { LoanState } from '../src/domains/loans/rules/state.ts';
import { isDynamic, type LoanTerms } from '../src/domains/loans/rules/terms.ts';
import { disbursed, on, repaid } from '../src/domains/loans/rules/testLoan.ts';
import { taxOf } from '../src/domains/loans/rules/testTaxes.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from '../src/domains/loans/rules/testTerms.ts';
import { rate } from '../src/kernel/money.ts';
import { dayAfter } from './harness/loanLives.ts';
import { referenceFigures } from './harness/loanReference.ts';
import type { ReferenceEvent, ReferenceLoan } from './harness/loanReferenceTypes.ts';

// Loans that are paid late, in parts and not at all, so that several instalments are late at once: the fold beside the plain loop over days.

type Kind = Pick<ReferenceLoan, 'type' | 'method' | 'year' | 'overpaid' | 'onInterest' | 'lateStays'> &
  Pick<TermsOf, 'interest' | 'payment' | 'productType'>;

const byMonth = { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY', daysInYear: 'E30_360' } as const;
const mortgaged = {
  interestCalculationMethod: 'EQUAL_INSTALLMENTS',
  interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST',
} as const;
const kinds: readonly Kind[] = [
  {
    ...{ type: 'FIXED', method: 'EQUAL', year: '30/360' },
    interest: { ...byMonth, interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
  },
  {
    ...{ type: 'FIXED', method: 'FLAT', year: '30/360' },
    interest: { ...byMonth, interestCalculationMethod: 'FLAT' },
  },
  {
    ...{ type: 'DYNAMIC', method: 'DECLINING', year: 'ACT/365', overpaid: 'NEXT' },
    interest: { interestCalculationMethod: 'DECLINING_BALANCE' },
  },
  {
    ...{ type: 'DYNAMIC', method: 'EQUAL', year: '30/360', overpaid: 'NEXT' },
    interest: { daysInYear: 'E30_360', interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
    payment: { latePaymentsRecalculationMethod: 'OVERDUE_INSTALLMENTS_INCREASE' },
  },
  ...(['ACT/365', '30/360'] as const).map(
    (year): Kind => ({
      ...{ type: 'DYNAMIC', method: 'INTEREST_ONLY', year, overpaid: 'NEXT' },
      productType: 'INTEREST_ONLY_EQUAL_INSTALLMENTS',
      interest: {
        daysInYear: year === 'ACT/365' ? 'ACTUAL_365_FIXED' : 'E30_360',
        interestCalculationMethod: 'EQUAL_INSTALLMENTS',
      },
    }),
  ),
  {
    ...{ type: 'DYNAMIC', method: 'EQUAL', year: 'ACT/365', onInterest: true, lateStays: true },
    productType: 'DYNAMIC_MORTGAGE',
    interest: mortgaged,
    payment: { latePaymentsRecalculationMethod: 'NO_RECALCULATION' },
  },
  {
    ...{ type: 'DYNAMIC', method: 'INTEREST_ONLY', year: 'MONTHS', onInterest: true },
    productType: 'INTEREST_ONLY_EQUAL_INSTALLMENTS',
    interest: { ...mortgaged, ...byMonth },
  },
];

// Their lives end before the last due date, behind which the loop knows no overpayments.
const anyLoan = fc
  .record({
    kind: fc.constantFrom(...kinds),
    principal: fc.integer({ min: 50_000, max: 2_000_000 }).map((cents) => String(cents / 100)),
    percent: fc.integer({ min: 1, max: 3000 }).map((hundredths) => String(hundredths / 100)),
    instalments: fc.integer({ min: 10, max: 13 }),
    penalty: fc.integer({ min: 1, max: 100 }).map((hundredths) => String(hundredths / 100)),
    grace: fc.integer({ min: 0, max: 45 }),
    tolerance: fc.integer({ min: 0, max: 45 }),
    tax: fc.constantFrom(undefined, '7.7', '19'),
  })
  .map(({ kind, principal, percent, instalments, penalty, grace, tolerance, tax }) => {
    const { interest = {}, payment = {}, productType, ...reference } = kind;
    const loan: ReferenceLoan = {
      ...reference,
      ...{ principal, rate: percent, instalments },
      penalty: { rate: penalty, grace: Math.max(grace, tolerance) },
      taxes: tax === undefined ? [] : [['2020-01-01', tax]],
    };
    const settings: TermsOf = {
      ...{ loanAmount: principal, rate: percent, interest, payment, tolerancePeriod: tolerance },
      ...(productType ? { productType } : {}),
      schedule: { repaymentInstallments: instalments },
      penalty: {
        loanPenaltyCalculationMethod: 'OVERDUE_BALANCE_AND_INTEREST',
        penaltyRate: rate(penalty),
        loanPenaltyGracePeriod: grace,
      },
      tax: tax === undefined ? undefined : taxOf({}, [['2020-01-01', tax]]),
    };
    return { loan, terms: kind.type === 'FIXED' ? termsOf(settings) : dynamicTermsOf(settings) };
  });

/** Days until something is paid, and how much of what is due. */
const anySteps = fc.array(
  fc.record({ days: fc.integer({ min: 0, max: 30 }), share: fc.constantFrom(0, 0.01, 0.3, 0.5, 0.9, 1) }),
  { minLength: 1, maxLength: 9 },
);

const stateOn = (terms: LoanTerms, told: readonly ReferenceEvent[], day: string): LoanState => {
  const events = told.map(
    (event): LoanEvent =>
      event.type === 'REPAID' ? repaid(event.day, event.amount) : disbursed(event.day, terms.loanAmount.toFixed()),
  );
  return foldLoan(terms, events, on(day), everyDayWorks);
};

const figuresOf = ({ terms, balances, daysLate, accruedInterest }: LoanState) => ({
  principal: balances.principal.balance.toFixed(2),
  interest: balances.interest.balance.toFixed(2),
  fees: balances.fees.balance.toFixed(2),
  penalty: balances.penalty.balance.toFixed(2),
  principalDue: balances.principal.due.toFixed(2),
  daysLate,
  accrued: isDynamic(terms) ? accruedInterest.toFixed(2) : '0.00',
});

test('however many instalments are late at once, and whichever payment is undone, the fold tells what the loop over days does', () => {
  let together = 0;
  fc.assert(
    fc.property(
      anyLoan,
      fc.constantFrom('2027-01-31', '2027-05-10'),
      anySteps,
      fc.nat(9),
      ({ loan, terms }, start, steps, undone) => {
        const told: ReferenceEvent[] = [{ day: start, type: 'DISBURSED' }];
        let day: string = start;
        const agreeing = (): LoanState => {
          const state = stateOn(terms, told, day);
          expect(figuresOf(state)).toEqual(referenceFigures(loan, told, day));
          if (state.instalments.filter((one) => one.state === 'LATE').length > 1) together += 1;
          return state;
        };
        for (const { days, share } of steps) {
          day = dayAfter(day, days);
          const amount = agreeing().balances.totalDue.times(share).toFixed(2);
          if (Number(amount) > 0) told.push({ day, type: 'REPAID', amount });
          agreeing();
        }
        told.splice(undone + 1, 1);
        agreeing();
        day = dayAfter(day, 33);
        agreeing();
      },
    ),
    { numRuns: 120 },
  );
  expect(together).toBeGreaterThan(0);
}, 60_000);
