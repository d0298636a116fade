import fc from 'fast-check';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { type Money, minus, money, plus, rate, rounded, smallest, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import { returnedOf } from './decide/decideCardReturn.ts';
import { payOffAmounts } from './decide/decidePayOff.ts';
import { refundsOf } from './decide/decidePrincipalPayment.ts';
import type { LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import { keepsAdvances, undrawn } from './overpayments.ts';
import { anyTiers } from './rates/testTiers.ts';
import type { LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';
import { anyCap, somePlans, withCharges } from './testCharges.ts';
import { start } from './testLives.ts';
import { revolvingTermsOf } from './testTerms.ts';

// Generated revolving credits and their lives.

const value = fc.oneof(
  fc.record({
    principalPaymentMethod: fc.constantFrom('FLAT' as const, 'TOTAL_BALANCE_FLAT' as const),
    amount: fc.integer({ min: 1, max: 20_000 }).map((amount) => money(amount / 10)),
  }),
  fc.record({
    principalPaymentMethod: fc.constantFrom(
      'OUTSTANDING_PRINCIPAL_PERCENTAGE' as const,
      'PRINCIPAL_PERCENTAGE_LAST_DISB' as const,
      'TOTAL_BALANCE_PERCENTAGE' as const,
      'TOTAL_PRINCIPAL_PERCENTAGE' as const,
    ),
    percentage: fc.integer({ min: 0, max: 1000 }).map((share) => rate(share / 10)),
  }),
);

const sharedOut = fc.integer({ min: 1, max: 6 }).map((installments) => ({
  principalPaymentMethod: 'FLAT' as const,
  sharesOut: true as const,
  installments,
}));

const optional = <K extends string>(name: K, most: number) =>
  fc
    .option(fc.integer({ min: 1, max: most }), { nil: undefined })
    .map((amount) => (amount ? { [name]: money(amount) } : {}));

const bounds = fc.record({
  floor: optional('principalFloor', 100),
  ceiling: optional('principalCeiling', 3000),
  total: optional('totalDueFloor', 200),
  includeInterestInFloor: fc.boolean(),
  includeFeesInFloor: fc.boolean(),
});

const dueDates = fc.oneof(
  fc.record({
    scheduleDueDatesMethod: fc.constant('INTERVAL' as const),
    repaymentPeriodCount: fc.integer({ min: 1, max: 3 }),
    repaymentPeriodUnit: fc.constantFrom('DAYS' as const, 'WEEKS' as const, 'MONTHS' as const),
    firstRepaymentDueDateOffset: fc.constantFrom(0, 0, 5),
  }),
  fc.record({
    scheduleDueDatesMethod: fc.constant('FIXED_DAYS_OF_MONTH' as const),
    fixedDaysOfMonth: fc.constantFrom([1], [15], [10, 31]),
    shortMonthHandlingMethod: fc.constantFrom('LAST_DAY_IN_MONTH' as const, 'FIRST_DAY_OF_NEXT_MONTH' as const),
  }),
);

const appliedOn = (daysInMonth: readonly number[]) => ({
  interestApplicationMethod: 'FIXED_DAYS_OF_MONTH' as const,
  interestApplicationDays: { daysInMonth, shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' as const },
});

/** Revolving credits of all kinds. */
export const anyRevolvingTerms: fc.Arbitrary<LoanTerms> = fc
  .record({
    amount: fc.integer({ min: 100, max: 20_000 }),
    interestRate: fc.integer({ min: 0, max: 6000 }).map((percent) => rate(percent / 100)),
    daysInYear: fc.constantFrom('ACTUAL_365_FIXED' as const, 'ACTUAL_360' as const, 'E30_360' as const),
    accrueLateInterest: fc.boolean(),
    dueDates,
    value: fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: sharedOut }),
    bounds,
    paymentMethod: fc.constantFrom('HORIZONTAL' as const, 'VERTICAL' as const),
    apply: fc.constantFrom('AUTOMATIC' as const, 'MANUAL' as const),
    penalty: fc.constantFrom(
      'NONE' as const,
      'OVERDUE_BALANCE_INTEREST_AND_FEE' as const,
      'OUTSTANDING_PRINCIPAL' as const,
    ),
    tolerancePeriod: fc.constantFrom(0, 0, 3, 30),
    billingDays: fc.constantFrom(undefined, undefined, [1], [5, 31]),
    tiers: anyTiers,
    growth: fc.constantFrom(
      {},
      {},
      { interestType: 'COMPOUNDING_INTEREST' as const },
      { interestType: 'COMPOUNDING_INTEREST' as const, compoundingFrequency: 'SEMI_ANNUALLY' as const },
    ),
    applicationDays: fc.constantFrom(undefined, undefined, undefined, [15], [1, 20], [31]),
    fees: fc.subarray(['LATE_REPAYMENT' as const, 'PAYMENT_DUE' as const]),
    elements: fc.constantFrom(
      'NO_ROUNDING' as const,
      'NO_ROUNDING' as const,
      'ROUND_ALL' as const,
      'PAYMENT_DUE' as const,
    ),
    capping: anyCap,
    planned: somePlans,
    keeps: fc.constantFrom({}, {}, { futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS' as const }),
  })
  .map(({ amount, value: asked, bounds: { floor, ceiling, total, ...counted }, ...one }) =>
    withCharges(
      revolvingTermsOf({
        loanAmount: amount,
        rate: one.interestRate.toFixed(),
        interest: {
          interestRate: one.interestRate,
          daysInYear: one.daysInYear,
          ...one.tiers,
          ...one.growth,
          ...(one.applicationDays && one.billingDays === undefined ? appliedOn(one.applicationDays) : {}),
          accrueLateInterest: one.accrueLateInterest || one.billingDays !== undefined,
        },
        schedule: {
          dueDates: one.dueDates,
          rounding: {
            roundingRepaymentScheduleMethod: 'NO_ROUNDING',
            repaymentCurrencyRounding: 'ROUND_TO_NEAREST_WHOLE_UNIT',
            repaymentElementsRoundingMethod: one.elements,
          },
        },
        payment: {
          paymentMethod: one.paymentMethod,
          prepayment: { applyInterestOnPrepaymentMethod: one.apply, ...one.keeps },
        },
        penalty: {
          loanPenaltyCalculationMethod: one.penalty,
          penaltyRate: rate(one.penalty === 'NONE' ? 0 : '0.2'),
          loanPenaltyGracePeriod: 3,
        },
        tolerancePeriod: one.tolerancePeriod,
        fees: one.fees.map((trigger) => ({
          predefinedFeeKey: trigger,
          name: trigger,
          trigger,
          amountCalculationMethod: 'FLAT',
          amount: money('1.25'),
        })),
        revolving: {
          ...floor,
          ...ceiling,
          ...total,
          ...counted,
          ...asked,
          ...(one.billingDays ? { billingDays: one.billingDays } : {}),
        },
      }),
      one.planned.map(({ slot, day }, index) => ({
        key: `plan-${index}`,
        slot: String(slot),
        installmentKey: '',
        predefinedFeeKey: 'planned',
        name: 'planned',
        amount: money('2.25'),
        applyOnDate: plusDays(start, day),
      })),
      one.capping,
    ),
  );

/** What happens next, so many days later: a share of what can be drawn or paid, or something else. */
export type RevolvingStep = {
  readonly days: number;
  readonly share: number;
  readonly what:
    | 'DRAW'
    | 'TAKE_OUT'
    | 'TAKE_BACK'
    | 'PAY'
    | 'PAY_BY_CARD'
    | 'RETURN'
    | 'FEE'
    | 'RATE'
    | 'VALUE'
    | 'PAY_OFF';
};

export const anyRevolvingSteps: fc.Arbitrary<RevolvingStep[]> = fc.array(
  fc.record({
    days: fc.integer({ min: 0, max: 45 }),
    share: fc.constantFrom(0.01, 0.1, 0.3, 0.6, 1),
    what: fc.constantFrom(
      'DRAW' as const,
      'DRAW' as const,
      'TAKE_BACK' as const,
      'TAKE_OUT' as const,
      'PAY' as const,
      'PAY' as const,
      'PAY_BY_CARD' as const,
      'PAY_BY_CARD' as const,
      'RETURN' as const,
      'RETURN' as const,
      'FEE' as const,
      'RATE' as const,
      'VALUE' as const,
      'PAY_OFF' as const,
    ),
  }),
  { maxLength: 10 },
);

const shareOf = (whole: Money, share: number): Money => smallest(rounded(money(whole.times(share)), 2, 'UP'), whole);

/** A reversal of a share of the last withdrawal, as far as that is still owed or what is paid beyond it stays; none where nothing is left of it. */
const takenBack = (loan: LoanState, events: readonly LoanEvent[], share: number) => {
  const draw = events.findLast(({ type }) => type === 'DISBURSED');
  if (draw?.type !== 'DISBURSED') return [];
  const given = minus(draw.amount, refundsOf(events, draw.key));
  const left = keepsAdvances(loan.terms) ? given : smallest(given, loan.balances.principal.balance);
  const back = { type: 'PRINCIPAL_PAID', as: 'CARD_TRANSACTION_REVERSAL', disbursement: draw.key } as const;
  return left.greaterThan(0) ? [{ ...back, amount: shareOf(left, share) }] : [];
};

/** A part of the last payment by card that comes back, as far as what it freed is not drawn since; none where nothing is left of it. */
const returned = (terms: LoanTerms, loan: LoanState, events: readonly LoanEvent[], share: number) => {
  const payment = events.findLast((event) => event.type === 'REPAID' && event.byCard);
  if (payment?.type !== 'REPAID') return [];
  const free = undrawn(terms, loan.balances);
  const left = smallest(minus(payment.amount, returnedOf(events, payment.key)), free);
  const back = { type: 'PAYMENT_TAKEN_BACK', payment: payment.key } as const;
  return left.greaterThan(0) ? [{ ...back, amount: shareOf(left, share) }] : [];
};

/** The events of a life, with keys e0, e1 …: never more is drawn than is available, nor more paid than is owed. */
export const revolvingLifeOf = (terms: LoanTerms, steps: readonly RevolvingStep[]): LoanEvent[] => {
  const manual = terms.payment.prepayment.applyInterestOnPrepaymentMethod === 'MANUAL';
  const events: LoanEvent[] = [];
  let day: LocalDate = start;
  for (const { days, share, what } of [{ days: 0, share: 0.6, what: 'DRAW' as const }, ...steps]) {
    day = plusDays(day, days);
    const base = { key: `e${events.length}`, sequence: events.length, valueDate: day, bookingDate: day };
    const loan = foldLoan(terms, events, day, everyDayWorks);
    const owed = payOffAmounts(terms, loan);
    // What a lock keeps back can't be paid, and nothing is drawn under it.
    const payable = manual || loan.lock ? plus(loan.balances.total, loan.penaltyToApply) : owed.total;
    const free = undrawn(terms, loan.balances);
    const { redraw, totalDue } = loan.balances;
    const more = share === 1 && keepsAdvances(terms) ? money('123.45') : zero;
    if (what === 'DRAW' && free.greaterThan(0) && !loan.lock) {
      events.push({ type: 'DISBURSED', ...base, amount: shareOf(free, share) });
    } else if (what === 'TAKE_BACK') {
      events.push(...takenBack(loan, events, share).map((back) => ({ ...base, ...back })));
    } else if (what === 'RETURN') {
      events.push(...returned(terms, loan, events, share).map((back) => ({ ...base, ...back })));
    } else if (what === 'TAKE_OUT' && redraw.greaterThan(totalDue)) {
      const amount = shareOf(minus(redraw, totalDue), share);
      events.push({ type: 'REDRAW_MOVED', as: 'WITHDRAWAL_REDRAW', ...base, amount });
    } else if ((what === 'PAY' || what === 'PAY_BY_CARD') && plus(payable, more).greaterThan(0)) {
      const byCard = what === 'PAY_BY_CARD' ? ({ byCard: true } as const) : {};
      events.push({ type: 'REPAID', ...base, amount: plus(shareOf(payable, share), more), ...byCard });
    } else if (what === 'FEE') {
      events.push({ type: 'FEE_APPLIED', ...base, amount: money('7.5'), trigger: 'MANUAL' });
    } else if (what === 'RATE') {
      events.push({
        type: 'TERMS_CHANGED',
        ...base,
        change: { what: 'INTEREST_RATE', interestRate: rate(share * 50) },
      });
    } else if (what === 'VALUE') {
      const changed = terms.revolving?.amount ? { amount: money(share * 100) } : { percentage: rate(share * 100) };
      events.push({ type: 'TERMS_CHANGED', ...base, change: { what: 'REPAYMENT_VALUE', ...changed } });
    } else if (what === 'PAY_OFF' && owed.total.greaterThan(redraw)) {
      const reduced = { interest: zero, fees: zero, penalty: zero };
      events.push({ type: 'PAID_OFF', ...base, amount: minus(owed.total, redraw), reduced });
    }
  }
  return events;
};
