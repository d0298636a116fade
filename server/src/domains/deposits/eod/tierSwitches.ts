import { plusDays } from '../../../kernel/localDate.ts';
import { insertAuditRecords } from '../../../platform/audit/auditRecord.ts';
import { transaction } from '../../../platform/db/pool.ts';
import { send } from '../../../platform/db/statement.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { tierSwitchesOn } from '../rules/interest/tierSwitch.ts';
import { depositProductReference } from '../store/depositProductReference.ts';
import { accountsNearTierEnds, insertTierSwitches } from '../store/tierSwitchStore.ts';

/** The night's step that tells statements of rates which begin with the new day, because a tier by period has ended. Interest accrues by them without it. */
export const tierSwitches: EndOfDayStep = {
  name: 'deposits: rates of the next tier by period',
  run: async ({ tenant, day, principal }) => {
    const { pool, clock, reference } = tenant;
    const date = plusDays(day, 1);
    const products = [...(await reference.current()).get(depositProductReference).byKey.values()]
      .filter(({ interest, overdraftInterest }) =>
        [interest, overdraftInterest].some((kind) => kind?.rateSettings.interestRateTerms === 'TIERED_PERIOD'),
      )
      .map(({ encodedKey }) => encodedKey);
    if (products.length === 0) return 0;
    return transaction(pool, async (db) => {
      const switches = (await accountsNearTierEnds(db, products, date)).flatMap((account) =>
        account.interest === null || account.activationDate === null
          ? []
          : tierSwitchesOn(account.interest, clock.zone.localDateOf(account.activationDate), date).map((tier) => ({
              accountKey: account.encodedKey,
              tier,
            })),
      );
      if (switches.length === 0) return 0;
      const now = clock.now();
      const told = await insertTierSwitches(db, switches, {
        valueDate: clock.zone.startOf(date),
        now,
        userKey: principal.userKey,
      });
      const origin = {
        principal,
        method: 'EOD',
        uri: `end of day ${day}`,
        clientIp: '',
        userAgent: '',
        payload: null,
      } as const;
      const records = told.map((entityKey) => ({
        occurredAt: now,
        operation: 'beginTier',
        origin,
        entityType: 'DEPOSIT_ACCOUNT',
        entityKey,
        before: null,
        after: null,
        status: 204,
        response: null,
      }));
      if (records.length > 0) await send(db, insertAuditRecords(records));
      return told.length;
    });
  },
};
