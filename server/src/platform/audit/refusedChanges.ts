import type { DbPool } from '../db/pool.ts';
import { send } from '../db/statement.ts';
import { type AuditRecord, insertAuditRecords } from './auditRecord.ts';

/** Where changes that were refused are recorded: they have no transaction of their own to be part of. */
export type RefusedChanges = {
  /** Resolves when the record is committed. */
  record(record: AuditRecord): Promise<void>;
};

/** Those that are refused while the ones before them are written go together: refusals cost the database few commits. */
export const createRefusedChanges = (pool: DbPool): RefusedChanges => {
  let written: Promise<unknown> = Promise.resolve();
  let gathered: { readonly records: AuditRecord[]; readonly committed: Promise<void> } | undefined;
  return {
    record: (record) => {
      if (!gathered) {
        const records: AuditRecord[] = [];
        const committed = written.then(() => {
          gathered = undefined;
          return send(pool, insertAuditRecords(records));
        });
        written = committed.catch(() => undefined);
        gathered = { records, committed };
      }
      gathered.records.push(record);
      return gathered.committed;
    },
  };
};
