import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Decimal, Money } from '../../../kernel/money.ts';
import { bareArray, momentArray, textArray } from '../../../platform/db/arrayLiteral.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import type { StateSlot } from '../../../platform/posting/command.ts';
import { stateStore } from '../../../platform/posting/store.ts';
import {
  type AccrualKind,
  type AccrualScope,
  type AccruedByAccount,
  type AccruedInScope,
  resultSides,
} from '../rules/accruals.ts';

/** How an accrual was booked. The entries are written together with it, and empty where nothing was left to write. */
export type AccrualBooking = {
  readonly amount: Money;
  readonly transactionId: string;
  readonly bookingDate: Instant;
  readonly creationDate: Instant;
  readonly resultGlAccountKey: EncodedKey;
  readonly owedGlAccountKey: EncodedKey;
  /** Of a foreign currency, what it was worth in the ledger's. */
  readonly accountingRate: Decimal | null;
  /** The entry on the result, then that on what is owed. */
  readonly written: readonly { readonly entryId: number }[];
  /** What earlier roundings left over, told in the breakdown; zero where there is none. */
  readonly told: Money;
};

/** What nights accrued on a day in one scope, as commands touch it. */
export type Accrual = AccrualScope & {
  readonly encodedKey: EncodedKey;
  readonly day: LocalDate;
  readonly accrued: Money;
  /** What the roundings of the scope's booked accruals left over. */
  readonly carried: Money;
  /** Null until it is booked. */
  readonly booking: AccrualBooking | null;
  readonly isBooked: boolean;
};

export const accruals: StateSlot<Accrual> = {
  name: 'accrual',
  keyOf: ({ encodedKey }) => encodedKey,
  idOf: ({ encodedKey }) => encodedKey,
};

const scopes = (rows: readonly AccruedInScope[]): Statement['values'] => [
  bareArray(rows, ({ productKey }) => productKey),
  bareArray(rows, ({ branchKey }) => branchKey),
  bareArray(rows, ({ currencyCode }) => currencyCode),
  bareArray(rows, ({ kind }) => kind),
  bareArray(rows, ({ amount }) => amount.toFixed()),
];

/** Adds what accounts accrued on a day to what shall be booked for it. */
export const addAccruals = (day: LocalDate, rows: readonly AccruedInScope[]): Statement => ({
  name: 'add-accruals',
  text: `INSERT INTO accrual AS d (encoded_key, day, product_key, branch_key, currency_code, kind, accrued)
         SELECT new_encoded_key(), $1::date, u.* FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::numeric[]) AS u
             ON CONFLICT (product_key, branch_key, currency_code, kind, day) WHERE amount IS NULL
             DO UPDATE SET accrued = d.accrued + excluded.accrued`,
  values: [day, ...scopes(rows)],
});

const debitOnResult = Object.entries(resultSides).flatMap(([kind, side]) => (side === 'DEBIT' ? [kind] : []));

/** Keeps what each account accrued, on both sides of the posting that will be made of it. Send it after the sums. */
export const addAccrualEntries = (day: LocalDate, rows: readonly AccruedByAccount[]): Statement => ({
  name: 'add-accrual-entries',
  text: `INSERT INTO accrual_entry (accrual_key, account_key, on_result, is_debit, amount)
         SELECT d.encoded_key, u.account_key, s.on_result, (u.amount > 0) = (s.on_result = (u.kind = ANY($8::text[]))), abs(u.amount)
           FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::numeric[], $7::uuid[]) WITH ORDINALITY
                  AS u (product_key, branch_key, currency_code, kind, amount, account_key, position)
           JOIN accrual d ON d.amount IS NULL AND d.day = $1::date AND d.product_key = u.product_key AND d.kind = u.kind
                AND d.currency_code = u.currency_code AND d.branch_key IS NOT DISTINCT FROM u.branch_key
          CROSS JOIN (VALUES (true), (false)) AS s (on_result)
          ORDER BY u.position, s.on_result DESC`,
  values: [day, ...scopes(rows), bareArray(rows, ({ accountKey }) => accountKey), debitOnResult],
});

