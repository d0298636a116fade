/** The door of cards: what the composition root uses. */
export { cardConstraints } from './store/cardStore.ts';
export { cardTransactionStore } from './store/cardTransactionStore.ts';
