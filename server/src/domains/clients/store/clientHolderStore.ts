import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import { rowStore, stateStore } from '../../../platform/posting/store.ts';
import type { ClientHolder } from '../rules/clientHolder.ts';
import type { ClientState } from '../rules/clientStates.ts';
import { type ClientAccountActivity, clientAccountActivity, clientStates } from '../slots.ts';

type HolderRow = {
  encoded_key: EncodedKey;
  id: string;
  full_name: string;
  state: ClientState;
  previous_state: ClientState | null;
  can_open_accounts: boolean;
  can_guarantee: boolean;
  client_role_key: EncodedKey;
  assigned_branch_key: EncodedKey | null;
  assigned_centre_key: EncodedKey | null;
  assigned_user_key: EncodedKey | null;
  activation_date: Instant | null;
  loan_cycle: number;
  group_loan_cycle: number;
  last_modified_date: Instant;
};

const holderOf = (row: HolderRow): ClientHolder => ({
  encodedKey: row.encoded_key,
  id: row.id,
  fullName: row.full_name,
  state: row.state,
  previousState: row.previous_state,
  canOpenAccounts: row.can_open_accounts,
  canGuarantee: row.can_guarantee,
  clientRoleKey: row.client_role_key,
  assignedBranchKey: row.assigned_branch_key,
  assignedCentreKey: row.assigned_centre_key,
  assignedUserKey: row.assigned_user_key,
  activationDate: row.activation_date,
  loanCycle: row.loan_cycle,
  groupLoanCycle: row.group_loan_cycle,
  lastModifiedDate: row.last_modified_date,
});

const lockHolders = async (db: pg.PoolClient, refs: readonly string[]): Promise<readonly ClientHolder[]> => {
  const { rows } = await db.query<HolderRow>({
    name: 'lock-client-holders',
    text: `SELECT c.encoded_key, c.id, c.full_name, c.state, c.previous_state, r.can_open_accounts, r.can_guarantee, c.client_role_key,
                  c.assigned_branch_key, c.assigned_centre_key, c.assigned_user_key, c.activation_date, c.loan_cycle, c.group_loan_cycle,
                  c.last_modified_date
             FROM client c JOIN client_role r ON r.encoded_key = c.client_role_key
            WHERE c.encoded_key = ANY($1::uuid[]) OR c.id = ANY($2::text[])
            ORDER BY c.encoded_key FOR UPDATE OF c`,
    values: [refs.flatMap((ref) => asEncodedKey(ref) ?? []), refs],
  });
  return rows.map(holderOf);
};

/** Locks and loads the client that a key or an id names, in the caller's transaction; undefined when there is none. */
export const lockClientHolder = async (db: pg.PoolClient, ref: string): Promise<ClientHolder | undefined> => {
  const holders = await lockHolders(db, [ref]);
  const key = asEncodedKey(ref);
  return holders.find((holder) => holder.encodedKey === key) ?? holders[0];
};

const iso = (moment: Instant | null): string | null => (moment === null ? null : new Date(moment).toISOString());

/** Clients as holders of accounts: what accounts change of them is written back. */
export const clientStateStore = stateStore<ClientHolder>({
  slot: clientStates,
  lockAndLoad: (db, touches) => lockHolders(db, [...new Set(touches.map(({ ref }) => ref))]),
  statements: (holders) => [
    {
      name: 'write-client-holders',
      text: `UPDATE client c
                SET state = h.state, previous_state = h.previous_state, activation_date = h.activation_date, loan_cycle = h.loan_cycle,
                    group_loan_cycle = h.group_loan_cycle, last_modified_date = h.last_modified_date
               FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[])
                 AS h (encoded_key, state, previous_state, activation_date, loan_cycle, group_loan_cycle, last_modified_date)
              WHERE c.encoded_key = h.encoded_key`,
      values: [
        holders.map((holder) => holder.encodedKey),
        holders.map((holder) => holder.state),
        holders.map((holder) => holder.previousState),
        holders.map((holder) => iso(holder.activationDate)),
        holders.map((holder) => holder.loanCycle),
        holders.map((holder) => holder.groupLoanCycle),
        holders.map((holder) => iso(holder.lastModifiedDate)),
      ],
    },
  ],
});

/** Whether a client `c` has an account in such a state: the first one that is found answers. */
const anyOf = (inState: string): string =>
  ['deposit_account', 'loan_account']
    .map((table) => `EXISTS (SELECT FROM ${table} WHERE account_holder_key = c.encoded_key AND ${inState})`)
    .join(' OR ');

/**
 * Brings the clients' states in line with those of their accounts, and counts their loans that were closed with all obligations met. The clients are locked by a statement of its own, so that the second one
 * sees what others who held the lock before have committed: two last accounts closed at the same time leave no client behind as ACTIVE.
 */
export const clientActivityStatements = (rows: readonly ClientAccountActivity[]): readonly Statement[] => {
  const latest = new Map<EncodedKey, Instant>();
  for (const { clientKey, now } of rows) latest.set(clientKey, now);
  const keys = [...latest.keys()];
  const lock: Statement = {
    name: 'lock-active-clients',
    text: 'SELECT FROM client WHERE encoded_key = ANY($1::uuid[]) ORDER BY encoded_key FOR UPDATE',
    values: [keys],
  };
  const write: Statement = {
    name: 'write-client-activity',
    text: `WITH holder AS (
             SELECT c.encoded_key, h.now, c.state = 'BLACKLISTED' AS listed,
                    CASE coalesce(c.previous_state, c.state)
                      WHEN 'INACTIVE' THEN CASE WHEN (${anyOf("account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS', 'MATURED', 'LOCKED', 'DORMANT')")}) THEN 'ACTIVE' END
                      WHEN 'ACTIVE' THEN CASE WHEN NOT (${anyOf("account_state NOT LIKE 'CLOSED%' AND account_state <> 'WITHDRAWN'")}) THEN 'INACTIVE' END
                    END AS after,
                    (SELECT count(*) FROM loan_account l WHERE l.account_holder_key = c.encoded_key
                        AND l.account_state = 'CLOSED' AND l.account_sub_state = 'REPAID') AS cycle
               FROM unnest($1::uuid[], $2::timestamptz[]) AS h (encoded_key, now)
               JOIN client c USING (encoded_key))
           UPDATE client c
              SET state = CASE WHEN h.listed THEN c.state ELSE coalesce(h.after, c.state) END,
                  previous_state = CASE WHEN h.listed THEN coalesce(h.after, c.previous_state) END,
                  loan_cycle = h.cycle,
                  activation_date = CASE WHEN h.after = 'ACTIVE' THEN coalesce(c.activation_date, h.now) ELSE c.activation_date END,
                  last_modified_date = h.now
             FROM holder h
            WHERE c.encoded_key = h.encoded_key AND (h.after IS NOT NULL OR h.cycle <> c.loan_cycle)`,
    values: [keys, keys.map((key) => iso(latest.get(key) ?? null))],
  };
  return [lock, write];
};

/** The same for the commands of a batch. */
export const clientAccountActivityStore = rowStore<ClientAccountActivity>({
  slot: clientAccountActivity,
  afterStates: true,
  // Clients are not remembered.
  leavesStates: true,
  statements: clientActivityStatements,
});
