import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { Decision } from '../../../platform/posting/command.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import type { LoanOutcome } from './loanEffects.ts';

/** The decision with the transaction that the request is answered with: the newest posting of a type. */
export const mainTransaction = (
  decision: Decision<LoanOutcome> | Rejection,
  type: string,
): Decision<LoanTransaction> | Rejection => {
  if (isRejection(decision)) return decision;
  const transaction = decision.outcome.posted.findLast(
    (posted) => posted.type === type && posted.eventKey === newestEvent(decision, type),
  );
  if (!transaction) throw new Error(`a request that posts ${type} led to no such transaction`);
  return { ...decision, outcome: transaction };
};

/** A correction may post others of the same type again; the request's own is the event logged last. */
const newestEvent = ({ outcome }: Decision<LoanOutcome>, type: string): string | null => {
  const ofType = outcome.posted.filter((posted) => posted.type === type);
  if (ofType.length === 1) return ofType[0]?.eventKey ?? null;
  const keys = new Set(ofType.map(({ eventKey }) => eventKey));
  const newest = outcome.account.events
    .filter(({ key }) => keys.has(key))
    .toSorted((left, right) => left.sequence - right.sequence);
  return newest.at(-1)?.key ?? null;
};
