import { isNegative, isPositive, largest, type Money, minus, negated, smallest, zero } from '../../../kernel/money.ts';
import type { DepositAccount } from './depositAccount.ts';
import type { Split } from './depositTransaction.ts';

/** A debit uses the funds first, then the overdraft. Answers negative parts. */
export const splitDebit = (account: Pick<DepositAccount, 'totalBalance'>, amount: Money): Split => {
  const funds = isPositive(account.totalBalance) ? smallest(account.totalBalance, amount) : zero;
  return { fundsAmount: negated(funds), overdraftAmount: negated(minus(amount, funds)), feesAmount: zero };
};

/** A credit pays fees that are due first, then what is overdrawn, and the rest becomes funds. The fees part never reaches the balance. */
export const splitCredit = (account: Pick<DepositAccount, 'totalBalance' | 'feesDue'>, amount: Money): Split => {
  const fees = smallest(account.feesDue, amount);
  const rest = minus(amount, fees);
  const overdrawn = isNegative(account.totalBalance) ? negated(account.totalBalance) : zero;
  const overdraft = smallest(overdrawn, rest);
  return { fundsAmount: minus(rest, overdraft), overdraftAmount: overdraft, feesAmount: fees };
};

/** A fee takes what is available and leaves the rest due. `available` is the account's available balance. */
export const splitFee = (account: Pick<DepositAccount, 'totalBalance'>, amount: Money, available: Money): Split => {
  const payable = smallest(amount, largest(available, zero));
  const paid = splitDebit(account, payable);
  return { ...paid, feesAmount: negated(minus(amount, payable)) };
};
