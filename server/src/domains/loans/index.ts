/** The door of loans: what transfers, cards and the composition root may use. */

export { shownLoanTransaction } from './convertTransaction.ts';
export { amortiseLoanFees } from './eod/amortiseFees.ts';
export { bookLoanInterest } from './eod/bookLoanInterest.ts';
export { closeRepaidLoans } from './eod/closeRepaidLoans.ts';
export { foldDueLoans } from './eod/foldDueLoans.ts';
export { readOffsets } from './eod/readOffsets.ts';
export { reviewTaxRates } from './eod/reviewTaxRates.ts';
export { settleDueLoans } from './eod/settleDueLoans.ts';
export { chargesDisbursementFees, loanBearing } from './operations/cardCredit.ts';
export { loanNotFound } from './operations/loanContext.ts';
export { type CardPosting, payByCard, reverseByCard } from './operations/payByCard.ts';
export { payInByCard, returnByCard } from './operations/payInByCard.ts';
export { repayFromDeposit } from './operations/repayFromDeposit.ts';
export { everyDayWorks } from './rules/calendar.ts';
export { previewSchedule } from './rules/foldLoan.ts';
export type { LoanAccount } from './rules/loanAccount.ts';
export type { LoanTerms } from './rules/terms.ts';
export { feeAmortizationStore, newFeeAmortizationStore } from './store/feeAmortizationStore.ts';
export { findLoanAccount, loanAccountStore, loanAccounts } from './store/loanAccountStore.ts';
export { loanProductReference } from './store/loanProductReference.ts';
export {
  findStandingTransaction,
  loanAdjustmentMarkStore,
  loanTransactionStore,
} from './store/loanTransactionStore.ts';
export { offsetsRunningLoan } from './store/offsetReadings.ts';
export { loanVerification } from './verification.ts';
