import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { transaction } from '../../../platform/db/pool.ts';
import type { EndOfDayContext } from '../../eod/index.ts';
import type { RateTrace } from '../rules/interest/toldRate.ts';
import { insertRateTraces } from '../store/rateTraceStore.ts';
import { auditNight } from './auditNight.ts';

/** A rate of an account that begins by itself on a day. */
export type DatedTrace = { readonly accountKey: EncodedKey; readonly trace: RateTrace; readonly date: LocalDate };

/** Tells statements of rates with the first moments of their days, each once, with an audit record of each. Answers how many there were. */
export const tellRates = async (
  night: EndOfDayContext,
  traces: readonly DatedTrace[],
  operation: string,
): Promise<number> => {
  if (traces.length === 0) return 0;
  const { clock, pool } = night.tenant;
  return transaction(pool, async (db) => {
    let count = 0;
    for (const [date, of] of Map.groupBy(traces, (trace) => trace.date)) {
      const moment = { valueDate: clock.zone.startOf(date), now: clock.now(), userKey: night.principal.userKey };
      const told = await insertRateTraces(db, of, moment);
      await auditNight(db, night, told, { operation, before: null, after: null });
      count += told.length;
    }
    return count;
  });
};
