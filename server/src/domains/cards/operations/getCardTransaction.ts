import type { Schemas } from '../../../generated/schemas.ts';
import { negated } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { type ReadContext, read } from '../../../platform/http/handler.ts';
import { findDepositTransaction, shownDepositTransaction } from '../../deposits/index.ts';
import { findStandingTransaction, shownLoanTransaction } from '../../loans/index.ts';
import type { Card } from '../store/cardStore.ts';
import { type CardTransaction, findCardTransaction } from '../store/cardTransactionStore.ts';
import { namedCard } from './namedCard.ts';
import { cardTransactionNotFound } from './reverseCardTransaction.ts';

/**
 * A loan's transaction in the shape that the contract has for card transactions, which is that of deposit transactions: a draw is told as the
 * WITHDRAWAL that it is for the card, a repayment as the DEPOSIT.
 */
const shownOfLoan = (
  transaction: NonNullable<Awaited<ReturnType<typeof findStandingTransaction>>>,
  { told, direction }: CardTransaction,
  context: ReadContext,
  details: 'BASIC' | 'FULL',
): Schemas['GetCardTransaction'] => {
  const {
    type: _type,
    currency: _currency,
    affectedAmounts: _affected,
    taxes: _taxes,
    accountBalances: _balances,
    ...shared
  } = shownLoanTransaction(transaction, context, details);
  const { externalAuthorizationReferenceId: hold } = told;
  return {
    ...(shared as Schemas['GetCardTransaction']),
    ...(direction === 'DBIT'
      ? { type: 'WITHDRAWAL', amount: negated(transaction.amount) }
      : { type: 'DEPOSIT', amount: transaction.amount }),
    currencyCode: transaction.currencyCode,
    accountBalances: { totalBalance: transaction.principalBalance },
    ...(hold === undefined ? {} : { holdExternalReferenceId: hold }),
  };
};

/** The posted transaction of a payment; undefined where there is none. */
const shownPosted = async (
  { accountType }: Card,
  payment: CardTransaction,
  context: ReadContext,
  details: 'BASIC' | 'FULL',
): Promise<Schemas['GetCardTransaction'] | undefined> => {
  if (accountType === 'LOAN') {
    const drawn = await findStandingTransaction(context.db, payment.transactionKey);
    return drawn && shownOfLoan(drawn, payment, context, details);
  }
  const transaction = await findDepositTransaction(context.db, payment.transactionKey);
  return transaction && shownDepositTransaction(transaction, context, details);
};

/** GET /cards/{cardReferenceToken}/financialtransactions/{cardTransactionExternalReferenceId}: the posted transaction, with what was taken back. */
export default read('getCardTransaction', async ({ path, query }, context) => {
  const card = await namedCard(context.db, path.cardReferenceToken);
  if (isRejection(card)) return card;
  const reference = path.cardTransactionExternalReferenceId;
  const payment = await findCardTransaction(context.db, card.encodedKey, reference);
  const posted = payment && (await shownPosted(card, payment, context, query.detailsLevel ?? 'BASIC'));
  if (!posted) return cardTransactionNotFound(reference);
  const reversals: readonly Schemas['CardTransactionReversal'][] = payment.reversals.map(
    ({ request: _request, originalAmount: _original, ...reversal }) => reversal,
  );
  return {
    body: {
      ...posted,
      ...(reversals.length > 0 ? { cardTransactionReversals: [...reversals] } : {}),
    },
  };
});
