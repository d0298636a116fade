import { read, write } from '../../../platform/http/handler.ts';
import { accountNotFound, findDepositAccount, namedAccount } from '../../deposits/index.ts';
import { checkLinkable } from '../rules/card.ts';
import { linkCard, toldCards, unlinkCard } from './accountCards.ts';

/** GET /deposits/{depositAccountId}/cards */
export const getDepositCards = read('getDepositCards', async ({ path }, { db }) => {
  const account = await namedAccount(db, path.depositAccountId);
  return account ? toldCards(db, account.encodedKey) : accountNotFound(path.depositAccountId);
});

/** POST /deposits/{depositAccountId}/cards: links a card, whose token no other account has. */
export const createDepositCard = write('createDepositCard', async ({ path, body }, context) => {
  const account = await findDepositAccount(context.db, path.depositAccountId, true);
  if (!account) return accountNotFound(path.depositAccountId);
  const { encodedKey: accountKey } = account;
  return linkCard({ accountType: 'DEPOSIT', accountKey }, body.referenceToken, checkLinkable(account), context);
});

/** DELETE /deposits/{depositAccountId}/cards/{cardReferenceToken}: unlinks a card that was never used. */
export const deleteDepositCard = write('deleteDepositCard', async ({ path }, context) => {
  const account = await findDepositAccount(context.db, path.depositAccountId, true);
  return account
    ? unlinkCard(account.encodedKey, path.cardReferenceToken, context)
    : accountNotFound(path.depositAccountId);
});
