import type { Permission } from '../../../generated/permissions.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import { changed, command, touch } from '../../../platform/posting/command.ts';
import { shownDepositAccount, toldDepositAccount } from '../convert.ts';
import { type DepositAccountAction, decideStateChange } from '../rules/accountStates.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import {
  findDepositAccount,
  hasStandingTransactions,
  hasTransactions,
  standingWriteOff,
} from '../store/depositAccountQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { storedDepositTransactions } from '../store/depositTransactionStore.ts';
import { decimalsOf } from './accountBody.ts';
import { applyDueInterest } from './dueInterest.ts';
import { accountNotFound } from './postingFacts.ts';
import { holderEffects } from './postTransaction.ts';
import { closeWriteOff, undoWriteOff } from './writeOff.ts';

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

type Prepared = {
  readonly lastModifiedDate: DepositAccount['lastModifiedDate'];
  readonly hadTransactions: boolean;
  readonly hadStanding: boolean;
  /** What UNDO_CLOSE_WRITE_OFF takes back. */
  readonly writeOffKey: EncodedKey | null;
};

/** POST /deposits/{depositAccountId}:changeState */
export default command<'changeDepositAccountState', DepositAccount, Prepared>('changeDepositAccountState', {
  // Transactions never go away, and the first one changes the state that these actions ask for: looking before the lock is safe. Undoing the
  // activation alone starts from a state in which more may have come meanwhile.
  prepare: async ({ path, body }, db) => {
    const account = await findDepositAccount(db, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const { encodedKey, lastModifiedDate } = account;
    return {
      lastModifiedDate,
      hadTransactions: await hasTransactions(db, encodedKey),
      hadStanding: body.action === 'UNDO_ACTIVATE' && (await hasStandingTransactions(db, encodedKey)),
      writeOffKey: body.action === 'UNDO_CLOSE_WRITE_OFF' ? await standingWriteOff(db, encodedKey) : null,
    };
  },
  touches: ({ path, body, prepared: { writeOffKey } }) => [
    touch(depositAccounts, path.depositAccountId, body.action === 'UNLOCK' ? { interestHistory: true } : undefined),
    ...(writeOffKey === null ? [] : [touch(storedDepositTransactions, writeOffKey)]),
  ],
  decide: ({ path, body, prepared }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const permission = permissions[body.action];
    if (!may(context.principal, permission))
      return reject('INVALID_PERMISSIONS', `action ${body.action} needs the permission ${permission}`);
    if (body.action === 'UNDO_ACTIVATE' && account.lastModifiedDate !== prepared.lastModifiedDate) {
      return reject('BLOCKING_OPERATION_IN_PROGRESS', `account ${account.id} is being changed; please try again`, 409);
    }
    if (body.action === 'CLOSE_WRITE_OFF') return closeWriteOff(account, body.notes, context);
    const { hadTransactions, hadStanding, writeOffKey } = prepared;
    if (body.action === 'UNDO_CLOSE_WRITE_OFF') return undoWriteOff(account, writeOffKey, body.notes, state, context);
    const decided = decideStateChange(
      {
        account,
        now: context.now,
        today: context.today,
        decimals: decimalsOf(account.currencyCode, context) ?? 2,
        hasTransactions: hadTransactions,
        hasStandingTransactions: hadStanding,
      },
      body.action,
    );
    if (isRejection(decided)) return decided;
    // Interest that fell due while the account was locked is applied, each on its date.
    const due =
      body.action === 'UNLOCK' && account.lockedDate !== null
        ? applyDueInterest(
            decided,
            { after: context.clock.zone.localDateOf(account.lockedDate), through: context.today },
            context,
          )
        : { account: decided, rows: [] };
    if (isRejection(due)) return due;
    const after = due.account;
    const noted = body.notes === undefined ? after : { ...after, notes: body.notes };
    return {
      changes: [changed(depositAccounts, noted)],
      rows: [...due.rows, ...holderEffects(account, noted)],
      outcome: noted,
      subject: {
        type: 'DEPOSIT_ACCOUNT',
        key: account.encodedKey,
        before: toldDepositAccount(account, context),
        after: toldDepositAccount(noted, context),
      },
    };
  },
  answer: (account, context) => shownDepositAccount(account, context),
});
