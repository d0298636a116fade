import fc from 'fast-check';
import { daysBetween, epochDay, fromEpochDay, type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { isPositive, type Money, minus, money, plus, rate, rounded, smallest, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import { keepsMoney } from './overpayments.ts';
import { anyRates } from './rates/testRates.ts';
import { ratesFor, seldomTiers } from './rates/testTiers.ts';
import { dueDates } from './schedule/dueDates.ts';
import { type AllocationElement, isDynamic, type LoanTerms, type Tranche } from './terms.ts';
import { anyAmortization, withAmortization } from './testAmortization.ts';
import { anyCap, somePlans, withCharges } from './testCharges.ts';
import { drawOn } from './testDraws.ts';
import { anyFeeRate, withFeeRate } from './testFeeRates.ts';
import { feeOn } from './testFees.ts';
import { holidayOn } from './testHolidays.ts';
import {
  anyApplication,
  anyOtherInterval,
  anyThreshold,
  apartOf,
  applicationOf,
  scheduleFor,
  withOtherInterval,
} from './testInterest.ts';
import { on } from './testLoan.ts';
import { anyMortgage, asMortgage, paying } from './testMortgages.ts';
import { partsOn, withOverpaymentOn } from './testParts.ts';
import { payable } from './testPayable.ts';
import { principalOn } from './testPrincipal.ts';
import { redrawOn, sometimesOffset, withOverpayments, withRedraw } from './testRedraw.ts';
import { reductionOn } from './testReductions.ts';
import { anyTaxes, withTaxes } from './testTaxes.ts';
import { dynamicTermsOf, termsOf } from './testTerms.ts';
import { changeOn } from './testTermsChange.ts';
import { plannedDisbursements } from './tranches.ts';

// Generated loans and lives for property tests.

/** The day of the disbursement of every generated life. */
export const start: LocalDate = on('2023-11-30');

const orders: readonly AllocationElement[][] = [
  ['FEE', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
  ['PRINCIPAL', 'INTEREST', 'FEE', 'PENALTY'],
  ['INTEREST', 'PRINCIPAL', 'PENALTY', 'FEE'],
];

const interest = fc.record({
  interestRate: fc.integer({ min: 0, max: 6000 }).map((value) => rate(value / 100)),
  interestChargeFrequency: fc.constantFrom('ANNUALIZED' as const, 'EVERY_MONTH' as const),
  daysInYear: fc.constantFrom(
    'ACTUAL_365_FIXED' as const,
    'ACTUAL_364' as const,
    'ACTUAL_360' as const,
    'ACTUAL_ACTUAL_ISDA' as const,
    'E30_360' as const,
  ),
  scheduleInterestDaysCountMethod: fc.constantFrom('ACTUAL_DAYS_COUNT' as const, 'REPAYMENT_PERIODICITY' as const),
  interestCalculationMethod: fc.constantFrom('DECLINING_BALANCE' as const, 'DECLINING_BALANCE_DISCOUNTED' as const),
});

const schedule = fc.record({
  groups: fc.integer({ min: 1, max: 8 }),
  principalRepaymentInterval: fc.constantFrom(1, 1, 1, 2, 3),
  gracePeriod: fc.integer({ min: 0, max: 3 }),
  gracePeriodType: fc.constantFrom('NONE' as const, 'PAY_INTEREST_ONLY' as const, 'INTEREST_FORGIVENESS' as const),
  repaymentPeriodUnit: fc.constantFrom('DAYS' as const, 'WEEKS' as const, 'MONTHS' as const),
  repaymentPeriodCount: fc.integer({ min: 1, max: 3 }),
  elements: fc.constantFrom(
    'NO_ROUNDING' as const,
    'NO_ROUNDING' as const,
    'ROUND_ALL' as const,
    'PAYMENT_DUE' as const,
  ),
});

const payment = fc.record({
  order: fc.constantFrom(...orders),
  paymentMethod: fc.constantFrom('HORIZONTAL' as const, 'VERTICAL' as const),
  late: fc.constantFrom(
    'NO_RECALCULATION' as const,
    'OVERDUE_INSTALLMENTS_INCREASE' as const,
    'LAST_INSTALLMENT_INCREASE' as const,
  ),
  prepaid: fc.constantFrom(
    'NO_RECALCULATION' as const,
    'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS' as const,
    'RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT' as const,
    'REDUCE_AMOUNT_PER_INSTALLMENT' as const,
    'REDUCE_NUMBER_OF_INSTALLMENTS_NEW' as const,
  ),
  apply: fc.constantFrom('AUTOMATIC' as const, 'MANUAL' as const),
  elements: fc.constantFrom('PRINCIPAL_EXPECTED_FIXED' as const, 'TOTAL_EXPECTED_FIXED' as const),
});

const lateness = fc.record({
  loanPenaltyCalculationMethod: fc.constantFrom(
    'NONE' as const,
    'OVERDUE_BALANCE' as const,
    'OVERDUE_BALANCE_AND_INTEREST' as const,
    'OVERDUE_BALANCE_INTEREST_AND_FEE' as const,
    'OUTSTANDING_PRINCIPAL' as const,
  ),
  penaltyRate: fc.integer({ min: 0, max: 100 }).map((value) => rate(value / 100)),
  loanPenaltyGracePeriod: fc.constantFrom(0, 0, 5, 40),
  tolerancePeriod: fc.constantFrom(0, 0, 3, 30),
  nonWorkingDaysMethod: fc.constantFrom('INCLUDED' as const, 'EXCLUDED' as const),
  toleranceFloorAmount: fc.constantFrom(money(0), money(0), money(100)),
  disbursementFees: fc.subarray([
    'DISBURSEMENT' as const,
    'CAPITALIZED_DISBURSEMENT' as const,
    'UPFRONT_DISBURSEMENT' as const,
  ]),
  capping: anyCap,
  planned: somePlans,
  fees: fc.subarray(['LATE_REPAYMENT' as const, 'PAYMENT_DUE' as const, 'PAYMENT_DUE_APPLIED_ON_DUE_DATES' as const]),
});

/** Shares of the loan amount, and of its time until they are paid out; none for a loan that is paid out at once. */
const anyParts = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  fc.array(fc.record({ share: fc.integer({ min: 1, max: 9 }), after: fc.integer({ min: 0, max: 98 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
);

type Parts = readonly { readonly share: number; readonly after: number }[];

/** The same loan paid out in parts: the first at the start, the others on rising days before the last due date. */
const inTranches = (given: LoanTerms, parts: Parts): LoanTerms => {
  if (parts.length === 0) return given;
  const end = dueDates(given, start, everyDayWorks).at(-1) ?? start;
  const days = [...new Set(parts.map(({ after }) => Math.floor((daysBetween(start, end) * after) / 100)))]
    .filter((day) => day > 0)
    .sort((left, right) => left - right);
  const shares = parts.reduce<Money>((all, { share }) => plus(all, money(share)), zero);
  const fees = { disbursementFees: given.disbursementFees };
  let left = given.loanAmount;
  const tranches = days.map((day, index): Tranche => {
    const wanted = rounded(money(given.loanAmount.times(parts[index]?.share ?? 1).div(shares.plus(1))), 0);
    const amount = smallest(wanted.isZero() ? money(1) : wanted, left);
    left = minus(left, amount);
    return { key: `tranche-${index + 2}`, amount, expectedDisbursementDate: plusDays(start, day), ...fees };
  });
  const later = tranches.filter(({ amount }) => isPositive(amount));
  const productType = 'TRANCHED_LOAN';
  return isPositive(left)
    ? { ...given, productType, disbursementFees: [], tranches: [{ key: 'tranche-1', amount: left, ...fees }, ...later] }
    : given;
};

/** Terms of all kinds; FLAT and interest at disbursement only on fixed loans. */
export const anyTerms: fc.Arbitrary<LoanTerms> = fc
  .record({
    dynamic: fc.boolean(),
    fixedKind: fc.constantFrom('NONE', 'FLAT', 'AFTER_DISBURSEMENT'),
    rates: anyRates(on('2023-11-30')),
    tiers: seldomTiers,
    amortization: anyAmortization,
    amount: fc.integer({ min: 1, max: 200_000 }),
    interest,
    schedule,
    payment,
    lateness,
    paymentHolidaysLoanTermOption: fc.constantFrom('EXTEND_LOAN_TERM' as const, 'KEEP_THE_SAME_LOAN_TERM' as const),
    accrueLateInterest: fc.boolean(),
    accrueInterestAfterMaturity: fc.boolean(),
    tellsApart: fc.boolean(),
    threshold: anyThreshold,
    otherInterval: anyOtherInterval,
    application: anyApplication,
    tax: anyTaxes,
    parts: anyParts,
    redraw: fc.boolean(),
    keeps: fc.boolean(),
    mortgage: anyMortgage,
    feeRate: anyFeeRate,
  })
  .map(
    ({
      dynamic,
      fixedKind,
      rates,
      tiers,
      amortization,
      amount,
      interest: bears,
      schedule: dates,
      payment: pays,
      lateness: lates,
      paymentHolidaysLoanTermOption,
      tellsApart,
      threshold,
      otherInterval,
      application,
      tax,
      parts,
      redraw,
      keeps,
      mortgage,
      feeRate,
      ...late
    }) => {
      const { groups, elements, repaymentPeriodCount, repaymentPeriodUnit, gracePeriod, gracePeriodType, ...rest } =
        dates;
      const repaymentInstallments = groups * rest.principalRepaymentInterval;
      const grace = gracePeriodType === 'NONE' ? 0 : Math.min(gracePeriod, repaymentInstallments - 1);
      const equal = bears.interestCalculationMethod === 'DECLINING_BALANCE_DISCOUNTED';
      const make = dynamic ? dynamicTermsOf : termsOf;
      const atOnce = !dynamic && fixedKind === 'AFTER_DISBURSEMENT';
      const plannedFees = lates.planned.map(({ slot, day }, index) => ({
        key: `plan-${index}`,
        slot: String(slot),
        installmentKey: '',
        predefinedFeeKey: 'planned',
        name: 'planned',
        amount: money('2.25'),
        applyOnDate: plusDays(start, day),
      }));
      const made = make({
        loanAmount: amount,
        interest: {
          ...bears,
          ...late,
          ...(dynamic && equal && threshold && parts.length === 0 ? { pmtAdjustmentThreshold: threshold } : {}),
          ...(dynamic ? { ...apartOf(tellsApart, late, application), ...applicationOf(application, equal) } : {}),
          ...(!dynamic && fixedKind === 'FLAT' ? { interestCalculationMethod: 'FLAT' } : {}),
          ...(atOnce ? { interestApplicationMethod: 'AFTER_DISBURSEMENT' } : {}),
          ...ratesFor(tiers, dynamic || parts.length === 0, rates),
        },
        rate: bears.interestRate.toFixed(),
        schedule: {
          ...rest,
          repaymentInstallments,
          gracePeriod: grace,
          gracePeriodType,
          ...(dynamic ? scheduleFor(application, equal, { gracePeriodType, ...rest }) : {}),
          paymentHolidaysLoanTermOption,
          repaymentScheduleEditOptions: ['ADJUST_PAYMENT_HOLIDAYS'],
          dueDates: {
            scheduleDueDatesMethod: 'INTERVAL',
            repaymentPeriodCount,
            repaymentPeriodUnit,
            firstRepaymentDueDateOffset: 0,
          },
          rounding: {
            roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
            repaymentCurrencyRounding: 'ROUND_TO_NEAREST_WHOLE_UNIT',
            repaymentElementsRoundingMethod: elements,
          },
        },
        arrears: {
          tolerancePeriod: lates.tolerancePeriod,
          nonWorkingDaysMethod: lates.nonWorkingDaysMethod,
          toleranceFloorAmount: lates.toleranceFloorAmount,
        },
        fees: lates.fees.map((trigger) => ({
          predefinedFeeKey: trigger,
          name: trigger,
          trigger,
          amountCalculationMethod: 'FLAT',
          amount: money('1.25'),
        })),
        disbursementFees: lates.disbursementFees.map((trigger) => ({
          predefinedFeeKey: trigger,
          name: trigger,
          trigger,
          amountCalculationMethod: 'FLAT',
          amount: money(trigger === 'CAPITALIZED_DISBURSEMENT' ? 3 : '0.5'),
        })),
        penalty: {
          loanPenaltyCalculationMethod: lates.loanPenaltyCalculationMethod,
          penaltyRate: lates.penaltyRate,
          loanPenaltyGracePeriod: lates.loanPenaltyGracePeriod,
        },
        payment: {
          paymentMethod: dynamic ? pays.paymentMethod : 'HORIZONTAL',
          repaymentAllocationOrder: pays.order,
          latePaymentsRecalculationMethod: pays.late,
          prepayment: {
            prepaymentRecalculationMethod: pays.prepaid,
            applyInterestOnPrepaymentMethod: pays.apply,
            elementsRecalculationMethod: pays.elements,
          },
        },
      });
      const whole = withCharges(made, plannedFees, lates.capping);
      if (redraw && parts.length === 0) return withRedraw(whole);
      const taxed = withOtherInterval(withTaxes(whole, tax), start, otherInterval);
      const lent = parts.length === 0 ? withAmortization(taxed, amortization) : inTranches(taxed, parts);
      const agreed = asMortgage(keeps ? withOverpayments(lent) : lent, mortgage);
      return withFeeRate(agreed, feeRate);
    },
  )
  .chain((terms) => sometimesOffset(terms, start));

/** What happens next: so many days later a payment of a share of everything that can be paid, or something else. */
export type Step = {
  readonly days: number;
  readonly share: number;
  readonly what: 'PAY' | 'PARTS' | 'OUTSIDE' | 'PRINCIPAL' | 'FEE' | 'HOLIDAY' | 'LOWER' | 'TERMS' | 'DRAW';
};

export const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    days: fc.integer({ min: 0, max: 50 }),
    share: fc.constantFrom(0.01, 0.05, 0.1, 0.3, 0.6, 1),
    what: fc.constantFrom(
      'PAY' as const,
      'PAY' as const,
      'PAY' as const,
      'PARTS' as const,
      'OUTSIDE' as const,
      'PRINCIPAL' as const,
      'FEE' as const,
      'FEE' as const,
      'HOLIDAY' as const,
      'LOWER' as const,
      'LOWER' as const,
      'TERMS' as const,
      'DRAW' as const,
      'DRAW' as const,
    ),
  }),
  { maxLength: 8 },
);

/** The events of a life, with keys e0, e1 …; payments never exceed what can be paid. */
export const lifeOf = (terms: LoanTerms, steps: readonly Step[]): LoanEvent[] => {
  const base = (index: number, day: LocalDate) => ({
    key: `e${index}`,
    sequence: index,
    valueDate: day,
    bookingDate: day,
  });
  const [first] = plannedDisbursements(terms, [], start);
  const events: LoanEvent[] = first ? [{ ...first, ...base(0, start) }] : [];
  let day = start;
  for (const { days, share, what } of steps) {
    day = plusDays(day, days);
    const owed = payable(terms, events, day);
    const amount = smallest(rounded(money(owed.times(share)), 2, 'UP'), owed);
    const own =
      keepsMoney(terms) && redrawOn(foldLoan(terms, events, day, everyDayWorks), what, share, base(events.length, day));
    if (own) {
      events.push(...own);
    } else if (what === 'DRAW') {
      events.push(...drawOn(terms, events, base(events.length, day)));
    } else if (what === 'HOLIDAY') {
      events.push(...holidayOn(terms, events, start, base(events.length, day)));
    } else if (what === 'LOWER') {
      events.push(...reductionOn(terms, events, share, base(events.length, day)));
    } else if (what === 'PARTS') {
      events.push(...partsOn(foldLoan(terms, events, day, everyDayWorks), share, base(events.length, day)));
    } else if (what === 'OUTSIDE' && isDynamic(terms)) {
      events.push(...withOverpaymentOn(foldLoan(terms, events, day, everyDayWorks), share, base(events.length, day)));
    } else if (what === 'PRINCIPAL') {
      events.push(...principalOn(foldLoan(terms, events, day, everyDayWorks), share, base(events.length, day)));
    } else if (what === 'TERMS') {
      events.push(...changeOn(terms, share, base(events.length, day)));
    } else if (what === 'FEE') {
      events.push(...feeOn(terms, events, share, base(events.length, day)));
    } else if (amount.greaterThan(0)) {
      events.push({ type: 'REPAID', ...base(events.length, day), ...paying(terms, amount, share) });
    }
  }
  return events;
};

/** The last day that anything of a life is about, and some more. */
export const endOf = (events: readonly LoanEvent[]): LocalDate =>
  fromEpochDay(Math.max(...events.map(({ valueDate }) => epochDay(valueDate))) + 7);
