import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Money, zero } from '../../../kernel/money.ts';
import { bareArray, textArray } from '../../../platform/db/arrayLiteral.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import { type DepositMoves, type OffsetTerms, offsetOfJson, offsetToJson } from '../rules/offset.ts';

type Queryable = Pick<pg.Pool, 'query'>;

const running = `account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS')`;

/** A running loan whose interest a deposit lowers, in a night's hands. */
export type LoanToRead = {
  readonly encodedKey: EncodedKey;
  readonly depositKey: EncodedKey;
  readonly offset: OffsetTerms;
  readonly disbursementDate: Instant;
  readonly lastInterestAppliedDate: Instant | null;
  readonly lastDueDate: LocalDate | null;
  /** The deposit lowers the interest of a loan that is older: undoing a closure can bring two together. */
  readonly comesSecond: boolean;
};

/** The next loans of some products, in the order of their keys, that a deposit lowers the interest of. They are locked: their readings belong to their terms. */
export const lockLoansToRead = async (
  db: Queryable,
  { products, day }: { readonly products: readonly EncodedKey[]; readonly day: LocalDate },
  after: EncodedKey | null,
  count: number,
): Promise<readonly LoanToRead[]> => {
  const { rows } = await db.query({
    name: 'lock-loans-to-read-offsets',
    text: `SELECT a.encoded_key, a.settlement_account_key, a.terms -> 'offset' AS offset, a.disbursement_date, a.last_interest_applied_date,
                  (SELECT max(i.due_date) FROM loan_instalment i WHERE i.account_key = a.encoded_key AND i.due_date <= $3::date) AS last_due_date,
                  EXISTS (SELECT 1 FROM loan_account o
                           WHERE o.settlement_account_key = a.settlement_account_key AND o.encoded_key < a.encoded_key
                             AND o.${running} AND o.terms -> 'offset' IS NOT NULL) AS comes_second
             FROM loan_account a
            WHERE a.product_key = ANY($2::uuid[]) AND a.${running} AND a.settlement_account_key IS NOT NULL
              AND a.disbursement_date IS NOT NULL AND a.terms -> 'offset' IS NOT NULL
              AND a.encoded_key > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
            ORDER BY a.encoded_key LIMIT $4 FOR UPDATE OF a`,
    values: [after, products, day, count],
  });
  return rows.map((row) => ({
    encodedKey: row.encoded_key,
    depositKey: row.settlement_account_key,
    offset: offsetOfJson(row.offset),
    disbursementDate: row.disbursement_date,
    lastInterestAppliedDate: row.last_interest_applied_date,
    lastDueDate: row.last_due_date,
    comesSecond: row.comes_second,
  }));
};

/** A loan of whose deposit account somebody asks what it moved from a moment on. */
export type AskedMoves = { readonly loanKey: EncodedKey; readonly depositKey: EncodedKey; readonly since: Instant };

type MovedRow = {
  readonly loan_key: EncodedKey;
  readonly total_balance: Money;
  readonly day: LocalDate | null;
  readonly amount: Money | null;
};

/** What deposit accounts of loans hold and what they moved since a moment each, by day of the value date, in one statement for any number of loans. */
export const depositMoves = async (
  db: Queryable,
  asked: readonly AskedMoves[],
): Promise<ReadonlyMap<EncodedKey, DepositMoves>> => {
  const { rows } = await db.query<MovedRow>({
    name: 'read-offset-deposits',
    text: `SELECT q.loan_key, a.total_balance, m.day, m.amount
             FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS q (loan_key, deposit_key, since)
             JOIN deposit_account a ON a.encoded_key = q.deposit_key
             LEFT JOIN LATERAL (
               SELECT (t.value_date AT TIME ZONE (SELECT coalesce(s.time_zone, 'UTC') FROM tenant_state s))::date AS day,
                      sum(t.funds_amount + t.overdraft_amount) AS amount
                 FROM deposit_transaction t WHERE t.account_key = q.deposit_key AND t.value_date >= q.since GROUP BY 1) m ON true
            ORDER BY q.loan_key, m.day`,
    values: [
      asked.map(({ loanKey }) => loanKey),
      asked.map(({ depositKey }) => depositKey),
      asked.map(({ since }) => new Date(since).toISOString()),
    ],
  });
  const found = new Map<EncodedKey, { balance: Money; moves: { day: LocalDate; amount: Money }[] }>();
  for (const row of rows) {
    const known = found.get(row.loan_key) ?? { balance: row.total_balance, moves: [] };
    if (row.day !== null) known.moves.push({ day: row.day, amount: row.amount ?? zero });
    found.set(row.loan_key, known);
  }
  return found;
};

