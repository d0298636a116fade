import type { Schemas } from '../../../generated/schemas.ts';
import { zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkBody } from '../../../platform/http/bodyCheck.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { fingerprintOf } from '../../../platform/idempotency/fingerprint.ts';
import { command } from '../../../platform/posting/command.ts';
import { applyPatch, type PatchOperation } from '../../../platform/resources/patch.ts';
import {
  type AuthorizationHold,
  checkExpirationPeriod,
  checkPending,
  type Held,
  type HoldBearer,
  shownHold,
} from '../../deposits/index.ts';
import type { Card } from '../store/cardStore.ts';
import { decideOnHold, prepareCard, touchesOfHold } from './namedCard.ts';

const editable: readonly string[] = ['customExpirationPeriod'];

/** The hold as the operations leave it. Its money is changed by increasing and decreasing it: here, only the days it stands. */
const patched = <Account>(
  operations: readonly PatchOperation[],
  hold: AuthorizationHold,
  bearer: HoldBearer<Account>,
  context: OperationContext,
): Held<Account> | Rejection => {
  const before = shownHold(hold, context);
  const after = applyPatch('GetAuthorizationHold', before, operations);
  if (isRejection(after)) return after;
  const told: Readonly<Record<string, unknown>> = before;
  const foreign = Object.entries(after).find(
    ([name, value]) => !editable.includes(name) && fingerprintOf(value) !== fingerprintOf(told[name]),
  );
  const removed = Object.keys(told).find((name) => !editable.includes(name) && !Object.hasOwn(after, name));
  const fixed = foreign?.[0] ?? removed;
  if (fixed !== undefined)
    return reject(
      'FIELD_IS_NOT_EDITABLE',
      `${fixed} of an authorization hold can't be changed; only ${editable.join()} can`,
    );
  const checked = checkBody('GetAuthorizationHold', false, after, context.clock.zone);
  if (isRejection(checked)) return checked;
  const wanted = checked.body as Schemas['GetAuthorizationHold'];
  const customExpirationPeriod = wanted.customExpirationPeriod ?? null;
  const refusal = checkPending(hold) ?? checkExpirationPeriod(customExpirationPeriod);
  return refusal ?? { account: bearer.withHeld(hold.direction, zero), hold: { ...hold, customExpirationPeriod } };
};

/** PATCH /cards/{cardReferenceToken}/authorizationholds/{authorizationHoldExternalReferenceId} */
export default command<'patchCardAuthorizationHold', AuthorizationHold, { readonly card: Card }>(
  'patchCardAuthorizationHold',
  {
    prepare: prepareCard,
    preparesFromMemory: true,
    touches: ({ path, prepared: { card } }) => touchesOfHold(path, card),
    decide: ({ path, body, prepared: { card } }, state, context) =>
      decideOnHold(path, card, state, context, (hold, bearer) =>
        patched(body as readonly PatchOperation[], hold, bearer, context),
      ),
    answer: () => undefined,
  },
);
