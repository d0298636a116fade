import type { Handlers } from '../../platform/http/handler.ts';
import {
  getAuthorizationHoldsConfiguration,
  updateAuthorizationHoldsConfiguration,
} from './configuration/authorizationHolds.ts';
import {
  decreaseCardAuthorizationHold,
  increaseCardAuthorizationHold,
  reverseCardAuthorizationHold,
} from './operations/changeCardHold.ts';
import createCardAuthorizationHold from './operations/createCardAuthorizationHold.ts';
import createCardTransaction from './operations/createCardTransaction.ts';
import { createDepositCard, deleteDepositCard, getDepositCards } from './operations/depositCards.ts';
import getCardTransaction from './operations/getCardTransaction.ts';
import { createLoanCard, deleteLoanCard, getLoanAuthorizationHolds, getLoanCards } from './operations/loanCards.ts';
import patchCardAuthorizationHold from './operations/patchCardAuthorizationHold.ts';
import { getCardAuthorizationHold, getCardBalances } from './operations/readCards.ts';
import reverseCardTransaction from './operations/reverseCardTransaction.ts';

/** The operations of cards. Holds on accounts are in domains/deposits, and so is what a hold is. */
export const cardHandlers: Handlers = {
  getDepositCards,
  createDepositCard,
  deleteDepositCard,
  getLoanCards,
  createLoanCard,
  deleteLoanCard,
  getLoanAuthorizationHolds,
  getCardBalances,
  createCardAuthorizationHold,
  getCardAuthorizationHold,
  patchCardAuthorizationHold,
  increaseCardAuthorizationHold,
  decreaseCardAuthorizationHold,
  reverseCardAuthorizationHold,
  createCardTransaction,
  getCardTransaction,
  reverseCardTransaction,
  getAuthorizationHoldsConfiguration,
  updateAuthorizationHoldsConfiguration,
};
