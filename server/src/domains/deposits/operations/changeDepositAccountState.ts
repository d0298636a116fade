import type { Permission } from '../../../generated/permissions.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import { changed, command, touch } from '../../../platform/posting/command.ts';
import { toApiDepositAccount } from '../convert.ts';
import { type DepositAccountAction, decideStateChange } from '../rules/accountStates.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { findDepositAccount, hasTransactions } from '../store/depositAccountQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { accountNotFound } from './postingFacts.ts';
import { holderEffects } from './postTransaction.ts';

/** Which permission each action asks for. */
const permissions: Readonly<Record<DepositAccountAction, Permission>> = {
  APPROVE: 'APPROVE_SAVINGS',
  UNDO_APPROVE: 'APPROVE_SAVINGS',
  UNDO_ACTIVATE: 'APPROVE_SAVINGS',
  CLOSE_REJECT: 'CLOSE_SAVINGS_ACCOUNTS',
  CLOSE_WITHDRAW: 'CLOSE_SAVINGS_ACCOUNTS',
  LOCK: 'LOCK_SAVINGS_ACCOUNT',
  UNLOCK: 'UNLOCK_SAVINGS_ACCOUNT',
  CLOSE: 'CLOSE_SAVINGS_ACCOUNTS',
  CLOSE_WRITE_OFF: 'CLOSE_SAVINGS_ACCOUNTS',
  UNDO_CLOSE_WRITE_OFF: 'REVERSE_SAVINGS_ACCOUNT_WRITE_OFF',
};

/** POST /deposits/{depositAccountId}:changeState */
export default command<'changeDepositAccountState', DepositAccount, { readonly hadTransactions: boolean }>(
  'changeDepositAccountState',
  {
    // Transactions never go away, and the first one changes the state that these actions ask for: looking before the lock is safe.
    prepare: async ({ path }, db) => {
      const account = await findDepositAccount(db, path.depositAccountId);
      return account
        ? { hadTransactions: await hasTransactions(db, account.encodedKey) }
        : accountNotFound(path.depositAccountId);
    },
    touches: ({ path }) => [touch(depositAccounts, path.depositAccountId)],
    decide: ({ path, body, prepared }, state, context) => {
      const account = state.get(depositAccounts, path.depositAccountId);
      if (!account) return accountNotFound(path.depositAccountId);
      const permission = permissions[body.action];
      if (!may(context.principal, permission))
        return reject('INVALID_PERMISSIONS', `action ${body.action} needs the permission ${permission}`);
      const after = decideStateChange(
        { account, now: context.now, hasTransactions: prepared.hadTransactions },
        body.action,
      );
      if (isRejection(after)) return after;
      const noted = body.notes === undefined ? after : { ...after, notes: body.notes };
      return {
        changes: [changed(depositAccounts, noted)],
        rows: holderEffects(account, noted),
        outcome: noted,
        subject: { type: 'DEPOSIT_ACCOUNT', key: account.encodedKey },
      };
    },
    answer: (account, { clock }) => toApiDepositAccount(account, clock),
  },
);
