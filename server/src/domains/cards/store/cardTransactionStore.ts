import type pg from 'pg';
import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { type Decimalish, type Money, money } from '../../../kernel/money.ts';
import { bareArray, textArray } from '../../../platform/db/arrayLiteral.ts';
import { type Column, changes, decimal, insertion, moment, plain, text } from '../../../platform/db/rowSource.ts';
import type { StateSlot } from '../../../platform/posting/command.ts';
import { insertedOrChanged, stateStore } from '../../../platform/posting/store.ts';
import { balancesOfRow, type Direction, storedBalances, type ToldBalances } from '../../deposits/index.ts';

/** A part of a card payment that was taken back; `amount` as it was posted. */
export type CardReversal = {
  readonly encodedKey: EncodedKey;
  readonly externalReferenceId: string;
  readonly amount: Money;
  readonly currencyCode: string;
  /** What it was in the payment's currency, where the request told that. */
  readonly originalAmount: Money | null;
  readonly transactionChannelId: string;
  /** Fingerprint of the request. */
  readonly request: string;
};

/** A card payment: the processor's reference, the transaction that posted it, and what was taken back of it. */
export type CardTransaction = {
  readonly encodedKey: EncodedKey;
  readonly cardKey: EncodedKey;
  readonly externalReferenceId: string;
  readonly accountKey: EncodedKey;
  readonly transactionKey: EncodedKey;
  readonly holdKey: EncodedKey | null;
  readonly direction: Direction;
  /** In the account's currency, as it was posted. */
  readonly amount: Money;
  readonly reversedAmount: Money;
  readonly creationDate: Instant;
  /** Fingerprint of the request, and what it was answered. */
  readonly request: string;
  readonly told: Schemas['CardTransactionOutput'];
  readonly balances: ToldBalances;
  readonly reversals: readonly CardReversal[];
};

/** How commands name one: the card's key and the reference. */
export const cardTransactionId = (cardKey: EncodedKey, externalReferenceId: string): string =>
  `${cardKey}/${externalReferenceId}`;

/** Card payments as commands touch them; see `cardTransactionId`. Locked by their account. A new one is stored by being changed. */
export const cardTransactions: StateSlot<CardTransaction> = {
  name: 'cardTransaction',
  keyOf: (one) => one.encodedKey,
  idOf: (one) => cardTransactionId(one.cardKey, one.externalReferenceId),
};

type Told = {
  readonly request: string;
  readonly body: Schemas['CardTransactionOutput'];
  readonly amount: string;
  readonly balances: ReturnType<typeof storedBalances>;
};
type StoredReversal = Omit<CardReversal, 'amount' | 'originalAmount'> & {
  readonly amount: Decimalish;
  readonly originalAmount?: Decimalish | null;
};

const transactionOfRow = (row: pg.QueryResultRow): CardTransaction => {
  const told: Told = row.told;
  return {
    encodedKey: row.encoded_key,
    cardKey: row.card_key,
    externalReferenceId: row.external_reference_id,
    accountKey: row.account_key,
    transactionKey: row.transaction_key,
    holdKey: row.hold_key,
    direction: row.direction,
    amount: row.amount,
    reversedAmount: row.reversed_amount,
    creationDate: row.creation_date,
    request: told.request,
    told: { ...told.body, amount: money(told.amount) },
    balances: balancesOfRow(told.balances),
    reversals: row.reversals.map((one: StoredReversal) => ({
      ...one,
      amount: money(one.amount),
      originalAmount: one.originalAmount == null ? null : money(one.originalAmount),
    })),
  };
};

const toldOf = ({ request, told, balances }: CardTransaction): string =>
  JSON.stringify({
    request,
    body: told,
    // As a text: none of its digits is lost.
    amount: money(told.amount).toFixed(),
    balances: storedBalances(balances),
  } satisfies Told);

/** What changes in the life of a payment, behind its key: what is taken back of it. */
const changingColumns = [
  plain('encoded_key', 'uuid', (one) => one.encodedKey),
  decimal('reversed_amount', (one) => one.reversedAmount),
  text('reversals', 'json', (one) =>
    JSON.stringify(one.reversals.map((each) => ({ ...each, amount: each.amount.toFixed() }))),
  ),
] as const satisfies readonly Column<CardTransaction>[];

const lastingColumns = [
  plain('card_key', 'uuid', (one) => one.cardKey),
  text('external_reference_id', 'text', (one) => one.externalReferenceId),
  plain('account_key', 'uuid', (one) => one.accountKey),
  plain('transaction_key', 'uuid', (one) => one.transactionKey),
  plain('hold_key', 'uuid', (one) => one.holdKey),
  plain('direction', 'text', (one) => one.direction),
  decimal('amount', (one) => one.amount),
  moment('creation_date', (one) => one.creationDate),
  text('told', 'json', toldOf),
] as const satisfies readonly Column<CardTransaction>[];

const insertPayments = insertion('card_transaction', [...changingColumns, ...lastingColumns]);
const changePayments = changes('card_transaction', changingColumns);

export const cardTransactionStore = stateStore<CardTransaction>({
  slot: cardTransactions,
  lockAndLoad: async (db, touches) => {
    const named = touches.map(({ ref }) => [ref.slice(0, ref.indexOf('/')), ref.slice(ref.indexOf('/') + 1)] as const);
    const found = await db.query({
      name: 'load-card-transactions',
      text: `SELECT t.* FROM unnest($1::uuid[], $2::text[]) AS asked(card, reference)
               JOIN card_transaction t ON t.card_key = asked.card AND t.external_reference_id = asked.reference`,
      values: [bareArray(named, ([card]) => card), textArray(named, ([, reference]) => reference)],
    });
    return found.rows.map(transactionOfRow);
  },
  statements: insertedOrChanged((payments) => [insertPayments(payments)], changePayments),
  constraints: {
    card_transaction_reference: 'DUPLICATE_CARD_TRANSACTION',
  },
});

/** The card payment that a reference names, without a lock. */
export const findCardTransaction = async (
  db: Pick<pg.Pool, 'query'>,
  cardKey: EncodedKey,
  externalReferenceId: string,
): Promise<CardTransaction | undefined> => {
  const found = await db.query('SELECT * FROM card_transaction WHERE card_key = $1 AND external_reference_id = $2', [
    cardKey,
    externalReferenceId,
  ]);
  return found.rows[0] && transactionOfRow(found.rows[0]);
};
