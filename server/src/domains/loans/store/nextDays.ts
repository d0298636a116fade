import { earliest, type LocalDate } from '../../../kernel/localDate.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { nextPlannedDay } from '../rules/plannedFees.ts';
import { nextLook, readIndexes } from '../rules/rates/ratePlan.ts';
import { nextApplicationDay } from '../rules/schedule/applicationDays.ts';

// The days on which nights look at a loan, which their queries find by an index, and those on which its own indexes were read.

/** The first due date of an instalment that is not settled; of a period that still runs its end, which billing cycles put before. */
const firstDue = ({ instalments, foldedTo }: LoanAccount['figures']): LocalDate | undefined => {
  let first: LocalDate | undefined;
  for (const { state, period, dueDate } of instalments) {
    if (state === 'PAID' || state === 'GRACE') continue;
    const day = period && foldedTo !== null && period.to > foldedTo ? period.to : dueDate;
    if (first === undefined || day < first) first = day;
  }
  return first;
};

/**
 * The next day on which the night has something to do for the account: the first due date of an instalment that is not settled, or before it
 * the day of the month on which interest is applied, or that of a planned fee.
 */
export const nextDueDate = ({ figures }: LoanAccount): string | null => {
  const due = firstDue(figures);
  if (due === undefined) return null;
  const planned = nextPlannedDay(figures, due);
  const days = figures.terms.interest.interestApplicationDays;
  return figures.foldedTo === null || !days ? planned : earliest(planned, nextApplicationDay(days, figures.foldedTo));
};

/** The next day on which the rate of a loan that owes principal is looked at. */
export const nextRateDate = ({ figures }: LoanAccount): string | null => {
  const { terms, balances, foldedTo } = figures;
  const { rates } = terms.interest;
  if (!rates || foldedTo === null || balances.principal.balance.isZero()) return null;
  return nextLook(rates, foldedTo) ?? null;
};

/** The last day on which each index was read; null where a loan follows none, or its life has not begun or is over. */
export const reviewedIndexes = ({
  figures,
  disbursementDate,
  accountState,
}: LoanAccount): Record<string, string> | null => {
  const { terms, foldedTo } = figures;
  const { rates } = terms.interest;
  if (!rates || foldedTo === null || disbursementDate === null || accountState.startsWith('CLOSED')) return null;
  const read = readIndexes(rates, foldedTo);
  return read.size === 0 ? null : Object.fromEntries(read);
};
