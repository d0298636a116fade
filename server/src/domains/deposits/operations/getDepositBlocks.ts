import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import type { Bindings } from '../../../platform/resources/bindings.ts';
import { listContext, runListing } from '../../../platform/resources/listing.ts';
import { shownBlock } from '../blockShown.ts';
import { findDepositAccount } from '../store/depositAccountQueries.ts';
import { depositBlockListing } from '../store/depositBlockStore.ts';
import { accountNotFound } from './postingFacts.ts';

/** GET /deposits/{depositAccountId}/blocks: in whichever state, unless one is asked for. */
export default read('getDepositBlocks', async ({ path, query }, context) => {
  const account = await findDepositAccount(context.db, path.depositAccountId);
  if (!account) return accountNotFound(path.depositAccountId);
  const { state, ...page } = query;
  const result = await runListing(
    context.db,
    depositBlockListing,
    {
      ...page,
      where: [
        ({ bind }) => `b.account_key = ${bind(account.encodedKey)}::uuid`,
        ...(state === undefined ? [] : [({ bind }: Bindings) => `b.state = ${bind(state)}`]),
      ],
    },
    listContext(context),
  );
  return isRejection(result) ? result : { body: result.rows.map(shownBlock), headers: result.headers };
});
