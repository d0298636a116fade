import { Decimal, type Money, minus, money, plus, times } from '../../../../kernel/money.ts';
import { feeCost } from '../feeRate.ts';
import { type BalanceFactor, balanceFactor, type FactorOn, factorOf, factorOnTiers } from '../rates/tierFactors.ts';
import { interestGrowth, withTax } from '../taxes.ts';
import { type AmortizationMethod, type InterestCalculationMethod, isInterestOnly, type LoanTerms } from '../terms.ts';
import type { Slot, WantedPrincipal } from './amortise.ts';
import { optimizedPayment, regularPayment } from './annuity.ts';
import { levelPayment } from './levelPayment.ts';
import { regularPeriodRate } from './periodRate.ts';
import { type ScheduleRounding, scheduleRounding } from './rounding.ts';

/** How principal falls on the instalments of a schedule, and the level payment where there is one. */
export type Spread = { readonly wanted: WantedPrincipal; readonly payment?: Money };

/** What a strategy may look at. The regular factor of the first slot tells a long first period from a regular one. */
export type SpreadInput = {
  readonly terms: LoanTerms;
  readonly balance: Money;
  readonly slots: readonly Slot[];
  /** How many instalments come before the first slot: a payment plan counts them. */
  readonly before?: number;
};

type Strategy = (input: SpreadInput) => Spread;

/** Principal such that the instalment pays this amount in all; one of another interval the interest of its other days besides. */
export const towardsTotal =
  (payment: Money, terms: LoanTerms, slots: readonly Slot[]): WantedPrincipal =>
  (index, balance, interest) => {
    const extra = slots[index]?.extra;
    if (!extra) return minus(payment, interest);
    const rounding = scheduleRounding(terms);
    // Each is rounded as the instalment's interest is, so that principal is to the cent that of a regular schedule.
    const bears = (factor: BalanceFactor): Money =>
      withTax(terms, 'interest', rounding.element(times(balance, factorOf(factor, balance))));
    return minus(rounding.total(plus(payment, minus(bears(extra.own), bears(extra.usual)))), interest);
  };

/** The same principal on every instalment that carries some. */
export const equalPrincipal = (share: Money, rounding: ScheduleRounding): WantedPrincipal =>
  rounding.byTotal
    ? (_index, _balance, interest) => minus(rounding.total(plus(share, interest)), interest)
    : () => share;

const carriers = (slots: readonly Slot[]): readonly Slot[] => slots.filter((slot) => slot.carriesPrincipal);

const byEqualPrincipal: Strategy = ({ terms, balance, slots }) => {
  const rounding = scheduleRounding(terms);
  const share = rounding.element(money(balance.div(carriers(slots).length)));
  return { wanted: equalPrincipal(share, rounding) };
};

const byPayment = (payment: Money, { terms, slots }: SpreadInput): Spread => ({
  wanted: towardsTotal(payment, terms, slots),
  payment,
});

/** What a payment has to cover of a balance in a regular period: its interest, the tax on top of that, and a fee by a rate within it. */
const regularCost = (terms: LoanTerms): Decimal => {
  const interest = regularPeriodRate(terms).times(interestGrowth(terms));
  const fee = feeCost(terms);
  return fee ? interest.plus(fee) : interest;
};

/** The payment that repays a balance in so many regular periods. */
const paymentOver = (terms: LoanTerms, balance: Money, count: number): Money => {
  const costOn = factorOnTiers(terms, regularCost);
  return scheduleRounding(terms).total(
    costOn
      ? levelPayment(
          balance,
          Array.from({ length: count }, () => costOn),
        )
      : regularPayment(balance, regularCost(terms), count),
  );
};

const standardPayment: Strategy = (input) => {
  const { terms, balance, slots } = input;
  return byPayment(paymentOver(terms, balance, carriers(slots).length), input);
};

/** The payment that repays a balance although the periods differ. */
const equalPayment = (balance: Money, slots: readonly BalanceFactor[]): Money => {
  const on = slots.map(
    (slot): FactorOn =>
      (left) =>
        factorOf(slot, left),
  );
  return slots.some(({ factorOn }) => factorOn)
    ? levelPayment(balance, on)
    : optimizedPayment(
        balance,
        slots.map(({ factor }) => factor),
      );
};

