import { type Money, plus } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkDormant, debitable } from '../decidePosting.ts';
import { availableBalance, type DepositAccount, overdraftInForce } from '../depositAccount.ts';
import { checkState, type PostingFacts } from '../posting.ts';
import type { ToldBalances } from './authorizationHold.ts';
import type { HoldBearer } from './decideHold.ts';

/** What the account tells a card processor now. */
export const toldBalances = (account: DepositAccount, now: PostingFacts['now']): ToldBalances => ({
  accountId: account.id,
  availableBalance: availableBalance(account, now),
  totalBalance: account.totalBalance,
  creditLimit: overdraftInForce(account, now),
  currencyCode: account.currencyCode,
  cardType: 'DEBIT',
});

/** Refuses a purchase that the account may not authorise by its own limit for one withdrawal. */
export const checkWithdrawalLimit = ({ maxWithdrawalAmount }: DepositAccount, amount: Money): Rejection | undefined =>
  maxWithdrawalAmount !== null && amount.greaterThan(maxWithdrawalAmount)
    ? reject(
        'MAXIMUM_WITHDRAWAL_AMOUNT_EXCEEDED',
        `amount is above maxWithdrawalAmount ${maxWithdrawalAmount.toFixed()}`,
      )
    : undefined;

export const notAvailable = (available: Money): Rejection =>
  reject('AVAILABLE_BALANCE_BELOW_ZERO', `amount is above the available balance of ${available.toFixed()}`);

/** Refuses to announce what the account could not take; what other credit holds announce counts, too. */
const checkAnnounced = (
  { totalBalance, forwardAvailableBalance, maxDepositBalance }: DepositAccount,
  amount: Money,
): Rejection | undefined => {
  const after = plus(plus(totalBalance, forwardAvailableBalance), amount);
  return maxDepositBalance !== null && after.greaterThan(maxDepositBalance)
    ? reject(
        'ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS',
        `the balance would be ${after.toFixed()}, above maxDepositBalance ${maxDepositBalance.toFixed()}`,
      )
    : undefined;
};

/** A deposit account as holds see it. */
export const depositBearer = ({
  account,
  decimals,
  now,
  may,
}: Pick<PostingFacts, 'account' | 'decimals' | 'now' | 'may'>): HoldBearer<DepositAccount> => ({
  account,
  encodedKey: account.encodedKey,
  currencyCode: account.currencyCode,
  decimals,
  now,
  available: () => availableBalance(account, now),
  checkOpen: () => checkState(account, debitable) ?? checkDormant({ account, may }),
  checkPurchase: (amount) => checkWithdrawalLimit(account, amount),
  checkAnnounced: (amount) => checkAnnounced(account, amount),
  notAvailable,
  withHeld: (direction, amount) =>
    direction === 'DBIT'
      ? { ...account, holdBalance: plus(account.holdBalance, amount), lastModifiedDate: now }
      : { ...account, forwardAvailableBalance: plus(account.forwardAvailableBalance, amount), lastModifiedDate: now },
  told: (after) => toldBalances(after, now),
});
