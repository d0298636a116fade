import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Decimal, rate } from '../../../kernel/money.ts';
import { directory } from '../rules/directory.ts';
import type { IndexRate, IndexRateSource, IndexRateType } from '../rules/indexRates.ts';
import type { Directory } from '../rules/organisation.ts';
import { isInProducts, isNamedIn, tablesWith } from './usage.ts';

type SourceRow = { encoded_key: EncodedKey; id: string; name: string; type: IndexRateType };
type RateRow = { source_key: EncodedKey; start_day: LocalDate; rate: Decimal };

/** All sources with their rates, as rules read them. */
export const loadIndexRates = async (db: Pick<pg.Pool, 'query'>): Promise<Directory<IndexRateSource>> => {
  const { rows: sources } = await db.query<SourceRow>('SELECT encoded_key, id, name, type FROM index_rate_source');
  const { rows: rates } = await db.query<RateRow>(
    'SELECT assigned_index_rate_source_key AS source_key, start_day, rate FROM index_rate ORDER BY start_day',
  );
  const bySource = new Map<EncodedKey, IndexRate[]>(sources.map(({ encoded_key: sourceKey }) => [sourceKey, []]));
  for (const row of rates) bySource.get(row.source_key)?.push({ startDay: row.start_day, rate: rate(row.rate) });
  return directory(
    sources.map(({ encoded_key: encodedKey, id, name, type }) => ({
      encodedKey,
      id,
      name,
      type,
      rates: bySource.get(encodedKey) ?? [],
    })),
    ({ id }) => id,
  );
};

/** The first day of the rate that starts last; null of a source without rates. */
export const lastStartDay = async (db: pg.PoolClient, sourceKey: EncodedKey): Promise<LocalDate | null> => {
  const { rows } = await db.query<{ last: LocalDate | null }>(
    'SELECT max(start_day) AS last FROM index_rate WHERE assigned_index_rate_source_key = $1::uuid',
    [sourceKey],
  );
  return rows[0]?.last ?? null;
};

/** Keeps the last day on which accounts have read each source, of that day and all before. It never goes back. */
export const keepIndexReviews = async (
  db: Pick<pg.Pool, 'query'>,
  days: ReadonlyMap<EncodedKey, LocalDate>,
): Promise<void> => {
  if (days.size === 0) return;
  await db.query(
    `INSERT INTO index_review AS r (source_key, last_day)
     SELECT u.source_key, u.last_day FROM unnest($1::uuid[], $2::date[]) AS u (source_key, last_day) JOIN index_rate_source s ON s.encoded_key = u.source_key
     ON CONFLICT (source_key) DO UPDATE SET last_day = excluded.last_day WHERE r.last_day < excluded.last_day`,
    [[...days.keys()], [...days.values()]],
  );
};

/**
 * The last day of which nobody says any more what a source was on it, since accounts have read it; null where none has. Accounts whose rate follows its values by
 * their days tell the day of their review (keepIndexReviews), and that day is said. Those that keep what they read tell it in a column `reviewed_indexes` of their table, by
 * source: a value of that day itself counts from their next review.
 */
export const lastSaidDay = async (
  db: Pick<pg.PoolClient, 'query'>,
  sourceKey: EncodedKey,
): Promise<LocalDate | null> => {
  // The key as a uuid, and as the text that documents name it by.
  const kept = ['SELECT last_day AS day FROM index_review WHERE source_key = $1::uuid'];
  for (const name of await tablesWith(db, 'reviewed_indexes', 'jsonb')) {
    kept.push(`SELECT max((reviewed_indexes ->> $2)::date) - 1 FROM ${name} WHERE reviewed_indexes IS NOT NULL`);
  }
  const { rows } = await db.query<{ last: LocalDate | null }>(
    `SELECT max(day) AS last FROM (${kept.join(' UNION ALL ')}) AS kept`,
    [sourceKey, sourceKey],
  );
  return rows[0]?.last ?? null;
};

/** What products call the source of their rates in their settings, and accounts in their columns. */
const sourceProperties = ['indexSourceKey', 'taxSourceKey'];
const sourceColumns = ['index_source_key', 'tax_source_key', 'withholding_tax_source_key'];

/** Whether a product or an account follows the rates of a source. */
export const isIndexRateSourceUsed = async (db: pg.PoolClient, sourceKey: EncodedKey): Promise<boolean> => {
  if (await isInProducts(db, sourceProperties, sourceKey)) return true;
  for (const column of sourceColumns) if (await isNamedIn(db, column, 'uuid', sourceKey)) return true;
  return false;
};
