import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { money } from '../../../kernel/money.ts';
import { allAnswered } from '../../../platform/db/statement.ts';
import type { StateSlot } from '../../../platform/posting/command.ts';
import { lockRemembered } from '../../../platform/posting/lockRemembered.ts';
import { stateStore } from '../../../platform/posting/store.ts';
import type { LoanEvent } from '../rules/events.ts';
import { eventOfJson } from '../rules/instalmentJson.ts';
import type { DisbursedTranche, LoanAccount, StandingTransaction } from '../rules/loanAccount.ts';
import type { LoanTerms } from '../rules/terms.ts';
import { termsOfJson } from '../rules/termsJson.ts';
import { detailsOfJson } from './eventDetailsJson.ts';
import { instalmentOfRow } from './instalmentRow.ts';
import { feesOfJson, positionsOfRow, taxesOfJson } from './loanTransactionStore.ts';
import { securitiesOfRow } from './securityFields.ts';
import { writeLoanAccounts } from './writeLoanAccounts.ts';

/** Loan accounts as commands touch them: with their standing events and transactions. */
export const loanAccounts: StateSlot<LoanAccount> = {
  name: 'loanAccount',
  keyOf: (account) => account.encodedKey,
  idOf: (account) => account.id,
};

type Queryable = Pick<pg.Pool, 'query'>;

type Parts = {
  readonly events: readonly LoanEvent[];
  readonly eventDetails: LoanAccount['eventDetails'];
  readonly transactions: readonly StandingTransaction[];
  readonly instalments: readonly pg.QueryResultRow[];
};

const noParts: Parts = { events: [], eventDetails: [], transactions: [], instalments: [] };

const inForce = (row: pg.QueryResultRow, agreed: LoanTerms): LoanTerms => {
  if (row.terms_in_force === null) return agreed;
  const terms = termsOfJson(row.terms_in_force);
  return agreed.offset ? { ...terms, offset: agreed.offset } : terms;
};

/** A row of loan_account with its parts as the account it stores. Without parts it serves for reading only. */
export const loanAccountOfRow = (row: pg.QueryResultRow, parts: Parts = noParts): LoanAccount => {
  const terms = termsOfJson(row.terms);
  return {
    encodedKey: row.encoded_key,
    id: row.id,
    loanName: row.loan_name,
    notes: row.notes,
    accountHolderKey: row.account_holder_key,
    accountHolderType: row.account_holder_type,
    productTypeKey: row.product_key,
    accountState: row.account_state,
    accountSubState: row.account_sub_state,
    stateBeforeClosure: row.state_before_closure,
    currencyCode: row.currency_code,
    assignedBranchKey: row.assigned_branch_key,
    assignedCentreKey: row.assigned_centre_key,
    assignedUserKey: row.assigned_user_key,
    settlementAccountKey: row.settlement_account_key,
    customFields: row.custom_fields,
    terms,
    nextSequence: row.next_sequence,
    expectedDisbursementDate: row.expected_disbursement_date,
    firstRepaymentDate: row.first_repayment_date,
    disbursementDate: row.disbursement_date,
    disbursementChannelKey: row.transaction_channel_key,
    disbursementDepositKey: row.target_deposit_account_key,
    securities: securitiesOfRow({ guarantors: row.guarantors, assets: row.assets }),
    activationTransactionKey: row.activation_transaction_key,
    disbursedTranches: row.disbursed_tranches.map((one: DisbursedTranche) => ({ ...one, amount: money(one.amount) })),
    lastInterestAppliedDate: row.last_interest_applied_date,
    lastSetToArrearsDate: row.last_set_to_arrears_date,
    lastLockedDate: row.last_locked_date,
    approvedDate: row.approved_date,
    approvedByKey: row.approved_by_key,
    createdByKey: row.created_by_key,
    closedDate: row.closed_date,
    creationDate: row.creation_date,
    lastModifiedDate: row.last_modified_date,
    events: parts.events,
    eventDetails: parts.eventDetails,
    transactions: parts.transactions,
    instalmentKeys: new Map(parts.instalments.map((instalment) => [instalment.slot, instalment.encoded_key])),
    holdBalance: row.hold_balance,
    bookedInterest: row.booked_interest,
    bookedFromArrears: row.booked_from_arrears,
    bookedOfHolidays: row.booked_of_holidays,
    bookedTo: row.booked_to,
    figures: {
      terms: inForce(row, terms),
      balances: {
        principal: { balance: row.principal_balance, due: row.principal_due, paid: row.principal_paid },
        interest: { balance: row.interest_balance, due: row.interest_due, paid: row.interest_paid },
        fromArrears: {
          balance: row.interest_from_arrears_balance,
          due: row.interest_from_arrears_due,
          paid: row.interest_from_arrears_paid,
        },
        fees: { balance: row.fees_balance, due: row.fees_due, paid: row.fees_paid },
        penalty: { balance: row.penalty_balance, due: row.penalty_due, paid: row.penalty_paid },
        tax: { balance: row.tax_balance, due: row.tax_due, paid: row.tax_paid },
        total: row.principal_balance.plus(row.interest_balance).plus(row.fees_balance).plus(row.penalty_balance),
        totalDue: row.principal_due.plus(row.interest_due).plus(row.fees_due).plus(row.penalty_due),
        redraw: row.redraw_balance,
      },
      accruedInterest: row.accrued_interest,
      accruedFromArrears: row.interest_from_arrears_accrued,
      holidayInterest: row.payment_holidays_accrued_interest,
      accruedPenalty: row.accrued_penalty,
      accruedFee: row.accrued_fee,
      daysLate: row.days_late,
      daysInArrears: row.days_in_arrears,
      hasCustomSchedule: row.has_custom_schedule,
      lock: row.lock,
      foldedTo: row.folded_to,
      instalments: parts.instalments.map(instalmentOfRow),
    },
  };
};

