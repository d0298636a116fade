import type { Handlers } from '../../../platform/http/handler.ts';
import {
  createOperation,
  deleteOperation,
  getOperation,
  listOperation,
  patchOperation,
  updateOperation,
} from '../../../platform/resources/resource.ts';
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
