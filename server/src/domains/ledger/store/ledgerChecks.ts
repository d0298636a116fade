import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Money } from '../../../kernel/money.ts';
import { type CheckResult, cappedDifferences, mostDifferences, type VerificationCheck } from '../verification.ts';
import { accrualsAreInTheJournal } from './accrualChecks.ts';
import { endOfDay } from './dayBounds.ts';
import { trialBalance } from './trialBalance.ts';

/** Rows of a check carry the number of all differences beside the ones that are told. */
type Found<Row> = Row & { readonly checked: number; readonly total: number };

const unassigned = (branchKey: EncodedKey | null): string => branchKey ?? 'no branch';

// One row of totals beside every difference; without differences, one row of totals alone.
const withTotals = (groups: string, differs: string): string => `WITH checked AS (${groups}),
    difference AS (SELECT * FROM checked WHERE ${differs}),
    told AS (SELECT * FROM difference LIMIT ${mostDifferences})
  SELECT (SELECT count(*) FROM checked) AS checked, (SELECT count(*) FROM difference) AS total, told.*
  FROM (SELECT 1) AS always LEFT JOIN told ON true`;

const run = async <Row extends object>(
  db: pg.PoolClient,
  sql: string,
  values: readonly unknown[] = [],
): Promise<{ readonly checked: number; readonly total: number; readonly rows: readonly Row[] }> => {
  const { rows } = await db.query<Found<Row>>(sql, [...values]);
  const [first] = rows;
  const total = first?.total ?? 0;
  return { checked: first?.checked ?? 0, total, rows: total === 0 ? [] : rows };
};

const postings = withTotals(
  `SELECT transaction_key, CASE WHEN transaction_key IS NULL THEN transaction_id END AS transaction_id, assigned_branch_key,
          min(transaction_id) AS told_id, coalesce(sum(amount) FILTER (WHERE is_debit), 0) AS debits,
          coalesce(sum(amount) FILTER (WHERE NOT is_debit), 0) AS credits,
          coalesce(sum(foreign_amount) FILTER (WHERE is_debit), 0) AS foreign_debits,
          coalesce(sum(foreign_amount) FILTER (WHERE NOT is_debit), 0) AS foreign_credits
   FROM journal_entry GROUP BY 1, 2, 3`,
  'debits <> credits OR foreign_debits <> foreign_credits',
);

type Posting = {
  readonly told_id: string;
  readonly transaction_key: EncodedKey | null;
  readonly assigned_branch_key: EncodedKey | null;
  readonly debits: Money;
  readonly credits: Money;
  readonly foreign_debits: Money;
  readonly foreign_credits: Money;
};

const told = (side: string, amount: Money, foreign: Money): string =>
  `${side} of ${amount.toFixed()}${foreign.isZero() ? '' : ` (${foreign.toFixed()} in foreign currency)`}`;

/** Every posting balances in every branch it touches, and so in total; one in a foreign currency does so in that, too. */
export const postingsBalance: VerificationCheck = {
  name: 'postingsBalance',
  run: async (db): Promise<CheckResult> => {
    const { checked, total, rows } = await run<Posting>(db, postings);
    const found = rows.map((row) => ({
      subject: `transaction ${row.told_id}${row.transaction_key === null ? '' : ` (${row.transaction_key})`} in ${unassigned(row.assigned_branch_key)}`,
      expected: told('credits', row.debits, row.foreign_debits),
      actual: told('credits', row.credits, row.foreign_credits),
    }));
    return {
      checked: { journalPostings: checked },
      differences: cappedDifferences('POSTING_NOT_BALANCED', found, total),
    };
  },
};

/** The trial balance is zero in total and in every branch. */
export const trialBalanceIsZero: VerificationCheck = {
  name: 'trialBalanceIsZero',
  run: async (db, { zone }): Promise<CheckResult> => {
    const { lines, byBranch, total } = await trialBalance(db, zone);
    const found = [
      ['the whole ledger', total] as const,
      ...[...byBranch].map(([key, sums]) => [unassigned(key), sums] as const),
    ]
      .filter(([, { debits, credits }]) => !debits.equals(credits))
      .map(([subject, { debits, credits }]) => ({
        subject,
        expected: `credits of ${debits.toFixed()}`,
        actual: `credits of ${credits.toFixed()}`,
      }));
    return {
      checked: { trialBalanceLines: lines.length },
      differences: cappedDifferences('TRIAL_BALANCE_NOT_ZERO', found, found.length),
    };
  },
};

const accounts = withTotals(
  `SELECT s.gl_account_key, s.lines, s.not_positive, g.gl_code, g.usage
   FROM (SELECT gl_account_key, count(*) AS lines, count(*) FILTER (WHERE NOT (amount > 0 OR (amount = 0 AND foreign_amount > 0)) OR foreign_amount <= 0) AS not_positive FROM journal_entry GROUP BY 1) s
   LEFT JOIN gl_account g ON g.encoded_key = s.gl_account_key`,
  `usage IS DISTINCT FROM 'DETAIL' OR not_positive > 0`,
);

