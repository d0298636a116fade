import type { Instant } from '../../../kernel/instant.ts';
import { earliest, type LocalDate } from '../../../kernel/localDate.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import type { LoanEvent } from '../rules/events.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { nextPlannedDay } from '../rules/plannedFees.ts';
import { nextLook, readIndexes } from '../rules/rates/ratePlan.ts';
import { nextApplicationDay } from '../rules/schedule/applicationDays.ts';
import type { Instalment } from '../rules/state.ts';
import { termsToJson } from '../rules/termsJson.ts';
import { sameValue } from './sameValue.ts';

const iso = (moment: Instant | null): string | null => (moment === null ? null : new Date(moment).toISOString());

const unpaid = ({ state }: Instalment): boolean => state !== 'PAID' && state !== 'GRACE';

/** The first due date of an instalment that is not settled; of a period that still runs its end, which billing cycles put before. */
const firstDue = ({ instalments, foldedTo }: LoanAccount['figures']): LocalDate | undefined =>
  instalments
    .filter(unpaid)
    .map(({ period, dueDate }) => (period && foldedTo !== null && period.to > foldedTo ? period.to : dueDate))
    .toSorted()
    .at(0);

/**
 * The next day on which the night has something to do for the account: the first due date of an instalment that is not settled, or before it
 * the day of the month on which interest is applied, or that of a planned fee.
 */
const nextDueDate = ({ figures }: LoanAccount): string | null => {
  const due = firstDue(figures);
  if (due === undefined) return null;
  const planned = nextPlannedDay(figures, due);
  const days = figures.terms.interest.interestApplicationDays;
  return figures.foldedTo === null || !days ? planned : earliest(planned, nextApplicationDay(days, figures.foldedTo));
};

/** The next day on which the rate of a loan that owes principal is looked at. */
const nextRateDate = ({ figures }: LoanAccount): string | null => {
  const { terms, balances, foldedTo } = figures;
  const { rates } = terms.interest;
  if (!rates || foldedTo === null || balances.principal.balance.isZero()) return null;
  return nextLook(rates, foldedTo) ?? null;
};

/** The last day on which each index was read; null where a loan follows none, or its life has not begun or is over. */
const reviewedIndexes = ({ figures, disbursementDate, accountState }: LoanAccount): Record<string, string> | null => {
  const { terms, foldedTo } = figures;
  const { rates } = terms.interest;
  if (!rates || foldedTo === null || disbursementDate === null || accountState.startsWith('CLOSED')) return null;
  const read = readIndexes(rates, foldedTo);
  return read.size === 0 ? null : Object.fromEntries(read);
};

const columns = [
  'encoded_key',
  'id',
  'loan_name',
  'notes',
  'account_holder_key',
  'account_holder_type',
  'product_key',
  'account_state',
  'account_sub_state',
  'state_before_closure',
  'currency_code',
  'assigned_branch_key',
  'assigned_centre_key',
  'assigned_user_key',
  'settlement_account_key',
  'terms',
  'terms_in_force',
  'next_sequence',
  'loan_amount',
  'interest_rate',
  'arrears_tolerance_period',
  'has_custom_schedule',
  'instalment_count',
  'principal_balance',
  'principal_due',
  'principal_paid',
  'interest_balance',
  'interest_due',
  'interest_paid',
  'interest_from_arrears_balance',
  'interest_from_arrears_due',
  'interest_from_arrears_paid',
  'fees_balance',
  'fees_due',
  'fees_paid',
  'penalty_balance',
  'penalty_due',
  'penalty_paid',
  'tax_balance',
  'tax_due',
  'tax_paid',
  'tax_rate',
  'tax_source_key',
  'redraw_balance',
  'accrued_interest',
  'interest_from_arrears_accrued',
  'payment_holidays_accrued_interest',
  'accrued_penalty',
  'days_late',
  'days_in_arrears',
  'folded_to',
  'next_due_date',
  'next_rate_date',
  'reviewed_indexes',
  'expected_disbursement_date',
  'first_repayment_date',
  'disbursement_date',
  'activation_transaction_key',
  'disbursed_tranches',
  'last_interest_applied_date',
  'last_set_to_arrears_date',
  'last_locked_date',
  'lock',
  'hold_balance',
  'booked_interest',
  'booked_from_arrears',
  'booked_to',
  'approved_date',
  'approved_by_key',
  'created_by_key',
  'closed_date',
  'creation_date',
  'last_modified_date',
] as const;

const updatable = columns.filter(
  (column) => !['encoded_key', 'account_holder_key', 'account_holder_type', 'creation_date'].includes(column),
);

