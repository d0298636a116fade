import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { ifWithinReach } from '../../../platform/auth/reach.ts';
import { uniqueRows } from '../../../platform/customFields/postingFields.ts';
import type { OperationContext, OperationInput } from '../../../platform/http/handler.ts';
import {
  appended,
  changed,
  command,
  type Decision,
  type PostingState,
  touch,
} from '../../../platform/posting/command.ts';
import {
  accountNotFound,
  type DepositAccount,
  type DepositTransaction,
  decideTransferIn,
  decideTransferOut,
  depositAccounts,
  depositGlLines,
  depositJournalLines,
  depositPostingFacts,
  depositTransactionRows,
  externalIdFirst,
  historyOption,
  holderEffects,
  journalEffect,
  type PreparedPosting,
  postingRequest,
  prepareTransactionFields,
  shownDepositTransaction,
  transactionFields,
  withFields,
} from '../../deposits/index.ts';
import { type LoanAccount, loanAccounts, repayFromDeposit } from '../../loans/index.ts';
import { arrivingAmount, checkBooks, checkExchangeInBooks, checkHolder, checkNames } from './transferChecks.ts';

type Input = OperationInput<'makeTransfer'> & { readonly prepared: PreparedPosting };
type Body = Input['body'];

/** The other account as the body names it, by key or id. */
const targetRef = ({ transferDetails }: Body): string | undefined =>
  transferDetails.linkedAccountKey ?? transferDetails.linkedAccountId;

/** Both halves of a transfer between deposit accounts, in one decision. */
const decideBetweenDeposits = (
  source: DepositAccount,
  target: DepositAccount,
  { body, prepared }: Pick<Input, 'body' | 'prepared'>,
  context: OperationContext,
): Decision<DepositTransaction> | Rejection => {
  if (source.encodedKey === target.encodedKey) {
    return reject('CANNOT_MAKE_TRANSFER_TO_SOURCE_ACCOUNT', 'transferDetails names the account that pays');
  }
  const request = postingRequest(body, context);
  const arriving = arrivingAmount(source, target, request, context);
  if (isRejection(arriving)) return arriving;
  const refusal = checkHolder(source, target, context);
  if (refusal) return refusal;
  const facts = (account: DepositAccount, amount: Money) =>
    depositPostingFacts(account, context, { amount, type: 'TRANSFER', details: null });
  const sourceFacts = facts(source, request.amount);
  // The user's limit was asked for what leaves, in its currency.
  const targetFacts = { ...facts(target, arriving), limitOf: () => undefined };
  const unbooked = checkBooks(source, target, { source: sourceFacts.product, target: targetFacts.product });
  if (unbooked) return unbooked;
  const incomingKey = newEncodedKey();
  const decided = decideTransferOut(sourceFacts, request, { linkedDepositTransactionKey: incomingKey });
  if (isRejection(decided)) return decided;
  const fields = transactionFields(decided.transaction, body, prepared, context);
  if (isRejection(fields)) return fields;
  const paid = withFields(decided, fields);
  const received = decideTransferIn(
    targetFacts,
    { ...request, amount: arriving },
    { linkedDepositTransactionKey: paid.transaction.encodedKey },
  );
  if (isRejection(received)) return received;
  const incoming: DepositTransaction = { ...received.transaction, encodedKey: incomingKey };
  const outLines = depositGlLines(
    depositJournalLines(sourceFacts.product, 'TRANSFER', paid.transaction),
    paid.account,
    sourceFacts.product,
    paid.transaction,
    context,
  );
  if (isRejection(outLines)) return outLines;
  const inLines = depositGlLines(
    depositJournalLines(targetFacts.product, 'TRANSFER', incoming),
    received.account,
    targetFacts.product,
    incoming,
    context,
  );
  if (isRejection(inLines)) return inLines;
  const journal = journalEffect(
    [...outLines, ...inLines],
    paid.account,
    sourceFacts.product,
    paid.transaction,
    context,
  );
  if (isRejection(journal)) return journal;
  return {
    changes: [changed(depositAccounts, paid.account), changed(depositAccounts, received.account)],
    rows: [
      appended(depositTransactionRows, paid.transaction),
      appended(depositTransactionRows, incoming),
      ...journal,
      ...holderEffects(source, paid.account),
      ...holderEffects(target, received.account),
      ...uniqueRows(paid.transaction.encodedKey, fields),
    ],
    outcome: paid.transaction,
    subject: { type: 'DEPOSIT_ACCOUNT', key: source.encodedKey },
  };
};

