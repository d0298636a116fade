import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
import { momentTexts } from '../db/arrayLiteral.ts';
import { hexBytes, insertion, plain, text } from '../db/rowSource.ts';
import type { Statement } from '../db/statement.ts';
import type { Origin } from '../posting/job.ts';
import { auditHash, type HashedFields } from './auditHash.ts';
import { withoutSecrets } from './secrets.ts';

/** One change, or one that was refused, as the audit trail tells it. */
export type AuditRecord = {
  readonly occurredAt: Instant;
  readonly operation: string;
  readonly origin: Origin;
  readonly entityType: string | null;
  readonly entityKey: EncodedKey | null;
  readonly before: unknown;
  readonly after: unknown;
  /** The status of the answer, and its body where the bank does not keep anyway what it says: postings leave it out. */
  readonly status: number;
  readonly response: string | null;
};

const jsonOrNull = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

const changesOf = ({ before, after }: AuditRecord): string | null =>
  before === undefined && after === undefined
    ? null
    : withoutSecrets(`{"before":${jsonOrNull(before)},"after":${jsonOrNull(after)}}`);

const isConsumer = ({ origin }: AuditRecord): boolean => origin.principal.kind === 'API_CONSUMER';

const fieldsOf = (record: AuditRecord, occurredAt: string): HashedFields => ({
  occurredAt,
  operation: record.operation,
  method: record.origin.method,
  uri: record.origin.uri,
  userKey: isConsumer(record) ? null : record.origin.principal.userKey,
  username: record.origin.principal.username,
  clientIp: record.origin.clientIp,
  userAgent: record.origin.userAgent,
  entityType: record.entityType,
  entityKey: record.entityKey,
  payload: withoutSecrets(record.origin.payload),
  changes: changesOf(record),
  status: record.status,
  consumerKey: isConsumer(record) ? record.origin.principal.userKey : null,
  response: withoutSecrets(record.response),
});

type AuditRow = HashedFields & { readonly hash: string };

const insertRecords = insertion<AuditRow>('audit_record', [
  hexBytes('hash', (row) => row.hash),
  plain('occurred_at', 'timestamptz', (row) => row.occurredAt),
  plain('operation', 'text', (row) => row.operation),
  plain('method', 'text', (row) => row.method),
  text('uri', 'text', (row) => row.uri),
  plain('user_key', 'uuid', (row) => row.userKey),
  text('username', 'text', (row) => row.username),
  text('client_ip', 'text', (row) => row.clientIp),
  text('user_agent', 'text', (row) => row.userAgent),
  plain('entity_type', 'text', (row) => row.entityType),
  plain('entity_key', 'uuid', (row) => row.entityKey),
  text('request', 'text', (row) => row.payload),
  text('changes', 'text', (row) => row.changes),
  plain('status', 'int', (row) => row.status),
  plain('consumer_key', 'uuid', (row) => row.consumerKey),
  text('response', 'text', (row) => row.response),
]);

/** Writes records, in the transaction of the changes they describe. */
export const insertAuditRecords = (records: readonly AuditRecord[]): Statement => {
  const momentText = momentTexts();
  return insertRecords(
    records.map((record) => {
      const fields = fieldsOf(record, momentText(record.occurredAt));
      return { ...fields, hash: auditHash(fields).toString('hex') };
    }),
  );
};
