import { plusDays } from '../../../kernel/localDate.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { type Decided, internalCommand, touch, unchanged } from '../../../platform/posting/command.ts';
import { runForEach } from '../../../platform/posting/nightWork.ts';
import { authorizationHolds, decideRelease, heldDecision } from '../../deposits/index.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { onAccount, touchAccount } from '../operations/cardAccount.ts';
import { type HoldOfAccount, holdsToExpire } from '../store/holdExpiryStore.ts';

/** Lets one hold expire; one that ended meanwhile stays as it is. */
const expireHold = internalCommand<HoldOfAccount, unknown>('expireAuthorizationHold', {
  touches: (due) => [touchAccount(due), touch(authorizationHolds, due.holdKey)],
  decide: (due, state, context): Decided<unknown> =>
    onAccount(due, state, context, ({ bearer, slot }): Decided<unknown> => {
      const hold = state.get(authorizationHolds, due.holdKey);
      if (hold?.status !== 'PENDING') return unchanged(null);
      const held = decideRelease(bearer, hold, 'EXPIRED');
      return isRejection(held) ? held : heldDecision(slot, held, hold, context);
    }),
});

/** The night's step for card holds whose days have passed: what they held is free. */
export const expiredHolds: EndOfDayStep = {
  name: 'cards: authorization holds expire',
  run: async (context) => {
    const { pool, clock } = context.tenant;
    return runForEach(expireHold, await holdsToExpire(pool, plusDays(context.day, 1), clock.zone.name), context);
  },
};
