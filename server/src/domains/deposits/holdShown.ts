import type { Schemas } from '../../generated/schemas.ts';
import { present } from '../../kernel/present.ts';
import type { OperationContext } from '../../platform/http/handler.ts';
import type { AuthorizationHold, ToldBalances } from './rules/holds/authorizationHold.ts';

/** The hold as it was answered when it was made. */
export const asCreated = (hold: AuthorizationHold): AuthorizationHold => ({
  ...hold,
  status: 'PENDING',
  amount: hold.first.amount,
  originalAmount: hold.first.originalAmount,
  customExpirationPeriod: hold.first.customExpirationPeriod,
  referenceDate: hold.creationDate,
});

/** A hold in the contract's shape, with what its account had when that is given. */
export const shownHold = (
  hold: AuthorizationHold,
  { clock }: Pick<OperationContext, 'clock'>,
  balances?: ToldBalances,
): Schemas['GetAuthorizationHold'] =>
  present({
    ...shownAccountHold(hold, { clock }),
    encodedKey: hold.encodedKey,
    partial: hold.partial,
    customExpirationPeriod: hold.customExpirationPeriod,
    referenceDateForExpiration: clock.zone.format(hold.referenceDate),
    balances: balances ?? null,
  }) as Schemas['GetAuthorizationHold'];

/** A hold in the shape that holds on accounts have: without what only cards know. */
export const shownAccountHold = (
  hold: AuthorizationHold,
  { clock }: Pick<OperationContext, 'clock'>,
): Schemas['AccountAuthorizationHold'] =>
  present({
    accountKey: hold.accountKey,
    advice: hold.advice,
    amount: hold.amount,
    cardAcceptor: hold.cardAcceptor,
    cardToken: hold.cardToken,
    creationDate: clock.zone.format(hold.creationDate),
    creditDebitIndicator: hold.direction,
    currencyCode: hold.currencyCode,
    exchangeRate: hold.exchangeRate,
    externalReferenceId: hold.externalReferenceId,
    originalAmount: hold.originalAmount,
    originalCurrency: hold.originalCurrency,
    source: hold.cardKey === null ? 'ACCOUNT' : 'CARD',
    status: hold.status,
    userTransactionTime: hold.userTransactionTime,
  }) as Schemas['AccountAuthorizationHold'];
