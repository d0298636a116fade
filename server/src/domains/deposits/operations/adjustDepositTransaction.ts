import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { negated, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import {
  appended,
  type CommandHandler,
  changed,
  command,
  type Decision,
  type PostingState,
  touch,
} from '../../../platform/posting/command.ts';
import { type JournalLine, journalReversals } from '../../ledger/index.ts';
import { shownDepositTransaction } from '../convert.ts';
import { type AdjustmentRequest, decideAdjustment } from '../rules/decideAdjustment.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import type { DepositTransaction, Split } from '../rules/depositTransaction.ts';
import { nothingBooked } from '../rules/interest/booked.ts';
import { reclassification } from '../rules/journal.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import {
  depositTransactionRows,
  findDepositTransaction,
  findLaterApplications,
  findWithholdingTax,
  storedDepositTransactions,
} from '../store/depositTransactionStore.ts';
import { movedLines } from './branchMove.ts';
import { type Again, again, applyAgain, beforeEverything, checkCorrection } from './correctInterest.ts';
import { closureOf, glLines, journalEffect, momentOf, postingFacts } from './postingFacts.ts';
import { holderEffects } from './postTransaction.ts';

/** The transaction to undo and what is undone with it, with their accounts: the other half of a transfer, the tax of interest before the interest. */
type Leg = { readonly transactionKey: EncodedKey; readonly accountKey: EncodedKey };
type Prepared = {
  readonly transactionKey: EncodedKey;
  /** The first is undone first. */
  readonly legs: readonly (Leg & { readonly historySince: Instant })[];
  /** The applications of interest that are undone before it and applied again after it, oldest first. */
  readonly again: readonly Again[];
};

/** Whether what lies in a deposit account lowers the interest of a loan that runs: who lends says so, the composition root hands it in. */
export type OffsetsRunningLoan = (db: Pick<pg.Pool, 'query'>, accountKey: EncodedKey) => Promise<boolean>;

/** The decision that undoes a leg, and the account after it. */
type Adjustment = Decision<DepositTransaction> & { readonly account: DepositAccount };

/** The mirror of a journal is booked where the original was: an account that went to another branch since has its money there. */
const followedMove = (
  original: DepositTransaction,
  account: DepositAccount,
  product: DepositProduct,
  context: OperationContext,
): readonly JournalLine[] | Rejection => {
  const from = original.bookedInBranch ?? null;
  const to = account.assignedBranchKey;
  if (from === null || to === null || from === to || product.accountingMethod === 'NONE') return [];
  const undone: Split = {
    fundsAmount: negated(original.fundsAmount),
    overdraftAmount: negated(original.overdraftAmount),
    feesAmount: zero,
  };
  // Accrued interest that an application took out of the books stands there again, and is that of the account's branch now.
  const accrued = original.interestFromBooks ?? nothingBooked;
  return movedLines({ split: undone, accrued }, { from, to }, account, product, context);
};

/**
 * Undoes one leg: the opposite transaction, the mirrored journal, and the mark on the original. `left` is the account as another leg of the same
 * command left it.
 */
export const adjustLeg = (
  leg: Leg,
  request: AdjustmentRequest,
  state: PostingState,
  context: OperationContext,
  left?: DepositAccount,
): Adjustment | Rejection => {
  const account = left ?? state.get(depositAccounts, leg.accountKey);
  const original = state.get(storedDepositTransactions, leg.transactionKey);
  if (!account || !original) return reject('INVALID_TRANSACTION_ID', 'the transaction does not exist', 404);
  const facts = postingFacts(account, context, { amount: original.amount, type: original.type, details: null });
  const posted = decideAdjustment(facts, original, request);
  if (isRejection(posted)) return posted;
  const { transaction } = posted;
  const { product } = facts;
  // The mirror of cash lines is written in the books of the branch that handled the original.
  const handled = original.channelKey !== null && product.accountingMethod !== 'NONE';
  const closed = handled ? closureOf(original.branchKey, transaction.bookingDate, context) : undefined;
  if (closed) return closed;
  const lines = glLines(reclassification(product, posted.reclassified), posted.account, product, transaction, context);
  if (isRejection(lines)) return lines;
  const followed = followedMove(original, account, product, context);
  if (isRejection(followed)) return followed;
  const reclassified = journalEffect([...lines, ...followed], posted.account, product, transaction, context);
  if (isRejection(reclassified)) return reclassified;
  return {
    account: posted.account,
    changes: [
      changed(depositAccounts, posted.account),
      changed(storedDepositTransactions, { ...original, adjustmentTransactionKey: transaction.encodedKey }),
    ],
    rows: [
      appended(depositTransactionRows, transaction),
      appended(journalReversals, {
        originalTransactionKey: original.encodedKey,
        source: transaction,
        bookingDate: transaction.bookingDate,
        creationDate: transaction.creationDate,
        userKey: transaction.userKey,
      }),
      ...reclassified,
      ...holderEffects(account, posted.account),
    ],
    outcome: transaction,
    subject: { type: 'DEPOSIT_ACCOUNT', key: account.encodedKey },
  };
};

