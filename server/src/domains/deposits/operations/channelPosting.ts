import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { andUniqueFields } from '../../../platform/customFields/postingFields.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision } from '../../../platform/posting/command.ts';
import type { Posted } from '../rules/decidePosting.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import type { PostingFacts } from '../rules/posting.ts';
import { postedDecision } from './postTransaction.ts';
import { type PreparedPosting, transactionFields, withFields } from './transactionFields.ts';

/** What a posting through a channel writes: its transaction with the custom fields of the request, and its journal by the channel's account. */
export const channelPosting = (
  facts: PostingFacts,
  posted: Posted,
  body: object,
  prepared: PreparedPosting,
  context: OperationContext,
): Decision<DepositTransaction> | Rejection => {
  const fields = transactionFields(posted.transaction, body, prepared, context);
  if (isRejection(fields)) return fields;
  const channelGlAccountKey = isRejection(facts.channel) ? null : (facts.channel?.glAccountKey ?? null);
  return andUniqueFields(postedDecision(facts, withFields(posted, fields), context, { channelGlAccountKey }), fields);
};
