import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import {
  appended,
  changed,
  type Decision,
  type PostingState,
  type RowEffect,
} from '../../../platform/posting/command.ts';
import { journalReversals } from '../../ledger/index.ts';
import { toldDepositAccount } from '../convert.ts';
import type { Posted } from '../rules/decidePosting.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { PostingFacts } from '../rules/posting.ts';
import { decideUndoWriteOff, decideWriteOff } from '../rules/writeOff.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositTransactionRows, storedDepositTransactions } from '../store/depositTransactionStore.ts';
import { postingFacts } from './postingFacts.ts';
import { holderEffects, postedDecision } from './postTransaction.ts';

const factsOf = (account: DepositAccount, context: OperationContext): PostingFacts =>
  postingFacts(account, context, { amount: zero, type: 'WRITE_OFF', details: null });

const told = (
  before: DepositAccount,
  { account }: Posted,
  context: OperationContext,
): Pick<Decision<DepositAccount>, 'outcome' | 'subject'> => ({
  outcome: account,
  subject: {
    type: 'DEPOSIT_ACCOUNT',
    key: before.encodedKey,
    before: toldDepositAccount(before, context),
    after: toldDepositAccount(account, context),
  },
});

const noted = (posted: Posted, notes: string | undefined): Posted =>
  notes === undefined ? posted : { ...posted, account: { ...posted.account, notes } };

/** The action CLOSE_WRITE_OFF: the account closes with a WRITE_OFF of what it owes. */
export const closeWriteOff = (
  account: DepositAccount,
  notes: string | undefined,
  context: OperationContext,
): Decision<DepositAccount> | Rejection => {
  const facts = factsOf(account, context);
  const decided = decideWriteOff(facts, notes ?? null);
  if (isRejection(decided)) return decided;
  const posted = noted(decided, notes);
  const decision = postedDecision(facts, posted, context, {});
  return isRejection(decision) ? decision : { ...decision, ...told(account, posted, context) };
};

/** The action UNDO_CLOSE_WRITE_OFF: takes the WRITE_OFF back, with the mirror of its journal. */
export const undoWriteOff = (
  account: DepositAccount,
  writeOffKey: EncodedKey | null,
  notes: string | undefined,
  state: PostingState,
  context: OperationContext,
): Decision<DepositAccount> | Rejection => {
  const original = writeOffKey === null ? undefined : state.get(storedDepositTransactions, writeOffKey);
  const standing = original?.adjustmentTransactionKey === null ? original : undefined;
  const decided = decideUndoWriteOff(factsOf(account, context), standing, notes ?? null);
  if (isRejection(decided)) return decided;
  const posted = noted(decided, notes);
  const { transaction } = posted;
  const marks = standing
    ? [changed(storedDepositTransactions, { ...standing, adjustmentTransactionKey: transaction.encodedKey })]
    : [];
  const mirror: readonly RowEffect[] = standing
    ? [
        appended(journalReversals, {
          originalTransactionKey: standing.encodedKey,
          source: transaction,
          bookingDate: transaction.bookingDate,
          creationDate: transaction.creationDate,
          userKey: transaction.userKey,
        }),
      ]
    : [];
  return {
    changes: [changed(depositAccounts, posted.account), ...marks],
    rows: [appended(depositTransactionRows, transaction), ...mirror, ...holderEffects(account, posted.account)],
    ...told(account, posted, context),
  };
};
