import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../../kernel/instant.ts';
import { zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision, PostingState } from '../../../platform/posting/command.ts';
import { type AdjustmentRequest, checkUndoable } from '../rules/decideAdjustment.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { decideApplication } from '../rules/interest/decideApplication.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { storedDepositTransactions } from '../store/depositTransactionStore.ts';
import { appliedDecision } from './applied.ts';
import { interestFactsOf } from './interestFacts.ts';
import { postingFacts } from './postingFacts.ts';

// A correction of what has its interest applied: the applications after it are taken back first, and applied again behind it.

/** An application of interest that is applied again. */
export type Again = Pick<DepositTransaction, 'accountKey' | 'valueDate' | 'bookingDate' | 'notes'>;

/** Since when movements are loaded where interest is computed anew from an application that nobody knows yet. */
export const beforeEverything: Instant = instant(0);

/** What is applied again of applications and taxes that are taken back, newest first: the applications, oldest first. */
export const again = (later: readonly DepositTransaction[]): readonly Again[] =>
  later.filter(({ type }) => type === 'INTEREST_APPLIED').toReversed();

/** Refuses a correction of what can't be undone anyway, and to those who may correct one transaction at a time only. */
export const checkCorrection = (
  transactionKey: EncodedKey,
  request: AdjustmentRequest,
  state: PostingState,
  context: OperationContext,
): Rejection | undefined => {
  const original = state.get(storedDepositTransactions, transactionKey);
  const account = original && state.get(depositAccounts, original.accountKey);
  if (!original || !account) return reject('INVALID_TRANSACTION_ID', 'the transaction does not exist', 404);
  const { amount, type, id } = original;
  const facts = postingFacts(account, context, { amount, type, details: null });
  return (
    checkUndoable(facts, original, request) ??
    (facts.may('BULK_DEPOSIT_CORRECTIONS')
      ? undefined
      : reject(
          'INVALID_PERMISSIONS',
          `interest was applied after the value date of transaction ${id}; adjusting both needs the permission BULK_DEPOSIT_CORRECTIONS`,
        ))
  );
};

/** Applies interest again as of the day it was applied on; undefined where nothing is left to apply. */
export const applyAgain = (
  account: DepositAccount,
  { valueDate, bookingDate, notes }: Again,
  request: AdjustmentRequest,
  context: OperationContext,
): { readonly account: DepositAccount; readonly decision: Decision<DepositTransaction> } | undefined | Rejection => {
  const facts = postingFacts(account, context, { amount: zero, type: 'INTEREST_APPLIED', details: null });
  const applied = decideApplication(
    facts,
    {
      date: context.clock.zone.localDateOf(valueDate),
      valueDate,
      bookingDate: request.bookingDate ?? bookingDate,
      notes,
    },
    interestFactsOf(context, account.assignedBranchKey),
  );
  if (isRejection(applied)) return applied;
  if (applied.posted === null) return undefined;
  const decision = appliedDecision(facts, applied, context);
  return isRejection(decision) ? decision : { account: (applied.tax ?? applied.posted).account, decision };
};
