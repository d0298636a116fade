import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { appended, changed, type Decision, type RowEffect } from '../../../platform/posting/command.ts';
import { clientAccountActivity } from '../../clients/index.ts';
import type { Posted } from '../rules/decidePosting.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { type AccountOverrides, journalLines } from '../rules/journal.ts';
import type { PostingFacts } from '../rules/posting.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositTransactionRows } from '../store/depositTransactionStore.ts';
import { glLines, journalEffect } from './postingFacts.ts';

/** A posting's effects on the holder: the first activation of an account makes an inactive client active. */
export const holderEffects = (before: PostingFacts['account'], after: PostingFacts['account']): readonly RowEffect[] =>
  before.accountState !== after.accountState && after.accountHolderType === 'CLIENT'
    ? [appended(clientAccountActivity, { clientKey: after.accountHolderKey, now: after.lastModifiedDate })]
    : [];

/** Turns a posted transaction of one account into the decision that writes it with its journal. */
export const postedDecision = (
  facts: PostingFacts,
  posted: Posted,
  context: OperationContext,
  overrides: AccountOverrides,
): Decision<DepositTransaction> | Rejection => {
  const { account, transaction } = posted;
  const lines = glLines(
    journalLines(
      facts.product,
      transaction.type,
      transaction,
      transaction.interestAccruedAmounts,
      transaction.interestFromBooks,
    ),
    account,
    facts.product,
    transaction,
    context,
    overrides,
  );
  if (isRejection(lines)) return lines;
  const journal = journalEffect(lines, account, facts.product, transaction, context);
  if (isRejection(journal)) return journal;
  return {
    changes: [changed(depositAccounts, account)],
    rows: [appended(depositTransactionRows, transaction), ...journal, ...holderEffects(facts.account, account)],
    outcome: transaction,
    subject: { type: 'DEPOSIT_ACCOUNT', key: account.encodedKey },
  };
};
