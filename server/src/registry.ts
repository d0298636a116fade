import { clientConstraints } from './domains/clients/handlers.ts';
import { clientAccountActivityStore, clientReference, clientStateStore } from './domains/clients/index.ts';
import {
  depositAccountStore,
  depositProductReference,
  depositTransactionStore,
  depositVerification,
  externalIdConstraints,
  storedDepositTransactionStore,
} from './domains/deposits/index.ts';
import type { EndOfDayStep } from './domains/eod/index.ts';
import { ledgerConstraints } from './domains/ledger/handlers.ts';
import {
  glAccountReference,
  journalReversalStore,
  journalRowStore,
  manualPostingStore,
  type VerificationCheck,
} from './domains/ledger/index.ts';
import { organisationConstraints } from './domains/organisation/handlers.ts';
import { organisationReference } from './domains/organisation/index.ts';
import type { Constraints } from './platform/http/runOperation.ts';
import type { AnyRowStore, AnyStateStore } from './platform/posting/store.ts';
import type { ReferenceSlot } from './platform/reference/referenceCache.ts';

/** Everything the domains register: how their states and rows are stored, which reference data rules read, what the night does. */

/** In the order in which their rows are locked, everywhere: clients, then accounts, then transactions. */
export const stateStores: readonly AnyStateStore[] = [
  clientStateStore,
  depositAccountStore,
  storedDepositTransactionStore,
];

/** In the order in which they are written: transactions draw their numbers before journal lines name them. */
export const rowStores: readonly AnyRowStore[] = [
  depositTransactionStore,
  manualPostingStore,
  journalRowStore,
  journalReversalStore,
  clientAccountActivityStore,
];

export const referenceSlots: readonly ReferenceSlot<unknown>[] = [
  organisationReference,
  clientReference,
  glAccountReference,
  depositProductReference,
];

export const constraints: Constraints = [
  ...stateStores,
  ...rowStores,
  organisationConstraints,
  clientConstraints,
  ledgerConstraints,
  externalIdConstraints,
  { constraints: { deposit_product_id: 'PRODUCT_ID_ALREADY_IN_USE', deposit_account_id: 'ACCOUNT_ID_ALREADY_IN_USE' } },
];

/** What every domain can prove about its data, besides the ledger's own checks. */
export const verificationChecks: readonly VerificationCheck[] = [depositVerification];

/** The night, in its order. */
export const endOfDaySteps: readonly EndOfDayStep[] = [];
