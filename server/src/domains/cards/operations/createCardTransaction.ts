import type { Schemas } from '../../../generated/schemas.ts';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { zero } from '../../../kernel/money.ts';
import { present } from '../../../kernel/present.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { fingerprintOf } from '../../../platform/idempotency/fingerprint.ts';
import { changed, command, type Decided, touch, unchanged } from '../../../platform/posting/command.ts';
import {
  authorizationHolds,
  checkAcceptor,
  checkReference,
  conversionFacts,
  convertedAmount,
  directionOf,
  holdId,
} from '../../deposits/index.ts';
import { type Card, cards } from '../store/cardStore.ts';
import { type CardTransaction, cardTransactionId, cardTransactions } from '../store/cardTransactionStore.ts';
import { accountOf, numbersOf, touchAccount } from './cardAccount.ts';
import { withGrownHold } from './grownHold.ts';
import { cardNotFound, holdOfCardNotFound, type PreparedCardPosting, prepareCardPosting } from './namedCard.ts';
import { payFromAccount } from './payFromAccount.ts';

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
  customFields: true,
  prepare: prepareCardPosting,
  preparesFromMemory: true,
  numbers: ({ prepared: { card } }) => numbersOf(card),
  touches: ({ body, prepared: { card } }) => [
    touchAccount(card),
    touch(cardTransactions, cardTransactionId(card.encodedKey, body.externalReferenceId)),
    // A card with a hold stays with its account.
    ...(body.externalAuthorizationReferenceId === undefined
      ? [touch(cards, card.encodedKey)]
      : [touch(authorizationHolds, holdId(card.encodedKey, body.externalAuthorizationReferenceId))]),
  ],
  decide: ({ body, prepared }, state, context): Decided<CardTransaction> => {
    const { card } = prepared;
    const { externalReferenceId, externalAuthorizationReferenceId: holdReference } = body;
    const of = accountOf(card, state);
    if (isRejection(of)) return of;
    if (holdReference === undefined && !state.get(cards, card.encodedKey)) return cardNotFound(card.referenceToken);
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
    const { currencyCode } = of.account;
    const converted = convertedAmount(body, direction, conversionFacts({ currencyCode }, context));
    if (isRejection(converted)) return converted;
    const { amount } = converted;
    const encodedKey = newEncodedKey();
    const told = toldOf(body, card, encodedKey, currencyCode);
    const grown =
      hold && body.increaseAmountIfNeeded && hold.direction === direction
        ? withGrownHold(of, hold, { amount, advice: body.advice }, context)
        : { of, hold };
    if (isRejection(grown)) return grown;
    const posted = payFromAccount(grown.of, grown.hold, { body, prepared, direction, amount, told }, context);
    if (isRejection(posted)) return posted;
    const { decision, transactionKey, balances } = posted;
    const payment: CardTransaction = {
      encodedKey,
      cardKey: card.encodedKey,
      externalReferenceId,
      accountKey: card.accountKey,
      transactionKey,
      holdKey: hold?.encodedKey ?? null,
      direction,
      amount,
      reversedAmount: zero,
      creationDate: context.now,
      request,
      told: {
        ...told,
        creditDebitIndicator: direction,
        transactionChannelId: body.transactionChannelId,
        ...(body.partial === undefined ? {} : { partial: body.partial }),
        ...(body.increaseAmountIfNeeded === undefined ? {} : { increaseAmountIfNeeded: body.increaseAmountIfNeeded }),
        ...(body.firstRepaymentDate === undefined ? {} : { firstRepaymentDate: body.firstRepaymentDate }),
        linkedTransaction: { linkedTransactionKey: transactionKey, linkedTransactionType: of.type },
      },
      balances,
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
