import type { Schemas } from '../../../generated/schemas.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import {
  type AuthorizationHold,
  asCreated,
  authorizationHolds,
  decideNewHold,
  holdId,
  shownHold,
} from '../../deposits/index.ts';
import { type Card, cards } from '../store/cardStore.ts';
import { onAccount, touchAccount } from './cardAccount.ts';
import { cardNotFound, prepareCard } from './namedCard.ts';

/** A new hold without its key, which this shape of the contract does not tell. */
const shown = ({ encodedKey: _, ...told }: Schemas['GetAuthorizationHold']): Schemas['AuthorizationHold'] => told;

/** POST /cards/{cardReferenceToken}/authorizationholds */
export default command<'createCardAuthorizationHold', AuthorizationHold, { readonly card: Card }>(
  'createCardAuthorizationHold',
  {
    prepare: prepareCard,
    preparesFromMemory: true,
    touches: ({ body, prepared: { card } }) => [
      touchAccount(card),
      touch(cards, card.encodedKey),
      touch(authorizationHolds, holdId(card.encodedKey, body.externalReferenceId)),
    ],
    decide: ({ body, prepared: { card } }, state, context) =>
      state.get(cards, card.encodedKey) === undefined
        ? cardNotFound(card.referenceToken)
        : onAccount(card, state, context, (bearing) =>
            decideNewHold(bearing, { cardKey: card.encodedKey, cardToken: card.referenceToken }, body, state, context),
          ),
    answer: (hold, context) => shown(shownHold(asCreated(hold), context, hold.first.balances)),
  },
);
