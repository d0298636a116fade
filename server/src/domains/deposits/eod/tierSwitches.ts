import { plusDays } from '../../../kernel/localDate.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { toldRateOn } from '../operations/toldRateOn.ts';
import { tierStarts, tierSwitchesOn } from '../rules/interest/tierSwitch.ts';
import { depositProductReference } from '../store/depositProductReference.ts';
import { accountsNearTierEnds } from '../store/rateTraceStore.ts';
import { type DatedTrace, tellRates } from './tellRates.ts';

/**
 * The night's step that tells statements of rates which begin with the new day, because a tier by period has ended. Interest accrues by them without it. It
 * comes ahead of the accrual, which tells new accounts from those that had a night: one that was activated in the past may have left tiers behind.
 */
export const tierSwitches: EndOfDayStep = {
  name: 'deposits: rates of the next tier by period',
  run: async (night) => {
    const { pool, clock, reference } = night.tenant;
    const date = plusDays(night.day, 1);
    const current = await reference.current();
    const products = [...current.get(depositProductReference).byKey.values()]
      .filter(({ interest, overdraftInterest }) =>
        [interest, overdraftInterest].some((kind) => kind?.rateSettings.interestRateTerms === 'TIERED_PERIOD'),
      )
      .map(({ encodedKey }) => encodedKey);
    if (products.length === 0) return 0;
    const bank = { reference: current, clock };
    const traces = (await accountsNearTierEnds(pool, products, date)).flatMap((account): DatedTrace[] => {
      const { interest, activationDate, accruedTo, encodedKey: accountKey } = account;
      if (interest === null || activationDate === null) return [];
      const activation = clock.zone.localDateOf(activationDate);
      return tierStarts(interest, activation, date, accruedTo === null).flatMap((day) =>
        tierSwitchesOn(interest, activation, day, (kind) => toldRateOn(account, kind, day, bank)).map((trace) => ({
          accountKey,
          trace,
          date: day,
        })),
      );
    });
    return tellRates(night, traces, 'beginTier');
  },
};
