import type { Handlers } from '../../../platform/http/handler.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import {
  createOperation,
  deleteOperation,
  patchOperation,
  updateOperation,
} from '../../../platform/resources/writes.ts';
import { loanProducts } from './loanProducts.ts';

/** The operations of loan products. */
export const loanProductHandlers = {
  getLoanProducts: listOperation('getLoanProducts', loanProducts),
  getLoanProduct: getOperation('getLoanProduct', loanProducts),
  createLoanProduct: createOperation('createLoanProduct', loanProducts),
  updateLoanProduct: updateOperation('updateLoanProduct', loanProducts),
  patchLoanProduct: patchOperation('patchLoanProduct', loanProducts),
  deleteLoanProduct: deleteOperation('deleteLoanProduct', loanProducts),
} satisfies Handlers;
