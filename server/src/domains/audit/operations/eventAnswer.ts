import type { Schemas } from '../../../generated/schemas.ts';
import type { EventRow } from '../store/auditEvents.ts';

const told = (value: string | null): string | undefined => (value === null || value === '' ? undefined : value);

/** A record in the contract's shape. Its moment has milliseconds: a client goes on from the last one it saw. */
export const eventAnswer = (row: EventRow): Schemas['AuditTrailEvent'] => ({
  event_source: row.event_source,
  request_uri: row.uri,
  request_method: row.method,
  request_payload: told(row.request),
  response_code: row.status,
  response_payload: told(row.response),
  user_agent: told(row.user_agent),
  resource: told(row.entity_type),
  resource_fragment: told(row.entity_key),
  username: row.username,
  client_ip: told(row.client_ip),
  occurred_at: new Date(row.occurred_at).toISOString(),
});
