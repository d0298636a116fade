import type { Rejection } from '../../../kernel/rejection.ts';
import {
  judgedPostingFields,
  type PostingFields,
  type PreparedFields,
  prepareFields,
} from '../../../platform/customFields/postingFields.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Command } from '../../../platform/posting/command.ts';
import type { Posted } from '../rules/decidePosting.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';

/** What a posting with custom fields looks up before its batch. */
export type PreparedPosting = { readonly fields: PreparedFields };

/** `prepare` of postings that take custom fields; without any it asks nothing. */
export const prepareTransactionFields: NonNullable<
  Command<'makeDeposit' | 'makeWithdrawal' | 'makeTransfer', unknown, PreparedPosting>['prepare']
> = async ({ body }, db, by) => ({ fields: await prepareFields(body, db, by) });

/** The custom fields that a request gives its new transaction: those of its channel and those of its type. */
export const transactionFields = (
  { channelKey, type }: Pick<DepositTransaction, 'channelKey' | 'type'>,
  body: object,
  { fields }: PreparedPosting,
  context: OperationContext,
): PostingFields | Rejection => judgedPostingFields({ channelKey, type }, body, fields, context);

/** A posting whose transaction carries its custom fields. */
export const withFields = (posted: Posted, { values }: PostingFields): Posted =>
  values === null ? posted : { ...posted, transaction: { ...posted.transaction, customFields: values } };