/** The accruals of some kinds, of a day and of days before it, that are not booked, oldest day first: each list can be booked at once. */
export const openAccruals = async (
  db: Pick<pg.Pool, 'query'>,
  day: LocalDate,
  kinds: readonly AccrualKind[],
): Promise<readonly (readonly EncodedKey[])[]> => {
  const { rows } = await db.query<{ keys: readonly EncodedKey[] }>(
    `SELECT array_agg(encoded_key::text ORDER BY product_key, branch_key, kind) AS keys
       FROM accrual WHERE amount IS NULL AND day <= $1::date AND kind = ANY($2::text[]) GROUP BY day ORDER BY day`,
    [day, kinds],
  );
  return rows.map(({ keys }) => keys.map((key) => key.replaceAll('-', '') as EncodedKey));
};

const booked = (accrual: Accrual): readonly (Accrual & { readonly booking: AccrualBooking })[] =>
  accrual.booking === null ? [] : [{ ...accrual, booking: accrual.booking }];

export const accrualBookStore = stateStore<Accrual>({
  slot: accruals,
  lockAndLoad: async (db, touches) => {
    const { rows } = await db.query({
      name: 'lock-accruals',
      text: `SELECT d.*, (SELECT coalesce(sum(b.accrued - b.amount), 0) FROM accrual b
                           WHERE b.product_key = d.product_key AND b.branch_key IS NOT DISTINCT FROM d.branch_key
                             AND b.currency_code = d.currency_code AND b.kind = d.kind AND b.amount IS NOT NULL) AS carried
               FROM accrual d WHERE d.encoded_key = ANY($1::uuid[]) ORDER BY d.encoded_key FOR UPDATE OF d`,
      values: [touches.map(({ ref }) => ref)],
    });
    return rows.map((row) => ({
      encodedKey: row.encoded_key,
      day: row.day,
      productKey: row.product_key,
      branchKey: row.branch_key,
      currencyCode: row.currency_code,
      kind: row.kind,
      accrued: row.accrued,
      carried: row.carried,
      booking: null,
      isBooked: row.amount !== null,
    }));
  },
  statements: (states) => {
    const rows = states.flatMap(booked);
    const entry = (side: 0 | 1) => bareArray(rows, ({ booking }) => booking.written[side]?.entryId ?? null);
    const carried = rows.filter(({ booking }) => !booking.told.isZero());
    return [
      {
        name: 'book-accruals',
        text: `UPDATE accrual d
                  SET amount = u.amount, transaction_id = u.transaction_id, booking_date = u.booking_date, creation_date = u.creation_date,
                      result_gl_account_key = u.result_key, result_entry_id = u.result_id, owed_gl_account_key = u.owed_key, owed_entry_id = u.owed_id,
                      accounting_rate = u.rate
                 FROM unnest($1::uuid[], $2::numeric[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::uuid[], $7::bigint[], $8::uuid[], $9::bigint[], $10::numeric[])
                        AS u (encoded_key, amount, transaction_id, booking_date, creation_date, result_key, result_id, owed_key, owed_id, rate)
                WHERE d.encoded_key = u.encoded_key`,
        values: [
          bareArray(rows, ({ encodedKey }) => encodedKey),
          bareArray(rows, ({ booking }) => booking.amount.toFixed()),
          textArray(rows, ({ booking }) => booking.transactionId),
          momentArray(rows, ({ booking }) => booking.bookingDate),
          momentArray(rows, ({ booking }) => booking.creationDate),
          bareArray(rows, ({ booking }) => booking.resultGlAccountKey),
          entry(0),
          bareArray(rows, ({ booking }) => booking.owedGlAccountKey),
          entry(1),
          bareArray(rows, ({ booking }) => booking.accountingRate?.toFixed() ?? null),
        ],
      },
      ...(carried.length === 0
        ? []
        : [
            {
              name: 'tell-carried-accruals',
              text: `INSERT INTO accrual_entry (accrual_key, on_result, is_debit, amount)
                     SELECT u.accrual_key, s.on_result, (u.amount > 0) = (s.on_result = (u.kind = ANY($4::text[]))), abs(u.amount)
                       FROM unnest($1::uuid[], $2::numeric[], $3::text[]) AS u (accrual_key, amount, kind)
                      CROSS JOIN (VALUES (true), (false)) AS s (on_result)`,
              values: [
                bareArray(carried, ({ encodedKey }) => encodedKey),
                bareArray(carried, ({ booking }) => booking.told.toFixed()),
                bareArray(carried, ({ kind }) => kind),
                debitOnResult,
              ],
            },
          ]),
    ];
  },
});
