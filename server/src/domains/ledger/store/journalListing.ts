import type pg from 'pg';
import type { Condition } from '../../../platform/resources/bindings.ts';
import type { FilterCriterion } from '../../../platform/resources/filters.ts';
import type { Listing } from '../../../platform/resources/listing.ts';
import type { AccountingRateRow, JournalEntryRow } from '../answers.ts';
import type { GlAccount } from '../rules/glAccount.ts';
import { glAccountsOfKeys } from './glAccounts.ts';

/** The fields of the contract's search. Joins that a search does not use are left out by the planner: each is by a primary key. */
export const journalListing: Listing<JournalEntryRow> = {
  from: `journal_entry j
    LEFT JOIN gl_account g ON g.encoded_key = j.gl_account_key
    LEFT JOIN branch b ON b.encoded_key = j.assigned_branch_key
    LEFT JOIN app_user u ON u.encoded_key = j.user_key
    LEFT JOIN loan_account l ON l.encoded_key = j.account_key`,
  select: 'j.*',
  fields: {
    encodedKey: { sql: 'j.encoded_key', type: 'KEY' },
    entryId: { sql: 'j.entry_id', type: 'NUMBER' },
    transactionId: { sql: 'j.transaction_id', type: 'STRING' },
    bookingDate: { sql: 'j.booking_date', type: 'DATE_TIME' },
    creationDate: { sql: 'j.creation_date', type: 'DATE_TIME' },
    productType: { sql: 'j.product_type', type: 'ENUM' },
    glAccountKey: { sql: 'j.gl_account_key', type: 'KEY' },
    glAccountId: { sql: 'g.gl_code', type: 'STRING' },
    glAccountName: { sql: 'g.name', type: 'STRING' },
    glAccountType: { sql: 'g.type', type: 'ENUM' },
    debit: { sql: 'CASE WHEN j.is_debit THEN j.amount END', type: 'NUMBER' },
    credit: { sql: 'CASE WHEN NOT j.is_debit THEN j.amount END', type: 'NUMBER' },
    foreignDebit: { sql: 'CASE WHEN j.is_debit THEN j.foreign_amount END', type: 'NUMBER' },
    foreignCredit: { sql: 'CASE WHEN NOT j.is_debit THEN j.foreign_amount END', type: 'NUMBER' },
    foreignCurrencyCode: { sql: 'j.foreign_currency_code', type: 'STRING' },
    foreignCurrency: { sql: 'j.foreign_currency_code', type: 'STRING' },
    loanAccountId: { sql: 'l.id', type: 'STRING' },
    assignedBranchKey: { sql: 'j.assigned_branch_key', type: 'KEY' },
    branchName: { sql: 'b.name', type: 'STRING' },
    userKey: { sql: 'j.user_key', type: 'KEY' },
    userName: { sql: 'u.username', type: 'STRING' },
    user: { sql: "concat_ws(' ', u.first_name, u.last_name)", type: 'STRING' },
  },
  contractFields: ['source'],
  sortable: [
    'encodedKey',
    'entryId',
    'bookingDate',
    'creationDate',
    'transactionId',
    'glAccountName',
    'glAccountId',
    'glAccountType',
    'debit',
    'credit',
    'foreignDebit',
    'foreignCredit',
    'loanAccountId',
    'userName',
    'user',
    'branchName',
    'foreignCurrency',
  ],
  defaultOrder: 'j.entry_id',
  tieBreaker: 'j.entry_id',
  cursor: { fields: [{ sql: 'j.entry_id', cast: 'bigint', text: 'j.entry_id::text' }], exclusive: false },
};

const whole = /^\d{1,18}$/;
const entryIdOperators: Readonly<Record<string, string>> = { EQUALS: '=', MORE_THAN: '>', LESS_THAN: '<' };

/**
 * Criteria said once more in the form the indexes know: transaction ids are indexed in lower case, entry ids as integers. They narrow
 * nothing that the criteria themselves do not; what is wrong with a criterion is for the listing to say.
 */
export const indexConditions = (criteria: readonly FilterCriterion[]): readonly Condition[] =>
  criteria.flatMap(({ field, operator, value, secondValue, values }): Condition[] => {
    const texts = (operator === 'IN' ? (values ?? []) : [value]).map((text) => String(text));
    if (field === 'transactionId' && (operator === 'IN' || operator === 'EQUALS_CASE_SENSITIVE')) {
      if (texts.some((text) => text.includes('\u0000'))) return [];
      return [({ bind }) => `lower(j.transaction_id) = ANY(${bind(texts.map((text) => text.toLowerCase()))}::text[])`];
    }
    const [first = ''] = texts;
    if (field !== 'entryId' || !whole.test(first)) return [];
    const sign = entryIdOperators[operator];
    if (sign !== undefined) return [({ bind }) => `j.entry_id ${sign} ${bind(first)}::bigint`];
    const last = String(secondValue);
    if (operator !== 'BETWEEN' || !whole.test(last)) return [];
    return [({ bind }) => `j.entry_id BETWEEN ${bind(first)}::bigint AND ${bind(last)}::bigint`];
  });

/** The accounting rates that turned the foreign amounts of a page of entries into the ledger's currency. */
export const ratesOfEntries = async (
  db: Pick<pg.Pool, 'query'>,
  rows: readonly JournalEntryRow[],
): Promise<ReadonlyMap<string, AccountingRateRow>> => {
  const keys = [...new Set(rows.flatMap((row) => row.accounting_rate_key ?? []))];
  if (keys.length === 0) return new Map();
  const { rows: rates } = await db.query<AccountingRateRow>(
    `SELECT t.*, (SELECT min(n.start_date) FROM accounting_rate n
                   WHERE n.currency_key = t.currency_key AND n.start_date > t.start_date) AS end_date
       FROM accounting_rate t WHERE t.encoded_key = ANY($1::uuid[])`,
    [keys],
  );
  return new Map(rates.map((rate) => [rate.encoded_key, rate]));
};

/** The accounts of a page of entries. */
export const accountsOfEntries = async (
  db: Pick<pg.Pool, 'query'>,
  rows: readonly JournalEntryRow[],
): Promise<ReadonlyMap<string, GlAccount>> => glAccountsOfKeys(db, [...new Set(rows.map((row) => row.gl_account_key))]);
