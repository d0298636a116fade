import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { findDepositTransaction, shownDepositTransaction } from '../../deposits/index.ts';
import { findCardTransaction } from '../store/cardTransactionStore.ts';
import { namedCard } from './namedCard.ts';
import { cardTransactionNotFound } from './reverseCardTransaction.ts';

/** GET /cards/{cardReferenceToken}/financialtransactions/{cardTransactionExternalReferenceId}: the posted transaction, with what was taken back. */
export default read('getCardTransaction', async ({ path, query }, context) => {
  const card = await namedCard(context.db, path.cardReferenceToken);
  if (isRejection(card)) return card;
  const reference = path.cardTransactionExternalReferenceId;
  const payment = await findCardTransaction(context.db, card.encodedKey, reference);
  const transaction = payment && (await findDepositTransaction(context.db, payment.transactionKey));
  if (!transaction) return cardTransactionNotFound(reference);
  const reversals: readonly Schemas['CardTransactionReversal'][] = payment.reversals.map(
    ({ request: _request, originalAmount: _original, ...reversal }) => reversal,
  );
  return {
    body: {
      ...shownDepositTransaction(transaction, context, query.detailsLevel ?? 'BASIC'),
      ...(reversals.length > 0 ? { cardTransactionReversals: [...reversals] } : {}),
    },
  };
});
