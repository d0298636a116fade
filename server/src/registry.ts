import { auditTrailVerification } from './domains/audit/index.ts';
import { clientConstraints } from './domains/clients/handlers.ts';
import { clientAccountActivityStore, clientReference, clientStateStore } from './domains/clients/index.ts';
import {
  depositAccountStore,
  depositProductReference,
  depositTransactionStore,
  depositVerification,
  externalIdConstraints,
  loanTransactionLinkStore,
  overdrawnDeposits,
  settlementLinkStore,
  storedDepositTransactionStore,
} from './domains/deposits/index.ts';
import type { EndOfDayStep } from './domains/eod/index.ts';
import { groupConstraints, groupReference } from './domains/groups/handlers.ts';
import { ledgerConstraints } from './domains/ledger/handlers.ts';
import {
  glAccountReference,
  journalReversalStore,
  journalRowStore,
  manualPostingStore,
  type VerificationCheck,
} from './domains/ledger/index.ts';
import {
  foldDueLoans,
  loanAccountStore,
  loanAdjustmentMarkStore,
  loanProductReference,
  loanTransactionStore,
  loanVerification,
} from './domains/loans/index.ts';
import { organisationConstraints } from './domains/organisation/handlers.ts';
import { indexRateReference, organisationReference } from './domains/organisation/index.ts';
import { customFieldReference } from './platform/customFields/reference.ts';
import type { ReachedByPath } from './platform/http/pathReach.ts';
import type { Constraints } from './platform/http/runOperation.ts';
import type { AnyRowStore, AnyStateStore } from './platform/posting/store.ts';
import type { ReferenceSlot } from './platform/reference/referenceCache.ts';

/** Everything the domains register: how their states and rows are stored, which reference data rules read, what the night does. */

/** In the order in which their rows are locked, everywhere: accounts, their transactions, then the clients who hold them. */
export const stateStores: readonly AnyStateStore[] = [
  depositAccountStore,
  storedDepositTransactionStore,
  loanAccountStore,
  clientStateStore,
];

/** In the order in which their statements are sent. */
export const rowStores: readonly AnyRowStore[] = [
  depositTransactionStore,
  loanTransactionStore,
  loanAdjustmentMarkStore,
  manualPostingStore,
  journalRowStore,
  journalReversalStore,
  loanTransactionLinkStore,
  settlementLinkStore,
  clientAccountActivityStore,
];

export const referenceSlots: readonly ReferenceSlot<unknown>[] = [
  organisationReference,
  indexRateReference,
  customFieldReference,
  clientReference,
  groupReference,
  glAccountReference,
  depositProductReference,
  loanProductReference,
];

export const constraints: Constraints = [
  ...stateStores,
  ...rowStores,
  organisationConstraints,
  clientConstraints,
  groupConstraints,
  ledgerConstraints,
  externalIdConstraints,
  {
    constraints: {
      deposit_product_id: 'PRODUCT_ID_ALREADY_IN_USE',
      loan_product_id: 'PRODUCT_ID_ALREADY_IN_USE',
      deposit_account_id: 'ACCOUNT_ID_ALREADY_IN_USE',
    },
  },
];

/** What every domain can prove about its data, besides the ledger's own checks. */
export const verificationChecks: readonly VerificationCheck[] = [
  depositVerification,
  loanVerification,
  auditTrailVerification,
];

/** The night, in its order. */
export const endOfDaySteps: readonly EndOfDayStep[] = [overdrawnDeposits, foldDueLoans];

/** What the parameters of paths name that belongs to a branch and a credit officer. */
export const reachedByPath: ReachedByPath = {
  clientId: {
    from: 'client t JOIN client a ON a.encoded_key = t.encoded_key',
    reason: 'INVALID_CLIENT_ID',
    label: 'client',
  },
  groupId: {
    from: 'client_group t JOIN client_group a ON a.encoded_key = t.encoded_key',
    reason: 'INVALID_GROUP_ID',
    label: 'group',
  },
  depositAccountId: {
    from: 'deposit_account t JOIN deposit_account a ON a.encoded_key = t.encoded_key',
    reason: 'INVALID_DEPOSIT_ACCOUNT_ID',
    label: 'deposit account',
  },
  loanAccountId: {
    from: 'loan_account t JOIN loan_account a ON a.encoded_key = t.encoded_key',
    reason: 'INVALID_LOAN_ACCOUNT_ID',
    label: 'loan account',
  },
  documentId: {
    from: `document t JOIN (SELECT encoded_key, assigned_branch_key, assigned_user_key FROM client
                 UNION ALL SELECT encoded_key, assigned_branch_key, assigned_user_key FROM client_group
                 UNION ALL SELECT encoded_key, assigned_branch_key, assigned_user_key FROM deposit_account
                 UNION ALL SELECT encoded_key, assigned_branch_key, assigned_user_key FROM loan_account) a ON a.encoded_key = t.owner_key`,
    numericId: true,
    reason: 'INVALID_DOCUMENT_ID',
    label: 'document',
  },
  depositTransactionId: {
    from: 'deposit_transaction t JOIN deposit_account a ON a.encoded_key = t.account_key',
    numericId: true,
    reason: 'INVALID_TRANSACTION_ID',
    label: 'transaction',
  },
  loanTransactionId: {
    from: 'loan_transaction t JOIN loan_account a ON a.encoded_key = t.account_key',
    numericId: true,
    reason: 'INVALID_TRANSACTION_ID',
    label: 'transaction',
  },
};
