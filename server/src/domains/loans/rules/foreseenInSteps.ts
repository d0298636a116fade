import { type LocalDate, latest } from '../../../kernel/localDate.ts';
import { Decimal, minus, sum, times, zero } from '../../../kernel/money.ts';
import type { LoanCalendar } from './calendar.ts';
import type { ChargePart } from './explanation.ts';
import { stepOn } from './rates/ratePlan.ts';
import { balanceFactor, bearingParts } from './rates/tierFactors.ts';
import { amortiseInSteps, type InSteps } from './schedule/amortiseInSteps.ts';
import { nextApplicationDay, type Stretch, stretchesOf } from './schedule/applicationDays.ts';
import { partFactor } from './schedule/plannedRates.ts';
import { scheduleRounding } from './schedule/rounding.ts';
import type { Instalment, LoanState } from './state.ts';
import { withTax } from './taxes.ts';
import { hasEqualTotals, isBeforeInterest, type LoanTerms } from './terms.ts';

// The interest ahead of a loan that applies it on days of the month or onto the principal, part by part.

const stretches = ({ interest }: LoanTerms, from: LocalDate, { dueDate, holiday }: Instalment): Stretch[] => {
  if (holiday) return [];
  const days = interest.interestApplicationDays;
  return days ? stretchesOf(days, from, dueDate) : [{ from, to: dueDate, applies: true }];
};

/** Whether capitalised interest of an instalment's period falls due with it. */
const carries = (terms: LoanTerms, { principal, holiday, state }: Instalment): boolean =>
  !holiday && state !== 'GRACE' && (hasEqualTotals(terms) || !principal.expected.isZero());

/** What the instalments ahead will bear on the principal that is planned, each part named by the instalment that asks for it. */
export const foreseenInSteps = (loan: LoanState, calendar: LoanCalendar, how: InSteps): ChargePart[] => {
  const { terms, asOf, accruedInterest, ratePlan = [] } = loan;
  const first = loan.instalments.findIndex(({ dueDate }) => dueDate > asOf);
  if (first < 0) return [];
  const ahead = loan.instalments.slice(first);
  const fromOf = (index: number): LocalDate => loan.instalments[first + index - 1]?.dueDate ?? loan.disbursedOn ?? asOf;
  const periods = ahead.map((instalment, index) => stretches(terms, latest(fromOf(index), asOf), instalment));
  const none = new Decimal(0);
  const slots = ahead.map((instalment, index) => {
    const whole = { from: fromOf(index), to: instalment.dueDate };
    const free = instalment.state === 'GRACE' || isBeforeInterest(terms, first + index);
    const at = (stretch: Stretch, tier: LoanTerms): Decimal =>
      free ? none : partFactor(tier, ratePlan, whole, stretch, calendar);
    return {
      factor: none,
      carriesPrincipal: carries(terms, instalment),
      at,
      steps: (periods[index] ?? []).map((stretch) => ({
        ...balanceFactor(terms, (tier) => at(stretch, tier)),
        to: stretch.to,
        applies: stretch.applies,
      })),
    };
  });
  const due = ahead.map(({ principal }) => minus(principal.expected, principal.paid));
  const parts: ChargePart[] = [];
  const slotOf = (index: number, { to, applies }: Stretch): string => {
    const days = terms.interest.interestApplicationDays;
    const day = applies || !days ? to : nextApplicationDay(days, to);
    const applied = ahead.findIndex(({ dueDate }, at) => at >= index && dueDate >= day);
    // The last due date applies what no such day has.
    const holder =
      how.capitalises && applied >= 0
        ? slots.findIndex(({ carriesPrincipal }, at) => at >= applied && carriesPrincipal)
        : applied;
    return (ahead[holder] ?? ahead.at(-1))?.slot ?? '';
  };
  const running = ahead[0]?.interest;
  amortiseInSteps(
    {
      balance: sum(due),
      slots,
      wanted: (index) => due[index] ?? zero,
      rounding: scheduleRounding(terms),
      owed: (interest) => withTax(terms, 'interest', interest),
    },
    how,
    {
      period: accruedInterest,
      applied: zero,
      cut: zero,
      charged: zero,
      unpaid: how.appliedBears && !how.capitalises && running ? minus(running.applied, running.paid) : zero,
    },
    (index, step, bears, open, amount) => {
      const stretch = periods[index]?.[step];
      const slot = slots[index];
      if (!stretch || !slot || amount.isZero()) return;
      const { from, to } = stretch;
      // Of a stretch that another rate falls into, the rate is the one that it begins with.
      const begins = stepOn(ratePlan, from)?.interestRate;
      for (const { balance, terms: tier } of bearingParts(terms, bears, open)) {
        const factor = slot.at(stretch, tier);
        const rate = begins ?? tier.interest.interestRate;
        parts.push({ slot: slotOf(index, stretch), from, to, balance, rate, factor, amount: times(balance, factor) });
      }
    },
  );
  return parts;
};

/** Accrued interest that is to become principal, named by the instalment that will ask for it; what is applied stays where it was. */
export const onHolders = (loan: LoanState, parts: readonly ChargePart[]): readonly ChargePart[] => {
  const { terms, instalments, lastInterestAppliedDate: applied } = loan;
  if (terms.interest.interestType !== 'CAPITALIZED_INTEREST') return parts;
  return parts.map((part) => {
    if (applied !== undefined && part.from < applied) return part;
    const own = instalments.findIndex(({ slot }) => slot === part.slot);
    const holder = instalments.find((instalment, at) => at >= own && carries(terms, instalment));
    return holder ? { ...part, slot: holder.slot } : part;
  });
};
