import { plusDays } from '../../../kernel/localDate.ts';
import { transaction } from '../../../platform/db/pool.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { awakeSince } from '../rules/interest/dormancy.ts';
import { dormancyPeriods, putToSleep } from '../store/dormancyStore.ts';
import { auditNight } from './auditNight.ts';

/**
 * The night's step for deposits without activity: they are dormant from the day that lies the product's dormancy period after the last posting
 * of a customer or a user, until the next one. All at once, with one audit record each.
 */
export const dormantDeposits: EndOfDayStep = {
  name: 'deposits: accounts without activity fall asleep',
  run: (night) =>
    transaction(night.tenant.pool, async (db) => {
      const { tenant, day } = night;
      const { clock } = tenant;
      const tomorrow = plusDays(day, 1);
      const quiet = (await dormancyPeriods(db)).map(({ productKey, days }) => ({
        productKey,
        since: clock.zone.startOf(awakeSince(days, tomorrow)),
      }));
      if (quiet.length === 0) return 0;
      const asleep = await putToSleep(db, quiet, clock.now(), tomorrow);
      await auditNight(db, night, asleep, {
        operation: 'fallAsleep',
        before: { accountState: 'ACTIVE' },
        after: { accountState: 'DORMANT' },
      });
      return asleep.length;
    }),
};
