import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import {
  accountNotFound,
  findDepositAccount,
  findHold,
  shownBalances,
  shownHold,
  toldBalances,
} from '../../deposits/index.ts';
import { holdOfCardNotFound, namedCard } from './namedCard.ts';

/** GET /cards/{cardReferenceToken}/balanceInquiry */
export const getCardBalances = read('getCardBalances', async ({ path }, { db, now }) => {
  const card = await namedCard(db, path.cardReferenceToken);
  if (isRejection(card)) return card;
  const account = await findDepositAccount(db, card.accountKey);
  return account ? { body: shownBalances(toldBalances(account, now)) } : accountNotFound(card.accountKey);
});

/** GET /cards/{cardReferenceToken}/authorizationholds/{authorizationHoldExternalReferenceId}: with what the account has now. */
export const getCardAuthorizationHold = read('getCardAuthorizationHold', async ({ path }, context) => {
  const { db, now } = context;
  const card = await namedCard(db, path.cardReferenceToken);
  if (isRejection(card)) return card;
  const reference = path.authorizationHoldExternalReferenceId;
  const [hold, account] = [
    await findHold(db, card.encodedKey, reference),
    await findDepositAccount(db, card.accountKey),
  ];
  return hold && account
    ? { body: shownHold(hold, context, toldBalances(account, now)) }
    : holdOfCardNotFound(reference);
});
