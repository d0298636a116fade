import type { Instant } from '../../../kernel/instant.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { withoutReadings } from '../rules/offset.ts';
import { termsToJson } from '../rules/termsJson.ts';
import { nextDueDate, nextRateDate, reviewedIndexes } from './nextDays.ts';
import { securityColumns } from './securityFields.ts';
import { onlyFiguresChanged, updateFigures } from './writeLoanFigures.ts';
import { writeParts } from './writeLoanParts.ts';

const iso = (moment: Instant | null): string | null => (moment === null ? null : new Date(moment).toISOString());

/** The columns of a loan's row. */
export const accountColumns = [
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
  'accrued_fee',
  'days_late',
  'days_in_arrears',
  'folded_to',
  'next_due_date',
  'next_rate_date',
  'reviewed_indexes',
  'expected_disbursement_date',
  'first_repayment_date',
  'disbursement_date',
  'transaction_channel_key',
  'target_deposit_account_key',
  'guarantors',
  'assets',
  'activation_transaction_key',
  'disbursed_tranches',
  'last_interest_applied_date',
  'last_set_to_arrears_date',
  'last_locked_date',
  'lock',
  'hold_balance',
  'booked_interest',
  'booked_from_arrears',
  'booked_of_holidays',
  'booked_to',
  'approved_date',
  'approved_by_key',
  'created_by_key',
  'closed_date',
  'creation_date',
  'last_modified_date',
] as const;

const updatable = accountColumns.filter(
  (column) => !['encoded_key', 'account_holder_key', 'account_holder_type', 'creation_date'].includes(column),
);

const rowOf = (account: LoanAccount): Record<(typeof accountColumns)[number], unknown> => {
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
    terms_in_force: figures.terms === terms ? null : termsToJson(withoutReadings(figures.terms)),
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
    accrued_fee: figures.accruedFee,
    days_late: figures.daysLate,
    days_in_arrears: figures.daysInArrears,
    folded_to: figures.foldedTo,
    next_due_date: nextDueDate(account),
    next_rate_date: nextRateDate(account),
    reviewed_indexes: reviewedIndexes(account),
    expected_disbursement_date: iso(account.expectedDisbursementDate),
    first_repayment_date: iso(account.firstRepaymentDate),
    disbursement_date: iso(account.disbursementDate),
    transaction_channel_key: account.disbursementChannelKey,
    target_deposit_account_key: account.disbursementDepositKey,
    ...securityColumns(account.securities),
    activation_transaction_key: account.activationTransactionKey,
    disbursed_tranches: account.disbursedTranches.map((one) => ({ ...one, amount: one.amount.toFixed() })),
    last_interest_applied_date: iso(account.lastInterestAppliedDate),
    last_set_to_arrears_date: iso(account.lastSetToArrearsDate),
    last_locked_date: iso(account.lastLockedDate),
    lock: figures.lock,
    hold_balance: account.holdBalance,
    booked_interest: account.bookedInterest,
    booked_from_arrears: account.bookedFromArrears,
    booked_of_holidays: account.bookedOfHolidays,
    booked_to: account.bookedTo,
    approved_date: iso(account.approvedDate),
    approved_by_key: account.approvedByKey,
    created_by_key: account.createdByKey,
    closed_date: iso(account.closedDate),
    creation_date: iso(account.creationDate),
    last_modified_date: iso(account.lastModifiedDate),
  };
};

// Terms lie beside their row (their storage is external), and are written there anew only where they became other.
const assigned = (column: string): string =>
  column === 'terms'
    ? 'terms = CASE WHEN loan_account.terms = excluded.terms THEN loan_account.terms ELSE excluded.terms END'
    : `${column} = excluded.${column}`;

const accountStatement = `
  INSERT INTO loan_account (${accountColumns.join(', ')})
  SELECT ${accountColumns.map((column) => `r.${column}`).join(', ')} FROM jsonb_populate_recordset(NULL::loan_account, $1::jsonb) r
  ON CONFLICT (encoded_key) DO UPDATE SET ${updatable.map(assigned).join(', ')}`;

/**
 * Writes loan accounts with their events and instalments, in a few statements for any number of accounts. `loaded` is how the database holds one,
 * undefined for a new one. Of most accounts nothing changed but figures: their rows are not written in full.
 */
export const writeLoanAccounts = (
  accounts: readonly LoanAccount[],
  loaded: (account: LoanAccount) => LoanAccount | undefined,
): readonly Statement[] => {
  const moved: LoanAccount[] = [];
  const whole: LoanAccount[] = [];
  for (const account of accounts) {
    const before = loaded(account);
    if (before && onlyFiguresChanged(account, before)) moved.push(account);
    else whole.push(account);
  }
  return [
    ...(moved.length > 0 ? [updateFigures(moved)] : []),
    ...(whole.length > 0
      ? [{ name: 'write-loan-accounts', text: accountStatement, values: [JSON.stringify(whole.map(rowOf))] }]
      : []),
    ...writeParts(accounts, loaded),
  ];
};
