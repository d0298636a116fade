import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { reject } from '../../../kernel/rejection.ts';
import { read, write } from '../../../platform/http/handler.ts';
import { accountNotFound, findDepositAccount, namedAccount } from '../../deposits/index.ts';
import { checkLinkable, checkToken } from '../rules/card.ts';
import { cardsOf, deleteCard, insertCard, lockCard, wasUsed } from '../store/cardStore.ts';
import { cardNotFound } from './namedCard.ts';

/** GET /deposits/{depositAccountId}/cards */
export const getDepositCards = read('getDepositCards', async ({ path }, { db }) => {
  const account = await namedAccount(db, path.depositAccountId);
  if (!account) return accountNotFound(path.depositAccountId);
  const cards = await cardsOf(db, account.encodedKey);
  return { body: cards.map(({ referenceToken }) => ({ referenceToken })) };
});

/** POST /deposits/{depositAccountId}/cards: links a card, whose token no other account has. */
export const createDepositCard = write('createDepositCard', async ({ path, body }, context) => {
  const account = await findDepositAccount(context.db, path.depositAccountId, true);
  if (!account) return accountNotFound(path.depositAccountId);
  const refusal = checkToken(body.referenceToken) ?? checkLinkable(account);
  if (refusal) return refusal;
  const card = {
    encodedKey: newEncodedKey(),
    referenceToken: body.referenceToken,
    accountKey: account.encodedKey,
  };
  await insertCard(context.db, card, context.now);
  context.audit('CARD', card.encodedKey, undefined, card);
  return { body: undefined };
});

/** DELETE /deposits/{depositAccountId}/cards/{cardReferenceToken}: unlinks a card that was never used. */
export const deleteDepositCard = write('deleteDepositCard', async ({ path }, context) => {
  const account = await namedAccount(context.db, path.depositAccountId);
  if (!account) return accountNotFound(path.depositAccountId);
  const card = await lockCard(context.db, account.encodedKey, path.cardReferenceToken);
  if (!card) return cardNotFound(path.cardReferenceToken);
  if (await wasUsed(context.db, card.encodedKey)) {
    return reject(
      'CARD_REFERENCE_HAS_ASSOCIATED_HOLDS_OR_TRANSACTIONS',
      `card ${card.referenceToken} was used; it stays with its account`,
    );
  }
  await deleteCard(context.db, card.encodedKey);
  context.audit('CARD', card.encodedKey, card, undefined);
  return { body: undefined };
});