/** A row of loan_transaction as a standing transaction. */
const standingOfRow = (row: pg.QueryResultRow): StandingTransaction => ({
  encodedKey: row.encoded_key,
  eventKey: row.event_key,
  role: row.role,
  type: row.type,
  amount: row.amount,
  valueDate: row.value_day,
  bookingDate: row.booking_day,
  affectedAmounts: {
    principal: row.principal_amount,
    interest: row.interest_amount,
    fromArrears: row.interest_from_arrears_amount,
    ofHolidays: row.holiday_interest_amount,
    fees: row.fees_amount,
    penalty: row.penalty_amount,
  },
  balancesAfter: { total: row.total_balance, principal: row.principal_balance, redraw: row.redraw_balance },
  positionsAfter: positionsOfRow(row),
  linkedDepositTransactionKey: row.linked_deposit_transaction_key,
  valueMoment: row.value_date,
  bookingMoment: row.booking_date,
  channelKey: row.transaction_channel_key,
  channelId: row.transaction_channel_id,
  fees: feesOfJson(row.fees),
  interestFromBooks: row.interest_from_books,
  arrearsFromBooks: row.arrears_from_books,
  holidaysFromBooks: row.holidays_from_books,
  ...(row.taxes === null ? {} : { taxes: taxesOfJson(row.taxes) }),
  ...(row.booked_in_branch === null ? {} : { bookedInBranch: row.booked_in_branch }),
});

const grouped = (rows: readonly pg.QueryResultRow[]): ReadonlyMap<EncodedKey, readonly pg.QueryResultRow[]> => {
  const groups = new Map<EncodedKey, pg.QueryResultRow[]>();
  for (const row of rows) {
    const group = groups.get(row.account_key);
    if (group) group.push(row);
    else groups.set(row.account_key, [row]);
  }
  return groups;
};

/** Completes account rows with their standing events and transactions and their instalments, in three statements for any number of accounts. */
const withParts = async (db: Queryable, rows: readonly pg.QueryResultRow[]): Promise<readonly LoanAccount[]> => {
  const keys = rows.map((row) => row.encoded_key);
  const load = async (name: string, text: string): Promise<ReadonlyMap<EncodedKey, readonly pg.QueryResultRow[]>> =>
    grouped((await db.query({ name, text, values: [keys] })).rows);
  const loadEvents = load(
    'load-loan-events',
    'SELECT * FROM loan_event WHERE account_key = ANY($1::uuid[]) AND NOT reversed ORDER BY account_key, sequence',
  );
  const loadTransactions = load(
    'load-standing-loan-transactions',
    `SELECT * FROM loan_transaction
      WHERE account_key = ANY($1::uuid[]) AND adjustment_transaction_key IS NULL AND original_transaction_key IS NULL
        AND type <> 'BRANCH_CHANGED'
      ORDER BY account_key, id`,
  );
  const loadInstalments = load(
    'load-loan-instalments',
    'SELECT * FROM loan_instalment WHERE account_key = ANY($1::uuid[]) ORDER BY account_key, number',
  );
  const [events, transactions, instalments] = await allAnswered([loadEvents, loadTransactions, loadInstalments]);
  return rows.map((row) => {
    const eventRows = events.get(row.encoded_key) ?? [];
    return loanAccountOfRow(row, {
      events: eventRows.map((event) => eventOfJson(event.event)),
      eventDetails: eventRows.map((event) => detailsOfJson(event.encoded_key, event.details)),
      transactions: (transactions.get(row.encoded_key) ?? []).map(standingOfRow),
      instalments: instalments.get(row.encoded_key) ?? [],
    });
  });
};

