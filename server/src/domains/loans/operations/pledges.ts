import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Money } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { ifWithinReach } from '../../../platform/auth/reach.ts';
import { send } from '../../../platform/db/statement.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { type PostingState, type Touch, touch } from '../../../platform/posting/command.ts';
import {
  changePledges,
  type DepositAccount,
  depositAccounts,
  findDepositAccount,
  lockableBalance,
} from '../../deposits/index.ts';
import type { AccountHolder } from '../../groups/index.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import { pledgeMoves, type Securities } from '../rules/securities.ts';

// Money in deposit accounts of guarantors: locked from the day a loan names it until the loan is closed, or names it no longer.

const lockable: readonly DepositAccount['accountState'][] = ['ACTIVE', 'MATURED'];

/** Refuses an account whose money does not stand for the guarantor, or not in this currency and state, or is too little. */
const judge = (
  account: DepositAccount,
  { holder, amount, already }: { holder: AccountHolder; amount: Money; already: Money },
  { currencyCode }: LoanProduct,
  at: string,
): Rejection | undefined => {
  const { id, accountState } = account;
  if (account.accountHolderKey !== holder.encodedKey)
    return reject('INVALID_SAVINGS_ACCOUNT_HOLDER', `${at}: account ${id} does not belong to the guarantor`);
  if (account.currencyCode !== currencyCode) {
    return reject(
      'ACCOUNT_CURRENCY_NOT_MATCH',
      `${at}: account ${id} is in ${account.currencyCode}, the loan in ${currencyCode}`,
    );
  }
  // What is locked already may always be lowered.
  if (!amount.greaterThan(already)) return undefined;
  if (!lockable.includes(accountState))
    return reject('INVALID_SAVINGS_ACCOUNT_STATE', `${at}: account ${id} is ${accountState}`);
  const left = lockableBalance(account).plus(already);
  return amount.greaterThan(left)
    ? reject(
        'INSUFFICIENT_SAVINGS_ACCOUNT_BALANCE',
        `${at}: ${left.toFixed()} of account ${id} can be locked, not ${amount.toFixed()}`,
      )
    : undefined;
};

/** The account whose money a guarantor pledges, judged and locked. `already` is what the loan has locked of it before. */
export const pledgedAccount = async (
  ref: string,
  pledge: { readonly holder: AccountHolder; readonly amount: Money; readonly already: (key: EncodedKey) => Money },
  product: LoanProduct,
  at: string,
  context: WriteContext,
): Promise<EncodedKey | Rejection> => {
  const account = ifWithinReach(context.principal, await findDepositAccount(context.db, ref, true));
  if (!account) return reject('INVALID_SAVINGS_ACCOUNT_KEY', `${at} is no deposit account`);
  const already = pledge.already(account.encodedKey);
  return judge(account, { ...pledge, already }, product, at) ?? account.encodedKey;
};

/** Locks and sets free what a loan's change of securities comes to. The accounts of what is new are locked by `pledgedAccount`. */
export const movePledges = async (
  before: Securities,
  after: Securities,
  { db }: Pick<WriteContext, 'db'>,
): Promise<void> => {
  const moves = pledgeMoves(before, after);
  if (moves.length > 0) await send(db, changePledges(moves));
};

/** The accounts that securities lock money on, or did before their loan was closed. */
export const pledgedKeysOf = ({ guarantors }: Securities): readonly EncodedKey[] =>
  guarantors.flatMap(({ depositAccountKey }) => depositAccountKey ?? []);

/** Names the accounts that a loan locks again when it is opened. */
export const touchPledged = (keys: readonly EncodedKey[]): readonly Touch[] =>
  keys.map((key) => touch(depositAccounts, key));

const gone: readonly DepositAccount['accountState'][] = [
  'CLOSED',
  'CLOSED_WRITTEN_OFF',
  'CLOSED_REJECTED',
  'WITHDRAWN',
];

/**
 * Refuses to open a closed loan again while the account of a guarantor is closed, or somebody else's: its money was set free, and can't be locked. How
 * much is left in it does not matter: what was agreed is locked, and nothing can be taken out before it is there again.
 */
export const checkPledgesBack = (
  { securities }: Pick<LoanAccount, 'securities'>,
  state: PostingState,
): Rejection | undefined => {
  for (const { depositAccountKey: key, guarantorKey } of securities.guarantors) {
    if (key === null) continue;
    const account = state.get(depositAccounts, key);
    if (!account) return reject('BLOCKING_OPERATION_IN_PROGRESS', 'the loan is being changed; please try again', 409);
    const at = `the account ${account.id} of a guarantor`;
    if (account.accountHolderKey !== guarantorKey)
      return reject('INVALID_SAVINGS_ACCOUNT_HOLDER', `${at} belongs to somebody else by now`);
    if (gone.includes(account.accountState))
      return reject('INVALID_SAVINGS_ACCOUNT_STATE', `${at} is ${account.accountState}; open it again first`);
  }
  return undefined;
};
