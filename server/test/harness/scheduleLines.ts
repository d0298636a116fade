import type { Line } from './loanOffice.ts';

/** Four instalments, which a test can look at in full. */
export const four = { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 4 } };
/** The first moment of a day in Berlin; no day of these tests lies near a change of the clocks. */
export const day = (text: string): string => `${text}T00:00:00+0${/-0[4-9]-|-10-/.test(text) ? 2 : 1}:00`;

/** The line at an index; a test that asks for one that is not there is wrong. */
export const at = (lines: readonly Line[], index: number): Line => {
  const line = lines[index];
  if (!line) throw new Error(`there is no line ${index}`);
  return line;
};
/** Moves principal from one line to another. */
export const move = (lines: Line[], from: number, to: number, amount: number): void => {
  for (const [index, change] of [
    [from, -amount],
    [to, amount],
  ] as const) {
    const { amount: principal } = at(lines, index).principal;
    principal.expected = Number((principal.expected + change).toFixed(2));
  }
};
/** A change of one due date. */
export const setDue = (index: number, dueDate: string) => (lines: Line[]) => {
  at(lines, index).dueDate = dueDate;
};
/** Due date, principal and interest of every line. */
export const figures = (lines: readonly Line[]): unknown[] =>
  lines.map(({ dueDate, principal, interest }) => [
    dueDate.slice(0, 10),
    principal.amount.expected,
    interest.amount.expected,
  ]);
/** A line that the schedule does not have yet. */
export const newLine = (dueDate: string, principal: number): Line => ({
  dueDate,
  state: 'PENDING',
  principal: { amount: { expected: principal, paid: 0 } },
  interest: { amount: { expected: 0 } },
});
