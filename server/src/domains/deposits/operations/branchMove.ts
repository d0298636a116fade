import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isNegative, isZero, negated, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { JournalLine } from '../../ledger/index.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import type { Split } from '../rules/depositTransaction.ts';
import { isNothingBooked } from '../rules/interest/booked.ts';
import { controlLines } from '../rules/journal.ts';
import { glLines } from './postingFacts.ts';

type Branch = EncodedKey | null;
type Account = Pick<DepositAccount, 'assignedBranchKey' | 'totalBalance' | 'booked' | 'activationDate'>;

/** Refuses to move what the books can't move: accrued interest, which is summed by branch, and money that no branch owes or would owe. */
export const checkBranchMove = (account: Account, to: Branch, product: DepositProduct): Rejection | undefined => {
  const from = account.assignedBranchKey;
  if (account.activationDate === null || from === to || product.accountingMethod === 'NONE') return undefined;
  const refused = (why: string): Rejection => reject('DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE', `assignedBranchKey ${why}`);
  if (!isNothingBooked(account.booked)) {
    return refused('of an account with accrued interest in the books is not supported yet; apply it first');
  }
  return !isZero(account.totalBalance) && (from === null || to === null)
    ? refused('of an account with a balance goes from one branch to another; it can neither begin nor end with none')
    : undefined;
};

/** Moves an amount of an account from the books of one branch to those of another. */
export const movedLines = (
  split: Split,
  { from, to }: { readonly from: Branch; readonly to: Branch },
  account: DepositAccount,
  product: DepositProduct,
  context: OperationContext,
): readonly JournalLine[] | Rejection => {
  const taken: Split = {
    fundsAmount: negated(split.fundsAmount),
    overdraftAmount: negated(split.overdraftAmount),
    feesAmount: zero,
  };
  const inBranch = (parts: Split, assignedBranchKey: Branch) =>
    glLines(controlLines(parts), { ...account, assignedBranchKey }, product, { branchKey: assignedBranchKey }, context);
  const [left, gained] = [inBranch(taken, from), inBranch(split, to)];
  if (isRejection(left)) return left;
  return isRejection(gained) ? gained : [...left, ...gained];
};

/** What an account has in the books: its money or its debt. */
export const inTheBooks = ({ totalBalance }: Pick<DepositAccount, 'totalBalance'>): Split =>
  isNegative(totalBalance)
    ? { fundsAmount: zero, overdraftAmount: totalBalance, feesAmount: zero }
    : { fundsAmount: totalBalance, overdraftAmount: zero, feesAmount: zero };
