import type { ErrorReason } from '../../../generated/errors.ts';
import type { Permission } from '../../../generated/permissions.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { fitsDecimals, isPositive, largestAmount, type Money } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { DepositAccount, DepositAccountState } from './depositAccount.ts';
import type { DepositProduct } from './depositProduct.ts';

/** A channel as postings need it. */
export type PostingChannel = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly glAccountKey: EncodedKey | null;
  /** Whether a withdrawal through it may leave the account overdrawn. */
  readonly overdraftAllowed: boolean;
};

/** What surrounds a posting: plain values that the operation gathered. */
export type PostingFacts = {
  readonly account: DepositAccount;
  readonly product: DepositProduct;
  /** Decimals of the account's currency. */
  readonly decimals: number;
  readonly now: Instant;
  /** The first moment of today in the tenant's zone: an earlier value date is a backdating. */
  readonly startOfToday: Instant;
  readonly today: LocalDate;
  readonly userKey: EncodedKey;
  /** The branch the user works in. */
  readonly userBranchKey: EncodedKey | null;
  readonly may: (permission: Permission) => boolean;
  /** The user's largest amount for a kind of transaction. */
  readonly limitOf: (kind: string) => Money | undefined;
  /** The channel the request names, judged against its constraints; null when none is needed. */
  readonly channel: PostingChannel | null | Rejection;
  /** Refuses a booking date inside a closed accounting period. */
  readonly closure: (bookingDate: Instant) => Rejection | undefined;
};

/** What every posting request may say. */
export type PostingRequest = {
  readonly amount: Money;
  readonly valueDate: Instant | null;
  readonly bookingDate: Instant | null;
  readonly externalId: string | null;
  readonly notes: string | null;
  readonly paymentOrderId: string | null;
  readonly paymentDetails: Readonly<Record<string, unknown>> | null;
};

export type PostingDates = { readonly valueDate: Instant; readonly bookingDate: Instant };

/** Refuses states that an operation does not work in. */
export const checkState = (account: DepositAccount, allowed: readonly DepositAccountState[]): Rejection | undefined =>
  allowed.includes(account.accountState)
    ? undefined
    : reject(
        'INVALID_DEPOSIT_ACCOUNT_STATE',
        `account ${account.id} is ${account.accountState}; this needs ${allowed.join(' or ')}`,
      );

/** Refuses amounts that are not strictly positive, too large, or finer than the currency. */
export const checkAmount = (
  amount: Money,
  decimals: number,
  currencyCode: string,
  reason: ErrorReason = 'INVALID_AMOUNT',
): Rejection | undefined => {
  if (!isPositive(amount)) return reject(reason, 'amount must be more than 0');
  if (!amount.isFinite() || amount.greaterThan(largestAmount))
    return reject(reason, 'amount is larger than any account can hold');
  return fitsDecimals(amount, decimals)
    ? undefined
    : reject(reason, `amount has more than the ${decimals} decimals of ${currencyCode}`);
};

/** Refuses what the user may not post on his own. */
export const checkUserLimit = (facts: PostingFacts, kind: string, amount: Money): Rejection | undefined => {
  const limit = facts.limitOf(kind);
  return limit !== undefined && amount.greaterThan(limit)
    ? reject('USER_TRANSACTION_LIMIT_EXCEEDED', `amount is above your limit of ${limit.toFixed()} for ${kind}`)
    : undefined;
};

/**
 * The value and booking date of a posting. The value date counts for balances and interest and defaults to now; the booking date is the journal's
 * and defaults to the value date. Refusals in the documented order.
 */
export const datesOf = (
  facts: PostingFacts,
  request: Pick<PostingRequest, 'valueDate' | 'bookingDate'>,
): PostingDates | Rejection => {
  const { account, now } = facts;
  const { activationDate, lastInterestStoredDate } = account;
  // Who waited for the posting that activated the account may have looked at his clock before it: never earlier than that.
  const present = activationDate !== null && activationDate > now ? activationDate : now;
  const valueDate = request.valueDate ?? present;
  if (request.valueDate !== null) {
    if (valueDate > now) return reject('BACKDATE_SET_IN_THE_FUTURE', 'valueDate lies in the future');
    if (valueDate < facts.startOfToday && !facts.may('BACKDATE_SAVINGS_TRANSACTIONS')) {
      return reject(
        'INVALID_PERMISSIONS',
        'a valueDate before today needs the permission BACKDATE_SAVINGS_TRANSACTIONS',
      );
    }
    // The activation is told in whole seconds, and what was told may be sent back.
    if (activationDate !== null && valueDate < activationDate - (activationDate % 1000)) {
      return reject('BACKDATE_BEFORE_ACTIVATION', 'valueDate lies before the activation of the account');
    }
    if (lastInterestStoredDate !== null && valueDate < lastInterestStoredDate) {
      return reject(
        'BACKDATE_BEFORE_OTHER_OPERATION',
        'valueDate lies before the last application of interest; adjust that first',
      );
    }
  }
  const bookingDate = request.bookingDate ?? valueDate;
  if (request.bookingDate !== null) {
    if (!facts.may('BOOKING_DATE_SAVINGS_GL')) {
      return reject('INVALID_PERMISSIONS', 'a bookingDate needs the permission BOOKING_DATE_SAVINGS_GL');
    }
    if (bookingDate < valueDate) return reject('BOOKING_DATE_BEFORE_VALUE_DATE', 'bookingDate lies before valueDate');
    if (bookingDate > now) return reject('INVALID_BOOKING_DATE', 'bookingDate lies in the future');
  }
  return facts.closure(bookingDate) ?? { valueDate, bookingDate };
};
