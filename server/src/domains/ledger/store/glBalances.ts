import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Money, zero } from '../../../kernel/money.ts';
import type { Zone } from '../../../platform/clock/zone.ts';
import { type BalancePeriod, naturalBalance } from '../rules/balance.ts';
import type { GlAccount } from '../rules/glAccount.ts';
import { endOfDay, startOfDay } from './dayBounds.ts';

type Totals = { readonly gl_account_key: EncodedKey; readonly debits: Money; readonly credits: Money };

const totals = `SELECT gl_account_key, coalesce(sum(amount) FILTER (WHERE is_debit), 0) AS debits,
    coalesce(sum(amount) FILTER (WHERE NOT is_debit), 0) AS credits
  FROM journal_entry
  WHERE gl_account_key = ANY($1::uuid[]) AND booking_date >= $2::timestamptz AND booking_date < $3::timestamptz`;

/** The natural balance of each account over the period, of some branches if given, in one grouped query. */
export const glBalances = async (
  db: Pick<pg.Pool, 'query'>,
  accounts: readonly GlAccount[],
  period: BalancePeriod,
  branchKeys: readonly EncodedKey[] | null,
  zone: Zone,
): Promise<ReadonlyMap<EncodedKey, Money>> => {
  const values: unknown[] = [
    accounts.map((account) => account.encodedKey),
    startOfDay(zone, period.from),
    endOfDay(zone, period.to),
  ];
  if (branchKeys !== null) values.push(branchKeys);
  const ofBranches = branchKeys === null ? '' : ' AND assigned_branch_key = ANY($4::uuid[])';
  const { rows } = await db.query<Totals>(`${totals}${ofBranches} GROUP BY gl_account_key`, values);
  const byKey = new Map(rows.map((row) => [row.gl_account_key, row]));
  return new Map(
    accounts.map(({ encodedKey, type }) => {
      const sums = byKey.get(encodedKey);
      return [encodedKey, naturalBalance(type, sums?.debits ?? zero, sums?.credits ?? zero)];
    }),
  );
};
