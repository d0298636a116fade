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
import type { Card } from '../store/cardStore.ts';
import { onAccount, touchAccount } from './cardAccount.ts';
import { prepareCard } from './namedCard.ts';

/** A new hold without its key, which this shape of the contract does not tell. */
const shown = ({ encodedKey: _, ...told }: Schemas['GetAuthorizationHold']): Schemas['AuthorizationHold'] => told;

/** POST /cards/{cardReferenceToken}/authorizationholds */
export default command<'createCardAuthorizationHold', AuthorizationHold, { readonly card: Card }>(
  'createCardAuthorizationHold',
  {
    prepare: prepareCard,
    touches: ({ body, prepared: { card } }) => [
      touchAccount(card),
      touch(authorizationHolds, holdId(card.encodedKey, body.externalReferenceId)),
    ],
    decide: ({ body, prepared: { card } }, state, context) =>
      onAccount(card, state, context, (bearing) =>
        decideNewHold(bearing, { cardKey: card.encodedKey, cardToken: card.referenceToken }, body, state, context),
      ),
    answer: (hold, context) => shown(shownHold(asCreated(hold), context, hold.first.balances)),
  },
);
