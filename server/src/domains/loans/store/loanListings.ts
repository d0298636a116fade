import { fieldsOfParent } from '../../../platform/customFields/searchFields.ts';
import { emptyField, type FieldType, type ListField } from '../../../platform/resources/filters.ts';
import type { Listing } from '../../../platform/resources/listing.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccountOfRow } from './loanAccountStore.ts';
import { type LoanTransaction, loanTransactionOfRow } from './loanTransactionStore.ts';
import { trancheFields } from './trancheFields.ts';

const field = (sql: string, type: FieldType): ListField => ({ sql, type });

const totalBalance = '(a.principal_balance + a.interest_balance + a.fees_balance + a.penalty_balance)';
// Columns of interest hold both kinds of it.
const regularInterest = '(a.interest_balance - a.interest_from_arrears_balance)';
const totalDue = '(a.principal_due + a.interest_due + a.fees_due + a.penalty_due)';
const totalPaid = '(a.principal_paid + a.interest_paid + a.fees_paid + a.penalty_paid)';
const lastPayment = (column: string): string =>
  `(SELECT p.${column} FROM loan_transaction p WHERE p.account_key = a.encoded_key AND p.type = 'REPAYMENT' AND p.adjustment_transaction_key IS NULL ORDER BY p.id DESC LIMIT 1)`;
const prepayment = (name: string): string => `(a.terms #>> '{payment,prepayment,${name}}')`;
const penaltyRate = `CASE WHEN a.terms #>> '{penalty,loanPenaltyCalculationMethod}' <> 'NONE' THEN (a.terms #>> '{penalty,penaltyRate}')::numeric END`;
// Where the product tolerates by a day of the month, that day is the tolerance.
const tolerance = `coalesce(nullif((a.terms #>> '{arrears,monthlyToleranceDay}')::int, 0), a.arrears_tolerance_period)`;
const maturity = '(SELECT max(i.due_date) FROM loan_instalment i WHERE i.account_key = a.encoded_key)';

/** A column of the client, or of the group, who holds the account. */
const ofHolder = (ofClient: string, ofGroup: string): string => `CASE a.account_holder_type
  WHEN 'GROUP' THEN (SELECT g.${ofGroup} FROM client_group g WHERE g.encoded_key = a.account_holder_key)
  ELSE (SELECT c.${ofClient} FROM client c WHERE c.encoded_key = a.account_holder_key) END`;

