import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isNegative, isZero, negated, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import {
  type AccruedByAccount,
  accruedInScopes,
  addAccrualEntries,
  addAccruals,
  type JournalLine,
} from '../../ledger/index.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import type { Split } from '../rules/depositTransaction.ts';
import {
  accrualKinds,
  type Booked,
  inDecimals,
  isNothingBooked,
  minusBooked,
  nothingBooked,
} from '../rules/interest/booked.ts';
import { controlLines, owedLines } from '../rules/journal.ts';
import { decimalsOf } from './accountBody.ts';
import { glLines } from './postingFacts.ts';

type Branch = EncodedKey | null;
type Branches = { readonly from: Branch; readonly to: Branch };
type Account = Pick<DepositAccount, 'assignedBranchKey' | 'totalBalance' | 'booked' | 'activationDate'>;

/** What of an account stands in the books of a branch: its money or its debt, and what the books hold of its accrued interest. */
export type InTheBooks = { readonly split: Split; readonly accrued: Booked };

/** Refuses to move what the books can't move: money and accrued interest that no branch owes, or would owe. */
export const checkBranchMove = (account: Account, to: Branch, product: DepositProduct): Rejection | undefined => {
  const from = account.assignedBranchKey;
  if (account.activationDate === null || from === to || product.accountingMethod === 'NONE') return undefined;
  const isEmpty = isZero(account.totalBalance) && isNothingBooked(account.booked);
  return !isEmpty && (from === null || to === null)
    ? reject(
        'DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE',
        'assignedBranchKey of an account with a balance or accrued interest in the books goes from one branch to another; it can neither begin nor end with none',
      )
    : undefined;
};

/** Moves what an account has from the books of one branch to those of another. */
export const movedLines = (
  { split, accrued }: InTheBooks,
  { from, to }: Branches,
  account: DepositAccount,
  product: DepositProduct,
  context: OperationContext,
): readonly JournalLine[] | Rejection => {
  const taken: Split = {
    fundsAmount: negated(split.fundsAmount),
    overdraftAmount: negated(split.overdraftAmount),
    feesAmount: zero,
  };
  const inBranch = (parts: Split, owed: Booked, assignedBranchKey: Branch) =>
    glLines(
      [...controlLines(parts), ...owedLines(owed)],
      { ...account, assignedBranchKey },
      product,
      { branchKey: assignedBranchKey },
      context,
    );
  const left = inBranch(taken, minusBooked(nothingBooked, accrued), from);
  if (isRejection(left)) return left;
  const gained = inBranch(split, accrued, to);
  return isRejection(gained) ? gained : [...left, ...gained];
};

const decimalsOfAccount = ({ currencyCode }: DepositAccount, context: OperationContext): number =>
  decimalsOf(currencyCode, context) ?? 2;

/** What an account has in the books: its money or its debt, and its accrued interest in the decimals of its currency. */
export const inTheBooks = (account: DepositAccount, context: OperationContext): InTheBooks => {
  const { totalBalance } = account;
  return {
    split: isNegative(totalBalance)
      ? { fundsAmount: zero, overdraftAmount: totalBalance, feesAmount: zero }
      : { fundsAmount: totalBalance, overdraftAmount: zero, feesAmount: zero },
    accrued: inDecimals(account.booked, decimalsOfAccount(account, context)).whole,
  };
};

/**
 * What less than a cent of accrued interest moves with: the sums of the nights, which are rounded by branch. The next night books what it comes to, so
 * that the accruals of a branch stay the rounded sum of what its accounts accrued.
 */
export const movedRemainders = (
  account: DepositAccount,
  { from, to }: Branches,
  product: DepositProduct,
  context: OperationContext,
): readonly Statement[] => {
  const { left } = inDecimals(account.booked, decimalsOfAccount(account, context));
  const { encodedKey: accountKey, productTypeKey: productKey, currencyCode } = account;
  const rows = accrualKinds
    .filter((kind) => !left[kind].isZero())
    .flatMap((kind): readonly AccruedByAccount[] => {
      const of = { accountKey, productKey, currencyCode, kind };
      return [
        { ...of, branchKey: from, amount: negated(left[kind]) },
        { ...of, branchKey: to, amount: left[kind] },
      ];
    });
  if (rows.length === 0) return [];
  const told = product.interestAccrualCalculation === 'BREAKDOWN_PER_ACCOUNT';
  return [addAccruals(context.today, accruedInScopes(rows)), ...(told ? [addAccrualEntries(context.today, rows)] : [])];
};
