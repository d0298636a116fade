import { isRejection } from '../../../kernel/rejection.ts';
import { journalWithinReach } from '../../../platform/auth/reach.ts';
import { formatUtc } from '../../../platform/clock/zone.ts';
import { read } from '../../../platform/http/handler.ts';
import { runListing } from '../../../platform/resources/listing.ts';
import { currencyAnswer } from '../answers.ts';
import { accrualListing } from '../store/accrualListing.ts';

/** POST /accounting/interestaccrual:search: what each account contributed to the accruals in the ledger, unrounded. */
export const searchInterestAccruals = read('searchInterestAccruals', async ({ query, body }, context) => {
  const { clock, today, principal, db } = context;
  const page = await runListing(
    db,
    accrualListing,
    { ...query, ...body, where: journalWithinReach(principal, 'j') },
    { zone: clock.zone, today },
  );
  if (isRejection(page)) return page;
  return {
    body: page.rows.map((row) => ({
      entryId: row.entry_id,
      ...(row.parent_entry_id === null ? {} : { parentEntryId: row.parent_entry_id }),
      ...(row.account_key === null ? {} : { accountKey: row.account_key, accountId: row.account_id ?? '' }),
      productKey: row.product_key,
      productId: row.product_id,
      productType: row.product_type,
      ...(row.assigned_branch_key === null
        ? {}
        : { branchKey: row.assigned_branch_key, branchName: row.branch_name ?? '' }),
      glAccountKey: row.gl_account_key,
      glAccountId: row.gl_code,
      glAccountName: row.gl_name,
      glAccountType: row.gl_type,
      entryType: row.is_debit ? 'DEBIT' : 'CREDIT',
      amount: row.amount,
      ...(row.foreign_amount === null || row.foreign_currency_code === null
        ? {}
        : { foreignAmount: { amount: row.foreign_amount, currency: currencyAnswer(row.foreign_currency_code) } }),
      transactionId: row.transaction_id,
      bookingDate: clock.zone.format(row.booking_date),
      creationDate: formatUtc(row.creation_date),
    })),
    headers: page.headers,
  };
});
