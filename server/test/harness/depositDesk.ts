import type { OperationName, ResponseBody } from '../../src/generated/operations.ts';
import type { CallOptions, Reply, TestBank } from './bank.ts';

type Body = Readonly<Record<string, unknown>>;
type Ref = { readonly id: string } | string;

type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

/** `400 INVALID_AMOUNT` of a refusal; the status alone when it was none. */
export const reasonOf = ({ status, body }: Reply): string => {
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? `${status} ${error.errorReason}` : String(status);
};

/** The sentence of a refusal's first error. */
export const sourceOf = ({ body }: Reply): string => (body as Errors | undefined)?.errors?.[0]?.errorSource ?? '';

const pathOf = (account: Ref): { depositAccountId: string } => ({
  depositAccountId: typeof account === 'string' ? account : account.id,
});

/** What a teller does with deposit accounts, over HTTP; amounts may be numbers or texts. */
export type DepositDesk = {
  /** Like `bank.call`, and answers only `400 REASON` or the status. */
  reason<N extends OperationName>(name: N, options?: CallOptions<N>): Promise<string>;
  deposit(account: Ref, amount: unknown, more?: Body): Promise<ResponseBody<'makeDeposit'>>;
  withdraw(account: Ref, amount: unknown, more?: Body): Promise<ResponseBody<'makeWithdrawal'>>;
  transfer(from: Ref, to: Ref, amount: unknown, more?: Body): Promise<ResponseBody<'makeTransfer'>>;
  adjust(transaction: { readonly id?: string | undefined }, more?: Body): Promise<Reply>;
  changeState(account: Ref, action: string, more?: Body): Promise<Reply>;
  account(account: Ref): Promise<ResponseBody<'getDepositAccount'>>;
  /** The text of an answer's balance: `12.30` and `12.3` are the same amount, so trailing zeros are cut. */
  balance(account: Ref): Promise<string>;
  /** The journal of a transaction as `DEBIT 1000 5.00 B1`, in the order of entry ids; without branch `-`. */
  journal(transaction: { readonly encodedKey?: string | undefined }): Promise<string[]>;
  /** Throws unless every account, journal and balance agrees. */
  verify(): Promise<void>;
};

/** The body that names the other account of a transfer. */
export const to = (account: Ref): Body => ({
  transferDetails: {
    linkedAccountId: typeof account === 'string' ? account : account.id,
    linkedAccountType: 'DEPOSIT',
  },
});

/** Opens a desk in a running bank. */
export const openDesk = (bank: TestBank): DepositDesk => ({
  reason: async (name, options) => reasonOf(await bank.call(name, options)),
  deposit: (account, amount, more = {}) => bank.ok('makeDeposit', { path: pathOf(account), body: { amount, ...more } }),
  withdraw: (account, amount, more = {}) =>
    bank.ok('makeWithdrawal', { path: pathOf(account), body: { amount, ...more } }),
  transfer: (from, target, amount, more = {}) =>
    bank.ok('makeTransfer', { path: pathOf(from), body: { amount, ...to(target), ...more } }),
  adjust: ({ id }, more = {}) =>
    bank.call('adjustDepositTransaction', {
      path: { depositTransactionId: String(id) },
      body: { notes: 'a mistake', ...more },
    }),
  changeState: (account, action, more = {}) =>
    bank.call('changeDepositAccountState', { path: pathOf(account), body: { action, ...more } }),
  account: (account) => bank.ok('getDepositAccount', { path: pathOf(account) }),
  balance: async (account) => {
    const { text } = await bank.request('GET', `/api/deposits/${pathOf(account).depositAccountId}`);
    const found = /"totalBalance":(-?[\d.]+)/.exec(text)?.[1] ?? '?';
    return found.includes('.') ? found.replace(/\.?0+$/, '') : found;
  },
  journal: async ({ encodedKey }) => {
    const { rows } = await bank.db.query<{ line: string }>(
      `SELECT concat_ws(' ', CASE WHEN j.is_debit THEN 'DEBIT' ELSE 'CREDIT' END, g.gl_code, trim_scale(j.amount), coalesce(b.id, '-')) AS line
         FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key LEFT JOIN branch b ON b.encoded_key = j.assigned_branch_key
        WHERE j.transaction_key = $1::uuid ORDER BY j.entry_id`,
      [encodedKey],
    );
    return rows.map(({ line }) => line);
  },
  verify: async () => {
    const { differences } = await bank.ok('verifyLedger');
    if (differences.length > 0) throw new Error(`the books do not agree: ${JSON.stringify(differences.slice(0, 5))}`);
  },
});