const optimized: Strategy = (input) => {
  const { terms, balance, slots } = input;
  const { amortization } = terms.schedule;
  const rounding = scheduleRounding(terms);
  const regularly = balanceFactor(terms, regularPeriodRate);
  const regular = factorOf(regularly, balance);
  const [opening, ...others] = carriers(slots);
  const first = opening ? factorOf(opening, balance) : new Decimal(0);
  const keepEqual =
    amortization.amortizationMethod !== 'OPTIMIZED_PAYMENTS' || amortization.keepInstallmentsEqualIfLongFirstPeriod;
  if (keepEqual || first.lessThanOrEqualTo(regular)) {
    return byPayment(rounding.total(equalPayment(balance, carriers(slots))), input);
  }
  // The long first period's extra interest is paid on top of the first instalment, the rest stay equal.
  const payment = rounding.total(equalPayment(balance, [regularly, ...others]));
  const extra = rounding.element(money(balance.times(first.minus(regular))));
  return {
    payment,
    wanted: (index, _balance, interest) => minus(index === 0 ? plus(payment, extra) : payment, interest),
  };
};

const balloon: Strategy = (input) => {
  const { terms, balance, slots } = input;
  const { amortization } = terms.schedule;
  if (amortization.amortizationMethod !== 'BALLOON_PAYMENTS') return standardPayment(input);
  const plan = amortization.balloon;
  if ('periodicPayment' in plan) return byPayment(plan.periodicPayment, input);
  const count = plan.amortizationPeriod - (slots.length - carriers(slots).length);
  return byPayment(paymentOver(terms, balance, count), input);
};

const paymentPlan: Strategy = (input) => {
  const { amortization } = input.terms.schedule;
  if (amortization.amortizationMethod !== 'PAYMENT_PLAN') return standardPayment(input);
  const steps = amortization.paymentPlan;
  const { before = 0 } = input;
  return {
    wanted: (index, balance, interest) => {
      const step = steps.find((entry) => before + index + 1 <= entry.toInstallment);
      return step ? minus(step.amount, interest) : balance;
    },
  };
};

const equalTotals: Record<AmortizationMethod, Strategy> = {
  STANDARD_PAYMENTS: standardPayment,
  OPTIMIZED_PAYMENTS: optimized,
  BALLOON_PAYMENTS: balloon,
  PAYMENT_PLAN: paymentPlan,
};

/** Every calculation method with every amortisation; null where the two do not go together. */
const strategies: Record<InterestCalculationMethod, Record<AmortizationMethod, Strategy | null>> = {
  FLAT: {
    STANDARD_PAYMENTS: byEqualPrincipal,
    OPTIMIZED_PAYMENTS: null,
    BALLOON_PAYMENTS: null,
    PAYMENT_PLAN: null,
  },
  DECLINING_BALANCE: {
    STANDARD_PAYMENTS: byEqualPrincipal,
    OPTIMIZED_PAYMENTS: null,
    BALLOON_PAYMENTS: balloon,
    PAYMENT_PLAN: paymentPlan,
  },
  DECLINING_BALANCE_DISCOUNTED: equalTotals,
  EQUAL_INSTALLMENTS: equalTotals,
};

/** Without principal on any instalment but the last there is no payment to compute. */
const interestOnly: Record<AmortizationMethod, Strategy | null> = {
  STANDARD_PAYMENTS: byEqualPrincipal,
  OPTIMIZED_PAYMENTS: null,
  BALLOON_PAYMENTS: null,
  PAYMENT_PLAN: null,
};

const strategyOf = (terms: LoanTerms): Strategy | null => {
  const byMethod = isInterestOnly(terms) ? interestOnly : strategies[terms.interest.interestCalculationMethod];
  return byMethod[terms.schedule.amortization.amortizationMethod];
};

/** Whether the calculation method and the amortisation of the terms go together. */
export const canSpread = (terms: LoanTerms): boolean => strategyOf(terms) !== null;

/** How these terms spread a balance over instalments. Throws when canSpread says no: validate first. */
export const spreadOf = (input: SpreadInput): Spread => {
  const strategy = strategyOf(input.terms);
  if (!strategy) throw new Error('this amortisation does not go with the interest calculation method');
  return strategy(input);
};
