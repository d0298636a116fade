import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Money, zero } from '../../../kernel/money.ts';
import { bareArray } from '../../../platform/db/arrayLiteral.ts';
import { allAnswered, type Statement } from '../../../platform/db/statement.ts';
import type { LoanEvent } from '../rules/events.ts';
import { eventOfJson } from '../rules/instalmentJson.ts';
import type { LoanTerms } from '../rules/terms.ts';
import { termsOfJson } from '../rules/termsJson.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** A loan in a night's hands: what its fold takes, what its transactions charged, and what the books hold of it. */
export type LoanToAccrue = {
  readonly encodedKey: EncodedKey;
  readonly productKey: EncodedKey;
  readonly branchKey: EncodedKey | null;
  readonly currencyCode: string;
  readonly booked: Money;
  /** What of that is from arrears, and what of payment holidays. */
  readonly bookedFromArrears: Money;
  readonly bookedOfHolidays: Money;
  /** It bears no interest that is booked any more: the books let go of what they hold. */
  readonly isReleased: boolean;
  readonly terms: LoanTerms;
  readonly events: readonly LoanEvent[];
  readonly posted: Money;
  readonly postedFromArrears: Money;
  readonly postedOfHolidays: Money;
};

const running = `account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS')`;

type EventRow = { readonly account_key: EncodedKey; readonly event: Parameters<typeof eventOfJson>[0] };

const eventsOf = async (db: Queryable, keys: readonly EncodedKey[]): Promise<readonly EventRow[]> => {
  const { rows } = await db.query<EventRow>({
    name: 'load-events-to-accrue',
    text: 'SELECT account_key, event FROM loan_event WHERE account_key = ANY($1::uuid[]) AND NOT reversed ORDER BY account_key, sequence',
    values: [keys],
  });
  return rows;
};

type ChargedRow = {
  readonly account_key: EncodedKey;
  readonly charged: Money;
  readonly from_arrears: Money;
  readonly of_holidays: Money;
};

const signed = (amount: string, tax: string): string =>
  `sum((${amount} - coalesce((taxes ->> '${tax}')::numeric, 0)) * CASE type WHEN 'INTEREST_APPLIED' THEN 1 ELSE -1 END)`;

const chargedOn = async (db: Queryable, keys: readonly EncodedKey[]): Promise<readonly ChargedRow[]> => {
  const { rows } = await db.query<ChargedRow>({
    name: 'sum-charged-interest',
    text: `SELECT account_key, ${signed('amount', 'interest')} AS charged,
                  ${signed('interest_from_arrears_amount', 'fromArrears')} AS from_arrears,
                  ${signed('holiday_interest_amount', 'ofHolidays')} AS of_holidays
             FROM loan_transaction
            WHERE account_key = ANY($1::uuid[]) AND type IN ('INTEREST_APPLIED', 'INTEREST_DUE_REDUCED')
              AND adjustment_transaction_key IS NULL AND original_transaction_key IS NULL GROUP BY account_key`,
    values: [keys],
  });
  return rows;
};

/**
 * The next loans, in the order of their keys, whose interest is to be booked for a day: running ones of the products that book it in that night, and
 * those that bear none any more, or whose product books none, while the books hold some of it. They are locked: no posting comes between.
 */
