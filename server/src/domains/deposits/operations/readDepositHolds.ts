import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { type ReadContext, read } from '../../../platform/http/handler.ts';
import { type ListRequest, listContext, runListing } from '../../../platform/resources/listing.ts';
import { shownAccountHold, shownHold } from '../holdShown.ts';
import { namedAccount } from '../store/depositAccountQueries.ts';
import { findHold, holdListing } from '../store/holdStore.ts';
import { accountNotFound } from './postingFacts.ts';

export const holdOfAccountNotFound = (reference: string): Rejection =>
  reject(
    'ACCOUNT_AUTHORIZATION_HOLD_NOT_FOUND',
    `authorization hold ${reference.slice(0, 80)} does not exist on this account`,
    404,
  );

/** A page of the holds of an account, whatever kind it is: those made on it and those made with its cards, the newest first. */
export const listHolds = async (
  accountKey: EncodedKey,
  query: ListRequest & { readonly status?: string | undefined },
  context: ReadContext,
): Promise<Rejection | { body: Schemas['GetAuthorizationHold'][]; headers: Readonly<Record<string, string>> }> => {
  const { status } = query;
  const result = await runListing(
    context.db,
    holdListing,
    {
      ...query,
      where: [
        ({ bind }) => `t.account_key = ${bind(accountKey)}::uuid`,
        ...(status === undefined ? [] : [({ bind }: { bind(value: unknown): string }) => `t.status = ${bind(status)}`]),
      ],
    },
    listContext(context),
  );
  return isRejection(result)
    ? result
    : { body: result.rows.map((hold) => shownHold(hold, context)), headers: result.headers };
};

/** GET /deposits/{depositAccountId}/authorizationholds */
export const getDepositAuthorizationHolds = read('getDepositAuthorizationHolds', async ({ path, query }, context) => {
  const account = await namedAccount(context.db, path.depositAccountId);
  return account ? listHolds(account.encodedKey, query, context) : accountNotFound(path.depositAccountId);
});

/** GET /deposits/{depositAccountId}/authorizationholds/{authorizationHoldExternalReferenceId} */
export const getDepositAuthorizationHold = read('getDepositAuthorizationHold', async ({ path }, context) => {
  const account = await namedAccount(context.db, path.depositAccountId);
  if (!account) return accountNotFound(path.depositAccountId);
  const reference = path.authorizationHoldExternalReferenceId;
  const hold = await findHold(context.db, account.encodedKey, reference);
  return hold ? { body: shownAccountHold(hold, context) } : holdOfAccountNotFound(reference);
});
