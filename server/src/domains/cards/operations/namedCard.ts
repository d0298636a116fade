import type pg from 'pg';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { type PreparedFields, prepareFields } from '../../../platform/customFields/postingFields.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import {
  type Decided,
  type PostingState,
  type PreparedBy,
  type Touch,
  touch,
  unchanged,
} from '../../../platform/posting/command.ts';
import {
  type AuthorizationHold,
  authorizationHolds,
  type Held,
  type HoldBearer,
  heldDecision,
  holdId,
} from '../../deposits/index.ts';
import { type Card, cardsByToken } from '../store/cardStore.ts';
import { onAccount, touchAccount } from './cardAccount.ts';

export const cardNotFound = (token: string): Rejection =>
  reject('CARD_REFERENCE_NOT_FOUND', `card ${token.slice(0, 80)} does not exist`, 404);

export const holdOfCardNotFound = (reference: string): Rejection =>
  reject(
    'AUTHORIZATION_HOLD_NOT_FOUND',
    `authorization hold ${reference.slice(0, 80)} does not exist on this card`,
    404,
  );

/** The card that a path names. */
export const namedCard = async (db: Pick<pg.Pool, 'query'>, token: string): Promise<Card | Rejection> =>
  (await cardsByToken.find(db, token)) ?? cardNotFound(token);

/**
 * The same before a batch, where it only says which account to lock and may be remembered: a card in use never changes, and one that went
 * refuses its first use.
 */
const preparedCard = async (
  db: Pick<pg.Pool, 'query'>,
  token: string,
  { afresh }: PreparedBy,
): Promise<Card | Rejection> =>
  (await (afresh ? cardsByToken.find : cardsByToken.recall)(db, token)) ?? cardNotFound(token);

type HoldPath = { readonly cardReferenceToken: string; readonly authorizationHoldExternalReferenceId: string };

/** What commands about one hold of a card look up first. */
export const prepareCard = async (
  { path }: { readonly path: { readonly cardReferenceToken: string } },
  db: Pick<pg.Pool, 'query'>,
  by: PreparedBy,
): Promise<{ readonly card: Card } | Rejection> => {
  const card = await preparedCard(db, path.cardReferenceToken, by);
  return isRejection(card) ? card : { card };
};

/** What card payments and their reversals look up first: the card, and what the custom fields of the request link to. */
export type PreparedCardPosting = { readonly card: Card; readonly fields: PreparedFields };

export const prepareCardPosting = async (
  input: { readonly path: { readonly cardReferenceToken: string }; readonly body: object },
  db: Pick<pg.Pool, 'query'>,
  by: PreparedBy,
): Promise<PreparedCardPosting | Rejection> => {
  const card = await preparedCard(db, input.path.cardReferenceToken, by);
  return isRejection(card) ? card : { card, fields: await prepareFields(input.body, db, by) };
};

/** What they touch. */
export const touchesOfHold = (path: HoldPath, card: Card): readonly Touch[] => [
  touchAccount(card),
  touch(authorizationHolds, holdId(card.encodedKey, path.authorizationHoldExternalReferenceId)),
];

/** Decides on one hold of a card; `null` says that it stays as it is. */
export const decideOnHold = (
  path: HoldPath,
  card: Card,
  state: PostingState,
  context: OperationContext,
  decide: <Account>(hold: AuthorizationHold, bearer: HoldBearer<Account>) => Held<Account> | Rejection | null,
): Decided<AuthorizationHold> =>
  onAccount(card, state, context, ({ bearer, slot }) => {
    const hold = state.get(authorizationHolds, holdId(card.encodedKey, path.authorizationHoldExternalReferenceId));
    if (!hold) return holdOfCardNotFound(path.authorizationHoldExternalReferenceId);
    const held = decide(hold, bearer);
    if (isRejection(held)) return held;
    return held === null ? unchanged(hold) : heldDecision(slot, held, hold, context);
  });
