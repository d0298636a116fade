import type pg from 'pg';

/** A column that does not say what the document beside it says, or what the rows below it add up to. */
export type ColumnDifference = { readonly subject: string; readonly expected: string; readonly actual: string };

const ofAccount = (what: string, expected: string, actual: string): string =>
  `SELECT 'loan account ' || a.id || ': ${what}' AS subject, (${expected})::text AS expected, (${actual})::text AS actual
     FROM loan_account a WHERE (${expected}) IS DISTINCT FROM (${actual})`;

const ofInstalment = (what: string, expected: string, actual: string): string =>
  `SELECT 'loan account ' || a.id || ': ${what} of instalment ' || i.number AS subject, (${expected})::text AS expected, (${actual})::text AS actual
     FROM loan_instalment i JOIN loan_account a ON a.encoded_key = i.account_key WHERE (${expected}) IS DISTINCT FROM (${actual})`;

const amountOf = (path: string): string => `(i.instalment #>> '{${path}}')::numeric`;

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
  ofInstalment('due date', `(i.instalment ->> 'dueDate')::date`, 'i.due_date'),
  ofInstalment('state', `i.instalment ->> 'state'`, 'i.state'),
  ofInstalment('principal', amountOf('principal,expected'), 'i.principal_expected'),
  ofInstalment('paid principal', amountOf('principal,paid'), 'i.principal_paid'),
  ofInstalment('interest', amountOf('interest,expected'), 'i.interest_expected'),
  ofInstalment('paid interest', amountOf('interest,paid'), 'i.interest_paid'),
  ofInstalment('fee', amountOf('fee,expected'), 'i.fee_expected'),
  ofInstalment('paid fee', amountOf('fee,paid'), 'i.fee_paid'),
  ofInstalment('penalty', amountOf('penalty,expected'), 'i.penalty_expected'),
  ofInstalment('paid penalty', amountOf('penalty,paid'), 'i.penalty_paid'),
];

/** Columns of loans and instalments that disagree with the documents that rules read: what searches find would not be what accounts tell. */
export const loanColumnDifferences = async (db: pg.PoolClient): Promise<readonly ColumnDifference[]> => {
  const { rows } = await db.query<ColumnDifference>(checks.join(' UNION ALL '));
  return rows;
};
