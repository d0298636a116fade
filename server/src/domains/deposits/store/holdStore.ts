import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Decimalish, money } from '../../../kernel/money.ts';
import { bareArray, textArray } from '../../../platform/db/arrayLiteral.ts';
import { type Column, changes, decimal, insertion, moment, plain, text } from '../../../platform/db/rowSource.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import type { StateSlot, Touch } from '../../../platform/posting/command.ts';
import { insertedOrChanged, stateStore } from '../../../platform/posting/store.ts';
import type { Listing } from '../../../platform/resources/listing.ts';
import { type AuthorizationHold, idOfHold, type ToldBalances } from '../rules/holds/authorizationHold.ts';

/** Authorization holds as commands touch them: by key, or by `holdId`. Locked after their accounts. A new one is stored by being changed. */
export const authorizationHolds: StateSlot<AuthorizationHold> = {
  name: 'authorizationHold',
  keyOf: (hold) => hold.encodedKey,
  idOf: idOfHold,
};

// Those of before cards of loans say nothing of the type.
type StoredBalances = Readonly<Record<Exclude<keyof ToldBalances, 'cardType'>, string>> &
  Partial<Pick<ToldBalances, 'cardType'>>;

type StoredAnswer = {
  readonly request: string;
  readonly amount: Decimalish;
  readonly originalAmount: Decimalish | null;
  readonly customExpirationPeriod: number | null;
  readonly balances: StoredBalances;
};

/** Balances of an answer as they are stored: amounts as texts, so that none of their digits is lost. */
export const balancesOfRow = (stored: StoredBalances): ToldBalances => ({
  accountId: stored.accountId,
  availableBalance: money(stored.availableBalance),
  totalBalance: money(stored.totalBalance),
  creditLimit: money(stored.creditLimit),
  currencyCode: stored.currencyCode,
  cardType: stored.cardType ?? 'DEBIT',
});

/** The other way around. */
export const storedBalances = (balances: ToldBalances): StoredBalances => ({
  accountId: balances.accountId,
  availableBalance: balances.availableBalance.toFixed(),
  totalBalance: balances.totalBalance.toFixed(),
  creditLimit: balances.creditLimit.toFixed(),
  currencyCode: balances.currencyCode,
  cardType: balances.cardType,
});

/** A row of authorization_hold as the hold it stores. */
export const holdOfRow = (row: pg.QueryResultRow): AuthorizationHold => {
  const first: StoredAnswer = row.first_answer;
  return {
    encodedKey: row.encoded_key,
    accountKey: row.account_key,
    cardKey: row.card_key,
    cardToken: row.card_token,
    externalReferenceId: row.external_reference_id,
    status: row.status,
    amount: row.amount,
    direction: row.direction,
    currencyCode: row.currency_code,
    originalAmount: row.original_amount,
    originalCurrency: row.original_currency,
    exchangeRate: row.exchange_rate,
    advice: row.advice,
    partial: row.partial,
    customExpirationPeriod: row.custom_expiration_period,
    cardAcceptor: row.card_acceptor,
    userTransactionTime: row.user_transaction_time,
    creationDate: row.creation_date,
    referenceDate: row.reference_date,
    first: {
      request: first.request,
      amount: money(first.amount),
      originalAmount: first.originalAmount === null ? null : money(first.originalAmount),
      customExpirationPeriod: first.customExpirationPeriod,
      balances: balancesOfRow(first.balances),
    },
    changes: row.changes,
  };
};

const firstAnswer = ({ first }: AuthorizationHold): string =>
  JSON.stringify({
    request: first.request,
    amount: first.amount.toFixed(),
    originalAmount: first.originalAmount?.toFixed() ?? null,
    customExpirationPeriod: first.customExpirationPeriod,
    balances: storedBalances(first.balances),
  } satisfies StoredAnswer);

/** What changes in the life of a hold, behind its key. */
const changingColumns = [
  plain('encoded_key', 'uuid', ({ encodedKey }) => encodedKey),
  plain('status', 'text', ({ status }) => status),
  decimal('amount', ({ amount }) => amount),
  decimal('original_amount', ({ originalAmount }) => originalAmount),
  plain('custom_expiration_period', 'int', ({ customExpirationPeriod }) => customExpirationPeriod),
  moment('reference_date', ({ referenceDate }) => referenceDate),
  text('changes', 'json', ({ changes }) => JSON.stringify(changes)),
] as const satisfies readonly Column<AuthorizationHold>[];