/** Loan accounts as lists and searches see them. */
export const loanAccountListing: Listing<LoanAccount> = {
  from: 'loan_account a',
  select: 'a.*',
  fields: {
    encodedKey: field('a.encoded_key', 'KEY'),
    id: field('a.id', 'STRING'),
    loanName: field('a.loan_name', 'STRING'),
    accountHolderKey: field('a.account_holder_key', 'KEY'),
    accountHolderId: field(ofHolder('id', 'id'), 'STRING'),
    recipient: field(ofHolder('full_name', 'group_name'), 'STRING'),
    productTypeKey: field('a.product_key', 'KEY'),
    assignedBranchKey: field('a.assigned_branch_key', 'KEY'),
    accountState: field('a.account_state', 'ENUM'),
    accountSubState: field('a.account_sub_state', 'ENUM'),
    creationDate: field('a.creation_date', 'DATE_TIME'),
    approvedDate: field('a.approved_date', 'DATE_TIME'),
    lastModifiedDate: field('a.last_modified_date', 'DATE_TIME'),
    lastSetToArrearsDate: field('a.last_set_to_arrears_date', 'DATE_TIME'),
    lastLockedDate: field('a.last_locked_date', 'DATE_TIME'),
    closedDate: field('a.closed_date', 'DATE_TIME'),
    lastAccountAppraisalDate: field('a.folded_to', 'DATE'),
    daysInArrears: field('a.days_in_arrears', 'NUMBER'),
    daysLate: field('a.days_late', 'NUMBER'),
    loanAmount: field('a.loan_amount', 'NUMBER'),
    numInstallments: field('a.instalment_count', 'NUMBER'),
    'balances.principalDue': field('a.principal_due', 'NUMBER'),
    'balances.principalPaid': field('a.principal_paid', 'NUMBER'),
    'balances.principalBalance': field('a.principal_balance', 'NUMBER'),
    'balances.interestDue': field('(a.interest_due - a.interest_from_arrears_due)', 'NUMBER'),
    'balances.interestPaid': field('(a.interest_paid - a.interest_from_arrears_paid)', 'NUMBER'),
    'balance.interestBalance': field(regularInterest, 'NUMBER'),
    'balances.interestBalance': field(regularInterest, 'NUMBER'),
    'balances.feesDue': field('a.fees_due', 'NUMBER'),
    'balances.feesBalance': field('a.fees_balance', 'NUMBER'),
    'balances.feesPaid': field('a.fees_paid', 'NUMBER'),
    'balances.penaltyDue': field('a.penalty_due', 'NUMBER'),
    'balances.penaltyPaid': field('a.penalty_paid', 'NUMBER'),
    'balances.penaltyBalance': field('a.penalty_balance', 'NUMBER'),
    accruedInterest: field('(a.accrued_interest - a.interest_from_arrears_accrued)', 'NUMBER'),
    accruedPenalty: field('a.accrued_penalty', 'NUMBER'),
    'balances.redrawBalance': field('a.redraw_balance', 'NUMBER'),
    'penaltySettings.loanPenaltyCalculationMethod': field(
      `coalesce(a.terms #>> '{penalty,loanPenaltyCalculationMethod}', 'NONE')`,
      'ENUM',
    ),
    'penaltySettings.penaltyRate': field(penaltyRate, 'NUMBER'),
    latePaymentsRecalculationMethod: field(`(a.terms #>> '{payment,latePaymentsRecalculationMethod}')`, 'ENUM'),
    'prepaymentSettings.prepaymentRecalculationMethod': field(prepayment('prepaymentRecalculationMethod'), 'ENUM'),
    'prepaymentSettings.applyInterestOnPrepaymentMethod': field(prepayment('applyInterestOnPrepaymentMethod'), 'ENUM'),
    taxRate: field('a.tax_rate', 'NUMBER'),
    taxPaid: field('a.tax_paid', 'NUMBER'),
    taxDue: field('a.tax_due', 'NUMBER'),
    arrearsTolerancePeriod: field(tolerance, 'NUMBER'),
    'interestSettings.interestRate': field('a.interest_rate', 'NUMBER'),
    totalPaid: field(totalPaid, 'NUMBER'),
    totalBalance: field(totalBalance, 'NUMBER'),
    totalDue: field(totalDue, 'NUMBER'),
    firstRepaymentDate: field(
      '(SELECT min(i.due_date) FROM loan_instalment i WHERE i.account_key = a.encoded_key)',
      'DATE',
    ),
    lastPaymentDate: field(lastPayment('value_date'), 'DATE_TIME'),
    lastPaymentAmount: field(lastPayment('amount'), 'NUMBER'),
    expectedMaturityDate: field(maturity, 'DATE'),
    expectedMaturity: field(maturity, 'DATE'),
    settlementAccountKey: field('a.settlement_account_key', 'KEY'),
    'disbursementDetails.expectedDisbursementDate': field('a.expected_disbursement_date', 'DATE_TIME'),
    'disbursementDetails.disbursementDate': field('a.disbursement_date', 'DATE_TIME'),
    // What these loans do not have is told as 0, or not at all.
    loanRiskLevelKey: emptyField('KEY'),
    'interestSettings.interestSpread': field(
      `(coalesce(a.terms_in_force, a.terms) #>> '{interest,rates,settings,-1,interestSpread}')::numeric`,
      'NUMBER',
    ),
    rescheduledAccountKey: emptyField('KEY'),
    refinancedAccountId: emptyField('STRING'),
    originalAccountKey: emptyField('KEY'),
    interestCommission: emptyField('NUMBER'),
    'fundingSources.amount': emptyField('NUMBER'),
    'fundingSources.sharePercentage': emptyField('NUMBER'),
    numberOfFunds: field('0::numeric', 'NUMBER'),
    availableAmount: emptyField('NUMBER'),
    ...trancheFields,
    expectedPrincipalRedraw: field('(a.principal_balance - a.redraw_balance)', 'NUMBER'),
    fundsEnabled: field('false::boolean', 'BOOLEAN'),
    wasRescheduled: field('false::boolean', 'BOOLEAN'),
    wasRefinanced: field('false::boolean', 'BOOLEAN'),
  },
  customFields: [
    { entities: ['LOAN_ACCOUNT'], sql: 'a.custom_fields' },
    fieldsOfParent('CLIENT', 'client', 'a.account_holder_key'),
    fieldsOfParent('GROUP', 'client_group', 'a.account_holder_key'),
  ],
  defaultOrder: 'a.creation_date, a.encoded_key',
  tieBreaker: 'a.encoded_key',
  cursor: {
    exclusive: true,
    fields: [
      { sql: 'a.last_modified_date', cast: 'timestamptz', text: 'a.last_modified_date::text' },
      { sql: 'a.encoded_key', cast: 'uuid', text: 'a.encoded_key::text' },
    ],
  },
  row: (row) => loanAccountOfRow(row),
};

const account = (column: string): string =>
  `(SELECT a.${column} FROM loan_account a WHERE a.encoded_key = t.account_key)`;
const other = (key: string): string => `(SELECT o.id FROM loan_transaction o WHERE o.encoded_key = t.${key})`;
const product = `(SELECT p.id FROM loan_product p WHERE p.encoded_key = ${account('product_key')})`;

