import type { Schemas } from '../../../generated/schemas.ts';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { zero } from '../../../kernel/money.ts';
import { present } from '../../../kernel/present.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { fingerprintOf } from '../../../platform/idempotency/fingerprint.ts';
import { changed, command, type Decided, touch, unchanged } from '../../../platform/posting/command.ts';
import {
  accountNotFound,
  authorizationHolds,
  channelPosting,
  checkAcceptor,
  checkReference,
  conversionFacts,
  convertedAmount,
  decideCardPayment,
  depositAccounts,
  depositPostingFacts,
  depositTransactionRows,
  directionOf,
  holdId,
  toldBalances,
} from '../../deposits/index.ts';
import type { Card } from '../store/cardStore.ts';
import { type CardTransaction, cardTransactionId, cardTransactions } from '../store/cardTransactionStore.ts';
import { holdOfCardNotFound, type PreparedCardPosting, prepareCardPosting } from './namedCard.ts';

/** What the transaction tells of the payment. */
const toldOf = (
  body: Schemas['CardTransactionInput'],
  { referenceToken }: Card,
  encodedKey: CardTransaction['encodedKey'],
  currencyCode: string,
): Schemas['CardTransaction'] =>
  present({
    encodedKey,
    cardToken: referenceToken,
    externalReferenceId: body.externalReferenceId,
    externalAuthorizationReferenceId: body.externalAuthorizationReferenceId,
    advice: body.advice,
    amount: body.amount,
    currencyCode: body.currencyCode ?? currencyCode,
    cardAcceptor: body.cardAcceptor,
    userTransactionTime: body.userTransactionTime,
  }) as Schemas['CardTransaction'];

/** POST /cards/{cardReferenceToken}/financialtransactions: settles a hold, or pays without one. */
export default command<'createCardTransaction', CardTransaction, PreparedCardPosting>('createCardTransaction', {
  notYet: ['firstRepaymentDate', 'increaseAmountIfNeeded'],
  customFields: true,
  prepare: prepareCardPosting,
  numbers: [depositTransactionRows],
  touches: ({ body, prepared: { card } }) => [
    touch(depositAccounts, card.accountKey),
    touch(cardTransactions, cardTransactionId(card.encodedKey, body.externalReferenceId)),
    ...(body.externalAuthorizationReferenceId === undefined
      ? []
      : [touch(authorizationHolds, holdId(card.encodedKey, body.externalAuthorizationReferenceId))]),
  ],
  decide: ({ body, prepared }, state, context): Decided<CardTransaction> => {
    const { card } = prepared;
    const { externalReferenceId, externalAuthorizationReferenceId: holdReference } = body;
    const account = state.get(depositAccounts, card.accountKey);
    if (!account) return accountNotFound(card.accountKey);
    const request = fingerprintOf(body);
    const known = state.get(cardTransactions, cardTransactionId(card.encodedKey, externalReferenceId));
    if (known) {
      return known.request === request
        ? unchanged(known)
        : reject(
            'DUPLICATE_CARD_TRANSACTION',
            `externalReferenceId ${externalReferenceId.slice(0, 80)} is another card transaction's`,
          );
    }
    const wrong = checkReference(externalReferenceId) ?? checkAcceptor(body.cardAcceptor);
    if (wrong) return wrong;
    const hold =
      holdReference === undefined ? null : state.get(authorizationHolds, holdId(card.encodedKey, holdReference));
    if (hold === undefined) return holdOfCardNotFound(holdReference ?? '');
    const direction = directionOf(body.creditDebitIndicator ?? hold?.direction);
    if (isRejection(direction)) return direction;
    const converted = convertedAmount(body, direction, conversionFacts(account, context));
    if (isRejection(converted)) return converted;
    const facts = depositPostingFacts(account, context, {
      amount: converted.amount,
      type: direction === 'DBIT' ? 'WITHDRAWAL' : 'DEPOSIT',
      details: { transactionChannelId: body.transactionChannelId },
    });
    const encodedKey = newEncodedKey();
    const told = toldOf(body, card, encodedKey, account.currencyCode);
    const posted = decideCardPayment(facts, hold, {
      amount: converted.amount,
      direction,
      advice: body.advice,
      partial: body.partial ?? false,
      card: told,
    });
    if (isRejection(posted)) return posted;
    const decision = channelPosting(facts, posted, body, prepared, context);
    if (isRejection(decision)) return decision;
    const payment: CardTransaction = {
      encodedKey,
      cardKey: card.encodedKey,
      externalReferenceId,
      accountKey: account.encodedKey,
      transactionKey: posted.transaction.encodedKey,
      holdKey: hold?.encodedKey ?? null,
      direction,
      amount: converted.amount,
      reversedAmount: zero,
      creationDate: context.now,
      request,
      told: {
        ...told,
        creditDebitIndicator: direction,
        transactionChannelId: body.transactionChannelId,
        ...(body.partial === undefined ? {} : { partial: body.partial }),
        linkedTransaction: { linkedTransactionKey: posted.transaction.encodedKey, linkedTransactionType: 'DEPOSIT' },
      },
      balances: toldBalances(posted.account, context.now),
      reversals: [],
    };
    return {
      ...decision,
      changes: [
        ...decision.changes,
        changed(cardTransactions, payment),
        ...(posted.hold ? [changed(authorizationHolds, posted.hold)] : []),
      ],
      outcome: payment,
    };
  },
  answer: ({ told, balances }) => ({ ...told, balances }),
});
