import type { Schemas } from '../../../generated/schemas.ts';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { money, plus } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { fingerprintOf } from '../../../platform/idempotency/fingerprint.ts';
import { changed, command, type Decided, touch, unchanged } from '../../../platform/posting/command.ts';
import { checkReference, conversionFacts, convert } from '../../deposits/index.ts';
import { shareOf } from '../rules/takenBack.ts';
import {
  type CardReversal,
  type CardTransaction,
  cardTransactionId,
  cardTransactions,
} from '../store/cardTransactionStore.ts';
import { accountOf, numbersOf, touchAccount } from './cardAccount.ts';
import { type PreparedCardPosting, prepareCardPosting } from './namedCard.ts';
import { takeBackOnAccount } from './payFromAccount.ts';

export const cardTransactionNotFound = (reference: string): Rejection =>
  reject('CARD_TRANSACTION_NOT_FOUND', `card transaction ${reference.slice(0, 80)} does not exist on this card`, 404);

/** What is taken back, in the account's currency and in the payment's: money of the payment's own currency is its share of what was posted. */
const takenBack = (
  body: Schemas['CardTransactionReversal'],
  payment: CardTransaction,
  account: { readonly currencyCode: string },
  context: OperationContext,
): Pick<CardReversal, 'amount' | 'originalAmount'> | Rejection => {
  const amount = money(body.amount);
  const currencyCode = body.currencyCode ?? account.currencyCode;
  const facts = conversionFacts(account, context);
  const isPayments = currencyCode === payment.told.currencyCode;
  const originalAmount = isPayments ? amount : null;
  if (currencyCode === account.currencyCode) return { amount, originalAmount };
  const share = isPayments ? shareOf(payment, amount, facts.decimals) : null;
  if (share) return { amount: share, originalAmount };
  const exchangeRate = isPayments ? payment.amount.dividedBy(money(payment.told.amount)) : null;
  const asked = { amount, currencyCode, originalAmount: null, originalCurrency: null, exchangeRate };
  const converted = convert(asked, payment.direction === 'DBIT' ? 'CRDT' : 'DBIT', facts);
  return isRejection(converted) ? converted : { amount: converted.amount, originalAmount };
};

/** POST /cards/{cardReferenceToken}/financialtransactions/{cardTransactionExternalReferenceId}:decrease */
export default command<'reverseCardTransaction', CardTransaction, PreparedCardPosting>('reverseCardTransaction', {
  customFields: true,
  prepare: prepareCardPosting,
  preparesFromMemory: true,
  numbers: ({ prepared: { card } }) => numbersOf(card),
  touches: ({ path, prepared: { card } }) => [
    touchAccount(card),
    touch(cardTransactions, cardTransactionId(card.encodedKey, path.cardTransactionExternalReferenceId)),
  ],
  decide: ({ path, body, prepared }, state, context): Decided<CardTransaction> => {
    const { card } = prepared;
    const reference = path.cardTransactionExternalReferenceId;
    const of = accountOf(card, state);
    if (isRejection(of)) return of;
    const { currencyCode } = of.account;
    const payment = state.get(cardTransactions, cardTransactionId(card.encodedKey, reference));
    if (!payment) return cardTransactionNotFound(reference);
    const request = fingerprintOf(body);
    const known = payment.reversals.find(({ externalReferenceId }) => externalReferenceId === body.externalReferenceId);
    if (known) {
      return known.request === request
        ? unchanged(payment)
        : reject(
            'DUPLICATE_CARD_TRANSACTION',
            `externalReferenceId ${body.externalReferenceId.slice(0, 80)} is another reversal's of this transaction`,
          );
    }
    const unnamed = checkReference(body.externalReferenceId);
    if (unnamed) return unnamed;
    const converted = takenBack(body, payment, { currencyCode }, context);
    if (isRejection(converted)) return converted;
    const transactionChannelId = body.transactionChannelId ?? payment.told.transactionChannelId;
    const encodedKey = newEncodedKey();
    const told = {
      encodedKey,
      cardToken: card.referenceToken,
      externalReferenceId: body.externalReferenceId,
      advice: false,
      amount: money(body.amount),
      currencyCode: body.currencyCode ?? currencyCode,
    };
    const { amount } = converted;
    const decision = takeBackOnAccount(of, { body, prepared, payment, amount, transactionChannelId, told }, context);
    if (isRejection(decision)) return decision;
    const after: CardTransaction = {
      ...payment,
      reversedAmount: plus(payment.reversedAmount, converted.amount),
      reversals: [
        ...payment.reversals,
        {
          encodedKey,
          externalReferenceId: body.externalReferenceId,
          ...converted,
          currencyCode,
          transactionChannelId,
          request,
        },
      ],
    };
    return { ...decision, changes: [...decision.changes, changed(cardTransactions, after)], outcome: after };
  },
  answer: () => undefined,
});
