import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';

import type { Card } from './cardStore.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** After how many days holds expire whose merchant is of a category. */
export type CategoryExpiry = {
  readonly mcc: number;
  readonly daysToExpiration: number;
  readonly description: string | undefined;
};

export type HoldExpiry = {
  readonly encodedKey: EncodedKey;
  readonly defaultDays: number;
  /** Ascending by category. */
  readonly entries: readonly CategoryExpiry[];
};

/** The days until card holds expire. */
export const loadHoldExpiry = async (db: Queryable): Promise<HoldExpiry> => {
  const { rows } = await db.query('SELECT * FROM authorization_hold_configuration');
  const row = rows[0];
  if (!row) throw new Error('the configuration of authorization holds is missing');
  return { encodedKey: row.encoded_key, defaultDays: row.default_days, entries: row.entries };
};

export const saveHoldExpiry = async (
  db: Queryable,
  { defaultDays, entries }: Omit<HoldExpiry, 'encodedKey'>,
): Promise<void> => {
  await db.query('UPDATE authorization_hold_configuration SET default_days = $1, entries = $2', [
    defaultDays,
    JSON.stringify(entries),
  ]);
};

/** A card hold, and the account that it is on. */
export type HoldOfAccount = Pick<Card, 'accountType' | 'accountKey'> & { readonly holdKey: EncodedKey };

/**
 * Card holds that stand and whose days have passed when a day begins, with their accounts. Looks through those that stood the night before or were made
 * since; `expiring_hold` lists them, for an index of holds that stand would be written at every settlement. What has ended is taken out.
 */
export const holdsToExpire = async (db: Queryable, day: LocalDate, zone: string): Promise<readonly HoldOfAccount[]> => {
  await db.query(
    `DELETE FROM expiring_hold listed
      WHERE NOT EXISTS (SELECT FROM authorization_hold h WHERE h.encoded_key = listed.hold_key AND h.status = 'PENDING')`,
  );
  const { rows } = await db.query<{ account_key: EncodedKey; encoded_key: EncodedKey; of_loan: boolean }>(
    `SELECT h.account_key, h.encoded_key, k.loan_account_key IS NOT NULL AS of_loan
       FROM authorization_hold_configuration c
       CROSS JOIN expiring_hold listed
       JOIN authorization_hold h ON h.encoded_key = listed.hold_key AND h.status = 'PENDING'
        AND h.reference_date <= ($1::date - 1)::timestamp AT TIME ZONE $2
       JOIN card k ON k.encoded_key = h.card_key
       LEFT JOIN LATERAL (SELECT (e ->> 'daysToExpiration')::int AS days FROM jsonb_array_elements(c.entries) AS e
                           WHERE (e ->> 'mcc')::int = (h.card_acceptor ->> 'mcc')::int) m ON true
      WHERE (h.reference_date AT TIME ZONE $2) + make_interval(days => coalesce(h.custom_expiration_period, m.days, c.default_days))
            <= $1::date::timestamp
      ORDER BY h.account_key, h.encoded_key`,
    [day, zone],
  );
  return rows.map((row) => ({
    accountType: row.of_loan ? 'LOAN' : 'DEPOSIT',
    accountKey: row.account_key,
    holdKey: row.encoded_key,
  }));
};