type AccountUse = {
  readonly gl_account_key: EncodedKey;
  readonly gl_code: string | null;
  readonly usage: string | null;
  readonly lines: number;
  readonly not_positive: number;
};

/** Journal lines are on detail accounts that exist, with amounts above zero; what is worth less than half a cent has its foreign amount. */
export const linesAreOnDetailAccounts: VerificationCheck = {
  name: 'linesAreOnDetailAccounts',
  run: async (db): Promise<CheckResult> => {
    const { checked, total, rows } = await run<AccountUse>(db, accounts);
    const found = rows.map((row) => ({
      subject: `GL account ${row.gl_code ?? row.gl_account_key}`,
      expected: 'a DETAIL account with positive amounts',
      actual: `${row.usage ?? 'no'} account with ${row.lines} lines, ${row.not_positive} of them not positive`,
    }));
    return { checked: { glAccountsUsed: checked }, differences: cappedDifferences('WRONG_JOURNAL_LINE', found, total) };
  },
};

const mirrors = withTotals(
  `SELECT j.entry_id, j.transaction_id, m.entry_id AS mirror_id,
          m.is_debit = NOT j.is_debit AND m.amount = j.amount AND m.gl_account_key = j.gl_account_key
          AND m.assigned_branch_key IS NOT DISTINCT FROM j.assigned_branch_key
          AND m.account_key IS NOT DISTINCT FROM j.account_key
          AND (m.foreign_amount, m.foreign_currency_code, m.accounting_rate_key)
            IS NOT DISTINCT FROM (j.foreign_amount, j.foreign_currency_code, j.accounting_rate_key)
          AND m.entry_id > j.entry_id AND count(*) OVER (PARTITION BY j.reversal_entry_key) = 1 AS exact
   FROM journal_entry j LEFT JOIN journal_entry m ON m.encoded_key = j.reversal_entry_key
   WHERE j.reversal_entry_key IS NOT NULL`,
  'exact IS NOT TRUE',
);

type Mirror = { readonly entry_id: number; readonly transaction_id: string; readonly mirror_id: number | null };

/** What was reversed has one later row that is its exact mirror. */
export const reversalsMirror: VerificationCheck = {
  name: 'reversalsMirror',
  run: async (db): Promise<CheckResult> => {
    const { checked, total, rows } = await run<Mirror>(db, mirrors);
    const found = rows.map((row) => ({
      subject: `journal entry ${row.entry_id} of transaction ${row.transaction_id}`,
      expected: 'one later entry that mirrors it',
      actual: row.mirror_id === null ? 'none' : `entry ${row.mirror_id}, which differs`,
    }));
    return {
      checked: { reversedEntries: checked },
      differences: cappedDifferences('REVERSAL_NOT_EXACT', found, total),
    };
  },
};

const closedEntries = withTotals(
  `SELECT j.entry_id, j.transaction_id, c.closing_date,
          c.closing_date IS NOT NULL AS closed
   FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::date[]) AS c (branch_key, ends, created, closing_date)
   JOIN journal_entry j ON j.booking_date < c.ends AND j.creation_date > c.created
     AND (c.branch_key IS NULL OR j.assigned_branch_key = c.branch_key)`,
  'closed',
);

type ClosedEntry = { readonly entry_id: number; readonly transaction_id: string; readonly closing_date: LocalDate };

/** Nothing was booked into a closed period after it was closed. */
export const closedPeriodsAreQuiet: VerificationCheck = {
  name: 'closedPeriodsAreQuiet',
  run: async (db, { zone }): Promise<CheckResult> => {
    const { rows: closures } = await db.query<{
      branch_key: EncodedKey | null;
      closing_date: LocalDate;
      creation_date: number;
    }>('SELECT branch_key, closing_date, creation_date FROM gl_account_closure');
    const { total, rows } = await run<ClosedEntry>(db, closedEntries, [
      closures.map((closure) => closure.branch_key),
      closures.map((closure) => endOfDay(zone, closure.closing_date)),
      closures.map((closure) => new Date(closure.creation_date).toISOString()),
      closures.map((closure) => closure.closing_date),
    ]);
    const found = rows.map((row) => ({
      subject: `journal entry ${row.entry_id} of transaction ${row.transaction_id}`,
      expected: `booked after the closure of ${row.closing_date}`,
      actual: 'booked on or before it, and later than it was closed',
    }));
    return {
      checked: { closures: closures.length },
      differences: cappedDifferences('BOOKED_INTO_CLOSURE', found, total),
    };
  },
};

/** Everything the ledger proves about itself. */
export const ledgerChecks: readonly VerificationCheck[] = [
  postingsBalance,
  trialBalanceIsZero,
  linesAreOnDetailAccounts,
  reversalsMirror,
  closedPeriodsAreQuiet,
  accrualsAreInTheJournal,
];
