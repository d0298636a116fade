import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
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
  createHash('sha256').update(JSON.stringify(fields)).digest();

/** Writes records in the transaction of the changes they describe. */
export const insertAuditRecords = async (db: pg.PoolClient, records: readonly AuditRecord[]): Promise<void> => {
  const columns: (string | number | null | Buffer)[][] = Array.from({ length: 13 }, () => []);
  for (const record of records) {
    const fields = [
      new Date(record.occurredAt).toISOString(),
      record.operation,
      record.origin.method,
      record.origin.uri,
      record.origin.principal.userKey,
      record.origin.principal.username,
      record.origin.clientIp,
      record.origin.userAgent,
      record.entityType,
      record.entityKey,
      record.origin.payload,
      record.before === undefined && record.after === undefined
        ? null
        : `{"before":${jsonOrNull(record.before)},"after":${jsonOrNull(record.after)}}`,
      record.status,
    ];
    fields.forEach((field, index) => {
      columns[index]?.push(field);
    });
  }
  const hashes = records.map((_, row) =>
    auditHash(columns.map((column) => (column[row] ?? null) as string | number | null)),
  );
  await db.query({
    name: 'insert-audit-records',
    text: `INSERT INTO audit_record (occurred_at, operation, method, uri, user_key, username, client_ip, user_agent,
                                     entity_type, entity_key, request, changes, status, hash)
           SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[],
                                $9::text[], $10::uuid[], $11::text[], $12::text[], $13::int[], $14::bytea[])`,
    values: [...columns, hashes],
  });
};
