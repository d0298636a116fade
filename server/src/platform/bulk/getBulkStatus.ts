import { operations, type ResponseBody } from '../../generated/operations.ts';
import { asEncodedKey } from '../../kernel/encodedKey.ts';
import { reject } from '../../kernel/rejection.ts';
import { authorise } from '../auth/authorise.ts';
import type { Principal } from '../auth/principal.ts';
import { read } from '../http/handler.ts';
import type { OperationDefinition } from '../http/operationDefinition.ts';
import { type Bulk, countResults, findBulk, findResults } from './bulkStore.ts';

const definitions: Readonly<Record<string, OperationDefinition>> = operations;

/**
 * Who is told of a bulk: whoever asked for it, and of others' those who may ask for the same and whose reach has no limits. The results name
 * transactions of accounts, which are not for everybody.
 */
const mayKnow = (principal: Principal, bulk: Bulk): boolean => {
  if (bulk.principal.userKey === principal.userKey) return true;
  const { branches, ownOnly } = principal.reach;
  const definition = definitions[bulk.operation];
  return branches === null && !ownOnly && definition !== undefined && authorise(principal, definition) === undefined;
};

/** GET /bulks/{bulkProcessKey}: how far a bulk is, and a page of what became of its items, in the order of the request. */
export const getBulkStatus = read('getBulkStatus', async ({ path, query }, { db, principal }) => {
  const key = asEncodedKey(path.bulkProcessKey);
  const found = key && (await findBulk(db, key));
  if (!key || !found || !mayKnow(principal, found.bulk)) {
    return reject('INVALID_BULK_PROCESS_KEY', `bulk ${path.bulkProcessKey.slice(0, 80)} does not exist`, 404);
  }
  const page = { offset: query.offset ?? 0, limit: query.limit ?? 50 };
  const results = await findResults(db, key, page);
  const named = ({ position, externalId }: (typeof results)[number]) => ({
    indexInRequest: position,
    ...(externalId === null ? {} : { externalId }),
  });
  const body: ResponseBody<'getBulkStatus'> = {
    status: found.state,
    processedItems: results.flatMap((result) =>
      result.error ? [] : [{ ...named(result), ...(result.id === null ? {} : { id: result.id }) }],
    ),
    errors: results.flatMap((result) => {
      if (!result.error) return [];
      const { code, reason, source } = result.error;
      return [
        {
          ...named(result),
          errorCode: code,
          errorReason: reason,
          ...(source === null ? {} : { errorSource: source }),
        },
      ];
    }),
  };
  if (query.paginationDetails !== 'ON') return { body };
  const headers = {
    'Items-Limit': String(page.limit),
    'Items-Offset': String(page.offset),
    'Items-Total': String(await countResults(db, key)),
  };
  return { body, headers };
});