const rowOf = (account: LoanAccount): Record<(typeof columns)[number], unknown> => {
  const { terms, figures } = account;
  const { principal, interest, fromArrears, fees, penalty, tax } = figures.balances;
  return {
    encoded_key: account.encodedKey,
    id: account.id,
    loan_name: account.loanName,
    notes: account.notes,
    account_holder_key: account.accountHolderKey,
    account_holder_type: account.accountHolderType,
    product_key: account.productTypeKey,
    account_state: account.accountState,
    account_sub_state: account.accountSubState,
    state_before_closure: account.stateBeforeClosure,
    currency_code: account.currencyCode,
    assigned_branch_key: account.assignedBranchKey,
    assigned_centre_key: account.assignedCentreKey,
    assigned_user_key: account.assignedUserKey,
    settlement_account_key: account.settlementAccountKey,
    terms: termsToJson(terms),
    terms_in_force: figures.terms === terms ? null : termsToJson(figures.terms),
    next_sequence: account.nextSequence,
    loan_amount: terms.loanAmount,
    interest_rate: figures.terms.interest.interestRate,
    arrears_tolerance_period: figures.terms.arrears.tolerancePeriod,
    has_custom_schedule: figures.hasCustomSchedule,
    instalment_count: figures.instalments.length,
    principal_balance: principal.balance,
    principal_due: principal.due,
    principal_paid: principal.paid,
    interest_balance: interest.balance,
    interest_due: interest.due,
    interest_paid: interest.paid,
    interest_from_arrears_balance: fromArrears.balance,
    interest_from_arrears_due: fromArrears.due,
    interest_from_arrears_paid: fromArrears.paid,
    fees_balance: fees.balance,
    fees_due: fees.due,
    fees_paid: fees.paid,
    penalty_balance: penalty.balance,
    penalty_due: penalty.due,
    penalty_paid: penalty.paid,
    tax_balance: tax.balance,
    tax_due: tax.due,
    tax_paid: tax.paid,
    tax_rate: figures.terms.tax?.rate ?? null,
    tax_source_key: terms.tax?.taxSourceKey ?? null,
    redraw_balance: figures.balances.redraw,
    accrued_interest: figures.accruedInterest,
    interest_from_arrears_accrued: figures.accruedFromArrears,
    payment_holidays_accrued_interest: figures.holidayInterest,
    accrued_penalty: figures.accruedPenalty,
    days_late: figures.daysLate,
    days_in_arrears: figures.daysInArrears,
    folded_to: figures.foldedTo,
    next_due_date: nextDueDate(account),
    next_rate_date: nextRateDate(account),
    reviewed_indexes: reviewedIndexes(account),
    expected_disbursement_date: iso(account.expectedDisbursementDate),
    first_repayment_date: iso(account.firstRepaymentDate),
    disbursement_date: iso(account.disbursementDate),
    activation_transaction_key: account.activationTransactionKey,
    disbursed_tranches: account.disbursedTranches.map((one) => ({ ...one, amount: one.amount.toFixed() })),
    last_interest_applied_date: iso(account.lastInterestAppliedDate),
    last_set_to_arrears_date: iso(account.lastSetToArrearsDate),
    last_locked_date: iso(account.lastLockedDate),
    lock: figures.lock,
    hold_balance: account.holdBalance,
    booked_interest: account.bookedInterest,
    booked_from_arrears: account.bookedFromArrears,
    booked_to: account.bookedTo,
    approved_date: iso(account.approvedDate),
    approved_by_key: account.approvedByKey,
    created_by_key: account.createdByKey,
    closed_date: iso(account.closedDate),
    creation_date: iso(account.creationDate),
    last_modified_date: iso(account.lastModifiedDate),
  };
};

const accountStatement = `
  INSERT INTO loan_account (${columns.join(', ')})
  SELECT ${columns.map((column) => `r.${column}`).join(', ')} FROM jsonb_populate_recordset(NULL::loan_account, $1::jsonb) r
  ON CONFLICT (encoded_key) DO UPDATE SET ${updatable.map((column) => `${column} = excluded.${column}`).join(', ')}`;

const eventStatement = `
  INSERT INTO loan_event (encoded_key, account_key, sequence, event, details, creation_date)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::jsonb[], $5::jsonb[], $6::timestamptz[])
  ON CONFLICT (encoded_key) DO NOTHING`;

// Events that the account does not have any more were reversed by this change; they stay as the trace of what was.
const reversalStatement = 'UPDATE loan_event SET reversed = true WHERE encoded_key = ANY($1::uuid[])';

const instalmentColumns = [
  'number',
  'due_date',
  'state',
  'principal_expected',
  'principal_paid',
  'interest_expected',
  'interest_paid',
  'fee_expected',
  'fee_paid',
  'penalty_expected',
  'penalty_paid',
  'last_paid_date',
  'repaid_date',
  'instalment',
] as const;
const instalmentList = `encoded_key, account_key, slot, ${instalmentColumns.join(', ')}`;

