import { randomUUID } from 'node:crypto';
import { accountId, type LoadOrder } from './load.ts';

/** The bytes of one posting, and where in them the key and the account stand, so that a generator can write over them. */
export type RequestTemplate = { readonly bytes: Buffer; readonly keyAt: number; readonly accountAt: number };

/** A key to write over: any UUID of version 4 has this length. */
export const KEY_TO_REPLACE = '00000000-0000-4000-8000-000000000000';

const requestBytes = (order: LoadOrder, path: string, body: object, more: readonly string[] = []): Buffer => {
  const text = JSON.stringify(body);
  const head = [
    `POST /api${path} HTTP/1.1`,
    `Host: ${order.host}:${order.port}`,
    `Authorization: ${order.authorization}`,
    'Accept: application/vnd.mambu.v2+json',
    'Content-Type: application/json',
    'User-Agent: florin-bench',
    ...more,
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`, 'latin1');
};

/** Builds the posting that a generator sends again and again. */
export const requestTemplate = (order: LoadOrder): RequestTemplate => {
  const account = accountId(order.accountPrefix, 0);
  const path =
    order.kind === 'repayments'
      ? `/loans/${account}/repayment-transactions`
      : `/deposits/${account}/deposit-transactions`;
  const bytes = requestBytes(order, path, { amount: order.amount }, [`Idempotency-Key: ${KEY_TO_REPLACE}`]);
  return { bytes, keyAt: bytes.indexOf(KEY_TO_REPLACE), accountAt: bytes.indexOf(account) };
};

/** What one connection sends: the bytes are good until the next call, and `ends` says that nothing has to follow them. */
export type Requests = () => { readonly bytes: Buffer; readonly ends: boolean };

const anyOf = (order: LoadOrder): string => accountId(order.accountPrefix, Math.floor(Math.random() * order.accounts));

const postings = (order: LoadOrder): Requests => {
  const { bytes, keyAt, accountAt } = requestTemplate(order);
  return () => {
    bytes.write(randomUUID(), keyAt, 'latin1');
    bytes.write(anyOf(order), accountAt, 'latin1');
    return { bytes, ends: true };
  };
};

/** The reference of a payment in its template: as long as any other, and another than that of its hold. */
export const OWN_TO_REPLACE = KEY_TO_REPLACE.replace('4', '5');

/** A hold by a card, whose token is its account's id, and the payment that settles it. */
export const cardTemplates = (order: LoadOrder): { readonly hold: Buffer; readonly payment: Buffer } => {
  const token = accountId(order.accountPrefix, 0);
  const { amount } = order;
  const hold = requestBytes(order, `/cards/${token}/authorizationholds`, {
    ...{ externalReferenceId: KEY_TO_REPLACE, amount, advice: false },
  });
  const payment = requestBytes(order, `/cards/${token}/financialtransactions`, {
    ...{ externalReferenceId: OWN_TO_REPLACE, externalAuthorizationReferenceId: KEY_TO_REPLACE, amount, advice: false },
    transactionChannelId: 'cash',
  });
  return { hold, payment };
};

/** A hold, and when that is answered its payment. */
const cardPairs = (order: LoadOrder): Requests => {
  const { hold, payment } = cardTemplates(order);
  const [holdAt, paymentHoldAt, ownAt] = [
    hold.indexOf(KEY_TO_REPLACE),
    payment.indexOf(KEY_TO_REPLACE),
    payment.indexOf(OWN_TO_REPLACE),
  ];
  let open: { readonly card: string; readonly reference: string } | null = null;
  return () => {
    const ends = open !== null;
    const { card, reference } = open ?? { card: anyOf(order), reference: randomUUID() };
    open = ends ? null : { card, reference };
    const bytes = ends ? payment : hold;
    bytes.write(card, '/api/cards/'.length + 'POST '.length, 'latin1');
    bytes.write(reference, ends ? paymentHoldAt : holdAt, 'latin1');
    if (ends) bytes.write(randomUUID(), ownAt, 'latin1');
    return { bytes, ends };
  };
};

/** What a connection sends in an order of this kind. */
export const requestsOf = (order: LoadOrder): Requests =>
  order.kind === 'cardPairs' ? cardPairs(order) : postings(order);
