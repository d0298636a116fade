import { auditTrailVerification } from './domains/audit/index.ts';
import { cardConstraints, cardStateStore, cardTransactionStore, expiredHolds } from './domains/cards/index.ts';
import { clientConstraints } from './domains/clients/handlers.ts';
import { clientAccountActivityStore, clientReference, clientStateStore } from './domains/clients/index.ts';
import {
  authorizationHoldStore,
  batchUpdateDepositProduct,
  createBulkInterestAvailabilities,
  depositAccountStore,
  depositBlockStore,
  depositInterest,
  depositProductReference,
  depositTransactionStore,
  depositVerification,
  dormantDeposits,
  editedDepositFieldStore,
  externalIdConstraints,
  indexReadings,
  loanTransactionLinkStore,
  makeBulkDeposits,
  makeDepositAsync,
  makeWithdrawalAsync,
  maturedDeposits,
  monthlyDepositFees,
  overdrawnDeposits,
  pledgeStore,
  settlementLinkStore,
  storedDepositTransactionStore,
  tierSwitches,
} from './domains/deposits/index.ts';
import type { EndOfDayStep } from './domains/eod/index.ts';
import { groupConstraints, groupReference } from './domains/groups/handlers.ts';
import { groupLoanCycleStore } from './domains/groups/index.ts';
import { ledgerConstraints } from './domains/ledger/handlers.ts';
import {
  accrualBookStore,
  glAccountReference,
  journalReversalStore,
  journalRowStore,
  manualPostingStore,
  numberedPostingStore,
  type VerificationCheck,
} from './domains/ledger/index.ts';
import {
  amortiseLoanFees,
  bookLoanInterest,
  closeRepaidLoans,
  feeAmortizationStore,
  foldDueLoans,
  loanAccountStore,
  loanAdjustmentMarkStore,
  loanProductReference,
  loanTransactionStore,
  loanVerification,
  newFeeAmortizationStore,
  readOffsets,
  reviewTaxRates,
  settleDueLoans,
} from './domains/loans/index.ts';
import { organisationConstraints } from './domains/organisation/handlers.ts';
import {
  exchangeRateReference,
  indexRateReference,
  organisationReference,
  recordWithinReach,
} from './domains/organisation/index.ts';
import type { Principal } from './platform/auth/principal.ts';
import { accountWithinReach, withinReach } from './platform/auth/reach.ts';
import type { BulkWork } from './platform/bulk/bulkOperation.ts';
import { bulkResultStore } from './platform/bulk/bulkStore.ts';
import { customFieldReference } from './platform/customFields/reference.ts';
import { uniqueFieldStore } from './platform/customFields/uniqueFieldStore.ts';
import type { ReachedByPath } from './platform/http/pathReach.ts';
import type { Constraints } from './platform/http/runOperation.ts';
import type { AnyRowStore, AnyStateStore } from './platform/posting/store.ts';
import type { ReferenceSlot } from './platform/reference/referenceCache.ts';
import type { Condition } from './platform/resources/bindings.ts';

/** Everything the domains register: how their states and rows are stored, which reference data rules read, what the night does. */

/** In the order in which their rows are locked, everywhere: accounts, their blocks and transactions, then the clients who hold them. */
export const stateStores: readonly AnyStateStore[] = [
  depositAccountStore,
  depositBlockStore,
  storedDepositTransactionStore,
  accrualBookStore,
  loanAccountStore,
  cardStateStore,
  authorizationHoldStore,
  cardTransactionStore,
  feeAmortizationStore,
  clientStateStore,
];

/** In the order in which their statements are sent. */
export const rowStores: readonly AnyRowStore[] = [
  depositTransactionStore,
  loanTransactionStore,
  loanAdjustmentMarkStore,
  newFeeAmortizationStore,
  manualPostingStore,
  numberedPostingStore,
  journalRowStore,
  journalReversalStore,
  loanTransactionLinkStore,
  settlementLinkStore,
  pledgeStore,
  clientAccountActivityStore,
  groupLoanCycleStore,
  editedDepositFieldStore,
  uniqueFieldStore,
  bulkResultStore,
];

export const referenceSlots: readonly ReferenceSlot<unknown>[] = [
  organisationReference,
  exchangeRateReference,
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
  cardConstraints,
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

/** What may be asked for in bulk. */
export const bulkWorks: readonly BulkWork[] = [
  batchUpdateDepositProduct.work,
  createBulkInterestAvailabilities.work,
  makeBulkDeposits.work,
  makeDepositAsync.work,
  makeWithdrawalAsync.work,
];

/** The night, in its order. */
export const endOfDaySteps: readonly EndOfDayStep[] = [
  expiredHolds,
  settleDueLoans,
  indexReadings,
  tierSwitches,
  depositInterest,
  overdrawnDeposits,
  dormantDeposits,
  monthlyDepositFees,
  maturedDeposits,
  readOffsets,
  reviewTaxRates,
  foldDueLoans,
  bookLoanInterest,
  closeRepaidLoans,
  amortiseLoanFees,
];

const own = (principal: Principal): readonly Condition[] => withinReach(principal, 't');

/** What the parameters of paths name that belongs to a branch and a credit officer. */
export const reachedByPath: ReachedByPath = {
  clientId: {
    from: 'client t',
    within: own,
    reason: 'INVALID_CLIENT_ID',
    label: 'client',
  },
  groupId: {
    from: 'client_group t',
    within: own,
    reason: 'INVALID_GROUP_ID',
    label: 'group',
  },
  depositAccountId: {
    from: 'deposit_account t',
    within: own,
    reason: 'INVALID_DEPOSIT_ACCOUNT_ID',
    label: 'deposit account',
  },
  loanAccountId: {
    from: 'loan_account t',
    within: own,
    reason: 'INVALID_LOAN_ACCOUNT_ID',
    label: 'loan account',
  },
  documentId: {
    from: 'document t',
    within: (principal) => recordWithinReach(principal, 't.owner_type', 't.owner_key'),
    numericId: true,
    reason: 'INVALID_DOCUMENT_ID',
    label: 'document',
  },
  taskId: {
    from: 'task t',
    within: (principal) => recordWithinReach(principal, 't.task_link_type', 't.task_link_key'),
    numericId: true,
    reason: 'INVALID_TASK_ID',
    label: 'task',
  },
  depositTransactionId: {
    from: 'deposit_transaction t',
    within: (principal) => accountWithinReach(principal, 'deposit_account', 't.account_key'),
    numericId: true,
    reason: 'INVALID_TRANSACTION_ID',
    label: 'transaction',
  },
  cardReferenceToken: {
    from: `(SELECT c.encoded_key, c.reference_token AS id, coalesce(d.assigned_branch_key, l.assigned_branch_key) AS assigned_branch_key,
                   coalesce(d.assigned_user_key, l.assigned_user_key) AS assigned_user_key
              FROM card c LEFT JOIN deposit_account d ON d.encoded_key = c.deposit_account_key
                          LEFT JOIN loan_account l ON l.encoded_key = c.loan_account_key) t`,
    within: own,
    reason: 'CARD_REFERENCE_NOT_FOUND',
    label: 'card',
  },
  loanTransactionId: {
    from: 'loan_transaction t',
    within: (principal) => accountWithinReach(principal, 'loan_account', 't.account_key'),
    numericId: true,
    reason: 'INVALID_TRANSACTION_ID',
    label: 'transaction',
  },
};
