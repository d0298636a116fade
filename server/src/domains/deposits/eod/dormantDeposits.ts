import { plusDays } from '../../../kernel/localDate.ts';
import { insertAuditRecords } from '../../../platform/audit/auditRecord.ts';
import { transaction } from '../../../platform/db/pool.ts';
import { send } from '../../../platform/db/statement.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { awakeSince } from '../rules/interest/dormancy.ts';
import { dormancyPeriods, putToSleep } from '../store/dormancyStore.ts';

/**
 * The night's step for deposits without activity: they are dormant from the day that lies the product's dormancy period after the last posting
 * of a customer or a user, until the next one. All at once, with one audit record each.
 */
export const dormantDeposits: EndOfDayStep = {
  name: 'deposits: accounts without activity fall asleep',
  run: ({ tenant, day, principal }) =>
    transaction(tenant.pool, async (db) => {
      const { clock } = tenant;
      const tomorrow = plusDays(day, 1);
      const quiet = (await dormancyPeriods(db)).map(({ productKey, days }) => ({
        productKey,
        since: clock.zone.startOf(awakeSince(days, tomorrow)),
      }));
      if (quiet.length === 0) return 0;
      const now = clock.now();
      const asleep = await putToSleep(db, quiet, now, tomorrow);
      const origin = {
        principal,
        method: 'EOD',
        uri: `end of day ${day}`,
        clientIp: '',
        userAgent: '',
        payload: null,
      } as const;
      const records = asleep.map((entityKey) => ({
        occurredAt: now,
        operation: 'fallAsleep',
        origin,
        entityType: 'DEPOSIT_ACCOUNT',
        entityKey,
        before: { accountState: 'ACTIVE' },
        after: { accountState: 'DORMANT' },
        status: 204,
        response: null,
      }));
      if (records.length > 0) await send(db, insertAuditRecords(records));
      return asleep.length;
    }),
};
