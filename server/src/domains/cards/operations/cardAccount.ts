import type pg from 'pg';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { type PostingState, type Touch, touch } from '../../../platform/posting/command.ts';
import {
  accountNotFound,
  type Bearing,
  type DepositAccount,
  depositAccounts,
  depositBearing,
  depositTransactionRows,
  findDepositAccount,
  type ToldBalances,
  toldBalances,
} from '../../deposits/index.ts';
import { findLoanAccount, type LoanAccount, loanAccounts, loanBearing, loanNotFound } from '../../loans/index.ts';
import type { Card } from '../store/cardStore.ts';

// The account that a card draws on, whatever kind it is.

type CardsAccount = Pick<Card, 'accountType' | 'accountKey'>;

/** What commands with a card lock. */
export const touchAccount = ({ accountType, accountKey }: CardsAccount): Touch =>
  accountType === 'LOAN' ? touch(loanAccounts, accountKey) : touch(depositAccounts, accountKey);

/** The numbers that a posting with a card is certain to need: a loan may post others besides its own, and draws them when it knows. */
export const numbersOf = ({ accountType }: CardsAccount): readonly { readonly name: string }[] =>
  accountType === 'LOAN' ? [] : [depositTransactionRows];

/** The account of a card as a command finds it. */
export type AccountOfCard =
  | { readonly type: 'LOAN'; readonly account: LoanAccount }
  | { readonly type: 'DEPOSIT'; readonly account: DepositAccount };

/** The locked account that a card draws on. */
export const accountOf = (
  { accountType, accountKey }: CardsAccount,
  state: PostingState,
): AccountOfCard | Rejection => {
  if (accountType === 'LOAN') {
    const loan = state.get(loanAccounts, accountKey);
    return loan ? { type: 'LOAN', account: loan } : loanNotFound(accountKey);
  }
  const account = state.get(depositAccounts, accountKey);
  return account ? { type: 'DEPOSIT', account } : accountNotFound(accountKey);
};

/** Decides something about holds on the account of a card. */
export const onAccount = <Result>(
  card: CardsAccount,
  state: PostingState,
  context: OperationContext,
  decide: <Account>(bearing: Bearing<Account>) => Result,
): Result | Rejection => {
  const found = accountOf(card, state);
  if (isRejection(found)) return found;
  return found.type === 'LOAN'
    ? decide(loanBearing(found.account, context))
    : decide(depositBearing(found.account, context));
};

/** What a card processor is told of the account now, without a lock. */
export const balancesOfCard = async (
  db: Pick<pg.Pool, 'query'>,
  { accountType, accountKey }: CardsAccount,
  context: OperationContext,
): Promise<ToldBalances | Rejection> => {
  if (accountType === 'LOAN') {
    const loan = await findLoanAccount(db, accountKey, { parts: true });
    return loan ? loanBearing(loan, context).bearer.told(loan) : loanNotFound(accountKey);
  }
  const account = await findDepositAccount(db, accountKey);
  return account ? toldBalances(account, context.now) : accountNotFound(accountKey);
};
