import getAuditTrailEvents from './operations/getAuditTrailEvents.ts';
import getAuditTrailEventsV1 from './operations/getAuditTrailEventsV1.ts';

/** The operations of the audit trail. */
export const auditHandlers = { getAuditTrailEvents, getAuditTrailEventsV1 };