export const lockLoansToAccrue = async (
  db: Queryable,
  night: { readonly day: LocalDate; readonly tonight: readonly EncodedKey[]; readonly booking: readonly EncodedKey[] },
  after: EncodedKey | null,
  count: number,
): Promise<readonly LoanToAccrue[]> => {
  const { rows } = await db.query({
    name: 'lock-loans-to-accrue',
    text: `SELECT encoded_key, product_key, assigned_branch_key, currency_code, booked_interest, booked_from_arrears, booked_of_holidays, terms,
                  NOT (${running} AND product_key = ANY($3::uuid[])) AS is_released
             FROM loan_account
            WHERE encoded_key > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
              AND ((${running} AND product_key = ANY($2::uuid[]) AND coalesce(booked_to <= $4::date, true))
                   OR (booked_interest <> 0 AND NOT (${running} AND product_key = ANY($3::uuid[]))))
            ORDER BY encoded_key LIMIT $5 FOR UPDATE`,
    values: [after, night.tonight, night.booking, night.day, count],
  });
  const keys = rows.filter((row) => !row.is_released).map((row) => row.encoded_key);
  const [events, charged] = keys.length === 0 ? [[], []] : await allAnswered([eventsOf(db, keys), chargedOn(db, keys)]);
  const eventsByLoan = Map.groupBy(events, ({ account_key }) => account_key);
  const chargedByLoan = new Map(charged.map((row) => [row.account_key, row]));
  return rows.map((row) => ({
    encodedKey: row.encoded_key,
    productKey: row.product_key,
    branchKey: row.assigned_branch_key,
    currencyCode: row.currency_code,
    booked: row.booked_interest,
    bookedFromArrears: row.booked_from_arrears,
    bookedOfHolidays: row.booked_of_holidays,
    isReleased: row.is_released,
    terms: termsOfJson(row.terms),
    events: (eventsByLoan.get(row.encoded_key) ?? []).map(({ event }) => eventOfJson(event)),
    posted: chargedByLoan.get(row.encoded_key)?.charged ?? zero,
    postedFromArrears: chargedByLoan.get(row.encoded_key)?.from_arrears ?? zero,
    postedOfHolidays: chargedByLoan.get(row.encoded_key)?.of_holidays ?? zero,
  }));
};

/** What the books hold of a loan from now on, and as of which day; null where no night has to see it again. */
export type HeldOfLoan = {
  readonly encodedKey: EncodedKey;
  readonly held: Money;
  /** What of that is from arrears, and what of payment holidays. */
  readonly fromArrears: Money;
  readonly ofHolidays: Money;
  readonly bookedTo: LocalDate | null;
};

/** Writes what the books hold of loans. */
export const updateHeld = (rows: readonly HeldOfLoan[]): Statement => ({
  name: 'update-booked-interest-of-loans',
  text: `UPDATE loan_account a SET booked_interest = u.held, booked_from_arrears = u.from_arrears, booked_of_holidays = u.of_holidays, booked_to = u.booked_to
           FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::numeric[], $5::date[]) AS u (encoded_key, held, from_arrears, of_holidays, booked_to)
          WHERE a.encoded_key = u.encoded_key`,
  values: [
    bareArray(rows, ({ encodedKey }) => encodedKey),
    bareArray(rows, ({ held }) => held.toFixed()),
    bareArray(rows, ({ fromArrears }) => fromArrears.toFixed()),
    bareArray(rows, ({ ofHolidays }) => ofHolidays.toFixed()),
    bareArray(rows, ({ bookedTo }) => bookedTo),
  ],
});

const held = (what: string, booked: string, taken: string, kinds: string): string =>
  `SELECT p.id || ': ${what}' AS subject, coalesce(n.accrued, 0) - coalesce(t.taken, 0) AS expected, coalesce(h.held, 0) AS actual
     FROM loan_product p
     LEFT JOIN (SELECT product_key, sum(${booked}) AS held FROM loan_account GROUP BY 1) h ON h.product_key = p.encoded_key
     LEFT JOIN (SELECT product_key, sum(accrued) AS accrued FROM accrual WHERE kind IN (${kinds}) GROUP BY 1) n ON n.product_key = p.encoded_key
     LEFT JOIN (SELECT a.product_key, sum(x.${taken}) AS taken
                  FROM loan_account a JOIN loan_transaction x ON x.account_key = a.encoded_key
                 WHERE x.${taken} <> 0 GROUP BY 1) t ON t.product_key = p.encoded_key
    WHERE coalesce(n.accrued, 0) - coalesce(t.taken, 0) <> coalesce(h.held, 0)`;

const late = `'LOAN_INTEREST_FROM_ARREARS'`;
const ofHolidays = `'LOAN_PAYMENT_HOLIDAY_INTEREST'`;

/** What nights booked of all loans, less what transactions took from there, is what the books hold of them. */
export const heldDifferences = async (
  db: Queryable,
): Promise<readonly { readonly subject: string; readonly expected: Money; readonly actual: Money }[]> => {
  const { rows } = await db.query<{ subject: string; expected: Money; actual: Money }>(
    [
      held('accrued interest', 'booked_interest', 'interest_from_books', `'LOAN_INTEREST', ${late}, ${ofHolidays}`),
      held('of it from arrears', 'booked_from_arrears', 'arrears_from_books', late),
      held('of it of payment holidays', 'booked_of_holidays', 'holidays_from_books', ofHolidays),
    ].join(' UNION ALL '),
  );
  return rows;
};
