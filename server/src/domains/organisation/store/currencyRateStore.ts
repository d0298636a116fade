import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../../kernel/instant.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';

export type RateTable = 'accounting_rate' | 'exchange_rate';

/** When the last rate of a currency starts; null without one. */
export const lastRateStart = async (
  db: pg.PoolClient,
  table: RateTable,
  currencyKey: EncodedKey,
): Promise<Instant | null> => {
  const { rows } = await db.query<{ last: number | null }>(
    `SELECT max(start_date) AS last FROM ${table} WHERE currency_key = $1::uuid`,
    [currencyKey],
  );
  const last = rows[0]?.last ?? null;
  return last === null ? null : instant(Number(last));
};

/** The end of a rate (alias t) of a table: the start of the next one. */
export const endOfRate = (table: RateTable): string =>
  `SELECT min(n.start_date) FROM ${table} n WHERE n.currency_key = t.currency_key AND n.start_date > t.start_date`;

/** Rates (alias t) that start at a moment or later, or before it. */
export const startingFrom =
  (moment: Instant): Condition =>
  ({ bind }) =>
    `t.start_date >= ${bind(new Date(moment).toISOString())}::timestamptz`;
export const startingBefore =
  (moment: Instant): Condition =>
  ({ bind }) =>
    `t.start_date < ${bind(new Date(moment).toISOString())}::timestamptz`;
