import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { formatUtc } from '../../../platform/clock/zone.ts';
import type { Weekday } from '../rules/calendar.ts';
import type { Holiday, HolidayChanges } from '../rules/holidays.ts';

type Queryable = Pick<pg.Pool, 'query'>;

type Row = {
  encoded_key: EncodedKey;
  id: number;
  name: string;
  date: LocalDate;
  is_annually_recurring: boolean;
  creation_date: number;
};

/** A holiday in the contract's shape. */
export type ToldHoliday = {
  readonly encodedKey: EncodedKey;
  readonly id: number;
  readonly name: string;
  readonly date: LocalDate;
  readonly isAnnuallyRecurring: boolean;
  readonly creationDate: string;
};

const told = (row: Row): ToldHoliday => ({
  encodedKey: row.encoded_key,
  id: row.id,
  name: row.name,
  date: row.date,
  isAnnuallyRecurring: row.is_annually_recurring,
  creationDate: formatUtc(instant(row.creation_date)),
});

/** The general holidays by date. */
export const generalHolidays = async (db: Queryable): Promise<ToldHoliday[]> =>
  (await db.query<Row>('SELECT * FROM general_holiday ORDER BY date, id')).rows.map(told);

/** The holidays of a branch by date. */
export const branchHolidays = async (db: Queryable, branchKey: EncodedKey): Promise<ToldHoliday[]> =>
  (
    await db.query<Row>('SELECT * FROM branch_holiday WHERE branch_key = $1::uuid ORDER BY date, id', [branchKey])
  ).rows.map(told);

/** The same of the branch `t` in the contract's shape, as an expression; null when there are none. */
export const holidaysOfBranch = `
  SELECT jsonb_agg(jsonb_build_object(
           'encodedKey', replace(h.encoded_key::text, '-', ''), 'id', h.id, 'name', h.name, 'date', h.date,
           'isAnnuallyRecurring', h.is_annually_recurring,
           'creationDate', to_char(h.creation_date AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')) ORDER BY h.date, h.id)
    FROM branch_holiday h WHERE h.branch_key = t.encoded_key`;

/** Removes the holidays of a branch that goes. */
export const removeBranchHolidays = async (db: Queryable, branchKey: EncodedKey): Promise<void> => {
  await db.query('DELETE FROM branch_holiday WHERE branch_key = $1::uuid', [branchKey]);
};

/** Lets only one change of the calendar happen at a time, and answers the key by which audit records name the calendar. */
export const lockCalendar = async (db: Queryable): Promise<EncodedKey> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>('SELECT encoded_key FROM general_setup FOR UPDATE');
  const [row] = rows;
  if (!row) throw new Error('general_setup has no row; the database was not set up by the migrations');
  return row.encoded_key;
};

/** Where holidays are kept: those of the organisation, or of one branch. */
export type HolidayOwner = { readonly branchKey: EncodedKey | null };

const tableOf = ({ branchKey }: HolidayOwner): string => (branchKey === null ? 'general_holiday' : 'branch_holiday');

/** Ids above all that were ever drawn or chosen. Holidays with chosen ids must be there already, and the calendar locked. */
const drawnIds = async (db: Queryable, table: string, count: number): Promise<readonly number[]> => {
  if (count === 0) return [];
  const { rows } = await db.query<{ last: number }>(
    `SELECT setval(s.name, greatest(nextval(s.name), (SELECT coalesce(max(id), 0) + 1 FROM ${table})) + $1 - 1) AS last
       FROM (SELECT pg_get_serial_sequence('${table}', 'id')::regclass AS name) s`,
    [count],
  );
  const last = Number(rows[0]?.last);
  return Array.from({ length: count }, (_, index) => last - count + 1 + index);
};

const insert = async (
  db: Queryable,
  owner: HolidayOwner,
  holidays: readonly Holiday[],
  now: Instant,
): Promise<ToldHoliday[]> => {
  if (holidays.length === 0) return [];
  const branch = owner.branchKey === null ? ['', ''] : [', branch_key', ', $7::uuid'];
  const { rows } = await db.query<Row>(
    `INSERT INTO ${tableOf(owner)} (encoded_key, id, name, date, is_annually_recurring, creation_date${branch[0]})
     SELECT encoded_key, id, name, date, recurring, $6::timestamptz${branch[1]}
       FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::date[], $5::boolean[]) AS h (encoded_key, id, name, date, recurring)
     RETURNING *`,
    [
      holidays.map(({ encodedKey }) => encodedKey),
      holidays.map(({ id }) => id),
      holidays.map(({ name }) => name),
      holidays.map(({ date }) => date),
      holidays.map(({ isAnnuallyRecurring }) => isAnnuallyRecurring),
      new Date(now).toISOString(),
      ...(owner.branchKey === null ? [] : [owner.branchKey]),
    ],
  );
  return rows.map(told);
};

/** Adds holidays and answers them in the given order. Those without an id get one. The calendar must be locked. */
export const addHolidays = async (
  db: Queryable,
  owner: HolidayOwner,
  holidays: readonly Holiday[],
  now: Instant,
): Promise<ToldHoliday[]> => {
  const chosen = await insert(
    db,
    owner,
    holidays.filter(({ id }) => id !== null),
    now,
  );
  const nameless = holidays.filter(({ id }) => id === null);
  const ids = await drawnIds(db, tableOf(owner), nameless.length);
  const drawn = await insert(
    db,
    owner,
    nameless.map((holiday, index) => ({ ...holiday, id: ids[index] ?? null })),
    now,
  );
  const byKey = new Map([...chosen, ...drawn].map((holiday) => [holiday.encodedKey, holiday]));
  return holidays.flatMap(({ encodedKey }) => byKey.get(encodedKey) ?? []);
};

/** Carries out a replacement and answers what was added. The calendar must be locked. */
export const replaceHolidays = async (
  db: Queryable,
  owner: HolidayOwner,
  { added, changed, removed }: HolidayChanges,
  now: Instant,
): Promise<ToldHoliday[]> => {
  const table = tableOf(owner);
  if (removed.length > 0) {
    await db.query(`DELETE FROM ${table} WHERE encoded_key = ANY($1::uuid[])`, [
      removed.map(({ encodedKey }) => encodedKey),
    ]);
  }
  if (changed.length > 0) {
    await db.query(
      `UPDATE ${table} t SET name = h.name, date = h.date, is_annually_recurring = h.recurring
         FROM unnest($1::uuid[], $2::text[], $3::date[], $4::boolean[]) AS h (encoded_key, name, date, recurring)
        WHERE t.encoded_key = h.encoded_key`,
      [
        changed.map(({ after }) => after.encodedKey),
        changed.map(({ after }) => after.name),
        changed.map(({ after }) => after.date),
        changed.map(({ after }) => after.isAnnuallyRecurring),
      ],
    );
  }
  return addHolidays(db, owner, added, now);
};

/** The weekdays without work, in the order of the week. */
export const nonWorkingDays = async (db: Queryable): Promise<Weekday[]> => {
  const { rows } = await db.query<{ day: Weekday }>(
    `SELECT day FROM non_working_day
      ORDER BY array_position('{MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY}'::text[], day)`,
  );
  return rows.map(({ day }) => day);
};

/** Replaces the weekdays without work. The calendar must be locked. */
export const replaceNonWorkingDays = async (db: Queryable, days: readonly Weekday[]): Promise<void> => {
  await db.query('DELETE FROM non_working_day WHERE day <> ALL($1::text[])', [days]);
  await db.query('INSERT INTO non_working_day (day) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [days]);
};
