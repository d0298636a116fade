import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../../kernel/instant.ts';
import type { Money } from '../../../kernel/money.ts';
import { type Column, changes, decimal, moment, plain, text } from '../../../platform/db/rowSource.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import type { StateSlot, Touch } from '../../../platform/posting/command.ts';
import { lockRemembered } from '../../../platform/posting/lockRemembered.ts';
import { stateStore } from '../../../platform/posting/store.ts';
import type { DepositAccount, Movement } from '../rules/depositAccount.ts';
import { interestOfRow, updateInterest } from './interestColumns.ts';

/**
 * Deposit accounts as commands touch them. Option `historySince` (an Instant) also loads the movements from that value date on; option
 * `interestHistory` those that count for the interest that is not applied yet.
 */
export const depositAccounts: StateSlot<DepositAccount> = {
  name: 'depositAccount',
  keyOf: (account) => account.encodedKey,
  idOf: (account) => account.id,
};

/** A row of deposit_account as the account it stores: our own table, whose columns the migrations type. */
export const accountOfRow = (row: pg.QueryResultRow): DepositAccount => ({
  encodedKey: row.encoded_key,
  id: row.id,
  name: row.name,
  notes: row.notes,
  accountHolderKey: row.account_holder_key,
  accountHolderType: row.account_holder_type,
  ownershipHistory: row.ownership_history ?? [],
  productTypeKey: row.product_key,
  accountType: row.account_type,
  accountState: row.account_state,
  stateBeforeLock: row.state_before_lock,
  currencyCode: row.currency_code,
  assignedBranchKey: row.assigned_branch_key,
  assignedCentreKey: row.assigned_centre_key,
  assignedUserKey: row.assigned_user_key,
  totalBalance: row.total_balance,
  holdBalance: row.hold_balance,
  forwardAvailableBalance: row.forward_available_balance,
  blockedBalance: row.blocked_balance,
  lockedBalance: row.locked_balance,
  feesDue: row.fees_due,
  allowOverdraft: row.allow_overdraft,
  overdraftLimit: row.overdraft_limit,
  overdraftExpiryDate: row.overdraft_expiry_date,
  maxDepositBalance: row.max_deposit_balance,
  maxWithdrawalAmount: row.max_withdrawal_amount,
  recommendedDepositAmount: row.recommended_deposit_amount,
  targetAmount: row.target_amount,
  linkedSettlementAccountKeys: row.linked_settlement_account_keys,
  customFields: row.custom_fields,
  approvedDate: row.approved_date,
  activationDate: row.activation_date,
  lockedDate: row.locked_date,
  closedDate: row.closed_date,
  maturityDate: row.maturity_date,
  monthlyFeesDate: row.monthly_fees_date,
  lastSetToArrearsDate: row.last_set_to_arrears_date,
  creationDate: row.creation_date,
  lastModifiedDate: row.last_modified_date,
  withholdingTaxSourceKey: row.withholding_tax_source_key,
  ...interestOfRow(row),
  history: null,
});

const oneDay = 86_400_000;

const sinceOf = ({ options }: Touch, account: DepositAccount): Instant | null => {
  if (options?.interestHistory !== true) return (options?.historySince as Instant | undefined) ?? null;
  const since = account.lastInterestStoredDate ?? account.activationDate;
  // The whole of that day counts, wherever the bank is.
  return since === null ? null : instant(since - oneDay);
};

/**
 * The movements of accounts from a value date on, oldest first. A transaction that was taken back and its adjustment, which have one value
 * date, are no movements. Reads only the index range of each account.
 */
export const loadHistories = async (
  db: Pick<pg.Pool, 'query'>,
  since: ReadonlyMap<EncodedKey, Instant>,
): Promise<ReadonlyMap<EncodedKey, readonly Movement[]>> => {
  const histories = new Map<EncodedKey, Movement[]>([...since.keys()].map((key) => [key, []]));
  const { rows } = await db.query<{ account_key: EncodedKey; value_date: Instant; moved: Money }>({
    name: 'deposit-history',
    text: `SELECT t.account_key, t.value_date, t.funds_amount + t.overdraft_amount AS moved
             FROM unnest($1::uuid[], $2::timestamptz[]) AS asked(account_key, since)
             JOIN deposit_transaction t ON t.account_key = asked.account_key AND t.value_date >= asked.since
            WHERE t.adjustment_transaction_key IS NULL AND t.original_transaction_key IS NULL
            ORDER BY t.value_date, t.id`,
    values: [[...since.keys()], [...since.values()].map((moment) => new Date(moment).toISOString())],
  });
  for (const row of rows) histories.get(row.account_key)?.push({ valueDate: row.value_date, amount: row.moved });
  return histories;
};

