import { latest } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, plus, zero } from '../../../../kernel/money.ts';
import type { FeeApplied, LoanEvent } from '../events.ts';
import { type DuePlan, plannedDay, plannedFeeRole } from '../plannedFees.ts';
import { feeWithTax } from '../taxes.ts';
import type { LoanTerms, PlannedFee } from '../terms.ts';
import { chargeOn } from './automaticFee.ts';
import { refusedByCap } from './cap.ts';
import { leaveOut } from './revolving.ts';
import { isStopped, totalDueOf, type Working, type WorkingInstalment } from './working.ts';

// Planned fees on the walk: each comes on its day, unless somebody has applied or undone it. Under a lock of fees they wait.

/** The planned fees that the loan is to apply by itself, or that still wait for somebody. */
export const openPlans = (
  { plannedFees = [] }: LoanTerms,
  events: readonly LoanEvent[],
  waivedFees: ReadonlySet<string>,
): readonly PlannedFee[] => {
  if (plannedFees.length === 0) return plannedFees;
  const byHand = new Set(events.flatMap((event) => (event.type === 'FEE_APPLIED' ? [event.plannedFeeKey] : [])));
  return plannedFees.filter((plan) => !byHand.has(plan.key) && !waivedFees.has(plannedFeeRole(plan)));
};

/** The instalment of a plan; undefined once the schedule has lost it. */
const holderOf = (loan: Working, { slot }: PlannedFee): WorkingInstalment | undefined => {
  const usual = loan.instalments[Number(slot) - 1];
  return usual?.slot === slot ? usual : loan.instalments.find((instalment) => instalment.slot === slot);
};

/** The next planned fee of the walk, with its day: never before what the walk has seen. */
export const nextPlannedFee = (loan: Working): DuePlan | undefined => {
  if (loan.planned.length === 0 || isStopped(loan, 'APPLY_FEES')) return undefined;
  const seen = loan.lateness.to ?? loan.disbursed;
  let next: DuePlan | undefined;
  for (const plan of loan.planned) {
    const holder = plan.byHand ? undefined : holderOf(loan, plan);
    if (!holder) continue;
    const own = plannedDay(plan, holder);
    const day = seen === undefined ? own : latest(own, seen);
    if (!next || day < next.day) next = { plan, day };
  }
  return next;
};

/** Whether the loan owes anything, now or later: a loan that is paid is charged nothing more. */
const owes = (loan: Working): boolean =>
  !loan.writtenOff &&
  (loan.instalments.some((instalment) => isPositive(totalDueOf(instalment))) ||
    (loan.revolving !== undefined && isPositive(loan.balance.principal)));

/** Lets the day of a planned fee come. */
export const applyPlannedFee = (loan: Working, { plan, day }: DuePlan): void => {
  // Locked at its cap, the loan keeps the plan until it is unlocked.
  if (refusedByCap(loan, feeWithTax(loan.terms, plan), day)) return;
  loan.planned = loan.planned.filter((one) => one !== plan);
  const holder = holderOf(loan, plan);
  if (!holder) return;
  if (!owes(loan)) {
    if (loan.instalments.indexOf(holder) < loan.passed) leaveOut(loan, holder);
    return;
  }
  const { key, amount, predefinedFeeKey, name, taxable } = plan;
  const event: FeeApplied = {
    type: 'FEE_APPLIED',
    key,
    sequence: 0,
    valueDate: day,
    bookingDate: day,
    amount,
    trigger: 'MANUAL_PLANNED',
    predefinedFeeKey,
    name,
    ...(taxable === false ? { taxable } : {}),
  };
  chargeOn(loan, event, holder, { eventKey: null, role: plannedFeeRole(plan), valueDate: day, bookingDate: day });
};

/** What planned fees will add to an instalment. */
export const plannedOn = (loan: Working, { slot }: WorkingInstalment): Money => {
  if (loan.planned.length === 0 || !owes(loan)) return zero;
  return loan.planned.reduce<Money>(
    (all, plan) => (plan.slot === slot ? plus(all, feeWithTax(loan.terms, plan)) : all),
    zero,
  );
};

/** The terms in force with the planned fees that still wait. */
export const withWaitingPlans = ({ terms, planned }: Working): LoanTerms => {
  if (planned.length === (terms.plannedFees?.length ?? 0)) return terms;
  const { plannedFees: _all, ...rest } = terms;
  return planned.length === 0 ? rest : { ...rest, plannedFees: planned };
};