/** A transfer that repays a loan: the deposit account pays, and its control is the loan's source of funds. */
const decideToLoan = (
  source: DepositAccount,
  target: LoanAccount,
  { body, prepared }: Pick<Input, 'body' | 'prepared'>,
  context: OperationContext,
): Decision<DepositTransaction> | Rejection => {
  const request = postingRequest(body, context);
  const arriving = arrivingAmount(source, target, request, context);
  if (isRejection(arriving)) return arriving;
  const refusal = checkHolder(source, target, context);
  if (refusal) return refusal;
  const facts = depositPostingFacts(source, context, { amount: request.amount, type: 'TRANSFER', details: null });
  const unbooked = checkExchangeInBooks(source, target, facts.product);
  if (unbooked) return unbooked;
  const decided = decideTransferOut(facts, request);
  if (isRejection(decided)) return decided;
  const fields = transactionFields(decided.transaction, body, prepared, context);
  if (isRejection(fields)) return fields;
  const paid = withFields(decided, fields);
  const repaid = repayFromDeposit(target, { source, product: facts.product, paid, arriving }, context);
  return isRejection(repaid)
    ? repaid
    : { ...repaid, rows: [...repaid.rows, ...uniqueRows(paid.transaction.encodedKey, fields)] };
};

const decideTransfer = (
  input: Input,
  state: PostingState,
  context: OperationContext,
): Decision<DepositTransaction> | Rejection => {
  const { path, body } = input;
  const source = state.get(depositAccounts, path.depositAccountId);
  if (!source) return accountNotFound(path.depositAccountId);
  const ref = targetRef(body);
  if (ref === undefined) {
    return reject('INVALID_PARAMETERS', 'transferDetails needs linkedAccountKey or linkedAccountId');
  }
  if (body.transferDetails.linkedAccountType === 'LOAN') {
    const loan = ifWithinReach(context.principal, state.get(loanAccounts, ref));
    return loan
      ? (checkNames(body, loan) ?? decideToLoan(source, loan, input, context))
      : reject('INVALID_LOAN_ACCOUNT_ID', `transferDetails: loan account ${ref.slice(0, 80)} does not exist`, 400);
  }
  const target = ifWithinReach(context.principal, state.get(depositAccounts, ref));
  return target
    ? (checkNames(body, target) ?? decideBetweenDeposits(source, target, input, context))
    : reject('INVALID_DEPOSIT_ACCOUNT_ID', `transferDetails: deposit account ${ref.slice(0, 80)} does not exist`, 400);
};

/** POST /deposits/{depositAccountId}/transfer-transactions */
export default command<'makeTransfer', DepositTransaction, PreparedPosting>('makeTransfer', {
  customFields: true,
  prepare: prepareTransactionFields,
  refused: externalIdFirst,
  touches: ({ path, body }, context) => {
    const options = historyOption(body.valueDate, context);
    const ref = targetRef(body);
    const target =
      ref === undefined
        ? []
        : [
            body.transferDetails.linkedAccountType === 'LOAN'
              ? touch(loanAccounts, ref)
              : touch(depositAccounts, ref, options),
          ];
    return [touch(depositAccounts, path.depositAccountId, options), ...target];
  },
  decide: decideTransfer,
  answer: (transaction, context) => shownDepositTransaction(transaction, context),
});
