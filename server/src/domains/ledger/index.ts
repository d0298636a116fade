/** The door of the ledger: what other domains and the composition root may use. */
export { currencyAnswer } from './answers.ts';
export { type AccrualBooks, accrualBooking } from './eod/bookAccruals.ts';
export { ledgerConstraints, ledgerHandlers } from './handlers.ts';
export {
  journalReversals,
  journalRows,
  type NumberedPosting,
  numberedPostings,
  type WrittenEntry,
} from './journalSlots.ts';
export { verifyLedgerOperation } from './operations/verifyLedger.ts';
export { type AccrualKind, type AccruedByAccount, accruedInScopes } from './rules/accruals.ts';
export { balancedLines } from './rules/balancedLines.ts';
export { accountingRateAt, bookedLines } from './rules/bookedLines.ts';
export { checkClosure, closedUntil } from './rules/closure.ts';
export { type FinancialResource, requireBaseCurrency, resolveRule, usableAccount } from './rules/financialResources.ts';
export type {
  AccountingClosures,
  GlAccount,
  GlAccounts,
  GlAccountType,
  GlAccountUsage,
  InterBranchRules,
} from './rules/glAccount.ts';
export { isDebitNatured, takesPostings } from './rules/glAccount.ts';
export type { JournalDraft, JournalLine, JournalReversal, JournalSide, JournalSource } from './rules/journal.ts';
export { accrualBookStore, addAccrualEntries, addAccruals } from './store/accrualBookStore.ts';
export { glAccountReference } from './store/glAccountReference.ts';
export { journalReversalStore } from './store/journalReversalStore.ts';
export { journalRowStore, journalStatements } from './store/journalRowStore.ts';
export { ledgerChecks } from './store/ledgerChecks.ts';
export { manualPostingStore, numberedPostingStore } from './store/manualPostingStore.ts';
export { type TrialBalance, type TrialBalanceLine, trialBalance } from './store/trialBalance.ts';
export {
  type CheckResult,
  cappedDifferences,
  type Difference,
  mostDifferences,
  runVerification,
  type VerificationCheck,
  type VerificationContext,
} from './verification.ts';