const lastingColumns = [
  plain('account_key', 'uuid', ({ accountKey }) => accountKey),
  plain('card_key', 'uuid', ({ cardKey }) => cardKey),
  text('card_token', 'text', ({ cardToken }) => cardToken),
  text('external_reference_id', 'text', ({ externalReferenceId }) => externalReferenceId),
  plain('direction', 'text', ({ direction }) => direction),
  plain('currency_code', 'text', ({ currencyCode }) => currencyCode),
  plain('original_currency', 'text', ({ originalCurrency }) => originalCurrency),
  decimal('exchange_rate', ({ exchangeRate }) => exchangeRate),
  plain('advice', 'boolean', ({ advice }) => advice),
  plain('partial', 'boolean', ({ partial }) => partial),
  text('card_acceptor', 'json', ({ cardAcceptor }) => (cardAcceptor === null ? null : JSON.stringify(cardAcceptor))),
  text('user_transaction_time', 'text', ({ userTransactionTime }) => userTransactionTime),
  moment('creation_date', ({ creationDate }) => creationDate),
  text('first_answer', 'json', firstAnswer),
] as const satisfies readonly Column<AuthorizationHold>[];

const insertHolds = insertion('authorization_hold', [...changingColumns, ...lastingColumns]);
/** The night looks through what is listed there (see `holdsToExpire`). Holds that were made on an account never expire. */
const listExpiring = insertion<AuthorizationHold>('expiring_hold', [
  plain('hold_key', 'uuid', ({ encodedKey }) => encodedKey),
]);
const insertedHolds = (holds: readonly AuthorizationHold[]): readonly Statement[] => {
  const ofCards = holds.filter(({ cardKey }) => cardKey !== null);
  return [insertHolds(holds), ...(ofCards.length > 0 ? [listExpiring(ofCards)] : [])];
};
const changeHolds = changes('authorization_hold', changingColumns);

// A reference is `owner/external reference`, or the key of a hold: see holdId.
const ownersOf = (touches: readonly Touch[]): readonly { readonly owner: string; readonly reference: string }[] =>
  touches.flatMap(({ ref }) => {
    const slash = ref.indexOf('/');
    return slash < 0 ? [] : [{ owner: ref.slice(0, slash), reference: ref.slice(slash + 1) }];
  });

export const authorizationHoldStore = stateStore<AuthorizationHold>({
  slot: authorizationHolds,
  lockAndLoad: async (db, touches) => {
    const named = ownersOf(touches);
    const keys = touches.flatMap(({ ref }) => (ref.includes('/') ? [] : [ref]));
    // The account of each is locked before, and nobody changes a hold without its account: no lock of their own is needed.
    const { rows } = await db.query({
      name: 'load-authorization-holds',
      text: `SELECT h.* FROM unnest($1::uuid[], $2::text[]) AS asked(owner, reference)
               JOIN authorization_hold h ON coalesce(h.card_key, h.account_key) = asked.owner AND h.external_reference_id = asked.reference
              UNION ALL SELECT h.* FROM authorization_hold h WHERE h.encoded_key = ANY($3::uuid[])`,
      values: [
        bareArray(named, ({ owner }) => owner),
        textArray([...named], ({ reference }) => reference),
        bareArray(keys, (key) => key),
      ],
    });
    return rows.map(holdOfRow);
  },
  statements: insertedOrChanged(insertedHolds, changeHolds),
  constraints: {
    authorization_hold_reference: 'DUPLICATE_AUTHORIZATION_HOLD',
  },
});

/** The hold that a reference of a card or an account names, without a lock. */
export const findHold = async (
  db: Pick<pg.Pool, 'query'>,
  ownerKey: EncodedKey,
  externalReferenceId: string,
): Promise<AuthorizationHold | undefined> => {
  const { rows } = await db.query(
    'SELECT * FROM authorization_hold WHERE coalesce(card_key, account_key) = $1::uuid AND external_reference_id = $2',
    [ownerKey, externalReferenceId],
  );
  return rows[0] ? holdOfRow(rows[0]) : undefined;
};

/** Whether an account ever had a hold. */
export const hasHolds = async (db: Pick<pg.Pool, 'query'>, accountKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query('SELECT 1 FROM authorization_hold WHERE account_key = $1 LIMIT 1', [accountKey]);
  return rows.length > 0;
};

/** Holds as lists see them: the newest first. */
export const holdListing: Listing<AuthorizationHold> = {
  from: 'authorization_hold t',
  select: 't.*',
  fields: {},
  defaultOrder: 't.creation_date DESC, t.encoded_key DESC',
  tieBreaker: 't.encoded_key',
  row: holdOfRow,
};