/** What an adjustment undoes, and what is undone and made again with it; refused for what is never adjusted. */
const prepareAdjustment = async (
  transactionId: string,
  db: Pick<pg.Pool, 'query'>,
  offsetsRunningLoan: OffsetsRunningLoan,
): Promise<Prepared | Rejection> => {
  const original = await findDepositTransaction(db, transactionId);
  if (!original)
    return reject('INVALID_TRANSACTION_ID', `transaction ${transactionId.slice(0, 80)} does not exist`, 404);
  if (original.linkedLoanTransactionKey !== null) {
    return reject(
      'TRANSACTION_MADE_FROM_A_TRANSFER',
      'this transfer belongs to a loan; adjust the transaction of the loan',
    );
  }
  if (original.type === 'WITHHOLDING_TAX') {
    return reject(
      'TRANSACTION_TYPE_DOES_NOT_ALLOW_ADJUSTMENT',
      'a withholding tax is taken back together with its interest; adjust the INTEREST_APPLIED before it',
    );
  }
  // What lay there has lowered the interest of that loan: it stays as it was.
  if (await offsetsRunningLoan(db, original.accountKey)) {
    return reject(
      'CANNOT_REVERSE_OFFSET_DEPOSIT_TRANSACTION',
      'the account lowers the interest of a loan that runs; post the opposite instead',
    );
  }
  const tax = original.type === 'INTEREST_APPLIED' ? await findWithholdingTax(db, original) : undefined;
  const other =
    original.linkedDepositTransactionKey === null
      ? undefined
      : await findDepositTransaction(db, original.linkedDepositTransactionKey);
  const asked = [...(tax ? [tax] : []), original, ...(other ? [other] : [])];
  const later = [
    ...(await findLaterApplications(db, original)),
    ...(other ? await findLaterApplications(db, other) : []),
  ];
  return {
    transactionKey: original.encodedKey,
    legs: [...later, ...asked].map(({ encodedKey, accountKey, valueDate }) => ({
      transactionKey: encodedKey,
      accountKey,
      historySince: later.length === 0 ? valueDate : beforeEverything,
    })),
    again: again(later),
  };
};

/**
 * POST /deposits/transactions/{depositTransactionId}:adjust. Adjusting one half of a transfer adjusts both. Interest that was applied after it is
 * taken back before and applied again behind it, of what the account then bears.
 */
export const adjustDepositTransaction = (
  offsetsRunningLoan: OffsetsRunningLoan,
): CommandHandler<'adjustDepositTransaction'> =>
  command<'adjustDepositTransaction', DepositTransaction, Prepared>('adjustDepositTransaction', {
    prepare: ({ path }, db) => prepareAdjustment(path.depositTransactionId, db, offsetsRunningLoan),
    touches: ({ prepared }) =>
      prepared.legs.flatMap(({ transactionKey, accountKey, historySince }) => [
        touch(depositAccounts, accountKey, { historySince }),
        touch(storedDepositTransactions, transactionKey),
      ]),
    decide: ({ body, prepared }, state, context) => {
      const request: AdjustmentRequest = {
        notes: body.notes ?? null,
        bookingDate: momentOf(body.bookingDate, context),
      };
      const refused =
        prepared.again.length > 0 ? checkCorrection(prepared.transactionKey, request, state, context) : undefined;
      if (refused) return refused;
      const decisions: Decision<DepositTransaction>[] = [];
      const accounts = new Map<EncodedKey, DepositAccount>();
      for (const leg of prepared.legs) {
        const decision = adjustLeg(leg, request, state, context, accounts.get(leg.accountKey));
        if (isRejection(decision)) return decision;
        accounts.set(leg.accountKey, decision.account);
        decisions.push(decision);
      }
      const asked = decisions.find(({ outcome }) => outcome.originalTransactionKey === prepared.transactionKey);
      if (!asked) return reject('INVALID_TRANSACTION_ID');
      for (const application of prepared.again) {
        const account = accounts.get(application.accountKey);
        const applied = account && applyAgain(account, application, request, context);
        if (isRejection(applied)) return applied;
        if (!applied) continue;
        accounts.set(application.accountKey, applied.account);
        decisions.push(applied.decision);
      }
      const { subject, outcome } = asked;
      return {
        subject,
        outcome,
        changes: decisions.flatMap(({ changes }) => changes),
        rows: decisions.flatMap(({ rows }) => rows),
      };
    },
    answer: (transaction, context) => shownDepositTransaction(transaction, context),
  });