/** Loan transactions as lists and searches see them; the newest first unless asked otherwise. */
export const loanTransactionListing: Listing<LoanTransaction> = {
  from: 'loan_transaction t',
  select: 't.*',
  fields: {
    encodedKey: field('t.encoded_key', 'KEY'),
    id: field('t.id', 'NUMBER'),
    externalId: field('t.external_id', 'STRING'),
    type: field('t.type', 'ENUM'),
    amount: field('t.amount', 'NUMBER'),
    currencyCode: field('t.currency_code', 'ENUM'),
    parentAccountKey: field('t.account_key', 'KEY'),
    parentAccountID: field(account('id'), 'STRING'),
    parentAccountId: field(account('id'), 'STRING'),
    productTypeKey: field(account('product_key'), 'KEY'),
    productID: field(product, 'STRING'),
    productId: field(product, 'STRING'),
    branchKey: field('t.branch_key', 'KEY'),
    branchID: field('(SELECT b.id FROM branch b WHERE b.encoded_key = t.branch_key)', 'STRING'),
    branchId: field('(SELECT b.id FROM branch b WHERE b.encoded_key = t.branch_key)', 'STRING'),
    centreKey: field('t.centre_key', 'KEY'),
    centreID: field('(SELECT c.id FROM centre c WHERE c.encoded_key = t.centre_key)', 'STRING'),
    centreId: field('(SELECT c.id FROM centre c WHERE c.encoded_key = t.centre_key)', 'STRING'),
    userKey: field('t.user_key', 'KEY'),
    valueDate: field('t.value_date', 'DATE_TIME'),
    creationDate: field('t.creation_date', 'DATE_TIME'),
    adjustmentTransactionKey: field('t.adjustment_transaction_key', 'KEY'),
    adjustmentTransactionID: field(other('adjustment_transaction_key'), 'NUMBER'),
    originalTransactionKey: field('t.original_transaction_key', 'KEY'),
    originalTransactionID: field(other('original_transaction_key'), 'NUMBER'),
    wasAdjusted: field('(t.adjustment_transaction_key IS NOT NULL)', 'BOOLEAN'),
    typeIsAdjustment: field('(t.original_transaction_key IS NOT NULL)', 'BOOLEAN'),
    'transactionDetails.transactionChannelKey': field('t.transaction_channel_key', 'KEY'),
    'transactionDetails.transactionChannelId': field('t.transaction_channel_id', 'STRING'),
    'accountBalances.totalBalance': field('t.total_balance', 'NUMBER'),
    'accountBalances.principalBalance': field('t.principal_balance', 'NUMBER'),
    'affectedAmounts.principalAmount': field('abs(t.principal_amount)', 'NUMBER'),
    'affectedAmounts.interestAmount': field(
      'abs(t.interest_amount - t.interest_from_arrears_amount - CASE t.interest_amount WHEN 0 THEN 0 ELSE t.holiday_interest_amount END)',
      'NUMBER',
    ),
    'affectedAmounts.feesAmount': field('abs(t.fees_amount)', 'NUMBER'),
    'affectedAmounts.penaltyAmount': field('abs(t.penalty_amount)', 'NUMBER'),
    parentAccountHolderKey: field(account('account_holder_key'), 'KEY'),
    // As above.
    'accountBalances.redrawBalance': field('t.redraw_balance', 'NUMBER'),
    'accountBalances.expectedPrincipalRedraw': field('(t.principal_balance - t.redraw_balance)', 'NUMBER'),
    'accountBalances.advancePosition': field('coalesce(t.advance_position, 0)', 'NUMBER'),
    'accountBalances.arrearsPosition': field('coalesce(t.arrears_position, 0)', 'NUMBER'),
    'affectedAmounts.interestFromArrearsAmount': field('abs(t.interest_from_arrears_amount)', 'NUMBER'),
    'affectedAmounts.deferredInterestAmount': field('0::numeric', 'NUMBER'),
    'affectedAmounts.fundersInterestAmount': field('0::numeric', 'NUMBER'),
    'affectedAmounts.organizationCommissionAmount': field('0::numeric', 'NUMBER'),
    originalAmount: field('t.original_amount', 'NUMBER'),
    originalCurrencyCode: field('t.original_currency_code', 'STRING'),
    'taxes.taxRate': field(`(t.terms ->> 'taxRate')::numeric`, 'NUMBER'),
    'terms.interestSettings.interestRate': field(`(t.terms ->> 'interestRate')::numeric`, 'NUMBER'),
    tillKey: emptyField('KEY'),
    tillID: emptyField('STRING'),
    tillId: emptyField('STRING'),
    'fees.trigger': field(
      `(CASE WHEN t.fees #>> '{0,predefinedFeeKey}' IS NOT NULL THEN coalesce(t.fees #>> '{0,trigger}', 'MANUAL') END)`,
      'ENUM',
    ),
    'fees.name': field(`(t.fees #>> '{0,name}')`, 'STRING'),
    'fees.predefinedFeeKey': field(`(t.fees #>> '{0,predefinedFeeKey}')::uuid`, 'KEY'),
  },
  customFields: [
    { entities: ['TRANSACTION_CHANNEL', 'TRANSACTION_TYPE'], sql: 't.custom_fields' },
    fieldsOfParent('LOAN_ACCOUNT', 'loan_account', 't.account_key'),
  ],
  defaultOrder: 't.id DESC',
  tieBreaker: 't.id',
  cursor: { exclusive: false, fields: [{ sql: 't.id', cast: 'bigint', text: 't.id::text' }] },
  row: loanTransactionOfRow,
};
