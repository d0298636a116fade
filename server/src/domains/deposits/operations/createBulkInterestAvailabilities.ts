import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { withinReach } from '../../../platform/auth/reach.ts';
import { bulkOperation } from '../../../platform/bulk/bulkOperation.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { openAccountsOf } from '../store/interestAvailabilityListing.ts';
import { productOf } from './accountBody.ts';
import { createInterestAvailability } from './interestAvailabilities.ts';

/** The accounts that are meant: by their ids, or the open ones of a product; of a product and with these ids where both are said. */
const accountsMeant = async (
  { ids, productId }: Schemas['BulkInterestAccountSettingsAvailabilityFilter'],
  context: WriteContext,
): Promise<readonly string[] | Rejection> => {
  if (ids?.length === 0 || (ids === undefined && productId === undefined)) {
    return reject('INVALID_PARAMETERS', 'accountFilter must name accounts by ids, or a product by productId');
  }
  if (productId === undefined) return ids ?? [];
  const product = productOf(productId, context);
  if (isRejection(product)) return reject('INVALID_PRODUCT_ID', 'accountFilter.productId is no deposit product', 400);
  const refs = ids ? { ids, keys: ids.flatMap((id) => asEncodedKey(id) ?? []) } : null;
  return openAccountsOf(context.db, product.encodedKey, refs, withinReach(context.principal, 'a'));
};

/** POST /deposits/interest-availabilities:bulk: the same rates for many accounts, each of which takes them or not by itself. */
export const createBulkInterestAvailabilities = bulkOperation({
  name: 'createBulkInterestAvailabilities',
  list: 'interestAvailability',
  itemSchema: 'FlorinInterestAvailabilityItem',
  items: async ({ accountFilter, interestAvailability }, context) => {
    const accounts = await accountsMeant(accountFilter, context);
    return isRejection(accounts) ? accounts : accounts.map((accountId) => ({ accountId, interestAvailability }));
  },
  command: createInterestAvailability,
  inputOf: ({ accountId, interestAvailability }) => ({
    path: { depositAccountId: accountId },
    body: interestAvailability,
  }),
  externalIdOf: () => undefined,
  idOf: ({ encodedKey }) => encodedKey,
});
