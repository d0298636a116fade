import type pg from 'pg';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { prepareFields } from '../../../platform/customFields/postingFields.ts';
import {
  changed,
  type Decision,
  type PostingState,
  type PreparedBy,
  type Touch,
  touch,
} from '../../../platform/posting/command.ts';
import type { Posted } from '../rules/decidePosting.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { type AuthorizationHold, holdId } from '../rules/holds/authorizationHold.ts';
import { decideHeldPosting, type HeldPosting } from '../rules/holds/decideHeldPosting.ts';
import type { PostingFacts } from '../rules/posting.ts';
import { namedAccount } from '../store/depositAccountQueries.ts';
import { authorizationHolds } from '../store/holdStore.ts';
import { accountNotFound } from './postingFacts.ts';
import { holdOfAccountNotFound } from './readDepositHolds.ts';
import type { PreparedPosting } from './transactionFields.ts';

/** A posting with custom fields, and the name of the hold that it settles; null for one that settles none. */
export type PreparedSettlement = PreparedPosting & {
  readonly hold: { readonly id: string; readonly reference: string } | null;
};

type Input = {
  readonly path: { readonly depositAccountId: string };
  readonly body: { readonly holdExternalReferenceId?: string | undefined };
};

/** `prepare` of deposits and withdrawals: only one that names a hold asks for its account. */
export const prepareSettlement = async (
  { path, body }: Input,
  db: Pick<pg.Pool, 'query'>,
  by: PreparedBy,
): Promise<PreparedSettlement | Rejection> => {
  // Clients send an empty text for none.
  const reference = body.holdExternalReferenceId || undefined;
  const account = reference === undefined ? undefined : await namedAccount(db, path.depositAccountId);
  if (reference !== undefined && !account) return accountNotFound(path.depositAccountId);
  const hold = account && reference !== undefined ? { id: holdId(account.encodedKey, reference), reference } : null;
  return { hold, fields: await prepareFields(body, db, by) };
};

/** What such a posting touches besides its account. */
export const touchesOfSettled = ({ hold }: PreparedSettlement): readonly Touch[] =>
  hold === null ? [] : [touch(authorizationHolds, hold.id)];

/** A posting, and the hold that it settled. */
export type Settled = Posted & { readonly hold: AuthorizationHold | null };

/** Decides on a posting that may name a hold: `plain` decides on one that names none. */
export const decideSettling = (
  facts: PostingFacts,
  { hold: named }: PreparedSettlement,
  state: PostingState,
  posting: HeldPosting,
  plain: () => Posted | Rejection,
): Settled | Rejection => {
  if (named === null) {
    const posted = plain();
    return isRejection(posted) ? posted : { ...posted, hold: null };
  }
  const hold = state.get(authorizationHolds, named.id);
  return hold ? decideHeldPosting(facts, hold, posting) : holdOfAccountNotFound(named.reference);
};

/** The decision with the hold as the posting left it. */
export const withSettled = (
  decision: Decision<DepositTransaction> | Rejection,
  { hold }: Settled,
): Decision<DepositTransaction> | Rejection =>
  isRejection(decision) || hold === null
    ? decision
    : { ...decision, changes: [...decision.changes, changed(authorizationHolds, hold)] };
