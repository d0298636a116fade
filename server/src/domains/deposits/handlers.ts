import type { Handlers } from '../../platform/http/handler.ts';
import { getOperation, listOperation } from '../../platform/resources/reads.ts';
import { createOperation, deleteOperation, patchOperation, updateOperation } from '../../platform/resources/writes.ts';
import applyDepositFee from './operations/applyDepositFee.ts';
import applyDepositInterest from './operations/applyDepositInterest.ts';
import { batchUpdateDepositProduct } from './operations/batchUpdateDepositProduct.ts';
import changeDepositAccountState from './operations/changeDepositAccountState.ts';
import { deleteDepositBlock, patchDepositBlock } from './operations/changeDepositBlock.ts';
import changeDepositInterestRate from './operations/changeDepositInterestRate.ts';
import { createBulkInterestAvailabilities } from './operations/createBulkInterestAvailabilities.ts';
import createDepositAccount from './operations/createDepositAccount.ts';
import createDepositAuthorizationHold from './operations/createDepositAuthorizationHold.ts';
import createDepositBlock from './operations/createDepositBlock.ts';
import { deleteDepositAccount, patchDepositAccount, updateDepositAccount } from './operations/editDepositAccount.ts';
import editDepositTransaction from './operations/editDepositTransaction.ts';
import getDepositBlocks from './operations/getDepositBlocks.ts';
import { makeDepositAsync, makeWithdrawalAsync } from './operations/inBackground.ts';
import {
  createInterestAvailability,
  deleteInterestAvailability,
  getInterestAvailabilities,
  getInterestAvailability,
  updateInterestAvailability,
} from './operations/interestAvailabilities.ts';
import { makeBulkDeposits } from './operations/makeBulkDeposits.ts';
import makeDeposit from './operations/makeDeposit.ts';
import makeSeizure from './operations/makeSeizure.ts';
import makeWithdrawal from './operations/makeWithdrawal.ts';
import { getDepositAuthorizationHold, getDepositAuthorizationHolds } from './operations/readDepositHolds.ts';
import {
  getDepositAccount,
  getDepositAccounts,
  getDepositTransaction,
  getDepositTransactions,
  searchDepositAccounts,
  searchDepositTransactions,
} from './operations/readDeposits.ts';
import reopenDepositAccount from './operations/reopenDepositAccount.ts';
import reverseDepositAuthorizationHold from './operations/reverseDepositAuthorizationHold.ts';
import startDepositMaturity from './operations/startDepositMaturity.ts';
import transferDepositAccountOwnership from './operations/transferDepositAccountOwnership.ts';
import undoDepositMaturity from './operations/undoDepositMaturity.ts';
import { changeDepositWithholdingTax, getDepositWithholdingTaxes } from './operations/withholdingTax.ts';
import { depositProducts, productConditions } from './resources/depositProducts.ts';

/**
 * The operations of deposits. Transfers, which may also touch loans, are in domains/transfers; `adjustDepositTransaction` is put together where loans are known.
 */
export const depositHandlers: Handlers = {
  getDepositProducts: listOperation('getDepositProducts', depositProducts, productConditions),
  getDepositProduct: getOperation('getDepositProduct', depositProducts),
  createDepositProduct: createOperation('createDepositProduct', depositProducts),
  updateDepositProduct: updateOperation('updateDepositProduct', depositProducts),
  patchDepositProduct: patchOperation('patchDepositProduct', depositProducts),
  deleteDepositProduct: deleteOperation('deleteDepositProduct', depositProducts),
  getDepositAccounts,
  getDepositAccount,
  createDepositAccount,
  updateDepositAccount,
  patchDepositAccount,
  deleteDepositAccount,
  searchDepositAccounts,
  changeDepositAccountState,
  reopenDepositAccount,
  startDepositMaturity,
  undoDepositMaturity,
  transferDepositAccountOwnership,
  makeDeposit,
  batchUpdateDepositProduct: batchUpdateDepositProduct.handler,
  makeBulkDeposits: makeBulkDeposits.handler,
  makeDepositAsync: makeDepositAsync.handler,
  makeWithdrawalAsync: makeWithdrawalAsync.handler,
  makeWithdrawal,
  getDepositBlocks,
  createDepositBlock,
  patchDepositBlock,
  deleteDepositBlock,
  makeSeizure,
  applyDepositFee,
  applyDepositInterest,
  changeDepositInterestRate,
  getInterestAvailabilities,
  getInterestAvailability,
  createInterestAvailability,
  updateInterestAvailability,
  deleteInterestAvailability,
  createBulkInterestAvailabilities: createBulkInterestAvailabilities.handler,
  changeDepositWithholdingTax,
  getDepositWithholdingTaxes,
  editDepositTransaction,
  getDepositTransactions,
  getDepositTransaction,
  searchDepositTransactions,
  createDepositAuthorizationHold,
  getDepositAuthorizationHolds,
  getDepositAuthorizationHold,
  reverseDepositAuthorizationHold,
};
