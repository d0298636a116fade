import type pg from 'pg';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** The last accounting day that was ended; null in a new bank. */
export const lastEndOfDay = async (db: Queryable): Promise<LocalDate | null> => {
  const { rows } = await db.query<{ last_end_of_day: LocalDate | null }>('SELECT last_end_of_day FROM tenant_state');
  return rows[0]?.last_end_of_day ?? null;
};

/** The steps of a day that are done. */
export const finishedSteps = async (db: Queryable, day: LocalDate): Promise<ReadonlySet<string>> => {
  const { rows } = await db.query<{ step: string }>('SELECT step FROM end_of_day_step WHERE day = $1', [day]);
  return new Set(rows.map(({ step }) => step));
};

export const recordStep = async (
  db: Queryable,
  day: LocalDate,
  step: string,
  processed: number,
  at: Instant,
): Promise<void> => {
  await db.query(
    `INSERT INTO end_of_day_step (day, step, processed, finished_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (day, step) DO NOTHING`,
    [day, step, processed, new Date(at).toISOString()],
  );
};

/** Marks a day as ended; never moves backwards. */
export const recordDay = async (db: Queryable, day: LocalDate): Promise<void> => {
  await db.query('UPDATE tenant_state SET last_end_of_day = GREATEST(last_end_of_day, $1::date)', [day]);
};

/** Moves the tenant's clock: milliseconds ahead of the system's. */
export const storeClockOffset = async (db: Queryable, milliseconds: number): Promise<void> => {
  await db.query('UPDATE tenant_state SET clock_offset_ms = $1', [milliseconds]);
};

/** Takes the right to end days until the transaction ends; false when somebody else has it. */
export const tryEndOfDayLock = async (db: Queryable): Promise<boolean> => {
  // The transaction only holds the lock while the work is done on other connections, which may take long.
  await db.query('SET LOCAL idle_in_transaction_session_timeout = 0');
  const { rows } = await db.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtext('florin end of day')) AS taken`,
  );
  return rows[0]?.taken ?? false;
};
