import { fieldsOfParent } from '../../../platform/customFields/searchFields.ts';
import { emptyField, type FieldType, type ListField } from '../../../platform/resources/filters.ts';
import type { Listing } from '../../../platform/resources/listing.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { accountOfRow } from './depositAccountStore.ts';
import { transactionOfRow } from './depositTransactionStore.ts';
import {
  currentTier,
  fixedRate,
  lengthInDays,
  overdraftDaysInArrears,
  overdraftInArrears,
  overdraftInForce,
  taxRateToday,
  technicalOverdraft,
} from './derivedAccountFields.ts';

const field = (sql: string, type: FieldType): ListField => ({ sql, type });

const available = `(a.total_balance + ${overdraftInForce} - a.hold_balance - a.blocked_balance - a.locked_balance)`;
const holderName = `CASE a.account_holder_type
  WHEN 'GROUP' THEN (SELECT g.group_name FROM client_group g WHERE g.encoded_key = a.account_holder_key)
  ELSE (SELECT concat_ws(' ', c.first_name, c.last_name) FROM client c WHERE c.encoded_key = a.account_holder_key) END`;

const taxApplied = `(SELECT coalesce(-sum(t.amount), 0) FROM deposit_transaction t
  WHERE t.account_key = a.encoded_key AND t.type IN ('WITHHOLDING_TAX', 'WITHHOLDING_TAX_ADJUSTMENT'))`;

const tierFields = (name: string, kind: 'credit' | 'overdraft'): Readonly<Record<string, ListField>> => ({
  [`${name}.index`]: field(currentTier(kind, 'index'), 'NUMBER'),
  [`${name}.interestRate`]: field(currentTier(kind, 'interest_rate'), 'NUMBER'),
  [`${name}.startingBalance`]: field(currentTier(kind, 'starting_balance'), 'NUMBER'),
  [`${name}.endingBalance`]: field(currentTier(kind, 'ending_balance'), 'NUMBER'),
});

