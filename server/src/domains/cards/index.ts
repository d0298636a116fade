/** The door of cards: what the composition root uses. */
export { expiredHolds } from './eod/expiredHolds.ts';
export { cardConstraints, cardStateStore } from './store/cardStore.ts';
export { cardTransactionStore } from './store/cardTransactionStore.ts';
