import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { insertAuditRecords } from '../../../platform/audit/auditRecord.ts';
import type { DbTransaction } from '../../../platform/db/pool.ts';
import { send } from '../../../platform/db/statement.ts';
import { nightOrigin } from '../../../platform/posting/nightOrigin.ts';
import type { EndOfDayContext } from '../../eod/index.ts';

/** One audit record for each account that a night changed with a statement of its own, without the runner. */
export const auditNight = async (
  db: DbTransaction,
  night: EndOfDayContext,
  accountKeys: readonly EncodedKey[],
  told: { readonly operation: string; readonly before: unknown; readonly after: unknown },
): Promise<void> => {
  if (accountKeys.length === 0) return;
  const occurredAt = night.tenant.clock.now();
  const origin = nightOrigin(night);
  await send(
    db,
    insertAuditRecords(
      accountKeys.map((entityKey) => ({
        ...told,
        ...{ occurredAt, origin, entityType: 'DEPOSIT_ACCOUNT', entityKey, status: 204, response: null },
      })),
    ),
  );
};
