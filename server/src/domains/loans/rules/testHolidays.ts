import type { LocalDate } from '../../../kernel/localDate.ts';
import { isPositive, money, rounded } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { everyDayWorks } from './calendar.ts';
import type { Disbursed, LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import { holidayEdit, setsHolidays } from './paymentHolidays.ts';
import { dueDatesAfter } from './schedule/dueDates.ts';
import { scheduleRounding } from './schedule/rounding.ts';
import type { LoanTerms } from './terms.ts';

/** Interest that accrued in payment holidays, all of it or half, applied where there is some; else a payment holiday of the next instalment but one, where it may have one. */
export const holidayOn = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  start: LocalDate,
  base: Omit<Disbursed, 'type' | 'amount'>,
): LoanEvent[] => {
  const { instalments, holidayInterest, lock } = foldLoan(terms, events, base.valueDate, everyDayWorks);
  const accrued = scheduleRounding(terms).element(holidayInterest);
  if (isPositive(accrued) && !lock) {
    const half = rounded(money(accrued.div(2)), 2, 'UP');
    return [{ type: 'HOLIDAY_INTEREST_APPLIED', ...base, amount: base.sequence % 2 === 0 ? accrued : half }];
  }
  const ahead = instalments.filter(({ dueDate }) => dueDate > base.valueDate);
  const next = ahead[1] ?? ahead[0];
  const last = instalments.at(-1)?.dueDate ?? start;
  const edit = instalments.map(({ slot, dueDate, principal, interest, holiday }) => ({
    slot,
    dueDate,
    principal: principal.expected,
    interest: interest.expected,
    ...(holiday || slot === next?.slot ? { holiday: true as const } : {}),
  }));
  if (!setsHolidays(instalments, edit)) return [];
  const context = {
    terms,
    instalments,
    disbursement: start,
    disbursed: true,
    lastTransaction: base.valueDate,
    today: base.valueDate,
    closure: () => undefined,
  };
  const accepted = holidayEdit(context, edit, (count) =>
    dueDatesAfter(terms, count, last, { disbursed: start }, everyDayWorks),
  );
  if (isRejection(accepted)) return [];
  const respread = accepted.respread ? { respread: true as const } : {};
  return [{ type: 'SCHEDULE_EDITED', ...base, instalments: accepted.edit, ...respread }];
};
