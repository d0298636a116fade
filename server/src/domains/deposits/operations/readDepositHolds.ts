import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { listContext, runListing } from '../../../platform/resources/listing.ts';
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

/** GET /deposits/{depositAccountId}/authorizationholds: those made on the account and those made with its cards, the newest first. */
export const getDepositAuthorizationHolds = read('getDepositAuthorizationHolds', async ({ path, query }, context) => {
  const account = await namedAccount(context.db, path.depositAccountId);
  if (!account) return accountNotFound(path.depositAccountId);
  const { status } = query;
  const result = await runListing(
    context.db,
    holdListing,
    {
      ...query,
      where: [
        ({ bind }) => `t.account_key = ${bind(account.encodedKey)}::uuid`,
        ...(status === undefined ? [] : [({ bind }: { bind(value: unknown): string }) => `t.status = ${bind(status)}`]),
      ],
    },
    listContext(context),
  );
  return isRejection(result)
    ? result
    : { body: result.rows.map((hold) => shownHold(hold, context)), headers: result.headers };
});

/** GET /deposits/{depositAccountId}/authorizationholds/{authorizationHoldExternalReferenceId} */
export const getDepositAuthorizationHold = read('getDepositAuthorizationHold', async ({ path }, context) => {
  const account = await namedAccount(context.db, path.depositAccountId);
  if (!account) return accountNotFound(path.depositAccountId);
  const reference = path.authorizationHoldExternalReferenceId;
  const hold = await findHold(context.db, account.encodedKey, reference);
  return hold ? { body: shownAccountHold(hold, context) } : holdOfAccountNotFound(reference);
});
