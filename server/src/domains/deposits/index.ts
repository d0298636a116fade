/** The door of deposits: what loans, transfers and the composition root may use. */
export { shownDepositTransaction } from './convert.ts';
export { depositInterest } from './eod/applyInterest.ts';
export { dormantDeposits } from './eod/dormantDeposits.ts';
export { indexReadings } from './eod/indexReadings.ts';
export { maturedDeposits } from './eod/maturedDeposits.ts';
export { monthlyDepositFees } from './eod/monthlyDepositFees.ts';
export { overdrawnDeposits } from './eod/overdrawnDeposits.ts';
export { tierSwitches } from './eod/tierSwitches.ts';
export { asCreated, shownHold } from './holdShown.ts';
export { adjustDepositTransaction, adjustLeg } from './operations/adjustDepositTransaction.ts';
export { batchUpdateDepositProduct } from './operations/batchUpdateDepositProduct.ts';
export { channelPosting } from './operations/channelPosting.ts';
export { createBulkInterestAvailabilities } from './operations/createBulkInterestAvailabilities.ts';
export { drawAccountId } from './operations/drawAccountId.ts';
export { dateReasons, externalIdBefore, externalIdFirst } from './operations/externalIdFirst.ts';
export {
  type Bearing,
  checkAcceptor,
  checkExpirationPeriod,
  checkReference,
  conversionFacts,
  convertedAmount,
  decideNewHold,
  depositBearing,
  directionOf,
  heldDecision,
} from './operations/holdFacts.ts';
export { makeDepositAsync, makeWithdrawalAsync } from './operations/inBackground.ts';
export { makeBulkDeposits } from './operations/makeBulkDeposits.ts';
export { openDefaultAccount } from './operations/newDepositAccount.ts';
export {
  accountNotFound,
  glLines as depositGlLines,
  historyOption,
  journalEffect,
  postingFacts as depositPostingFacts,
  postingRequest,
} from './operations/postingFacts.ts';
export { holderEffects, postedDecision } from './operations/postTransaction.ts';
export { listHolds } from './operations/readDepositHolds.ts';
export {
  type PreparedPosting,
  prepareTransactionFields,
  transactionFields,
  withFields,
} from './operations/transactionFields.ts';
export { decideTransferIn, decideTransferOut, type Posted } from './rules/decidePosting.ts';
export { type DepositAccount, lockableBalance } from './rules/depositAccount.ts';
export type { DepositProduct } from './rules/depositProduct.ts';
export type { DepositTransaction } from './rules/depositTransaction.ts';
export { type AuthorizationHold, type Direction, holdId, type ToldBalances } from './rules/holds/authorizationHold.ts';
export { convert, convertChange } from './rules/holds/conversion.ts';
export { type CardPayment, decideCardPayment, decideCardReversal } from './rules/holds/decideCardPosting.ts';
export {
  type AmountChange,
  checkDirection,
  checkPending,
  decideDecrease,
  decideIncrease,
  decideRelease,
  decideSettled,
  type Held,
  type HoldBearer,
} from './rules/holds/decideHold.ts';
export { toldBalances } from './rules/holds/depositBearer.ts';
export { journalLines as depositJournalLines } from './rules/journal.ts';
export { mostPayable } from './rules/mostPayable.ts';
export type { PostingRequest } from './rules/posting.ts';
export { findDepositAccount, namedAccount } from './store/depositAccountQueries.ts';
export { depositAccountStore, depositAccounts } from './store/depositAccountStore.ts';
export { depositBlockStore } from './store/depositBlockStore.ts';
export { depositProductReference } from './store/depositProductReference.ts';
export {
  depositTransactionRows,
  depositTransactionStore,
  editedDepositFieldStore,
  externalIdConstraints,
  findDepositTransaction,
  insertExternalIds,
  storedDepositTransactionStore,
  storedDepositTransactions,
} from './store/depositTransactionStore.ts';
export {
  authorizationHoldStore,
  authorizationHolds,
  balancesOfRow,
  findHold,
  hasHolds,
  storedBalances,
} from './store/holdStore.ts';
export { loanTransactionLinkStore, loanTransactionLinks } from './store/loanTransactionLinkStore.ts';
export { changePledges, pledgeStore, pledges } from './store/pledgeStore.ts';
export {
  linkSettlementAccount,
  type SettlementLink,
  settlementLinkStore,
  settlementLinks,
  unlinkSettlementAccount,
} from './store/settlementLinkStore.ts';
export { depositVerification } from './verification.ts';
