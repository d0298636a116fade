import { type DbPool, transaction } from '../db/pool.ts';

/** The bank can't be opened in the zone that was asked for; the message is for who starts it. */
export class TimeZoneError extends Error {
  constructor(kept: string, asked: string) {
    super(
      `FLORIN_TIME_ZONE is ${asked}, and this bank works in ${kept}. It has accounts or bookings, and all their booking days, value dates and ` +
        `due dates are days in ${kept}; in another zone some of them would become other days. Set FLORIN_TIME_ZONE=${kept}, or leave it out.`,
    );
    this.name = 'TimeZoneError';
  }
}

// Nothing is dated before one of these exists: products, branches and clients mean the same in every zone.
const datedTables = ['deposit_account', 'loan_account', 'credit_arrangement', 'journal_entry'];

/** IANA renames zones: Europe/Kiev and Europe/Kyiv are one. */
const canonical = (name: string): string =>
  new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;

/** The zone that the bank works in; UTC before its first start. */
export const keptTimeZone = async (pool: DbPool): Promise<string> => {
  const { rows } = await pool.query<{ time_zone: string | null }>('SELECT time_zone FROM tenant_state');
  return rows[0]?.time_zone ?? 'UTC';
};

/**
 * The zone in which the bank's days begin and end. The first start decides (UTC unless asked otherwise), the database keeps it, and every
 * later start works in the kept one. Another one is taken only while nothing is dated; after that a start that asks for it throws
 * `TimeZoneError`. See docs/decisions/0017.
 */
export const settleTimeZone = (pool: DbPool, asked: string | null): Promise<string> =>
  transaction(pool, async (db) => {
    const { rows } = await db.query<{ time_zone: string | null }>('SELECT time_zone FROM tenant_state FOR UPDATE');
    const kept = rows[0]?.time_zone ?? null;
    const zone = asked ?? kept ?? 'UTC';
    if (kept !== null && canonical(kept) === canonical(zone)) return kept;
    if (kept !== null) {
      const found = datedTables.map((table) => `EXISTS (SELECT FROM ${table})`).join(' OR ');
      const dated = await db.query<{ found: boolean }>(`SELECT ${found} AS found`);
      if (dated.rows[0]?.found !== false) throw new TimeZoneError(kept, zone);
    }
    await db.query('UPDATE tenant_state SET time_zone = $1', [zone]);
    return zone;
  });
