import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { plusDays } from '../../../kernel/localDate.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { internalCommand, touch, unchanged } from '../../../platform/posting/command.ts';
import { runForEach } from '../../../platform/posting/nightWork.ts';
import {
  accountNotFound,
  authorizationHolds,
  decideRelease,
  depositAccounts,
  heldDecision,
  holdFacts,
} from '../../deposits/index.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { holdsToExpire } from '../store/holdExpiryStore.ts';

type Input = { readonly accountKey: EncodedKey; readonly holdKey: EncodedKey };

/** Lets one hold expire; one that ended meanwhile stays as it is. */
const expireHold = internalCommand<Input, unknown>('expireAuthorizationHold', {
  touches: ({ accountKey, holdKey }) => [touch(depositAccounts, accountKey), touch(authorizationHolds, holdKey)],
  decide: ({ accountKey, holdKey }, state, context) => {
    const account = state.get(depositAccounts, accountKey);
    const hold = state.get(authorizationHolds, holdKey);
    if (!account || !hold) return accountNotFound(accountKey);
    if (hold.status !== 'PENDING') return unchanged(null);
    const held = decideRelease(holdFacts(account, context), hold, 'EXPIRED');
    return isRejection(held) ? held : heldDecision(held, hold, context);
  },
});

/** The night's step for card holds whose days have passed: what they held is free. */
export const expiredHolds: EndOfDayStep = {
  name: 'cards: authorization holds expire',
  run: async (context) => {
    const { pool, clock } = context.tenant;
    return runForEach(expireHold, await holdsToExpire(pool, plusDays(context.day, 1), clock.zone.name), context);
  },
};
