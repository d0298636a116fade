import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Money, plus, zero } from '../../../kernel/money.ts';
import type { Zone } from '../../../platform/clock/zone.ts';
import type { GlAccountType } from '../rules/glAccount.ts';
import { endOfDay } from './dayBounds.ts';

/** What was ever booked on an account in the books of one branch. */
export type TrialBalanceLine = {
  readonly glAccountKey: EncodedKey;
  readonly glCode: string;
  readonly name: string;
  readonly type: GlAccountType;
  /** Null: unassigned. */
  readonly branchKey: EncodedKey | null;
  readonly debits: Money;
  readonly credits: Money;
};

export type Totals = { readonly debits: Money; readonly credits: Money };

/** The trial balance: it is sound when debits equal credits in total and in every branch. */
export type TrialBalance = {
  readonly lines: readonly TrialBalanceLine[];
  readonly byBranch: ReadonlyMap<EncodedKey | null, Totals>;
  readonly total: Totals;
};

type Row = {
  readonly gl_account_key: EncodedKey;
  readonly gl_code: string | null;
  readonly name: string | null;
  readonly type: GlAccountType;
  readonly branch_key: EncodedKey | null;
  readonly debits: Money;
  readonly credits: Money;
};

// Summed before it is joined: the journal has millions of rows, the sums have a few per account.
const sums = `SELECT s.*, g.gl_code, g.name, g.type
  FROM (SELECT gl_account_key, assigned_branch_key AS branch_key, coalesce(sum(amount) FILTER (WHERE is_debit), 0) AS debits,
               coalesce(sum(amount) FILTER (WHERE NOT is_debit), 0) AS credits
        FROM journal_entry WHERE booking_date < $1::timestamptz GROUP BY 1, 2) s
  LEFT JOIN gl_account g ON g.encoded_key = s.gl_account_key
  ORDER BY g.gl_code, s.branch_key`;

/** Debits and credits per account and branch with their totals, of everything booked up to a day (inclusive; null: ever). */
export const trialBalance = async (
  db: Pick<pg.Pool, 'query'>,
  zone: Zone,
  to: LocalDate | null = null,
): Promise<TrialBalance> => {
  const { rows } = await db.query<Row>(sums, [endOfDay(zone, to)]);
  const byBranch = new Map<EncodedKey | null, Totals>();
  let total: Totals = { debits: zero, credits: zero };
  for (const row of rows) {
    byBranch.set(row.branch_key, added(byBranch.get(row.branch_key) ?? { debits: zero, credits: zero }, row));
    total = added(total, row);
  }
  const lines = rows.map(({ gl_account_key: glAccountKey, gl_code: glCode, branch_key: branchKey, ...rest }) => ({
    glAccountKey,
    glCode: glCode ?? glAccountKey,
    name: rest.name ?? '',
    type: rest.type,
    branchKey,
    debits: rest.debits,
    credits: rest.credits,
  }));
  return { lines, byBranch, total };
};

const added = (totals: Totals, more: Totals): Totals => ({
  debits: plus(totals.debits, more.debits),
  credits: plus(totals.credits, more.credits),
});