const lockAccounts = lockRemembered('loan_account', withParts);

export const loanAccountStore = stateStore<LoanAccount>({
  slot: loanAccounts,
  // A loan is made of its row and of rows that change only together with it, so that the version of its row stands for all of them.
  remembered: (account) => account,
  // Measured: an instalment twice, as it is folded and as it is told, and an event with its transaction.
  kilobytesOf: ({ figures, events }) => 6 + 0.7 * figures.instalments.length + 1.9 * events.length,
  lockAndLoad: (db, touches, memory) => lockAccounts(db, new Set(touches.map(({ ref }) => ref)), memory),
  statements: writeLoanAccounts,
  constraints: { loan_account_id: 'ACCOUNT_ID_ALREADY_IN_USE' },
});

/** The account that an id or key names, with its parts where asked. `forUpdate` locks it until the transaction ends. */
export const findLoanAccount = async (
  db: Queryable,
  ref: string,
  options: { readonly parts?: boolean; readonly forUpdate?: boolean } = {},
): Promise<LoanAccount | undefined> => {
  const { rows } = await db.query(
    `SELECT * FROM loan_account WHERE encoded_key = $1::uuid OR id = $2 ORDER BY (encoded_key = $1::uuid) DESC NULLS LAST LIMIT 1
     ${options.forUpdate ? 'FOR UPDATE' : ''}`,
    [asEncodedKey(ref) ?? null, ref],
  );
  if (rows.length === 0) return undefined;
  const [account] = options.parts ? await withParts(db, rows) : rows.map((row) => loanAccountOfRow(row));
  return account;
};

/** The deposit account that the loan which a key or an id names agreed to be paid out to. */
export const findAgreedDeposit = async (db: Queryable, ref: string): Promise<EncodedKey | null> => {
  const { rows } = await db.query<{ target_deposit_account_key: EncodedKey | null }>({
    name: 'find-agreed-deposit-account',
    text: `SELECT target_deposit_account_key FROM loan_account WHERE encoded_key = $1::uuid OR id = $2
            ORDER BY (encoded_key = $1::uuid) DESC NULLS LAST LIMIT 1`,
    values: [asEncodedKey(ref) ?? null, ref],
  });
  return rows[0]?.target_deposit_account_key ?? null;
};

/** Stores the custom fields of an account, which no command writes. */
export const storeCustomFields = async (
  db: Queryable,
  accountKey: EncodedKey,
  values: LoanAccount['customFields'],
): Promise<void> => {
  await db.query('UPDATE loan_account SET custom_fields = $2 WHERE encoded_key = $1', [
    accountKey,
    values === null ? null : JSON.stringify(values),
  ]);
};

/**
 * The accounts a night has to look at: open, and with an instalment due by the day, or late, or with another rate from the day after. One that was settled in the same night is looked at
 * again, for what only the night does.
 */
export const accountsDue = async (db: Queryable, day: string): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM loan_account
      WHERE account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS') AND (next_due_date <= $1::date OR next_rate_date <= $1::date + 1)
        AND (folded_to IS NULL OR folded_to <= $1::date OR settlement_account_key IS NOT NULL)
      ORDER BY encoded_key`,
    [day],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};

/** Accounts with their parts in the order of their keys, after one: a page of all. */
export const loanAccountsAfter = async (
  db: Queryable,
  after: EncodedKey | null,
  limit: number,
): Promise<readonly LoanAccount[]> => {
  const { rows } = await db.query(
    'SELECT * FROM loan_account WHERE $1::uuid IS NULL OR encoded_key > $1::uuid ORDER BY encoded_key LIMIT $2',
    [after, limit],
  );
  return withParts(db, rows);
};

/** Whether a loan account id is taken: by another id, or because it reads like the key of an account. */
export const loanIdExists = async (db: Queryable, id: string): Promise<boolean> => {
  const { rows } = await db.query('SELECT 1 FROM loan_account WHERE id = $1 OR encoded_key = $2::uuid', [
    id,
    asEncodedKey(id) ?? null,
  ]);
  return rows.length > 0;
};

/** Removes a loan that never had a transaction, with its events and instalments. */
export const removeLoanAccount = async (db: Queryable, accountKey: EncodedKey): Promise<void> => {
  await db.query('DELETE FROM loan_instalment WHERE account_key = $1', [accountKey]);
  await db.query('DELETE FROM loan_event WHERE account_key = $1', [accountKey]);
  await db.query('DELETE FROM loan_account WHERE encoded_key = $1', [accountKey]);
};

/** Whether a loan ever had a transaction, undone ones included. */
export const hasLoanTransactions = async (db: Queryable, accountKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query('SELECT 1 FROM loan_transaction WHERE account_key = $1 LIMIT 1', [accountKey]);
  return rows.length > 0;
};
