import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { checkPeriod, eventFilter } from '../rules/eventQuery.ts';
import { findEvents } from '../store/auditEvents.ts';
import { eventAnswer } from './eventAnswer.ts';

/** GET /v2/events: the events of at most 30 days, the oldest first. */
export default read('getAuditTrailEvents', async ({ query }, { db }) => {
  const filter = eventFilter(query);
  if (isRejection(filter)) return filter;
  const refusal = checkPeriod(filter);
  if (refusal) return refusal;
  const rows = await findEvents(db, { ...filter, order: 'asc', skip: 0, limit: query.limit });
  return { body: { events: rows.map(eventAnswer) } };
});
