import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { fingerprintOf } from '../../../platform/idempotency/fingerprint.ts';
import {
  changed,
  type Decided,
  type Decision,
  type PostingState,
  type StateSlot,
  unchanged,
} from '../../../platform/posting/command.ts';
import { exchangeRateReference, organisationReference } from '../../organisation/index.ts';
import { shownHold } from '../holdShown.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { type AuthorizationHold, type Direction, holdId } from '../rules/holds/authorizationHold.ts';
import { askedAmount, askedRate, type ConversionFacts, type Converted, convert } from '../rules/holds/conversion.ts';
import { decideHold, type Held, type HoldBearer, type HoldRequest } from '../rules/holds/decideHold.ts';
import { depositBearer } from '../rules/holds/depositBearer.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { authorizationHolds } from '../store/holdStore.ts';

type Amount = Parameters<typeof askedAmount>[0];

/** What converting money into an account's currency needs to know. */
export const conversionFacts = (
  { currencyCode }: Pick<DepositAccount, 'currencyCode'>,
  { reference, now }: OperationContext,
): ConversionFacts => {
  const { currencies, baseCurrency } = reference.get(organisationReference);
  const rates = reference.get(exchangeRateReference);
  return {
    accountCurrency: currencyCode,
    decimals: currencies.get(currencyCode)?.digitsAfterDecimal ?? 2,
    baseCurrency: baseCurrency.code,
    isCurrency: (code) => currencies.has(code),
    ratesOf: (code) => rates.get(code)?.find(({ startDate }) => startDate <= now),
  };
};

/** An account that bears holds, and where it is kept. */
export type Bearing<Account> = { readonly bearer: HoldBearer<Account>; readonly slot: StateSlot<Account> };

/** A deposit account that bears holds. */
export const depositBearing = (
  account: DepositAccount,
  { reference, now, principal }: OperationContext,
): Bearing<DepositAccount> => ({
  slot: depositAccounts,
  bearer: depositBearer({
    account,
    decimals: reference.get(organisationReference).currencies.get(account.currencyCode)?.digitsAfterDecimal ?? 2,
    now,
    may: (permission) => may(principal, permission),
  }),
});

/** The properties that requests for holds of cards and of accounts share. */
export type HoldBody = {
  readonly externalReferenceId: string;
  readonly amount: NonNullable<Amount>;
  readonly creditDebitIndicator?: string | undefined;
  readonly currencyCode?: string | undefined;
  readonly originalAmount?: Amount;
  readonly originalCurrency?: string | undefined;
  readonly exchangeRate?: Amount;
  readonly advice?: boolean | undefined;
  readonly partial?: boolean | undefined;
  readonly customExpirationPeriod?: number | undefined;
  readonly cardAcceptor?: HoldRequest['cardAcceptor'] | undefined;
  readonly userTransactionTime?: string | undefined;
};

/** The direction that a request names; a debit unless it says otherwise. */
export const directionOf = (indicator: string | undefined): Direction | Rejection =>
  indicator === undefined || indicator === 'DBIT' || indicator === 'CRDT'
    ? (indicator ?? 'DBIT')
    : reject('INVALID_PARAMETERS', 'creditDebitIndicator must be DBIT or CRDT');

/** Refuses a reference that names nothing. */
export const checkReference = (reference: string, property = 'externalReferenceId'): Rejection | undefined =>
  reference.trim() === '' ? reject('INVALID_PARAMETERS', `${property} must not be blank`) : undefined;

/** What a request's money is in the account's currency. */
export const convertedAmount = (
  body: Pick<HoldBody, 'amount' | 'currencyCode' | 'originalAmount' | 'originalCurrency' | 'exchangeRate'>,
  direction: Direction,
  facts: ConversionFacts,
): Converted | Rejection =>
  convert(
    {
      amount: askedAmount(body.amount) as Converted['amount'],
      currencyCode: body.currencyCode ?? null,
      originalAmount: askedAmount(body.originalAmount),
      originalCurrency: body.originalCurrency ?? null,
      exchangeRate: askedRate(body.exchangeRate),
    },
    direction,
    facts,
  );

/** Longest time that a hold may ask to stand: ten years. */
const mostDays = 3660;

/** Refuses days until the expiry that are none. */
export const checkExpirationPeriod = (days: number | null): Rejection | undefined =>
  days !== null && (days < 1 || days > mostDays)
    ? reject(
        'INVALID_DAYS_TO_EXPIRE_FOR_AUTHORIZATION_HOLD',
        `customExpirationPeriod must be between 1 and ${mostDays} days`,
      )
    : undefined;

/** The largest merchant category: they have four digits. */
const largestCategory = 9999;

/** Refuses a merchant category that no merchant has. */
export const checkAcceptor = (acceptor: HoldBody['cardAcceptor']): Rejection | undefined =>
  acceptor?.mcc !== undefined && (acceptor.mcc < 0 || acceptor.mcc > largestCategory)
    ? reject('INVALID_PARAMETERS', `cardAcceptor.mcc must be between 0 and ${largestCategory}, not ${acceptor.mcc}`)
    : undefined;

/** Effects of a changed hold and its account. */
export const heldDecision = <Account>(
  slot: StateSlot<Account>,
  { account, hold }: Held<Account>,
  before: AuthorizationHold | null,
  context: OperationContext,
): Decision<AuthorizationHold> => ({
  changes: [changed(slot, account), changed(authorizationHolds, hold)],
  rows: [],
  outcome: hold,
  subject: {
    type: 'AUTHORIZATION_HOLD',
    key: hold.encodedKey,
    ...(before ? { before: shownHold(before, context), after: shownHold(hold, context) } : {}),
  },
});

/**
 * Decides on a new hold. Its external reference makes the request repeatable: the same one is answered again, and another one with that reference
 * is refused.
 */
export const decideNewHold = <Account>(
  { bearer, slot }: Bearing<Account>,
  { cardKey, cardToken }: Pick<HoldRequest, 'cardKey' | 'cardToken'>,
  body: HoldBody,
  state: PostingState,
  context: OperationContext,
): Decided<AuthorizationHold> => {
  const request = fingerprintOf(body);
  const known = state.get(authorizationHolds, holdId(cardKey ?? bearer.encodedKey, body.externalReferenceId));
  if (known) {
    return known.first.request === request
      ? unchanged(known)
      : reject(
          'DUPLICATE_AUTHORIZATION_HOLD',
          `externalReferenceId ${body.externalReferenceId.slice(0, 80)} is another authorization hold's`,
        );
  }
  const direction = directionOf(body.creditDebitIndicator);
  if (isRejection(direction)) return direction;
  const refusal =
    checkReference(body.externalReferenceId) ??
    checkExpirationPeriod(body.customExpirationPeriod ?? null) ??
    checkAcceptor(body.cardAcceptor);
  if (refusal) return refusal;
  const money = convertedAmount(body, direction, conversionFacts(bearer, context));
  if (isRejection(money)) return money;
  const held = decideHold(bearer, {
    ...money,
    cardKey,
    cardToken,
    externalReferenceId: body.externalReferenceId,
    direction,
    advice: body.advice ?? false,
    partial: body.partial ?? null,
    customExpirationPeriod: body.customExpirationPeriod ?? null,
    cardAcceptor: body.cardAcceptor ?? null,
    userTransactionTime: body.userTransactionTime ?? null,
    request,
  });
  return isRejection(held) ? held : heldDecision(slot, held, null, context);
};
