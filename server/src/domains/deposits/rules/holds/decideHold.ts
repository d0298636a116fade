import { type EncodedKey, newEncodedKey } from '../../../../kernel/encodedKey.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import { isPositive, type Money, minus, negated, plus } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkAmount } from '../posting.ts';
import type { AuthorizationHold, Direction, HoldChange, ToldBalances } from './authorizationHold.ts';

/** The account after a change of a hold, and the hold. */
export type Held<Account> = { readonly account: Account; readonly hold: AuthorizationHold };

/** An account as holds see it: what it has, what it refuses, and what holding does to it. Every kind of account that bears holds makes one of itself. */
export type HoldBearer<Account> = {
  readonly account: Account;
  readonly encodedKey: EncodedKey;
  readonly currencyCode: string;
  /** Decimals of that currency. */
  readonly decimals: number;
  readonly now: Instant;
  /** What is free to be held. */
  readonly available: () => Money;
  /** Refuses states in which nothing is held, and a direction in which nothing can be. */
  readonly checkOpen: (direction: Direction) => Rejection | undefined;
  /** Refuses a purchase that a limit of the account itself does not allow. */
  readonly checkPurchase: (amount: Money) => Rejection | undefined;
  /** Refuses to announce what the account could not take. */
  readonly checkAnnounced: (amount: Money) => Rejection | undefined;
  /** Refuses what is beyond the available balance. */
  readonly notAvailable: (available: Money) => Rejection;
  /** The account with more held, or announced, or less when the amount is negative. */
  readonly withHeld: (direction: Direction, amount: Money) => Account;
  /** What a card processor is told of the account as it is then. */
  readonly told: (account: Account) => ToldBalances;
};

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

type Released<Account> = Pick<HoldBearer<Account>, 'withHeld'>;

const released = <Account>(bearer: Released<Account>, hold: AuthorizationHold): Account =>
  bearer.withHeld(hold.direction, negated(hold.amount));

const checkOpen = <Account>(bearer: HoldBearer<Account>, direction: Direction, amount: Money): Rejection | undefined =>
  bearer.checkOpen(direction) ?? checkAmount(amount, bearer.decimals, bearer.currencyCode);

/** What of an amount may be held: all of it, or, where a part is good enough, what is available. */
const approved = <Account>(
  bearer: HoldBearer<Account>,
  { amount, direction, advice, partial }: HoldRequest,
): Money | Rejection => {
  if (advice) return amount;
  if (direction === 'CRDT') return bearer.checkAnnounced(amount) ?? amount;
  const refusal = bearer.checkPurchase(amount);
  if (refusal) return refusal;
  const available = bearer.available();
  if (!amount.greaterThan(available)) return amount;
  return partial === true && isPositive(available) ? available : bearer.notAvailable(available);
};

/**
 * Holds an amount. A debit needs it to be available, unless the request is an advice (the processor answered for us already) or takes
 * what there is (`partial`); a credit only announces money. Refusals in the order of a posting's: state, dormancy, amount, limit, balance.
 */
