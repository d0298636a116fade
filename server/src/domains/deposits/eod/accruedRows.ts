import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import { type AccruedByAccount, accruedInScopes, addAccrualEntries, addAccruals } from '../../ledger/index.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import type { Accrued } from '../rules/interest/accrued.ts';
import { accrualKinds, type Booked, minusBooked, nothingBooked, wantedInBooks } from '../rules/interest/booked.ts';
import { updateAccrued, updateAccruedAndBooked } from '../store/interestColumns.ts';

/** What a night found of an account: to be written and, where its product says so, to be booked. */
export type AccruedAccount = {
  readonly account: DepositAccount;
  readonly product: DepositProduct;
  readonly accrued: Accrued;
  readonly accruedTo: LocalDate | null;
  /** It bears interest no more: the books let go of what they hold of it. */
  readonly isReleased: boolean;
};

/** What of an account goes into the books, kind by kind: the difference to what they hold, of either sign. */
const differences = (account: DepositAccount, wanted: Booked): readonly AccruedByAccount[] => {
  const { productTypeKey, assignedBranchKey, currencyCode, encodedKey } = account;
  const missing = minusBooked(wanted, account.booked);
  return accrualKinds
    .filter((kind) => !missing[kind].isZero())
    .map((kind) => ({
      accountKey: encodedKey,
      productKey: productTypeKey,
      branchKey: assignedBranchKey,
      currencyCode,
      kind,
      amount: missing[kind],
    }));
};

/**
 * What writes the interest of some accounts, and adds what is to be booked of it to the day's sums: in one transaction, so that an interrupted night
 * neither forgets nor counts twice what it booked. Few statements, whatever the number of accounts.
 */
export const accrualStatements = (day: LocalDate, found: readonly AccruedAccount[]): readonly Statement[] => {
  const plainRows: Parameters<typeof updateAccrued>[0][number][] = [];
  const bookedRows: Parameters<typeof updateAccruedAndBooked>[0][number][] = [];
  const toBook: AccruedByAccount[] = [];
  const toTell: AccruedByAccount[] = [];
  for (const { account, product, accrued, accruedTo, isReleased } of found) {
    const wanted = isReleased ? nothingBooked : wantedInBooks(product, day, accrued, account.booked);
    const row = { encodedKey: account.encodedKey, accrued, accruedTo };
    if (wanted === null) {
      plainRows.push(row);
      continue;
    }
    bookedRows.push({ ...row, booked: wanted });
    const missing = differences(account, wanted);
    toBook.push(...missing);
    if (product.interestAccrualCalculation === 'BREAKDOWN_PER_ACCOUNT') toTell.push(...missing);
  }
  return [
    ...(plainRows.length > 0 ? [updateAccrued(plainRows)] : []),
    ...(bookedRows.length > 0 ? [updateAccruedAndBooked(bookedRows)] : []),
    ...(toBook.length > 0 ? [addAccruals(day, accruedInScopes(toBook))] : []),
    ...(toTell.length > 0 ? [addAccrualEntries(day, toTell)] : []),
  ];
};
