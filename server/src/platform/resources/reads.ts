import type pg from 'pg';
import { type OperationName, operations, type ResponseBody } from '../../generated/operations.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import { withinReach } from '../auth/reach.ts';
import { type Answer, declaredRead, type ReadContext, type ReadHandler } from '../http/handler.ts';
import type { Condition } from './bindings.ts';
import { findRow } from './entity.ts';
import type { FilterCriterion } from './filters.ts';
import { type Listing, type ListRequest, listContext, runListing } from './listing.ts';
import { ofParent, parentOf, pathRef } from './pathEntity.ts';
import { answerOf, detailsOf, listingOf, type Resource, typed } from './resource.ts';

/** Rows of a list that the contract does not page. */
const unpagedLimit = 10_000;

const list = async <N extends OperationName>(
  name: N,
  resource: Resource,
  listing: Listing<pg.QueryResultRow>,
  request: ListRequest,
  query: unknown,
  context: ReadContext,
): Promise<Answer<ResponseBody<N>> | Rejection> => {
  const page = operations[name].paged ? request : { ...request, limit: unpagedLimit };
  const reach = resource.assigned ? withinReach(context.principal, 't') : [];
  const asked = { ...page, where: [...reach, ...(page.where ?? [])] };
  const result = await runListing(context.db, listing, asked, listContext(context));
  if (isRejection(result)) return result;
  const details = detailsOf(query);
  return typed({ body: result.rows.map((row) => answerOf(resource, row, context, details)), headers: result.headers });
};

/** GET of a collection. `where` turns the operation's own query parameters into conditions. */
export const listOperation = <N extends OperationName>(
  name: N,
  resource: Resource,
  where: (
    query: Readonly<Record<string, unknown>>,
    context: ReadContext,
  ) => Promise<readonly Condition[] | Rejection> | readonly Condition[] | Rejection = () => [],
): ReadHandler<N> =>
  declaredRead(name, async ({ path, query }, context) => {
    const parent = await parentOf(resource, path, context, false);
    if (isRejection(parent)) return parent;
    const own = await where(query as Readonly<Record<string, unknown>>, context);
    if (isRejection(own)) return own;
    const conditions = [...ofParent(resource, parent), ...own];
    const listing = listingOf(resource, detailsOf(query));
    return list(name, resource, listing, { ...(query as ListRequest), where: conditions }, query, context);
  });

/** POST of a search. */
export const searchOperation = <N extends OperationName>(name: N, resource: Resource): ReadHandler<N> =>
  declaredRead(name, async ({ query, body }, context) => {
    const criteria = body as {
      filterCriteria?: FilterCriterion[];
      sortingCriteria?: { field: string; order?: string };
    };
    const listing = { ...listingOf(resource, detailsOf(query)), ...resource.search };
    return list(name, resource, listing, { ...(query as ListRequest), ...criteria }, query, context);
  });

/** GET of one. */
export const getOperation = <N extends OperationName>(name: N, resource: Resource): ReadHandler<N> =>
  declaredRead(name, async ({ path, query }, context) => {
    const ref = pathRef(path);
    const row = await findRow(
      context.db,
      resource.table,
      ref,
      resource.idColumn === undefined ? {} : { idColumn: resource.idColumn },
    );
    if (!row) return reject(resource.notFound, `${resource.label} ${ref.slice(0, 80)} does not exist`, 404);
    return typed({ body: answerOf(resource, row, context, detailsOf(query)) });
  });
