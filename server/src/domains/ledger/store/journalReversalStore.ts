import { bareArray, momentArray, textArray } from '../../../platform/db/arrayLiteral.ts';
import { rowStore } from '../../../platform/posting/store.ts';
import { journalReversals } from '../journalSlots.ts';
import type { JournalReversal } from '../rules/journal.ts';
import { transactionIdOf, transactionKeyOf } from './journalRowStore.ts';

// The mirrors are made from the rows themselves, so nothing of the original has to be known or computed again.
const reversal = `WITH reversal AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::uuid[])
      AS r (original_key, transaction_id, transaction_key, booking_date, creation_date, user_key)
  ), original AS (
    SELECT j.entry_id, j.is_debit, j.amount, j.gl_account_key, j.account_key, j.product_key, j.product_type, j.assigned_branch_key,
           j.foreign_amount, j.foreign_currency_code, j.accounting_rate_key,
           new_encoded_key() AS mirror_key, r.transaction_id, r.transaction_key, r.booking_date, r.creation_date, r.user_key
    FROM reversal r JOIN journal_entry j ON j.transaction_key = r.original_key
    WHERE j.reversal_entry_key IS NULL
  ), mirror AS (
    INSERT INTO journal_entry (encoded_key, transaction_id, transaction_key, is_debit, amount, gl_account_key, booking_date, creation_date,
                               account_key, product_key, product_type, assigned_branch_key, user_key,
                               foreign_amount, foreign_currency_code, accounting_rate_key)
    SELECT mirror_key, transaction_id, transaction_key, NOT is_debit, amount, gl_account_key, booking_date, creation_date,
           account_key, product_key, product_type, assigned_branch_key, user_key, foreign_amount, foreign_currency_code, accounting_rate_key
    FROM original ORDER BY entry_id
  )
  UPDATE journal_entry j SET reversal_entry_key = o.mirror_key FROM original o WHERE j.entry_id = o.entry_id`;

/** How postings are taken back: register after `journalRowStore`, so that a posting of the same batch can be reversed. */
export const journalReversalStore = rowStore<JournalReversal>({
  slot: journalReversals,
  statements: (reversals) => [
    {
      name: 'insert-journal-reversals',
      text: reversal,
      values: [
        bareArray(reversals, (row) => row.originalTransactionKey),
        textArray(reversals, (row) => transactionIdOf(row.source)),
        bareArray(reversals, (row) => transactionKeyOf(row.source)),
        momentArray(reversals, (row) => row.bookingDate),
        momentArray(reversals, (row) => row.creationDate),
        bareArray(reversals, (row) => row.userKey),
      ],
    },
  ],
});