/** Deposit accounts as lists and searches see them. */
export const depositAccountListing: Listing<DepositAccount> = {
  from: 'deposit_account a',
  select: 'a.*',
  fields: {
    encodedKey: field('a.encoded_key', 'KEY'),
    id: field('a.id', 'STRING'),
    name: field('a.name', 'STRING'),
    notes: field('a.notes', 'STRING'),
    accountHolderKey: field('a.account_holder_key', 'KEY'),
    clientId: field('(SELECT c.id FROM client c WHERE c.encoded_key = a.account_holder_key)', 'STRING'),
    groupId: field('(SELECT g.id FROM client_group g WHERE g.encoded_key = a.account_holder_key)', 'STRING'),
    accountHolderName: field(holderName, 'STRING'),
    accountState: field('a.account_state', 'ENUM'),
    accountType: field('a.account_type', 'ENUM'),
    creationDate: field('a.creation_date', 'DATE_TIME'),
    activationDate: field('a.activation_date', 'DATE_TIME'),
    approvedDate: field('a.approved_date', 'DATE_TIME'),
    lastModifiedDate: field('a.last_modified_date', 'DATE_TIME'),
    maturityDate: field('a.maturity_date', 'DATE_TIME'),
    lastSetToArrearsDate: field('a.last_set_to_arrears_date', 'DATE_TIME'),
    closedDate: field('a.closed_date', 'DATE_TIME'),
    maxBalance: field('a.max_deposit_balance', 'NUMBER'),
    'balances.availableBalance': field(available, 'NUMBER'),
    'balances.blockedBalance': field('a.blocked_balance', 'NUMBER'),
    'balances.feesDue': field('a.fees_due', 'NUMBER'),
    'balances.lockedBalance': field('a.locked_balance', 'NUMBER'),
    'balances.overdraftAmount': field(`(GREATEST(-a.total_balance, 0) - ${technicalOverdraft})`, 'NUMBER'),
    'balances.technicalOverdraftAmount': field(technicalOverdraft, 'NUMBER'),
    'balances.totalBalance': field('a.total_balance', 'NUMBER'),
    'balances.holdBalance': field('a.hold_balance', 'NUMBER'),
    assignedBranchKey: field('a.assigned_branch_key', 'KEY'),
    assignedCentreKey: field('a.assigned_centre_key', 'KEY'),
    assignedUserKey: field('a.assigned_user_key', 'KEY'),
    currencyCode: field('a.currency_code', 'ENUM'),
    'internalControls.maxWithdrawalAmount': field('a.max_withdrawal_amount', 'NUMBER'),
    'internalControls.recommendedDepositAmount': field('a.recommended_deposit_amount', 'NUMBER'),
    'internalControls.targetAmount': field('a.target_amount', 'NUMBER'),
    overdraftAvailableLimit: field(`(${overdraftInForce} - GREATEST(-a.total_balance, 0))`, 'NUMBER'),
    'overdraftSettings.overdraftExpiryDate': field('a.overdraft_expiry_date', 'DATE_TIME'),
    'overdraftSettings.overdraftLimit': field('a.overdraft_limit', 'NUMBER'),
    'overdraftSettings.allowOverdraft': field('a.allow_overdraft', 'BOOLEAN'),
    productTypeKey: field('a.product_key', 'KEY'),
    productCategory: field('(SELECT p.category FROM deposit_product p WHERE p.encoded_key = a.product_key)', 'ENUM'),
    'accruedAmounts.interestAccrued': field('a.interest_accrued', 'NUMBER'),
    'accruedAmounts.overdraftInterestAccrued': field('a.overdraft_interest_accrued', 'NUMBER'),
    'accruedAmounts.technicalOverdraftInterestAccrued': field('a.technical_overdraft_interest_accrued', 'NUMBER'),
    'interestSettings.interestRate': field(fixedRate('credit', false), 'NUMBER'),
    'overdraftInterestSettings.interestRateSettings.interestRate': field(fixedRate('overdraft', false), 'NUMBER'),
    'overdraftInterestSettings.interestRateSettings.interestSpread': field(fixedRate('overdraft', true), 'NUMBER'),
    ...tierFields('currentInterestTier', 'credit'),
    ...tierFields('currentOverdraftInterestTier', 'overdraft'),
    overdraftDaysInArrears: field(overdraftDaysInArrears, 'NUMBER'),
    overdraftInArrears: field(overdraftInArrears, 'NUMBER'),
    lengthInDays: field(lengthInDays, 'NUMBER'),
    // Interest that is applied is part of the balance at once; without risk levels no account has one.
    'balances.overdraftInterestDue': field('0::numeric', 'NUMBER'),
    overdraftRiskLevelKey: emptyField('KEY'),
    taxApplied: field(taxApplied, 'NUMBER'),
    taxRate: field(taxRateToday, 'NUMBER'),
    withholdingTaxSourceKey: field('a.withholding_tax_source_key', 'KEY'),
  },
  customFields: [
    { entities: ['DEPOSIT_ACCOUNT'], sql: 'a.custom_fields' },
    fieldsOfParent('DEPOSIT_PRODUCT', 'deposit_product', 'a.product_key'),
    fieldsOfParent('CLIENT', 'client', 'a.account_holder_key'),
    fieldsOfParent('GROUP', 'client_group', 'a.account_holder_key'),
  ],
  // Keys are drawn in the order of time, and the primary key has them in order: a page is read without sorting all accounts.
  defaultOrder: 'a.encoded_key',
  tieBreaker: 'a.encoded_key',
  cursor: {
    exclusive: true,
    fields: [
      { sql: 'a.last_modified_date', cast: 'timestamptz', text: 'a.last_modified_date::text' },
      { sql: 'a.encoded_key', cast: 'uuid', text: 'a.encoded_key::text' },
    ],
  },
  row: accountOfRow,
};

const account = (column: string): string =>
  `(SELECT a.${column} FROM deposit_account a WHERE a.encoded_key = t.account_key)`;
const fee = (path: string): string => `(t.details #>> '{fees,0,${path}}')`;

const applied = (bucket: string): string =>
  `coalesce((t.details #>> '{interestAccruedAmounts,${bucket}}')::numeric, 0)`;
const technicalPart = `coalesce((t.details ->> 'technicalOverdraftAmount')::numeric, 0)`;

