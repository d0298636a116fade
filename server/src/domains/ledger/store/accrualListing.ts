import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Money } from '../../../kernel/money.ts';
import type { Listing } from '../../../platform/resources/listing.ts';

/** A line of the breakdown of booked accruals. Without an account it is what roundings left over. */
export type AccrualLine = {
  readonly entry_id: number;
  readonly parent_entry_id: number | null;
  readonly account_key: EncodedKey | null;
  readonly account_id: string | null;
  readonly is_debit: boolean;
  /** In the ledger's currency, unrounded. */
  readonly amount: Money;
  readonly foreign_amount: Money | null;
  readonly foreign_currency_code: string | null;
  readonly product_key: EncodedKey;
  readonly product_id: string;
  readonly product_type: 'LOAN' | 'SAVINGS';
  readonly assigned_branch_key: EncodedKey | null;
  readonly branch_name: string | null;
  readonly gl_account_key: EncodedKey;
  readonly gl_code: string;
  readonly gl_name: string;
  readonly gl_type: string;
  readonly transaction_id: string;
  readonly booking_date: Instant;
  readonly creation_date: Instant;
};

const side = (result: string, owed: string): string => `CASE WHEN e.on_result THEN d.${result} ELSE d.${owed} END`;

/** The breakdown as its search sees it, of accruals that are booked. */
export const accrualListing: Listing<AccrualLine> = {
  from: `(SELECT e.entry_id, e.account_key, e.is_debit, e.amount * coalesce(d.accounting_rate, 1) AS amount, d.accounting_rate,
                 CASE WHEN d.accounting_rate IS NOT NULL THEN e.amount END AS foreign_amount,
                 CASE WHEN d.accounting_rate IS NOT NULL THEN d.currency_code END AS foreign_currency_code, d.product_key, d.branch_key AS assigned_branch_key,
                 CASE WHEN d.kind LIKE 'LOAN_INTEREST%' THEN 'LOAN' ELSE 'SAVINGS' END AS product_type, d.transaction_id,
                 d.booking_date, d.creation_date, ${side('result_entry_id', 'owed_entry_id')} AS parent_entry_id,
                 ${side('result_gl_account_key', 'owed_gl_account_key')} AS gl_account_key
            FROM accrual_entry e JOIN accrual d ON d.encoded_key = e.accrual_key AND d.amount IS NOT NULL) j
    LEFT JOIN deposit_account a ON a.encoded_key = j.account_key
    LEFT JOIN loan_account l ON l.encoded_key = j.account_key
    LEFT JOIN deposit_product p ON p.encoded_key = j.product_key
    LEFT JOIN loan_product q ON q.encoded_key = j.product_key
    LEFT JOIN gl_account g ON g.encoded_key = j.gl_account_key
    LEFT JOIN branch b ON b.encoded_key = j.assigned_branch_key`,
  select: `j.*, coalesce(a.id, l.id) AS account_id, coalesce(p.id, q.id) AS product_id, b.name AS branch_name, g.gl_code, g.name AS gl_name, g.type AS gl_type`,
  fields: {
    entryId: { sql: 'j.entry_id', type: 'NUMBER' },
    parentEntryId: { sql: 'j.parent_entry_id', type: 'NUMBER' },
    accountKey: { sql: 'j.account_key', type: 'KEY' },
    accountId: { sql: 'coalesce(a.id, l.id)', type: 'STRING' },
    productKey: { sql: 'j.product_key', type: 'KEY' },
    productType: { sql: 'j.product_type', type: 'ENUM' },
    branchKey: { sql: 'j.assigned_branch_key', type: 'KEY' },
    glAccountKey: { sql: 'j.gl_account_key', type: 'KEY' },
    glAccountId: { sql: 'g.gl_code', type: 'STRING' },
    glAccountType: { sql: 'g.type', type: 'ENUM' },
    debit: { sql: 'CASE WHEN j.is_debit THEN j.amount END', type: 'NUMBER' },
    credit: { sql: 'CASE WHEN NOT j.is_debit THEN j.amount END', type: 'NUMBER' },
    transactionId: { sql: 'j.transaction_id', type: 'STRING' },
    bookingDate: { sql: 'j.booking_date', type: 'DATE_TIME' },
    creationDate: { sql: 'j.creation_date', type: 'DATE_TIME' },
    foreignDebit: { sql: 'CASE WHEN j.is_debit THEN j.foreign_amount END', type: 'NUMBER' },
    foreignCredit: { sql: 'CASE WHEN NOT j.is_debit THEN j.foreign_amount END', type: 'NUMBER' },
    foreignCurrencyCode: { sql: 'j.foreign_currency_code', type: 'STRING' },
  },
  sortable: [
    'entryId',
    'parentEntryId',
    'bookingDate',
    'creationDate',
    'transactionId',
    'glAccountType',
    'debit',
    'credit',
    'accountId',
    'foreignCredit',
    'foreignDebit',
    'foreignCurrencyCode',
  ],
  defaultOrder: 'j.entry_id',
  tieBreaker: 'j.entry_id',
};
