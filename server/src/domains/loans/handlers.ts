import type { Handlers } from '../../platform/http/handler.ts';
import adjustLoanTransaction from './operations/adjustLoanTransaction.ts';
import applyLoanBalanceInterest from './operations/applyLoanBalanceInterest.ts';
import applyLoanFee from './operations/applyLoanFee.ts';
import applyLoanInterest from './operations/applyLoanInterest.ts';
import changeLoanAccountState from './operations/changeLoanAccountState.ts';
import {
  changeLoanArrearsSettings,
  changeLoanDueDates,
  changeLoanInterestRate,
  changeLoanPeriodicPayment,
  changeLoanRepaymentValue,
} from './operations/changeLoanTerms.ts';
import createLoanAccount from './operations/createLoanAccount.ts';
import { deleteLoanAccount, patchLoanAccount, updateLoanAccount } from './operations/editLoanAccount.ts';
import editLoanSchedule from './operations/editLoanSchedule.ts';
import { explainLoan } from './operations/explainLoan.ts';
import { getInstallments } from './operations/getInstallments.ts';
import { getLoanBalances } from './operations/getLoanBalances.ts';
import { getLoanTranches, previewLoanTranches, updateLoanTranches } from './operations/loanTranches.ts';
import { lockLoan, unlockLoan } from './operations/lockLoan.ts';
import makeDisbursement from './operations/makeDisbursement.ts';
import makeRepayment from './operations/makeRepayment.ts';
import { payOffLoan, previewLoanPayOff } from './operations/payOffLoan.ts';
import {
  applyPlannedFees,
  createPlannedFees,
  deletePlannedFee,
  getPlannedFees,
  updatePlannedFees,
} from './operations/plannedFees.ts';
import { previewLoanPmtProcessing } from './operations/previewLoanPmtProcessing.ts';
import { previewLoanSchedule, previewSchedule } from './operations/previewSchedule.ts';
import { makeLoanRefund, makePrincipalOverpayment } from './operations/principalPayments.ts';
import {
  getLoanAccount,
  getLoanAccounts,
  getLoanSchedule,
  getLoanTransaction,
  getLoanTransactions,
  getLoanTransactionsOfAllVersions,
  searchLoanAccounts,
  searchLoanTransactions,
} from './operations/readLoans.ts';
import { applyLoanPaymentMade, makeLoanWithdrawal, makeRedrawRepayment } from './operations/redraw.ts';
import { undoWriteOffLoan, writeOffLoan } from './operations/writeOffLoan.ts';
import { loanProductHandlers } from './resources/loanProductHandlers.ts';

/** The operations of loans. */
export const loanHandlers: Handlers = {
  ...loanProductHandlers,
  getLoanAccounts,
  getLoanAccount,
  createLoanAccount,
  updateLoanAccount,
  patchLoanAccount,
  deleteLoanAccount,
  searchLoanAccounts,
  changeLoanAccountState,
  changeLoanInterestRate,
  changeLoanPeriodicPayment,
  changeLoanRepaymentValue,
  changeLoanDueDates,
  changeLoanArrearsSettings,
  getLoanBalances,
  getLoanTranches,
  updateLoanTranches,
  previewLoanTranches,
  getInstallments,
  getLoanSchedule,
  explainLoan,
  editLoanSchedule,
  previewLoanSchedule,
  previewLoanPmtProcessing,
  previewSchedule,
  makeDisbursement,
  makeRepayment,
  makeLoanRefund,
  makePrincipalOverpayment,
  applyLoanPaymentMade,
  makeLoanWithdrawal,
  makeRedrawRepayment,
  applyLoanFee,
  applyLoanInterest,
  applyLoanBalanceInterest,
  adjustLoanTransaction,
  payOffLoan,
  previewLoanPayOff,
  getPlannedFees,
  createPlannedFees,
  updatePlannedFees,
  deletePlannedFee,
  applyPlannedFees,
  lockLoan,
  unlockLoan,
  writeOffLoan,
  undoWriteOffLoan,
  getLoanTransactions,
  getLoanTransactionsOfAllVersions,
  getLoanTransaction,
  searchLoanTransactions,
};
