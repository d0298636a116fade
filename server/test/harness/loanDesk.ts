import type { OperationName, ResponseBody } from '../../src/generated/operations.ts';
import type { CallOptions, TestBank } from './bank.ts';
import { openDesk, reasonOf, sourceOf } from './depositDesk.ts';

type Body = Readonly<Record<string, unknown>>;
export type LoanRef = { readonly id: string };

/** The path of operations about a loan account. */
export const loanPath = ({ id }: LoanRef): { loanAccountId: string } => ({ loanAccountId: id });

type Element = { readonly amount?: Readonly<Record<string, unknown>> };
type Line = { readonly principal?: Element; readonly interest?: Element; readonly fee?: Element; state?: unknown };
const figure = (value: unknown): string => Number(value ?? 0).toFixed(2);

/** What a lender does, over HTTP. */
export type LoanDesk = {
  disburse(loan: LoanRef, more?: Body): Promise<ResponseBody<'makeDisbursement'>>;
  repay(loan: LoanRef, amount: number, more?: Body): Promise<ResponseBody<'makeRepayment'>>;
  fee(loan: LoanRef, amount: number, more?: Body): Promise<ResponseBody<'applyLoanFee'>>;
  adjust(transaction: { readonly id?: unknown }, more?: Body): Promise<ResponseBody<'adjustLoanTransaction'>>;
  account(loan: LoanRef): Promise<ResponseBody<'getLoanAccount'>>;
  /** Instalments as `principal+interest+fee paid STATE`. */
  schedule(loan: LoanRef): Promise<string[]>;
  /** Transactions that stand, in the order in which they were logged, as `TYPE amount value day`. */
  standing(loan: LoanRef): Promise<string[]>;
  transactions(loan: LoanRef): Promise<ResponseBody<'getLoanTransactions'>>;
  /** The newest transaction of a type. */
  newest(loan: LoanRef, type: string): Promise<ResponseBody<'getLoanTransactions'>[number]>;
  /** `400 REASON` of a call, or the status when it was no refusal. */
  reason<N extends OperationName>(name: N, options?: CallOptions<N>): Promise<string>;
  /** A refusal with its sentence. Throws when anything of the loan changed. */
  refused<N extends OperationName>(name: N, loan: LoanRef, options: CallOptions<N>): Promise<string>;
  /** The journal of a transaction, as in the deposit desk. */
  journal(transaction: { readonly encodedKey?: string | undefined }): Promise<string[]>;
  advanceTo(day: string): Promise<void>;
  /** Throws unless the books agree and the trial balance is zero, in all and in each branch. */
  verify(): Promise<void>;
};

/** Opens a lender's desk in a running bank. */
export const loanDesk = (bank: TestBank): LoanDesk => {
  const deposits = openDesk(bank);
  const transactions: LoanDesk['transactions'] = (loan) =>
    bank.ok('getLoanTransactions', { path: loanPath(loan), query: { limit: 1000 } });
  const picture = async (loan: LoanRef): Promise<string> => {
    const reads = await Promise.all([
      bank.call('getLoanAccount', { path: loanPath(loan) }),
      bank.call('getLoanSchedule', { path: loanPath(loan) }),
      bank.call('getLoanTransactions', { path: loanPath(loan), query: { limit: 1000 } }),
    ]);
    return reads.map(({ text }) => text).join('\n');
  };
  return {
    disburse: (loan, body = {}) => bank.ok('makeDisbursement', { path: loanPath(loan), body }),
    repay: (loan, amount, more = {}) => bank.ok('makeRepayment', { path: loanPath(loan), body: { amount, ...more } }),
    fee: (loan, amount, more = {}) => bank.ok('applyLoanFee', { path: loanPath(loan), body: { amount, ...more } }),
    adjust: ({ id }, more = {}) =>
      bank.ok('adjustLoanTransaction', {
        path: { loanTransactionId: String(id) },
        body: { notes: 'a mistake', ...more },
      }),
    account: (loan) => bank.ok('getLoanAccount', { path: loanPath(loan) }),
    schedule: async (loan) => {
      const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
      return (installments as readonly Line[]).map(({ principal, interest, fee, state }) => {
        const expected = [principal, interest, fee].map((element) => figure(element?.amount?.expected)).join('+');
        const paid = [principal, interest, fee].reduce((all, element) => all + Number(element?.amount?.paid ?? 0), 0);
        return `${expected} ${figure(paid)} ${String(state)}`;
      });
    },
    transactions,
    standing: async (loan) =>
      (await transactions(loan))
        .filter((one) => one.adjustmentTransactionKey === undefined && one.originalTransactionKey === undefined)
        .map(({ type, amount, valueDate }) => `${type} ${figure(amount)} ${String(valueDate).slice(0, 10)}`)
        .toReversed(),
    newest: async (loan, type) => {
      const found = (await transactions(loan)).find((one) => one.type === type);
      if (!found) throw new Error(`loan ${loan.id} has no ${type}`);
      return found;
    },
    reason: async (name, options) => reasonOf(await bank.call(name, options)),
    refused: async (name, loan, options) => {
      const before = await picture(loan);
      const reply = await bank.call(name, options);
      if (reply.status < 400) throw new Error(`${name} was not refused: ${reply.status} ${reply.text}`);
      if ((await picture(loan)) !== before) throw new Error(`${name} was refused and changed the loan`);
      return `${reasonOf(reply)}: ${sourceOf(reply)}`;
    },
    journal: deposits.journal,
    advanceTo: async (to) => {
      await bank.ok('advanceClock', { body: { to } });
    },
    verify: async () => {
      await deposits.verify();
      const { rows } = await bank.db.query<{ branch: string; net: string }>(
        `SELECT coalesce(assigned_branch_key::text, 'none') AS branch, sum(CASE WHEN is_debit THEN amount ELSE -amount END)::text AS net
           FROM journal_entry GROUP BY 1 HAVING sum(CASE WHEN is_debit THEN amount ELSE -amount END) <> 0`,
      );
      if (rows.length > 0) throw new Error(`the trial balance is not zero: ${JSON.stringify(rows)}`);
    },
  };
};