// Rows that became others, and keys of slots that are gone. A key belongs to a slot.
const instalmentStatement = `
  WITH r AS MATERIALIZED (SELECT ${instalmentList} FROM jsonb_populate_recordset(NULL::loan_instalment, $2::jsonb)),
  gone AS (DELETE FROM loan_instalment i WHERE i.encoded_key = ANY($1::uuid[])),
  changed AS (
    UPDATE loan_instalment i SET ${instalmentColumns.map((column) => `${column} = r.${column}`).join(', ')}
      FROM r WHERE r.encoded_key = i.encoded_key AND r.instalment <> i.instalment)
  INSERT INTO loan_instalment (${instalmentList})
  SELECT ${instalmentList} FROM r WHERE NOT EXISTS (SELECT FROM loan_instalment i WHERE i.encoded_key = r.encoded_key)`;

const instalmentRow = (account: LoanAccount, instalment: Instalment): Record<string, unknown> => ({
  encoded_key: account.instalmentKeys.get(instalment.slot),
  account_key: account.encodedKey,
  slot: instalment.slot,
  number: instalment.number,
  due_date: instalment.dueDate,
  state: instalment.state,
  principal_expected: instalment.principal.expected,
  principal_paid: instalment.principal.paid,
  interest_expected: instalment.interest.expected,
  interest_paid: instalment.interest.paid,
  fee_expected: instalment.fee.expected,
  fee_paid: instalment.fee.paid,
  penalty_expected: instalment.penalty.expected,
  penalty_paid: instalment.penalty.paid,
  last_paid_date: instalment.lastPaidDate ?? null,
  repaid_date: instalment.repaidDate ?? null,
  instalment,
});

type OwnEvent = { readonly account: LoanAccount; readonly event: LoanEvent };

const insertEvents = (events: readonly OwnEvent[]): Statement => ({
  name: 'write-loan-events',
  text: eventStatement,
  values: [
    events.map(({ event }) => event.key),
    events.map(({ account }) => account.encodedKey),
    events.map(({ event }) => event.sequence),
    events.map(({ event }) => JSON.stringify(event)),
    events.map(({ account, event }) => JSON.stringify(account.eventDetails.get(event.key) ?? {})),
    events.map(({ account }) => iso(account.lastModifiedDate)),
  ],
});

/** The instalments that are new or other than before, and the slots that are gone. */
const changedInstalments = (
  now: readonly Instalment[],
  before: readonly Instalment[],
): { readonly other: readonly Instalment[]; readonly gone: readonly string[] } => {
  const known = new Map(before.map((instalment) => [instalment.slot, instalment]));
  const kept = new Set(now.map(({ slot }) => slot));
  return {
    other: now.filter((instalment) => !sameValue(known.get(instalment.slot), instalment)),
    gone: [...known.keys()].filter((slot) => !kept.has(slot)),
  };
};

/**
 * Writes loan accounts with their events and instalments: four statements at most for any number of accounts. `loaded` is how the database holds
 * one, undefined for a new one: most events and instalments of a long loan stay as they are for years, and only what became other is sent.
 */
export const writeLoanAccounts = (
  accounts: readonly LoanAccount[],
  loaded: (account: LoanAccount) => LoanAccount | undefined,
): readonly Statement[] => {
  const events: OwnEvent[] = [];
  const reversed: string[] = [];
  const instalments: Record<string, unknown>[] = [];
  const goneInstalments: string[] = [];
  for (const account of accounts) {
    const before = loaded(account);
    const known = new Set(before?.events.map(({ key }) => key));
    const standing = new Set(account.events.map(({ key }) => key));
    events.push(...account.events.filter(({ key }) => !known.has(key)).map((event) => ({ account, event })));
    reversed.push(...[...known].filter((key) => !standing.has(key)));
    const { other, gone } = changedInstalments(account.figures.instalments, before?.figures.instalments ?? []);
    instalments.push(...other.map((instalment) => instalmentRow(account, instalment)));
    goneInstalments.push(...gone.flatMap((slot) => before?.instalmentKeys.get(slot) ?? []));
  }
  return [
    { name: 'write-loan-accounts', text: accountStatement, values: [JSON.stringify(accounts.map(rowOf))] },
    ...(events.length > 0 ? [insertEvents(events)] : []),
    ...(reversed.length > 0 ? [{ name: 'reverse-loan-events', text: reversalStatement, values: [reversed] }] : []),
    ...(instalments.length + goneInstalments.length > 0
      ? [
          {
            name: 'write-loan-instalments',
            text: instalmentStatement,
            values: [goneInstalments, JSON.stringify(instalments)],
          },
        ]
      : []),
  ];
};