/** What a night read of a loan's deposit, and the first day of which that says something else than before. */
export type ReadOffset = {
  readonly encodedKey: EncodedKey;
  readonly offset: OffsetTerms;
  readonly changedFrom: LocalDate;
};

/** Keeps readings of loans. What was folded, or booked, beyond the first day that changed waits to be folded again. */
export const updateReadings = (read: readonly ReadOffset[]): Statement => ({
  name: 'update-offset-readings',
  text: `UPDATE loan_account a
            SET terms = jsonb_set(a.terms, '{offset}', u.offset_terms::jsonb),
                folded_to = CASE WHEN a.folded_to > u.changed_from THEN NULL ELSE a.folded_to END,
                booked_to = CASE WHEN a.booked_to > u.changed_from THEN NULL ELSE a.booked_to END
           FROM unnest($1::uuid[], $2::text[], $3::date[]) AS u (encoded_key, offset_terms, changed_from)
          WHERE a.encoded_key = u.encoded_key`,
  values: [
    bareArray(read, ({ encodedKey }) => encodedKey),
    textArray([...read], ({ offset }) => JSON.stringify(offsetToJson(offset))),
    bareArray(read, ({ changedFrom }) => changedFrom),
  ],
});

/** Running loans of some products that wait to be folded again since another reading was kept. */
export const loansReadAnew = async (db: Queryable, products: readonly EncodedKey[]): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM loan_account WHERE product_key = ANY($1::uuid[]) AND ${running} AND folded_to IS NULL ORDER BY encoded_key`,
    [products],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};

/** The deposit account that lowers the interest of the loan that an id or key names; undefined where none does. */
export const offsetDepositOf = async (
  db: Queryable,
  loanRef: string,
): Promise<Pick<AskedMoves, 'loanKey' | 'depositKey'> | undefined> => {
  const { rows } = await db.query<Pick<AskedMoves, 'loanKey' | 'depositKey'>>(
    `SELECT encoded_key AS "loanKey", settlement_account_key AS "depositKey" FROM loan_account
      WHERE (encoded_key = $1::uuid OR id = $2) AND settlement_account_key IS NOT NULL AND terms -> 'offset' IS NOT NULL
      ORDER BY (encoded_key = $1::uuid) DESC NULLS LAST LIMIT 1`,
    [asEncodedKey(loanRef) ?? null, loanRef],
  );
  return rows[0];
};

/** Whether a deposit account already lowers the interest of another open loan. */
export const offsetsOtherLoan = async (
  db: Queryable,
  depositKey: EncodedKey,
  loanKey: EncodedKey,
): Promise<boolean> => {
  const { rows } = await db.query(
    `SELECT 1 FROM loan_account
      WHERE settlement_account_key = $1 AND encoded_key <> $2 AND account_state NOT LIKE 'CLOSED%' AND terms -> 'offset' IS NOT NULL LIMIT 1`,
    [depositKey, loanKey],
  );
  return rows.length > 0;
};

/** Whether what lies in a deposit account lowers the interest of a loan that runs. */
export const offsetsRunningLoan = async (db: Queryable, depositKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query({
    name: 'offsets-running-loan',
    text: `SELECT 1 FROM loan_account WHERE settlement_account_key = $1 AND ${running} AND terms -> 'offset' IS NOT NULL LIMIT 1`,
    values: [depositKey],
  });
  return rows.length > 0;
};
