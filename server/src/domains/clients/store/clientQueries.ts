import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { DuplicateCheckName, DuplicateProbe } from '../rules/duplicates.ts';

/** Whether a client or a group has accounts, and whether one of them is not closed. Closed ones count as accounts: they keep their history. */
export const accountsOf = async (
  db: pg.PoolClient,
  holderKey: EncodedKey,
): Promise<{ readonly any: boolean; readonly open: boolean }> => {
  const { rows } = await db.query<{ accounts: boolean; open: boolean }>(
    `SELECT count(*) > 0 AS accounts,
            coalesce(bool_or(NOT (account_state LIKE 'CLOSED%' OR account_state = 'WITHDRAWN')), false) AS open
       FROM (SELECT account_state FROM deposit_account WHERE account_holder_key = $1
             UNION ALL SELECT account_state FROM loan_account WHERE account_holder_key = $1) a`,
    [holderKey],
  );
  return { any: rows[0]?.accounts ?? false, open: rows[0]?.open ?? false };
};

/** Whether a client or a group guarantees loans, and whether one of them is not closed. */
export const guaranteesOf = async (
  db: pg.PoolClient,
  guarantorKey: EncodedKey,
): Promise<{ readonly any: boolean; readonly open: boolean }> => {
  const { rows } = await db.query<{ loans: boolean; open: boolean }>(
    `SELECT count(*) > 0 AS loans, coalesce(bool_or(account_state NOT LIKE 'CLOSED%'), false) AS open
       FROM loan_account WHERE guarantors @> jsonb_build_array(jsonb_build_object('guarantorKey', $1::text))`,
    [guarantorKey],
  );
  return { any: rows[0]?.loans ?? false, open: rows[0]?.open ?? false };
};

/** Whether a client or a group has credit arrangements, in whatever state. */
export const hasCreditArrangements = async (db: pg.PoolClient, holderKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM credit_arrangement WHERE holder_key = $1) AS found',
    [holderKey],
  );
  return rows[0]?.found ?? false;
};

const conditions: Readonly<Record<DuplicateCheckName, string>> = {
  EMAIL: 'lower(email_address) = lower($2)',
  HOME_PHONE: 'home_phone = $2',
  MOBILE_PHONE: 'mobile_phone = $2',
  FIRST_NAME_AND_LAST_NAME: 'lower(first_name) = lower($2) AND lower(last_name) = lower($3)',
  LAST_NAME_AND_DATE_OF_BIRTH: 'lower(last_name) = lower($2) AND birth_date = $3::date',
  DOCUMENT_ID_AND_TYPE: `id_documents @> jsonb_build_array(jsonb_build_object('documentId', $2::text, 'documentType', $3::text))`,
};

/** A client who looks like another one. */
export type Duplicate = {
  readonly probe: DuplicateProbe;
  readonly id: string;
  readonly assignedBranchKey: EncodedKey | null;
  readonly assignedUserKey: EncodedKey | null;
};

/**
 * The first probe that finds another client. Each asked value is locked until the end of the transaction, in one order for all, so that two
 * clients with the same values cannot slip in side by side.
 */
export const findDuplicate = async (
  db: pg.PoolClient,
  clientKey: EncodedKey,
  probes: readonly DuplicateProbe[],
): Promise<Duplicate | undefined> => {
  const locks = probes.map(({ check, values }) => `client ${check} ${values.join('\n').toLowerCase()}`).sort();
  for (const lock of locks) await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lock]);
  for (const probe of probes) {
    const { rows } = await db.query<Omit<Duplicate, 'probe'>>(
      `SELECT id, assigned_branch_key AS "assignedBranchKey", assigned_user_key AS "assignedUserKey" FROM client WHERE encoded_key <> $1 AND ${conditions[probe.check]} LIMIT 1`,
      [clientKey, ...probe.values],
    );
    if (rows[0]) return { probe, ...rows[0] };
  }
  return undefined;
};
