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

/** The last day on which anybody's rate was reviewed by a source; null where nobody's was. Tables of accounts tell it in a column of this name, by source. */
export const lastReviewedDay = async (
  db: Pick<pg.PoolClient, 'query'>,
  sourceKey: EncodedKey,
): Promise<LocalDate | null> => {
  const days: LocalDate[] = [];
  for (const name of await tablesWith(db, 'reviewed_indexes', 'jsonb')) {
    const { rows } = await db.query<{ last: LocalDate | null }>(
      `SELECT max((reviewed_indexes ->> $1)::date) AS last FROM ${name} WHERE reviewed_indexes IS NOT NULL`,
      [sourceKey],
    );
    if (rows[0]?.last) days.push(rows[0].last);
  }
  return days.toSorted().at(-1) ?? null;
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
