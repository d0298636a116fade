import { earliest, type LocalDate } from '../../../kernel/localDate.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { isRevolving } from './revolvingTerms.ts';
import type { Instalment, LoanState } from './state.ts';
import type { LoanTerms, PlannedFee } from './terms.ts';

// Manual fees that are planned on instalments. The plan is part of what is agreed; the fold makes the fee of it on its day.

/** A plan with the day on which it comes. */
export type DuePlan = { readonly plan: PlannedFee; readonly day: LocalDate };

/** Names the transaction that a plan becomes by itself. */
export const plannedFeeRole = ({ key }: Pick<PlannedFee, 'key'>): string => `FEE_APPLIED#PLANNED#${key}`;

/** The day of a plan: its own where that lies within the instalment's period as it now is, else the due date. */
export const plannedDay = (
  { applyOnDate }: PlannedFee,
  { from, dueDate }: { readonly from: LocalDate; readonly dueDate: LocalDate },
): LocalDate => (applyOnDate !== undefined && applyOnDate >= from && applyOnDate <= dueDate ? applyOnDate : dueDate);

/** The period of an instalment: from the due date before, or the disbursement; one of a revolving credit tells its own. */
export const periodOf = (
  instalments: readonly Pick<Instalment, 'slot' | 'dueDate' | 'period'>[],
  slot: string,
  disbursement: LocalDate,
): { readonly from: LocalDate; readonly dueDate: LocalDate } | undefined => {
  const index = instalments.findIndex((instalment) => instalment.slot === slot);
  const dueDate = instalments[index]?.dueDate;
  const from = instalments[index]?.period?.from ?? instalments[index - 1]?.dueDate ?? disbursement;
  return dueDate && { from, dueDate };
};

/** The first day on which the night has something to do: a due date, or the day of a planned fee that comes before it. */
export const nextPlannedDay = (
  { terms, instalments }: Pick<LoanState, 'terms' | 'instalments'>,
  due: LocalDate,
): LocalDate =>
  (terms.plannedFees ?? []).reduce((first, plan) => {
    // What is planned for the first instalment comes between the disbursement and its due date: its own day, if it has one.
    const period = plan.byHand ? undefined : periodOf(instalments, plan.slot, plan.applyOnDate ?? first);
    return period ? earliest(first, plannedDay(plan, period)) : first;
  }, due);

/** Refuses terms with fewer instalments than fees are planned for. */
export const checkPlannedSlots = (terms: LoanTerms): Rejection | undefined => {
  const { plannedFees = [], schedule } = terms;
  if (isRevolving(terms)) return undefined;
  const lost = plannedFees.find(({ slot }) => Number(slot) > schedule.repaymentInstallments);
  return lost
    ? reject(
        'PLANNED_FEE_INSTALLMENT_NUMBER_INVALID',
        `scheduleSettings.repaymentInstallments: the fee ${lost.name} is planned on instalment ${lost.slot}; delete it first`,
      )
    : undefined;
};

/** Refuses to take away instalments, or to make holidays of them, for which fees are planned. */
export const checkPlansOfEdit = (
  { plannedFees = [] }: LoanTerms,
  edit: readonly { readonly slot?: string; readonly holiday?: true }[],
): Rejection | undefined => {
  for (const { slot, name } of plannedFees) {
    const line = edit.find((one) => one.slot === slot);
    if (!line) {
      return reject(
        'INSTALLMENT_WITH_PLANNED_FEES_DELETED',
        `the fee ${name} is planned on an instalment that would go`,
      );
    }
    if (line.holiday) {
      return reject(
        'PAYMENT_HOLIDAYS_ARE_NOT_ALLOWED_FOR_INSTALLMENTS_THAT_HAVE_PLANNED_FEE_DEFINED',
        `the fee ${name} is planned on an instalment that would be a payment holiday`,
      );
    }
  }
  return undefined;
};
