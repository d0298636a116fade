import { type LocalDate, parseLocalDate } from '../../../kernel/localDate.ts';
import { type Money, money, zero } from '../../../kernel/money.ts';
import { everyDayWorks, type LoanCalendar } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import { buildSchedule } from './schedule/buildSchedule.ts';
import type { Instalment, LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';

// Short hands for tests of a loan's life: dates as text, events in order of logging, instalments as text.

/** A date that is known to exist. */
export const on = (text: string): LocalDate => {
  const date = parseLocalDate(text);
  if (!date) throw new Error(`no such date: ${text}`);
  return date;
};

let logged = 0;

const base = (date: string) => {
  logged += 1;
  return { key: `event-${logged}`, sequence: logged, valueDate: on(date), bookingDate: on(date) };
};

export const disbursed = (date: string, amount: number | string): LoanEvent => ({
  ...base(date),
  type: 'DISBURSED',
  amount: money(amount),
});

export const repaid = (date: string, amount: number | string): LoanEvent => ({
  ...base(date),
  type: 'REPAID',
  amount: money(amount),
});

export const feeApplied = (date: string, amount: number | string, installmentNumber?: number): LoanEvent => ({
  ...base(date),
  type: 'FEE_APPLIED',
  trigger: 'MANUAL',
  amount: money(amount),
  ...(installmentNumber === undefined ? {} : { installmentNumber }),
});

export const interestApplied = (date: string): LoanEvent => ({ ...base(date), type: 'INTEREST_APPLIED' });

export const paidOff = (date: string, amount: number | string, interestReduced: Money = zero): LoanEvent => ({
  ...base(date),
  type: 'PAID_OFF',
  amount: money(amount),
  reduced: { interest: interestReduced, fees: zero, penalty: zero },
});

/** The loan as of a day. */
export const loanAt = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  date: string,
  calendar: LoanCalendar = everyDayWorks,
): LoanState => foldLoan(terms, events, on(date), calendar);

const trim = (amount: Money): string => amount.toFixed(2).replace(/\.00$/, '');

/** `principal+interest` of every instalment that a schedule plans. */
export const plannedOn = (terms: LoanTerms, disbursement: string): string[] =>
  buildSchedule(terms, terms.loanAmount, on(disbursement), everyDayWorks).instalments.map(
    ({ principal, interest }) => `${trim(principal)}+${interest.toFixed(2)}`,
  );

/** `principal+interest` expected of an instalment. */
export const expectedOf = ({ principal, interest }: Instalment): string =>
  `${trim(principal.expected)}+${interest.expected.toFixed(2)}`;

/** `principal+interest` due of an instalment. */
export const dueOf = ({ principal, interest }: Instalment): string =>
  `${trim(money(principal.expected.minus(principal.paid)))}+${interest.expected.minus(interest.paid).toFixed(2)}`;

/** `TYPE amount` of every transaction. */
export const transactionsOf = ({ transactions }: LoanState): string[] =>
  transactions.map(({ type, amount, valueDate }) => `${valueDate} ${type} ${amount.toFixed(2)}`);

/** `principal interest fees` that the last transaction moved. */
export const lastAllocation = ({ transactions }: LoanState): string => {
  const last = transactions.at(-1);
  if (!last) return '';
  const { principal, interest, fees } = last.affectedAmounts;
  return `principal ${trim(principal)}, interest ${trim(interest)}, fee ${trim(fees)}`;
};
