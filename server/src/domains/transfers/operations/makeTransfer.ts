import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
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

type Input = OperationInput<'makeTransfer'> & { readonly prepared: PreparedPosting };
type Body = Input['body'];

/** The other account as the body names it, by key or id. */
const targetRef = ({ transferDetails }: Body): string | undefined =>
  transferDetails.linkedAccountKey ?? transferDetails.linkedAccountId;

/** Refuses a key and an id that name two different accounts: whichever we took, half of the senders would mean the other. */
const checkNames = (
  { transferDetails: { linkedAccountKey, linkedAccountId } }: Body,
  target: DepositAccount | LoanAccount,
): Rejection | undefined =>
  linkedAccountKey === undefined ||
  linkedAccountId === undefined ||
  [target.id, target.encodedKey].includes(linkedAccountId)
    ? undefined
    : reject('INVALID_PARAMETERS', 'transferDetails: linkedAccountKey and linkedAccountId name different accounts');

/** The refusals that concern the pair of accounts, before any balance is looked at. */
const checkPair = (
  source: DepositAccount,
  target: DepositAccount | LoanAccount,
  context: OperationContext,
): Rejection | undefined => {
  if (source.currencyCode !== target.currencyCode) {
    return reject(
      'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY',
      `there is no exchange rate from ${source.currencyCode} to ${target.currencyCode}`,
    );
  }
  return source.accountHolderKey !== target.accountHolderKey && !may(context.principal, 'MAKE_INTER_CLIENTS_TRANSFERS')
    ? reject('INVALID_PERMISSIONS', 'a transfer to another holder needs the permission MAKE_INTER_CLIENTS_TRANSFERS')
    : undefined;
};

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
  const refusal = checkPair(source, target, context);
  if (refusal) return refusal;
  const request = postingRequest(body, context);
  const facts = (account: DepositAccount) =>
    depositPostingFacts(account, context, { amount: request.amount, type: 'TRANSFER', details: null });
  const sourceFacts = facts(source);
  const targetFacts = facts(target);
  if ((sourceFacts.product.accountingMethod === 'NONE') !== (targetFacts.product.accountingMethod === 'NONE')) {
    return reject(
      'DIFFERENT_ACCOUNTING_STATE_BETWEEN_INVOLVED_PRODUCTS',
      'only one of the two products keeps accounts',
    );
  }
  const incomingKey = newEncodedKey();
  const decided = decideTransferOut(sourceFacts, request, { linkedDepositTransactionKey: incomingKey });
  if (isRejection(decided)) return decided;
  const fields = transactionFields(decided.transaction, body, prepared, context);
  if (isRejection(fields)) return fields;
  const paid = withFields(decided, fields);
  const received = decideTransferIn(targetFacts, request, { linkedDepositTransactionKey: paid.transaction.encodedKey });
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
  const refusal = checkPair(source, target, context);
  if (refusal) return refusal;
  const request = postingRequest(body, context);
  const facts = depositPostingFacts(source, context, { amount: request.amount, type: 'TRANSFER', details: null });
  const decided = decideTransferOut(facts, request);
  if (isRejection(decided)) return decided;
  const fields = transactionFields(decided.transaction, body, prepared, context);
  if (isRejection(fields)) return fields;
  const paid = withFields(decided, fields);
  const { transaction } = paid;
  const fundLines = depositGlLines(
    depositJournalLines(facts.product, 'TRANSFER', transaction),
    paid.account,
    facts.product,
    transaction,
    context,
  );
  if (isRejection(fundLines)) return fundLines;
  const repaid = repayFromDeposit(
    target,
    {
      amount: request.amount,
      valueDate: transaction.valueDate,
      bookingDate: transaction.bookingDate,
      notes: request.notes,
      depositTransactionKey: transaction.encodedKey,
      fundLines,
    },
    context,
  );
  if (isRejection(repaid)) return repaid;
  const outgoing: DepositTransaction = { ...transaction, linkedLoanTransactionKey: repaid.outcome.encodedKey };
  return {
    changes: [changed(depositAccounts, paid.account), ...repaid.changes],
    rows: [
      appended(depositTransactionRows, outgoing),
      ...repaid.rows,
      ...holderEffects(source, paid.account),
      ...uniqueRows(paid.transaction.encodedKey, fields),
    ],
    outcome: outgoing,
    subject: { type: 'DEPOSIT_ACCOUNT', key: source.encodedKey },
  };
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