export const decideHold = <Account>(bearer: HoldBearer<Account>, request: HoldRequest): Held<Account> | Rejection => {
  const refusal = checkOpen(bearer, request.direction, request.amount);
  if (refusal) return refusal;
  const amount = approved(bearer, request);
  if (isRejection(amount)) return amount;
  const account = bearer.withHeld(request.direction, amount);
  const { request: fingerprint, ...rest } = request;
  return {
    account,
    hold: {
      ...rest,
      encodedKey: newEncodedKey(),
      accountKey: bearer.encodedKey,
      amount,
      status: 'PENDING',
      currencyCode: bearer.currencyCode,
      creationDate: bearer.now,
      referenceDate: bearer.now,
      first: {
        request: fingerprint,
        amount,
        originalAmount: request.originalAmount,
        customExpirationPeriod: request.customExpirationPeriod,
        balances: bearer.told(account),
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
export const decideIncrease = <Account>(
  bearer: HoldBearer<Account>,
  hold: AuthorizationHold,
  asked: AmountChange,
): Held<Account> | Rejection => {
  const { direction } = hold;
  const refusal =
    checkPending(hold) ?? checkOpen(bearer, direction, asked.amount) ?? checkAmountAfter(bearer, hold, asked.amount);
  if (refusal) return refusal;
  const announced = direction === 'CRDT' && !asked.advice ? bearer.checkAnnounced(asked.amount) : undefined;
  if (announced) return announced;
  if (direction === 'DBIT' && !asked.advice) {
    const available = bearer.available();
    if (asked.amount.greaterThan(available)) return bearer.notAvailable(available);
  }
  return {
    account: bearer.withHeld(direction, asked.amount),
    hold: {
      ...hold,
      amount: plus(hold.amount, asked.amount),
      originalAmount:
        hold.originalAmount === null || asked.originalAmount === null
          ? hold.originalAmount
          : plus(hold.originalAmount, asked.originalAmount),
      referenceDate: bearer.now,
      changes: remembered(hold, asked),
    },
  };
};

const checkAmountAfter = <Account>(
  { decimals, currencyCode }: HoldBearer<Account>,
  hold: AuthorizationHold,
  more: Money,
): Rejection | undefined => checkAmount(plus(hold.amount, more), decimals, currencyCode);

/** Holds less; as much as is held, or more, and the hold is reversed. Money is released in any state of the account. */
export const decideDecrease = <Account>(
  bearer: HoldBearer<Account>,
  hold: AuthorizationHold,
  asked: AmountChange,
): Held<Account> | Rejection => {
  const refusal = checkPending(hold) ?? checkAmount(asked.amount, bearer.decimals, bearer.currencyCode);
  if (refusal) return refusal;
  const changes = remembered(hold, asked);
  if (asked.amount.greaterThanOrEqualTo(hold.amount)) {
    return { account: released(bearer, hold), hold: { ...hold, status: 'REVERSED', changes } };
  }
  const original =
    hold.originalAmount && asked.originalAmount?.lessThan(hold.originalAmount)
      ? minus(hold.originalAmount, asked.originalAmount)
      : hold.originalAmount;
  return {
    account: bearer.withHeld(hold.direction, negated(asked.amount)),
    hold: { ...hold, amount: minus(hold.amount, asked.amount), originalAmount: original, changes },
  };
};

/** Ends a hold without a settlement: by request, or by the night that finds its days passed. */
export const decideRelease = <Account>(
  bearer: Released<Account>,
  hold: AuthorizationHold,
  status: 'REVERSED' | 'EXPIRED',
): Held<Account> | Rejection => checkPending(hold) ?? { account: released(bearer, hold), hold: { ...hold, status } };

/** Refuses to settle a hold of a debit by a credit, or the other way round. */
export const checkDirection = (hold: AuthorizationHold, direction: Direction): Rejection | undefined =>
  hold.direction === direction
    ? undefined
    : reject('INVALID_PARAMETERS', `creditDebitIndicator must be ${hold.direction}, as of the authorization hold`);

/**
 * Settles a hold by an amount: what it held for that is free again, before the money moves. A partial settlement that leaves something keeps
 * the hold for the next one; any other ends it, and what it held beyond is free.
 */
export const decideSettled = <Account>(
  bearer: Released<Account>,
  hold: AuthorizationHold,
  amount: Money,
  partial: boolean,
): Held<Account> | Rejection => {
  const refusal = checkPending(hold);
  if (refusal) return refusal;
  return partial && amount.lessThan(hold.amount)
    ? {
        account: bearer.withHeld(hold.direction, negated(amount)),
        hold: { ...hold, amount: minus(hold.amount, amount) },
      }
    : { account: released(bearer, hold), hold: { ...hold, status: 'SETTLED' } };
};
