import { isRejection, reject } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { eventFilter } from '../rules/eventQuery.ts';
import { findEvents } from '../store/auditEvents.ts';
import { eventAnswer } from './eventAnswer.ts';

const usualSize = 100;
const largestSize = 10_000;

/** GET /v1/events: a page of the events, the newest first unless asked otherwise. */
export default read('getAuditTrailEventsV1', async ({ query }, { db }) => {
  const { from = 0, size = usualSize, sort_order: order = 'desc' } = query;
  if (from < 0) return reject('OUT_OF_BOUNDS_PAGINATION_OFFSET_VALUE', 'from must be 0 or more');
  if (size < 0 || size > largestSize)
    return reject('OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE', `size must be between 0 and ${largestSize}`);
  const filter = eventFilter(query);
  if (isRejection(filter)) return filter;
  const rows = await findEvents(db, { ...filter, order, skip: from, limit: size });
  return { body: { events: rows.map(eventAnswer) } };
});
