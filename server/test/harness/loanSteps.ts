import type { TestBank } from './bank.ts';
import { type LoanDesk, type LoanRef, loanPath } from './loanDesk.ts';

// What happens to a loan, as steps of a life that can be lived once more without one of them.

type Body = Readonly<Record<string, unknown>>;
type Lender = { readonly bank: TestBank; readonly desk: LoanDesk };
export type Posted = { readonly id?: unknown };
/** Something that happens to a loan; answers the transaction that it is, where it is one. */
export type Step = (loan: LoanRef, lender: Lender) => Promise<Posted | undefined>;

export const at = (day: string): string => `${day}T00:00:00+00:00`;
export const on = (day: string): Body => ({ valueDate: at(day) });

export const disburse =
  (day: string, more: Body = {}): Step =>
  (loan, { desk }) =>
    desk.disburse(loan, { ...on(day), ...more });

export const repay =
  (day: string, amount: number): Step =>
  (loan, { desk }) =>
    desk.repay(loan, amount, on(day));

export const fee =
  (day: string, amount: number, more: Body = {}): Step =>
  (loan, { desk }) =>
    desk.fee(loan, amount, { ...on(day), ...more });

type Operation =
  | 'changeLoanInterestRate'
  | 'changeLoanDueDates'
  | 'applyLoanPaymentMade'
  | 'makeLoanWithdrawal'
  | 'makePrincipalOverpayment'
  | 'applyLoanInterest'
  | 'lockLoan'
  | 'unlockLoan'
  | 'writeOffLoan'
  | 'undoWriteOffLoan'
  | 'payOffLoan';

/** Any operation about a loan; what it did is the newest transaction of a type. */
export const act =
  (name: Operation, type?: string, body: Body = {}): Step =>
  async (loan, { bank, desk }) => {
    await bank.ok(name, { path: loanPath(loan), body });
    return type === undefined ? undefined : desk.newest(loan, type);
  };

/** Gives a part of the disbursement back. */
export const refund =
  (day: string, amount: number): Step =>
  async (loan, { bank, desk }) => {
    const linkedDisbursementKey = String((await desk.newest(loan, 'DISBURSEMENT')).encodedKey);
    return bank.ok('makeLoanRefund', { path: loanPath(loan), body: { amount, linkedDisbursementKey, ...on(day) } });
  };

/** A closed loan is opened again. */
export const opened: Step = async (loan, { bank }) => {
  await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'UNDO_CLOSE' } });
  return undefined;
};

type Line = { isPaymentHoliday?: boolean; principal: { amount: { expected: number } } };

const edited =
  (change: (lines: readonly Line[]) => void): Step =>
  async (loan, { bank }) => {
    const { installments } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
    const lines = JSON.parse(JSON.stringify(installments)) as Line[];
    change(lines);
    await bank.ok('editLoanSchedule', { path: loanPath(loan), body: lines });
    return undefined;
  };

/** The ninth instalment becomes a payment holiday. */
export const holiday = edited((lines) => {
  const line = lines[8];
  if (line) line.isPaymentHoliday = true;
});

/** The eleventh instalment leaves 100 to the twelfth. */
export const edit = edited((lines) => {
  for (const [index, change] of [
    [10, -100],
    [11, 100],
  ] as const) {
    const amount = lines[index]?.principal.amount;
    if (amount) amount.expected = Number((amount.expected + change).toFixed(2));
  }
});

/** Undoes the newest transaction of a type that stands. */
export const undo =
  (type: string): Step =>
  async (loan, { desk }) => {
    const all = await desk.transactions(loan);
    return desk.adjust({
      id: all.find((one) => one.type === type && one.adjustmentTransactionKey === undefined)?.id,
    });
  };
