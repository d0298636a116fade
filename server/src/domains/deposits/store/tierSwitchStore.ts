import type pg from 'pg';
import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { TierSwitch } from '../rules/interest/tierSwitch.ts';
import { accountOfRow } from './depositAccountStore.ts';

type Queryable = Pick<pg.Pool, 'query'>;

const days = `jsonb_path_query(a.interest, '$.*[*].value.tiers[*].endingDay') AS day(day)`;

/** Open accounts of products that may come into their next tier by period on a day: the days are told in UTC, so the neighbours are among them. */
export const accountsNearTierEnds = async (
  db: Queryable,
  productKeys: readonly EncodedKey[],
  date: LocalDate,
): Promise<readonly DepositAccount[]> => {
  const { rows } = await db.query(
    `SELECT a.* FROM deposit_account a
      WHERE a.product_key = ANY($1::uuid[]) AND a.activation_date IS NOT NULL
        AND a.account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS', 'LOCKED', 'DORMANT')
        AND EXISTS (SELECT FROM ${days}
                     WHERE $2::date - (a.activation_date AT TIME ZONE 'UTC')::date - (day #>> '{}')::int BETWEEN -1 AND 1)
      ORDER BY a.encoded_key`,
    [productKeys, date],
  );
  return rows.map(accountOfRow);
};

const termsOf = ({ type, told }: TierSwitch): string | null => {
  if (told.interestRate === undefined) return null;
  const settings = type === 'INTEREST_RATE_CHANGED' ? 'interestSettings' : 'overdraftInterestSettings';
  return JSON.stringify({ terms: { [settings]: told } });
};

/** Appends the traces of tiers that begin at a moment, each once however often it is asked for, and answers of which accounts. */
export const insertTierSwitches = async (
  db: Queryable,
  switches: readonly { readonly accountKey: EncodedKey; readonly tier: TierSwitch }[],
  { valueDate, now, userKey }: { readonly valueDate: Instant; readonly now: Instant; readonly userKey: EncodedKey },
): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ account_key: EncodedKey }>(
    `WITH held AS (SELECT encoded_key, total_balance, currency_code, assigned_branch_key FROM deposit_account
                    WHERE encoded_key = ANY($2::uuid[]) ORDER BY encoded_key FOR UPDATE)
     INSERT INTO deposit_transaction (encoded_key, account_key, type, amount, funds_amount, overdraft_amount, fees_amount, total_balance,
        value_date, booking_date, creation_date, currency_code, user_key, branch_key, details)
     SELECT n.key, a.encoded_key, n.type, 0, 0, 0, 0, a.total_balance, $5, $5, $6, a.currency_code, $7, a.assigned_branch_key, n.details
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[]) AS n(key, account_key, type, details)
       JOIN held a ON a.encoded_key = n.account_key
      WHERE NOT EXISTS (SELECT FROM deposit_transaction t
                         WHERE t.account_key = a.encoded_key AND t.type = n.type AND t.value_date = $5)
     RETURNING account_key`,
    [
      switches.map(() => newEncodedKey()),
      switches.map(({ accountKey }) => accountKey),
      switches.map(({ tier }) => tier.type),
      switches.map(({ tier }) => termsOf(tier)),
      new Date(valueDate).toISOString(),
      new Date(now).toISOString(),
      userKey,
    ],
  );
  return rows.map(({ account_key }) => account_key);
};
