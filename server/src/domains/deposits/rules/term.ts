import type { Instant } from '../../../kernel/instant.ts';
import { isPositive, type Money, plus } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { DepositAccount } from './depositAccount.ts';
import type { DepositProduct } from './depositProduct.ts';
import { hasMaturity } from './interest/maturity.ts';
import type { PostingFacts } from './posting.ts';

/**
 * Refuses money for an account whose term does not take it: a fixed deposit takes none once its term has started, a savings plan none from its
 * maturity date on, also where the night that makes it MATURED is still to come.
 */
export const checkTermCredit = (
  { id, accountType, maturityDate }: DepositAccount,
  valueDate: Instant,
): Rejection | undefined => {
  if (maturityDate === null) return undefined;
  if (accountType === 'FIXED_DEPOSIT') {
    return reject(
      'DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET',
      `the term of account ${id} has started: it takes no deposits`,
    );
  }
  return accountType === 'SAVINGS_PLAN' && maturityDate <= valueDate
    ? reject('DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET', `the term of account ${id} has ended: it takes no deposits`)
    : undefined;
};

/** Refuses money leaving a term deposit before its maturity date, which counts for the value date, to those who may not allow that. */
export const checkEarlyWithdrawal = (
  { account, may }: Pick<PostingFacts, 'account' | 'may'>,
  valueDate: Instant,
): Rejection | undefined => {
  const { accountType, maturityDate } = account;
  const early = hasMaturity(accountType) && (maturityDate === null || valueDate < maturityDate);
  return early && !may('MAKE_EARLY_WITHDRAWALS')
    ? reject(
        'INVALID_PERMISSIONS',
        `account ${account.id} has not reached its maturity; taking money out needs the permission MAKE_EARLY_WITHDRAWALS`,
      )
    : undefined;
};

type Opening = DepositProduct['openingBalance'];

const belowMinimum = (what: string, { min }: Opening, amount: Money): Rejection | undefined =>
  min !== null && amount.lessThan(min)
    ? reject('MINIMUM_OPENING_BALANCE_ACHIEVED', `${what} must be at least ${min.toFixed()}`)
    : undefined;

const aboveMaximum = (what: string, { max }: Opening, amount: Money): Rejection | undefined =>
  max !== null && amount.greaterThan(max)
    ? reject('ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS', `${what} must be at most ${max.toFixed()}`)
    : undefined;

/**
 * Refuses a credit outside the opening balance of the product: the first one of an account. A fixed deposit opens with its term and may be
 * filled in parts until then, so each credit is held to the maximum, and the minimum to the start of the term.
 */
export const checkOpeningCredit = (account: DepositAccount, opening: Opening, amount: Money): Rejection | undefined => {
  if (account.accountType === 'FIXED_DEPOSIT') {
    return aboveMaximum('the balance of a fixed deposit', opening, plus(account.totalBalance, amount));
  }
  if (account.activationDate !== null || account.accountState !== 'APPROVED') return undefined;
  const what = 'the first deposit';
  return belowMinimum(what, opening, amount) ?? aboveMaximum(what, opening, amount);
};

/** Refuses to start a term with less than the product opens accounts with; of a fixed deposit, which takes no more later, also without money. */
export const checkOpeningOfTerm = (
  { accountType, totalBalance }: DepositAccount,
  opening: Opening,
): Rejection | undefined => {
  const what = 'the balance with which a term starts';
  const tooLittle = belowMinimum(what, opening, totalBalance);
  if (tooLittle || accountType !== 'FIXED_DEPOSIT') return tooLittle;
  return isPositive(totalBalance)
    ? aboveMaximum(what, opening, totalBalance)
    : reject(
        'MINIMUM_OPENING_BALANCE_ACHIEVED',
        `${what} must be more than 0: a fixed deposit takes no deposits later`,
      );
};
