import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
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
  postingRequest,
  toApiDepositTransaction,
} from '../../deposits/index.ts';

type Input = OperationInput<'makeTransfer'>;

/** The other account as the body names it, by key or id. */
const targetRef = ({ transferDetails }: Input['body']): string | undefined =>
  transferDetails.linkedAccountKey ?? transferDetails.linkedAccountId;

/** The refusals that concern the pair of accounts, before any balance is looked at. */
const checkPair = (
  source: DepositAccount,
  target: DepositAccount,
  context: OperationContext,
): Rejection | undefined => {
  if (source.encodedKey === target.encodedKey) {
    return reject('CANNOT_MAKE_TRANSFER_TO_SOURCE_ACCOUNT', 'transferDetails names the account that pays');
  }
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
  body: Input['body'],
  context: OperationContext,
): Decision<DepositTransaction> | Rejection => {
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
  const paid = decideTransferOut(sourceFacts, request, { linkedDepositTransactionKey: incomingKey });
  if (isRejection(paid)) return paid;
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
    ],
    outcome: paid.transaction,
    subject: { type: 'DEPOSIT_ACCOUNT', key: source.encodedKey },
  };
};

const decideTransfer = (
  { path, body }: Input,
  state: PostingState,
  context: OperationContext,
): Decision<DepositTransaction> | Rejection => {
  const source = state.get(depositAccounts, path.depositAccountId);
  if (!source) return accountNotFound(path.depositAccountId);
  const ref = targetRef(body);
  if (ref === undefined)
    return reject('INVALID_PARAMETERS', 'transferDetails needs linkedAccountKey or linkedAccountId');
  const target = state.get(depositAccounts, ref);
  return target
    ? decideBetweenDeposits(source, target, body, context)
    : reject('INVALID_TARGET_ACCOUNT_TYPE', `transferDetails: deposit account ${ref.slice(0, 80)} does not exist`);
};

/** POST /deposits/{depositAccountId}/transfer-transactions */
export default command<'makeTransfer', DepositTransaction>('makeTransfer', {
  touches: ({ path, body }, context) => {
    const options = historyOption(body.valueDate, context);
    const ref = targetRef(body);
    return [
      touch(depositAccounts, path.depositAccountId, options),
      ...(ref === undefined ? [] : [touch(depositAccounts, ref, options)]),
    ];
  },
  decide: decideTransfer,
  answer: (transaction, { clock }) => toApiDepositTransaction(transaction, clock),
});
