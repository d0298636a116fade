import { hash } from 'node:crypto';

/** What a record's hash covers, in this order; moments as ISO texts, keys as 32 hex characters. */
export type HashedFields = {
  readonly occurredAt: string;
  readonly operation: string;
  readonly method: string;
  readonly uri: string;
  readonly userKey: string | null;
  readonly username: string;
  readonly clientIp: string | null;
  readonly userAgent: string | null;
  readonly entityType: string | null;
  readonly entityKey: string | null;
  readonly payload: string | null;
  readonly changes: string | null;
  readonly status: number;
  /** These two came later: they are part of the hash where one of them is told, so that older records keep theirs. */
  readonly consumerKey: string | null;
  readonly response: string | null;
};

/** The record's own hash over everything it says: SHA-256 of the JSON array of its fields. */
export const auditHash = (fields: HashedFields): Buffer => {
  const { consumerKey, response } = fields;
  const told: (string | number | null)[] = [
    fields.occurredAt,
    fields.operation,
    fields.method,
    fields.uri,
    fields.userKey,
    fields.username,
    fields.clientIp,
    fields.userAgent,
    fields.entityType,
    fields.entityKey,
    fields.payload,
    fields.changes,
    fields.status,
  ];
  if (consumerKey !== null || response !== null) told.push(consumerKey, response);
  return hash('sha256', JSON.stringify(told), 'buffer');
};

const json = (expression: string): string => `coalesce(to_json(${expression})::text, 'null')`;
const keyJson = (column: string): string => json(`replace(r.${column}::text, '-', '')`);
const textJson = (column: string): string => json(`r.${column}`);

const firstFields = [
  json(`to_char(r.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`),
  ...['operation', 'method', 'uri'].map(textJson),
  keyJson('user_key'),
  ...['username', 'client_ip', 'user_agent', 'entity_type'].map(textJson),
  keyJson('entity_key'),
  ...['request', 'changes', 'status'].map(textJson),
].join(` || ',' || `);

/** The same hash as PostgreSQL computes it from a row `r` of audit_record: a million records are checked without leaving the database. */
export const auditHashSql = `sha256(convert_to('[' || ${firstFields} || CASE WHEN r.consumer_key IS NULL AND r.response IS NULL THEN ''
  ELSE ',' || ${keyJson('consumer_key')} || ',' || ${textJson('response')} END || ']', 'UTF8'))`;
