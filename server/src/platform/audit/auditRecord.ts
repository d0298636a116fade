import { hash } from 'node:crypto';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
import { bareArray, bytesArray, momentTexts, textArray } from '../db/arrayLiteral.ts';
import type { Statement } from '../db/statement.ts';
import type { Origin } from '../posting/job.ts';

/** One change, as the audit trail tells it. */
export type AuditRecord = {
  readonly occurredAt: Instant;
  readonly operation: string;
  readonly origin: Origin;
  readonly entityType: string | null;
  readonly entityKey: EncodedKey | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly status: number;
};

const jsonOrNull = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

/** The record's own hash over everything it says; a sealer links the hashes into a chain later. */
export const auditHash = (fields: readonly (string | number | null)[]): Buffer =>
  hash('sha256', JSON.stringify(fields), 'buffer');

const changesOf = ({ before, after }: AuditRecord): string | null =>
  before === undefined && after === undefined ? null : `{"before":${jsonOrNull(before)},"after":${jsonOrNull(after)}}`;

/** Writes records in the transaction of the changes they describe. */
export const insertAuditRecords = (records: readonly AuditRecord[]): Statement => {
  const momentText = momentTexts();
  const rows = records.map((record) => {
    const { origin } = record;
    const fields = {
      occurredAt: momentText(record.occurredAt),
      operation: record.operation,
      method: origin.method,
      uri: origin.uri,
      userKey: origin.principal.userKey,
      username: origin.principal.username,
      clientIp: origin.clientIp,
      userAgent: origin.userAgent,
      entityType: record.entityType,
      entityKey: record.entityKey,
      payload: origin.payload,
      changes: changesOf(record),
      status: record.status,
    };
    return { ...fields, hash: auditHash(Object.values(fields)) };
  });
  return {
    name: 'insert-audit-records',
    text: `INSERT INTO audit_record (occurred_at, operation, method, uri, user_key, username, client_ip, user_agent,
                                     entity_type, entity_key, request, changes, status, hash)
           SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[],
                                $9::text[], $10::uuid[], $11::text[], $12::text[], $13::int[], $14::bytea[])`,
    values: [
      bareArray(rows, (row) => row.occurredAt),
      bareArray(rows, (row) => row.operation),
      bareArray(rows, (row) => row.method),
      textArray(rows, (row) => row.uri),
      bareArray(rows, (row) => row.userKey),
      textArray(rows, (row) => row.username),
      textArray(rows, (row) => row.clientIp),
      textArray(rows, (row) => row.userAgent),
      bareArray(rows, (row) => row.entityType),
      bareArray(rows, (row) => row.entityKey),
      textArray(rows, (row) => row.payload),
      textArray(rows, (row) => row.changes),
      bareArray(rows, (row) => row.status),
      bytesArray(rows, (row) => row.hash),
    ],
  };
};