const balanceColumns = [
  plain('encoded_key', 'uuid', ({ encodedKey }) => encodedKey),
  decimal('total_balance', ({ totalBalance }) => totalBalance),
  decimal('hold_balance', ({ holdBalance }) => holdBalance),
  decimal('forward_available_balance', (account) => account.forwardAvailableBalance),
  decimal('blocked_balance', ({ blockedBalance }) => blockedBalance),
  decimal('fees_due', ({ feesDue }) => feesDue),
  moment('last_modified_date', ({ lastModifiedDate }) => lastModifiedDate),
] as const satisfies readonly Column<DepositAccount>[];

/** What an ordinary posting leaves as it is. */
const lifeColumns = [
  plain('account_state', 'text', ({ accountState }) => accountState),
  plain('state_before_lock', 'text', ({ stateBeforeLock }) => stateBeforeLock),
  moment('approved_date', ({ approvedDate }) => approvedDate),
  moment('activation_date', ({ activationDate }) => activationDate),
  moment('locked_date', ({ lockedDate }) => lockedDate),
  moment('closed_date', ({ closedDate }) => closedDate),
  moment('maturity_date', ({ maturityDate }) => maturityDate),
  plain('monthly_fees_date', 'date', ({ monthlyFeesDate }) => monthlyFeesDate),
  moment('last_set_to_arrears_date', ({ lastSetToArrearsDate }) => lastSetToArrearsDate),
  text('notes', 'text', ({ notes }) => notes),
] as const satisfies readonly Column<DepositAccount>[];

const touched = ['changed_since_night = true'];
const updateBalances = changes('deposit_account', balanceColumns, touched);
const updateWhole = changes('deposit_account', [...balanceColumns, ...lifeColumns], touched);

const livesOn = (account: DepositAccount, loaded: DepositAccount | undefined): boolean =>
  loaded !== undefined && lifeColumns.every(({ read }) => read(account) === read(loaded));

/** Most postings move balances and nothing else: the other columns then are neither sent nor written. */
const updateAccounts = (
  accounts: readonly DepositAccount[],
  loaded: (account: DepositAccount) => DepositAccount | undefined,
): readonly Statement[] => {
  const [moved, changed]: [DepositAccount[], DepositAccount[]] = [[], []];
  for (const account of accounts) (livesOn(account, loaded(account)) ? moved : changed).push(account);
  return [...(moved.length > 0 ? [updateBalances(moved)] : []), ...(changed.length > 0 ? [updateWhole(changed)] : [])];
};

const lockAccounts = lockRemembered('deposit_account', (_, rows) => rows.map(accountOfRow));

/** The accounts with their histories, where a touch asks for one. */
const withHistories = async (
  db: pg.PoolClient,
  accounts: readonly DepositAccount[],
  touches: readonly Touch[],
): Promise<readonly DepositAccount[]> => {
  const since = new Map<EncodedKey, Instant>();
  for (const touch of touches) {
    if (!touch.options) continue;
    const account = accounts.find(({ encodedKey, id }) => encodedKey === asEncodedKey(touch.ref) || id === touch.ref);
    const from = account ? sinceOf(touch, account) : null;
    if (from === null || !account) continue;
    const known = since.get(account.encodedKey);
    since.set(account.encodedKey, known === undefined || from < known ? from : known);
  }
  if (since.size === 0) return accounts;
  const histories = await loadHistories(db, since);
  return accounts.map((account) => ({ ...account, history: histories.get(account.encodedKey) ?? null }));
};

export const depositAccountStore = stateStore<DepositAccount>({
  slot: depositAccounts,
  remembered: (account) =>
    account.history === null && !account.interestChanged
      ? account
      : { ...account, history: null, interestChanged: false },
  lockAndLoad: async (db, touches, memory) => {
    const accounts = await lockAccounts(db, new Set(touches.map(({ ref }) => ref)), memory);
    return withHistories(db, accounts, touches);
  },
  statements: (accounts, loaded) => [...updateAccounts(accounts, loaded), ...updateInterest(accounts)],
  constraints: { deposit_account_id: 'ACCOUNT_ID_ALREADY_IN_USE' },
});
