import type pg from 'pg';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { checkToken } from '../rules/card.ts';
import { type Card, cardsOf, deleteCard, findCardOf, insertCard, wasUsed } from '../store/cardStore.ts';
import { cardNotFound } from './namedCard.ts';

// What linking, listing and unlinking cards is, whatever they draw on.

type Account = Pick<Card, 'accountType' | 'accountKey'>;

/** The cards of an account as they are told. */
export const toldCards = async (
  db: Pick<pg.Pool, 'query'>,
  accountKey: Card['accountKey'],
): Promise<{ body: { referenceToken: string }[] }> => {
  const cards = await cardsOf(db, accountKey);
  return { body: cards.map(({ referenceToken }) => ({ referenceToken })) };
};

/** Links a card to a locked account, unless that is refused; no other account of the bank has its token. */
export const linkCard = async (
  account: Account,
  referenceToken: string,
  refusal: Rejection | undefined,
  context: WriteContext,
): Promise<{ body: undefined } | Rejection> => {
  const refused = checkToken(referenceToken) ?? refusal;
  if (refused) return refused;
  const card = { encodedKey: newEncodedKey(), referenceToken, ...account };
  await insertCard(context.db, card, context.now);
  context.audit('CARD', card.encodedKey, undefined, card);
  return { body: undefined };
};

/** Unlinks a card of a locked account that was never used. */
export const unlinkCard = async (
  accountKey: Card['accountKey'],
  referenceToken: string,
  context: WriteContext,
): Promise<{ body: undefined } | Rejection> => {
  const card = await findCardOf(context.db, accountKey, referenceToken);
  if (!card) return cardNotFound(referenceToken);
  if (await wasUsed(context.db, card.encodedKey)) {
    return reject(
      'CARD_REFERENCE_HAS_ASSOCIATED_HOLDS_OR_TRANSACTIONS',
      `card ${card.referenceToken} was used; it stays with its account`,
    );
  }
  await deleteCard(context.db, card.encodedKey);
  context.audit('CARD', card.encodedKey, card, undefined);
  return { body: undefined };
};
