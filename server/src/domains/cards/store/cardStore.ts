import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { bareArray } from '../../../platform/db/arrayLiteral.ts';
import { gatheredLookup } from '../../../platform/db/gatheredLookup.ts';
import { rememberedLookup } from '../../../platform/db/rememberedLookup.ts';
import type { StateSlot } from '../../../platform/posting/command.ts';
import { stateStore } from '../../../platform/posting/store.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** A card as the bank knows it: a token, and the account it draws on. Which never changes; only an unused card is unlinked. */
export type Card = {
  readonly encodedKey: EncodedKey;
  readonly referenceToken: string;
  readonly accountType: 'DEPOSIT' | 'LOAN';
  readonly accountKey: EncodedKey;
};

const select = 'SELECT c.encoded_key, c.reference_token, c.deposit_account_key, c.loan_account_key FROM card c';
const ofAccount = '(c.deposit_account_key = $1 OR c.loan_account_key = $1)';

const cardOfRow = (row: pg.QueryResultRow): Card => ({
  encodedKey: row.encoded_key,
  referenceToken: row.reference_token,
  accountType: row.loan_account_key === null ? 'DEPOSIT' : 'LOAN',
  accountKey: row.loan_account_key ?? row.deposit_account_key,
});

const gatherCards = gatheredLookup<Card>(async (db, referenceTokens) => {
  const { rows } = await db.query({
    name: 'find-cards',
    text: `${select} WHERE c.reference_token = ANY($1::text[])`,
    values: [referenceTokens],
  });
  return new Map(rows.map((row) => [row.reference_token, cardOfRow(row)]));
});

/** Cards of a generation: some 10 MB in the two that are kept. */
const mostCards = 20_000;

/**
 * The card that a token names, without a lock. Card networks ask many at a time, and each call needs this before anything else: `recall` tells what
 * is remembered, which is right unless an unused card was unlinked meanwhile.
 */
export const cardsByToken = rememberedLookup<Card>(gatherCards, mostCards);

/** Cards as commands find them once their account is locked: one that was unlinked meanwhile is missing. No command changes one. */
export const cards: StateSlot<Card> = {
  name: 'card',
  keyOf: (card) => card.encodedKey,
  idOf: (card) => card.referenceToken,
};

export const cardStateStore = stateStore<Card>({
  slot: cards,
  lockAndLoad: async (db, touches) => {
    // Whoever unlinks a card locks its account, which is locked before: no lock of their own is needed.
    const { rows } = await db.query({
      name: 'load-cards',
      text: `${select} WHERE c.encoded_key = ANY($1::uuid[])`,
      values: [bareArray(touches, ({ ref }) => ref)],
    });
    return rows.map(cardOfRow);
  },
  statements: () => [],
});

/** A card of an account. Lock the account first: then nobody uses it for the first time until the transaction ends. */
export const findCardOf = async (
  db: Queryable,
  accountKey: EncodedKey,
  referenceToken: string,
): Promise<Card | undefined> => {
  const { rows } = await db.query(`${select} WHERE ${ofAccount} AND c.reference_token = $2`, [
    accountKey,
    referenceToken,
  ]);
  return rows[0] && cardOfRow(rows[0]);
};

/** The cards of an account, in the order in which they were linked. */
export const cardsOf = async (db: Queryable, accountKey: EncodedKey): Promise<readonly Card[]> => {
  const { rows } = await db.query(`${select} WHERE ${ofAccount} ORDER BY c.creation_date, c.encoded_key`, [accountKey]);
  return rows.map(cardOfRow);
};

/** Whether anything was ever held or paid with a card. */
export const wasUsed = async (db: Queryable, cardKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT FROM authorization_hold WHERE coalesce(card_key, account_key) = $1)
         OR EXISTS (SELECT FROM card_transaction WHERE card_key = $1) AS used`,
    [cardKey],
  );
  return rows[0]?.used ?? false;
};

/** Stores a new card; a token that is taken violates `card_reference_token`. */
export const insertCard = async (db: Queryable, card: Card, now: Instant): Promise<void> => {
  const column = card.accountType === 'LOAN' ? 'loan_account_key' : 'deposit_account_key';
  await db.query(`INSERT INTO card (encoded_key, reference_token, ${column}, creation_date) VALUES ($1, $2, $3, $4)`, [
    card.encodedKey,
    card.referenceToken,
    card.accountKey,
    new Date(now).toISOString(),
  ]);
};

export const deleteCard = async (db: Queryable, cardKey: EncodedKey): Promise<void> => {
  await db.query('DELETE FROM card WHERE encoded_key = $1', [cardKey]);
};

/** What violated constraints of cards mean to the client; for the registry. */
export const cardConstraints = {
  constraints: { card_reference_token: 'CARD_REFERENCE_TOKEN_ALREADY_IN_USE' },
} as const;
