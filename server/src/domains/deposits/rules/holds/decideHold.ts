import { newEncodedKey } from '../../../../kernel/encodedKey.ts';
import { isPositive, type Money, minus, negated, plus } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkDormant, debitable } from '../decidePosting.ts';
import { availableBalance, type DepositAccount, overdraftInForce } from '../depositAccount.ts';
import { checkAmount, checkState, type PostingFacts } from '../posting.ts';
import type { AuthorizationHold, Direction, HoldChange, ToldBalances } from './authorizationHold.ts';

/** The account after a change of a hold, and the hold. */
export type Held = { readonly account: DepositAccount; readonly hold: AuthorizationHold };

/** What a decision about holds needs to know around it; part of what surrounds a posting. */
export type HoldFacts = Pick<PostingFacts, 'account' | 'decimals' | 'now' | 'may'>;

/** What a new hold is made of; `amount` is in the account's currency. */
export type HoldRequest = Pick<
  AuthorizationHold,
  | 'cardKey'
  | 'cardToken'
  | 'externalReferenceId'
  | 'amount'
  | 'direction'
  | 'originalAmount'
  | 'originalCurrency'
  | 'exchangeRate'
  | 'advice'
  | 'partial'
  | 'customExpirationPeriod'
  | 'cardAcceptor'
  | 'userTransactionTime'
> & {
  /** Fingerprint of the request. */
  readonly request: string;
};

/** What the account tells a card processor now. */
export const toldBalances = (account: DepositAccount, now: PostingFacts['now']): ToldBalances => ({
  accountId: account.id,
  availableBalance: availableBalance(account, now),
  totalBalance: account.totalBalance,
  creditLimit: overdraftInForce(account, now),
  currencyCode: account.currencyCode,
});

/** The account with more held, or announced, or less when the amount is negative. */
export const withHeld = (
  account: DepositAccount,
  direction: Direction,
  amount: Money,
  now: PostingFacts['now'],
): DepositAccount =>
  direction === 'DBIT'
    ? { ...account, holdBalance: plus(account.holdBalance, amount), lastModifiedDate: now }
    : { ...account, forwardAvailableBalance: plus(account.forwardAvailableBalance, amount), lastModifiedDate: now };

const released = (account: DepositAccount, hold: AuthorizationHold, now: PostingFacts['now']): DepositAccount =>
  withHeld(account, hold.direction, negated(hold.amount), now);

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

const checkOpen = (facts: HoldFacts, amount: Money): Rejection | undefined =>
  checkState(facts.account, debitable) ??
  checkDormant(facts) ??
  checkAmount(amount, facts.decimals, facts.account.currencyCode);

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

/** What of an amount may be held: all of it, or, where a part is good enough, what is available. */
const approved = (facts: HoldFacts, { amount, direction, advice, partial }: HoldRequest): Money | Rejection => {
  if (advice) return amount;
  if (direction === 'CRDT') return checkAnnounced(facts.account, amount) ?? amount;
  const refusal = checkWithdrawalLimit(facts.account, amount);
  if (refusal) return refusal;
  const available = availableBalance(facts.account, facts.now);
  if (!amount.greaterThan(available)) return amount;
  return partial === true && isPositive(available) ? available : notAvailable(available);
};

/**
 * Holds an amount. A debit needs it to be available, unless the request is an advice (the processor answered for us already) or takes
 * what there is (`partial`); a credit only announces money. Refusals in the order of a posting's: state, dormancy, amount, limit, balance.
 */
export const decideHold = (facts: HoldFacts, request: HoldRequest): Held | Rejection => {
  const refusal = checkOpen(facts, request.amount);
  if (refusal) return refusal;
  const amount = approved(facts, request);
  if (isRejection(amount)) return amount;
  const account = withHeld(facts.account, request.direction, amount, facts.now);
  const { request: fingerprint, ...rest } = request;
  return {
    account,
    hold: {
      ...rest,
      encodedKey: newEncodedKey(),
      accountKey: account.encodedKey,
      amount,
      status: 'PENDING',
      currencyCode: account.currencyCode,
      creationDate: facts.now,
      referenceDate: facts.now,
      first: {
        request: fingerprint,
        amount,
        originalAmount: request.originalAmount,
        customExpirationPeriod: request.customExpirationPeriod,
        balances: toldBalances(account, facts.now),
      },
      changes: [],
    },
  };
};

