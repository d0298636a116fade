import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision } from '../../../platform/posting/command.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import type { Applied } from '../rules/interest/decideApplication.ts';
import type { PostingFacts } from '../rules/posting.ts';
import { postedDecision } from './postTransaction.ts';

/** Turns applied interest, with the tax behind it, into the decision that writes both with their journals. */
export const appliedDecision = (
  facts: PostingFacts,
  { posted, tax }: Extract<Applied, { tax: unknown }>,
  context: OperationContext,
): Decision<DepositTransaction> | Rejection => {
  const decided = postedDecision(facts, posted, context, {});
  if (isRejection(decided) || tax === null) return decided;
  const taxed = postedDecision({ ...facts, account: tax.account }, tax, context, {});
  return isRejection(taxed) ? taxed : { ...decided, rows: [...decided.rows, ...taxed.rows] };
};
