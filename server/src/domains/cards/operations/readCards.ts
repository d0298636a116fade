import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { findHold, shownHold } from '../../deposits/index.ts';
import { balancesOfCard } from './cardAccount.ts';
import { holdOfCardNotFound, namedCard } from './namedCard.ts';

/** GET /cards/{cardReferenceToken}/balanceInquiry */
export const getCardBalances = read('getCardBalances', async ({ path }, context) => {
  const card = await namedCard(context.db, path.cardReferenceToken);
  if (isRejection(card)) return card;
  const balances = await balancesOfCard(context.db, card, context);
  return isRejection(balances) ? balances : { body: balances };
});

/** GET /cards/{cardReferenceToken}/authorizationholds/{authorizationHoldExternalReferenceId}: with what the account has now. */
export const getCardAuthorizationHold = read('getCardAuthorizationHold', async ({ path }, context) => {
  const { db } = context;
  const card = await namedCard(db, path.cardReferenceToken);
  if (isRejection(card)) return card;
  const reference = path.authorizationHoldExternalReferenceId;
  const hold = await findHold(db, card.encodedKey, reference);
  if (!hold) return holdOfCardNotFound(reference);
  const balances = await balancesOfCard(db, card, context);
  return isRejection(balances) ? balances : { body: shownHold(hold, context, balances) };
});