/** Deposit transactions as lists and searches see them; the newest first unless asked otherwise. */
export const depositTransactionListing: Listing<DepositTransaction> = {
  from: 'deposit_transaction t',
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
    productID: field(`(SELECT p.id FROM deposit_product p WHERE p.encoded_key = ${account('product_key')})`, 'STRING'),
    productId: field(`(SELECT p.id FROM deposit_product p WHERE p.encoded_key = ${account('product_key')})`, 'STRING'),
    branchKey: field('t.branch_key', 'KEY'),
    branchID: field('(SELECT b.id FROM branch b WHERE b.encoded_key = t.branch_key)', 'STRING'),
    branchId: field('(SELECT b.id FROM branch b WHERE b.encoded_key = t.branch_key)', 'STRING'),
    centreKey: field('t.centre_key', 'KEY'),
    centreID: field('(SELECT c.id FROM centre c WHERE c.encoded_key = t.centre_key)', 'STRING'),
    centreId: field('(SELECT c.id FROM centre c WHERE c.encoded_key = t.centre_key)', 'STRING'),
    userKey: field('t.user_key', 'KEY'),
    paymentOrderId: field('t.payment_order_id', 'STRING'),
    valueDate: field('t.value_date', 'DATE_TIME'),
    creationDate: field('t.creation_date', 'DATE_TIME'),
    adjustmentTransactionKey: field('t.adjustment_transaction_key', 'KEY'),
    adjustmentTransactionID: field(
      '(SELECT o.id FROM deposit_transaction o WHERE o.encoded_key = t.adjustment_transaction_key)',
      'NUMBER',
    ),
    originalTransactionKey: field('t.original_transaction_key', 'KEY'),
    originalTransactionID: field(
      '(SELECT o.id FROM deposit_transaction o WHERE o.encoded_key = t.original_transaction_key)',
      'NUMBER',
    ),
    wasAdjusted: field('(t.adjustment_transaction_key IS NOT NULL)', 'BOOLEAN'),
    typeIsAdjustment: field('(t.original_transaction_key IS NOT NULL)', 'BOOLEAN'),
    'transactionDetails.transactionChannelKey': field('t.transaction_channel_key', 'KEY'),
    'transactionDetails.transactionChannelId': field('t.transaction_channel_id', 'STRING'),
    'accountBalances.totalBalance': field('t.total_balance', 'NUMBER'),
    'affectedAmounts.fundsAmount': field('t.funds_amount', 'NUMBER'),
    'affectedAmounts.overdraftAmount': field(`(t.overdraft_amount - ${technicalPart})`, 'NUMBER'),
    'affectedAmounts.technicalOverdraftAmount': field(technicalPart, 'NUMBER'),
    'affectedAmounts.feesAmount': field('t.fees_amount', 'NUMBER'),
    'fees.name': field(fee('name'), 'STRING'),
    'fees.trigger': field(fee('trigger'), 'ENUM'),
    'fees.predefinedFeeKey': field(`(t.details #>> '{fees,0,predefinedFeeKey}')::uuid`, 'KEY'),
    'terms.overdraftSettings.overdraftLimit': field(
      `(t.details #>> '{terms,overdraftSettings,overdraftLimit}')::numeric`,
      'NUMBER',
    ),
    'affectedAmounts.interestAmount': field(
      `(${applied('interestAccrued')} - ${applied('negativeInterestAccrued')})`,
      'NUMBER',
    ),
    'affectedAmounts.overdraftInterestAmount': field(`(- ${applied('overdraftInterestAccrued')})`, 'NUMBER'),
    'affectedAmounts.technicalOverdraftInterestAmount': field(
      `(- ${applied('technicalOverdraftInterestAccrued')})`,
      'NUMBER',
    ),
    'terms.interestSettings.interestRate': field(
      `(t.details #>> '{terms,interestSettings,interestRate}')::numeric`,
      'NUMBER',
    ),
    'terms.overdraftInterestSettings.interestRate': field(
      `(t.details #>> '{terms,overdraftInterestSettings,interestRate}')::numeric`,
      'NUMBER',
    ),
    'affectedAmounts.overdraftFeesAmount': field(
      `(CASE WHEN t.type IN ('FEE_APPLIED', 'FEE_ADJUSTED') THEN t.overdraft_amount - ${technicalPart} ELSE 0 END)`,
      'NUMBER',
    ),
    holdExternalReferenceId: field(`(t.details ->> 'holdExternalReferenceId')`, 'STRING'),
    // Without tills.
    tillKey: emptyField('KEY'),
    tillID: emptyField('STRING'),
    tillId: emptyField('STRING'),
    'taxes.taxRate': field(`(t.details ->> 'taxRate')::numeric`, 'NUMBER'),
    'terms.overdraftInterestSettings.indexInterestRate': field(
      `(t.details #>> '{terms,overdraftInterestSettings,indexInterestRate}')::numeric`,
      'NUMBER',
    ),
  },
  customFields: [
    { entities: ['TRANSACTION_CHANNEL', 'TRANSACTION_TYPE'], sql: 't.custom_fields' },
    fieldsOfParent('DEPOSIT_ACCOUNT', 'deposit_account', 't.account_key'),
  ],
  defaultOrder: 't.value_date DESC, t.id DESC',
  tieBreaker: 't.id',
  cursor: { exclusive: false, fields: [{ sql: 't.id', cast: 'bigint', text: 't.id::text' }] },
  row: transactionOfRow,
};
