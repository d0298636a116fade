import type pg from 'pg';
import type { Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { type PostingState, type Touch, touch } from '../../../platform/posting/command.ts';
import {
  accountNotFound,
  type Bearing,
  depositAccounts,
  depositBearing,
  findDepositAccount,
  type ToldBalances,
  toldBalances,
} from '../../deposits/index.ts';
import { findLoanAccount, loanAccounts, loanBearing, loanNotFound } from '../../loans/index.ts';
import type { Card } from '../store/cardStore.ts';

// The account that a card draws on, whatever kind it is.

type CardsAccount = Pick<Card, 'accountType' | 'accountKey'>;

/** What commands with a card lock. */
export const touchAccount = ({ accountType, accountKey }: CardsAccount): Touch =>
  accountType === 'LOAN' ? touch(loanAccounts, accountKey) : touch(depositAccounts, accountKey);

/** Decides something about holds on the account of a card. */
export const onAccount = <Result>(
  { accountType, accountKey }: CardsAccount,
  state: PostingState,
  context: OperationContext,
  decide: <Account>(bearing: Bearing<Account>) => Result,
): Result | Rejection => {
  if (accountType === 'LOAN') {
    const loan = state.get(loanAccounts, accountKey);
    return loan ? decide(loanBearing(loan, context)) : loanNotFound(accountKey);
  }
  const account = state.get(depositAccounts, accountKey);
  return account ? decide(depositBearing(account, context)) : accountNotFound(accountKey);
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
