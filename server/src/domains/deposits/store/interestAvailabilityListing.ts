import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Condition, createBindings } from '../../../platform/resources/bindings.ts';
import type { Listing } from '../../../platform/resources/listing.ts';
import type { ScheduledRates } from '../rules/interest/scheduledRates.ts';
import { scheduledOf } from './interestColumns.ts';

/** The scheduled rates of accounts, the earliest first. */
export const interestAvailabilityListing: Listing<ScheduledRates> = {
  from: `deposit_account a CROSS JOIN LATERAL jsonb_array_elements(a.interest -> 'scheduled') AS s(entry)`,
  select: 's.entry',
  fields: {},
  defaultOrder: `s.entry ->> 'from', s.entry ->> 'encodedKey'`,
  tieBreaker: `s.entry ->> 'encodedKey'`,
  row: ({ entry }) => scheduledOf(entry),
};

/** Accounts of a product that are not closed, in the order of their keys: all that fulfil the conditions, or of those only the ones with some ids or keys. */
export const openAccountsOf = async (
  db: Pick<pg.Pool, 'query'>,
  productKey: EncodedKey,
  refs: { readonly ids: readonly string[]; readonly keys: readonly EncodedKey[] } | null,
  conditions: readonly Condition[],
): Promise<readonly EncodedKey[]> => {
  const bindings = createBindings();
  const where: readonly Condition[] = [
    ({ bind }) => `a.product_key = ${bind(productKey)}::uuid`,
    () => `a.account_state NOT IN ('CLOSED', 'CLOSED_WRITTEN_OFF', 'CLOSED_REJECTED', 'WITHDRAWN')`,
    ...(refs
      ? [
          ({ bind }: typeof bindings) =>
            `(a.id = ANY(${bind(refs.ids)}::text[]) OR a.encoded_key = ANY(${bind(refs.keys)}::uuid[]))`,
        ]
      : []),
    ...conditions,
  ];
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT a.encoded_key FROM deposit_account a
      WHERE ${where.map((condition) => condition(bindings)).join(' AND ')} ORDER BY a.encoded_key`,
    bindings.values,
  );
  return rows.map(({ encoded_key }) => encoded_key);
};