/** Refuses what needs a hold that still stands. */
export const checkPending = ({ externalReferenceId, status }: AuthorizationHold): Rejection | undefined =>
  status === 'PENDING'
    ? undefined
    : reject(
        'INVALID_AUTHORIZATION_HOLD_STATE',
        `authorization hold ${externalReferenceId.slice(0, 80)} is ${status}; this needs PENDING`,
      );

/** An amount to add to a hold or to take from it, in the account's currency; and how it changes the original amount, where there is one. */
export type AmountChange = {
  readonly amount: Money;
  readonly originalAmount: Money | null;
  readonly advice: boolean;
  /** Given where the change names itself. */
  readonly change: HoldChange | null;
};

const remembered = (hold: AuthorizationHold, { change }: AmountChange): readonly HoldChange[] =>
  change === null ? hold.changes : [...hold.changes, change];

/** Holds more. What is added needs to be available, unless it is an advice; the days until the expiry count anew. */
export const decideIncrease = (facts: HoldFacts, hold: AuthorizationHold, asked: AmountChange): Held | Rejection => {
  const refusal = checkPending(hold) ?? checkOpen(facts, asked.amount) ?? checkAmountAfter(facts, hold, asked.amount);
  if (refusal) return refusal;
  const announced =
    hold.direction === 'CRDT' && !asked.advice ? checkAnnounced(facts.account, asked.amount) : undefined;
  if (announced) return announced;
  const available = availableBalance(facts.account, facts.now);
  if (hold.direction === 'DBIT' && !asked.advice && asked.amount.greaterThan(available)) return notAvailable(available);
  return {
    account: withHeld(facts.account, hold.direction, asked.amount, facts.now),
    hold: {
      ...hold,
      amount: plus(hold.amount, asked.amount),
      originalAmount:
        hold.originalAmount === null || asked.originalAmount === null
          ? hold.originalAmount
          : plus(hold.originalAmount, asked.originalAmount),
      referenceDate: facts.now,
      changes: remembered(hold, asked),
    },
  };
};

const checkAmountAfter = (facts: HoldFacts, hold: AuthorizationHold, more: Money): Rejection | undefined =>
  checkAmount(plus(hold.amount, more), facts.decimals, facts.account.currencyCode);

/** Holds less; as much as is held, or more, and the hold is reversed. Money is released in any state of the account. */
export const decideDecrease = (facts: HoldFacts, hold: AuthorizationHold, asked: AmountChange): Held | Rejection => {
  const refusal = checkPending(hold) ?? checkAmount(asked.amount, facts.decimals, facts.account.currencyCode);
  if (refusal) return refusal;
  const changes = remembered(hold, asked);
  if (asked.amount.greaterThanOrEqualTo(hold.amount)) {
    return { account: released(facts.account, hold, facts.now), hold: { ...hold, status: 'REVERSED', changes } };
  }
  const original =
    hold.originalAmount && asked.originalAmount?.lessThan(hold.originalAmount)
      ? minus(hold.originalAmount, asked.originalAmount)
      : hold.originalAmount;
  return {
    account: withHeld(facts.account, hold.direction, negated(asked.amount), facts.now),
    hold: { ...hold, amount: minus(hold.amount, asked.amount), originalAmount: original, changes },
  };
};

/** Ends a hold without a settlement: by request, or by the night that finds its days passed. */
export const decideRelease = (
  { account, now }: Pick<HoldFacts, 'account' | 'now'>,
  hold: AuthorizationHold,
  status: 'REVERSED' | 'EXPIRED',
): Held | Rejection => checkPending(hold) ?? { account: released(account, hold, now), hold: { ...hold, status } };

/**
 * Settles a hold by an amount: what it held for that is free again, before the money moves. A partial settlement that leaves something keeps
 * the hold for the next one; any other ends it, and what it held beyond is free.
 */
export const decideSettled = (
  { account, now }: Pick<HoldFacts, 'account' | 'now'>,
  hold: AuthorizationHold,
  amount: Money,
  partial: boolean,
): Held | Rejection => {
  const refusal = checkPending(hold);
  if (refusal) return refusal;
  return partial && amount.lessThan(hold.amount)
    ? {
        account: withHeld(account, hold.direction, negated(amount), now),
        hold: { ...hold, amount: minus(hold.amount, amount) },
      }
    : { account: released(account, hold, now), hold: { ...hold, status: 'SETTLED' } };
};
