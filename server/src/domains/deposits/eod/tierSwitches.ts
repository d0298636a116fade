import { plusDays } from '../../../kernel/localDate.ts';
import { transaction } from '../../../platform/db/pool.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { toldRateOn } from '../operations/toldRateOn.ts';
import { tierSwitchesOn } from '../rules/interest/tierSwitch.ts';
import { depositProductReference } from '../store/depositProductReference.ts';
import { accountsNearTierEnds, insertRateTraces } from '../store/rateTraceStore.ts';
import { auditNight } from './auditNight.ts';

/** The night's step that tells statements of rates which begin with the new day, because a tier by period has ended. Interest accrues by them without it. */
export const tierSwitches: EndOfDayStep = {
  name: 'deposits: rates of the next tier by period',
  run: async (night) => {
    const { tenant, day, principal } = night;
    const { pool, clock, reference } = tenant;
    const date = plusDays(day, 1);
    const current = await reference.current();
    const products = [...current.get(depositProductReference).byKey.values()]
      .filter(({ interest, overdraftInterest }) =>
        [interest, overdraftInterest].some((kind) => kind?.rateSettings.interestRateTerms === 'TIERED_PERIOD'),
      )
      .map(({ encodedKey }) => encodedKey);
    if (products.length === 0) return 0;
    return transaction(pool, async (db) => {
      const bank = { reference: current, clock };
      const switches = (await accountsNearTierEnds(db, products, date)).flatMap((account) => {
        const { interest, activationDate, encodedKey: accountKey } = account;
        if (interest === null || activationDate === null) return [];
        const activation = clock.zone.localDateOf(activationDate);
        return tierSwitchesOn(interest, activation, date, (kind) => toldRateOn(account, kind, date, bank)).map(
          (trace) => ({ accountKey, trace }),
        );
      });
      if (switches.length === 0) return 0;
      const now = clock.now();
      const told = await insertRateTraces(db, switches, {
        valueDate: clock.zone.startOf(date),
        now,
        userKey: principal.userKey,
      });
      await auditNight(db, night, told, {
        operation: 'beginTier',
        before: null,
        after: null,
      });
      return told.length;
    });
  },
};
