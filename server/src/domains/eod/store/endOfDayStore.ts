import type pg from 'pg';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { RefusedAtNight } from '../../../platform/posting/nightWork.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** The last accounting day that was ended; null in a new bank. */
export const lastEndOfDay = async (db: Queryable): Promise<LocalDate | null> => {
  const { rows } = await db.query<{ last_end_of_day: LocalDate | null }>('SELECT last_end_of_day FROM tenant_state');
  return rows[0]?.last_end_of_day ?? null;
};

/** The steps of a day that are done, and what the steps of the day before it were refused on. */
export const stepsOf = async (
  db: Queryable,
  day: LocalDate,
): Promise<{
  readonly done: ReadonlySet<string>;
  readonly refusedBefore: ReadonlyMap<string, readonly RefusedAtNight[]>;
}> => {
  const { rows } = await db.query<{ day: LocalDate; step: string; refused: readonly RefusedAtNight[] }>(
    `SELECT day, step, refused FROM end_of_day_step WHERE day = $1::date OR (day = $1::date - 1 AND refused <> '[]')`,
    [day],
  );
  const [ofDay, before] = [rows.filter((row) => row.day === day), rows.filter((row) => row.day !== day)];
  return {
    done: new Set(ofDay.map(({ step }) => step)),
    refusedBefore: new Map(before.map(({ step, refused }) => [step, refused])),
  };
};

/** A step that is done: on how many accounts, and on which it was refused. */
export type FinishedStep = {
  readonly day: LocalDate;
  readonly step: string;
  readonly processed: number;
  readonly refused: readonly RefusedAtNight[];
};

export const recordStep = async (
  db: Queryable,
  { day, step, processed, refused }: FinishedStep,
  at: Instant,
): Promise<void> => {
  await db.query(
    `INSERT INTO end_of_day_step (day, step, processed, refused, finished_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (day, step) DO NOTHING`,
    [day, step, processed, JSON.stringify(refused), new Date(at).toISOString()],
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
