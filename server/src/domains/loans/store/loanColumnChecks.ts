import type pg from 'pg';

/** A column that does not say what the document beside it says, or what the rows below it add up to. */
export type ColumnDifference = { readonly subject: string; readonly expected: string; readonly actual: string };

const ofAccount = (what: string, expected: string, actual: string): string =>
  `SELECT 'loan account ' || a.id || ': ${what}' AS subject, (${expected})::text AS expected, (${actual})::text AS actual
     FROM loan_account a WHERE (${expected}) IS DISTINCT FROM (${actual})`;

const checks: readonly string[] = [
  ofAccount('loan amount', `(a.terms ->> 'loanAmount')::numeric`, 'a.loan_amount'),
  ofAccount(
    'interest rate',
    `(coalesce(a.terms_in_force, a.terms) #>> '{interest,interestRate}')::numeric`,
    'a.interest_rate',
  ),
  ofAccount('tax rate', `(coalesce(a.terms_in_force, a.terms) #>> '{tax,rate}')::numeric`, 'a.tax_rate'),
  ofAccount('source of taxes', `(a.terms #>> '{tax,taxSourceKey}')::uuid`, 'a.tax_source_key'),
  ofAccount(
    'tolerance',
    `(coalesce(a.terms_in_force, a.terms) #>> '{arrears,tolerancePeriod}')::int`,
    'a.arrears_tolerance_period',
  ),
  ofAccount(
    'number of instalments',
    '(SELECT count(*)::int FROM loan_instalment i WHERE i.account_key = a.encoded_key)',
    'a.instalment_count',
  ),
];

/** Columns of loans that disagree with the documents that rules read: what searches find would not be what accounts tell. */
export const loanColumnDifferences = async (db: pg.PoolClient): Promise<readonly ColumnDifference[]> => {
  const { rows } = await db.query<ColumnDifference>(checks.join(' UNION ALL '));
  return rows;
};
