import { money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { fingerprintOf } from '../../../platform/idempotency/fingerprint.ts';
import { command } from '../../../platform/posting/command.ts';
import {
  type AmountChange,
  type AuthorizationHold,
  checkReference,
  conversionFacts,
  convertChange,
  decideDecrease,
  decideIncrease,
  decideRelease,
  type Held,
  type HoldBearer,
} from '../../deposits/index.ts';
import type { Card } from '../store/cardStore.ts';
import { decideOnHold, prepareCard, touchesOfHold } from './namedCard.ts';

type Prepared = { readonly card: Card };
type Kind = 'increase' | 'decrease';
type AmountBody = {
  readonly amount: Parameters<typeof money>[0];
  readonly currencyCode?: string | undefined;
  readonly advice?: boolean | undefined;
  readonly externalReferenceId?: string | undefined;
};

/** A change by an amount; null where its reference tells that it is a repetition. */
const changedAmount = <Account>(
  kind: Kind,
  body: AmountBody,
  hold: AuthorizationHold,
  bearer: HoldBearer<Account>,
  context: OperationContext,
): Held<Account> | Rejection | null => {
  const { externalReferenceId } = body;
  const request = fingerprintOf([kind, body]);
  const known =
    externalReferenceId === undefined
      ? undefined
      : hold.changes.find((change) => change.externalReferenceId === externalReferenceId);
  if (known) {
    return known.request === request
      ? null
      : reject(
          'DUPLICATE_AUTHORIZATION_HOLD',
          `externalReferenceId ${externalReferenceId?.slice(0, 80)} is another change's of this authorization hold`,
        );
  }
  const refusal = externalReferenceId === undefined ? undefined : checkReference(externalReferenceId);
  if (refusal) return refusal;
  const converted = convertChange(
    money(body.amount),
    body.currencyCode ?? null,
    hold,
    conversionFacts(bearer, context),
  );
  if (isRejection(converted)) return converted;
  const asked: AmountChange = {
    amount: converted.amount,
    // In another currency than the hold's, nobody knows what it adds to the original amount.
    originalAmount: converted.originalCurrency === hold.originalCurrency ? converted.originalAmount : null,
    advice: body.advice ?? false,
    change: externalReferenceId === undefined ? null : { externalReferenceId, request },
  };
  return kind === 'increase' ? decideIncrease(bearer, hold, asked) : decideDecrease(bearer, hold, asked);
};

/** POST /cards/{cardReferenceToken}/authorizationholds/{authorizationHoldExternalReferenceId}:increase */
export const increaseCardAuthorizationHold = command<'increaseCardAuthorizationHold', AuthorizationHold, Prepared>(
  'increaseCardAuthorizationHold',
  {
    prepare: prepareCard,
    preparesFromMemory: true,
    touches: ({ path, prepared: { card } }) => touchesOfHold(path, card),
    decide: ({ path, body, prepared: { card } }, state, context) =>
      decideOnHold(path, card, state, context, (hold, bearer) =>
        changedAmount('increase', body, hold, bearer, context),
      ),
    answer: () => undefined,
  },
);

/** POST /cards/{cardReferenceToken}/authorizationholds/{authorizationHoldExternalReferenceId}:decrease */
export const decreaseCardAuthorizationHold = command<'decreaseCardAuthorizationHold', AuthorizationHold, Prepared>(
  'decreaseCardAuthorizationHold',
  {
    prepare: prepareCard,
    preparesFromMemory: true,
    touches: ({ path, prepared: { card } }) => touchesOfHold(path, card),
    decide: ({ path, body, prepared: { card } }, state, context) =>
      decideOnHold(path, card, state, context, (hold, bearer) =>
        changedAmount('decrease', body, hold, bearer, context),
      ),
    answer: () => undefined,
  },
);

/** DELETE /cards/{cardReferenceToken}/authorizationholds/{authorizationHoldExternalReferenceId} */
export const reverseCardAuthorizationHold = command<'reverseCardAuthorizationHold', AuthorizationHold, Prepared>(
  'reverseCardAuthorizationHold',
  {
    prepare: prepareCard,
    preparesFromMemory: true,
    touches: ({ path, prepared: { card } }) => touchesOfHold(path, card),
    decide: ({ path, prepared: { card } }, state, context) =>
      decideOnHold(path, card, state, context, (hold, bearer) =>
        // Who deletes again did not hear that it was done.
        hold.status === 'REVERSED' ? null : decideRelease(bearer, hold, 'REVERSED'),
      ),
    answer: () => undefined,
  },
);
