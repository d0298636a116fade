import { accountId, type LoadOrder } from './load.ts';

/** The bytes of one deposit, and where in them the key and the account stand, so that a generator can write over them. */
export type RequestTemplate = { readonly bytes: Buffer; readonly keyAt: number; readonly accountAt: number };

/** A key to write over: any UUID of version 4 has this length. */
export const KEY_TO_REPLACE = '00000000-0000-4000-8000-000000000000';

/** Builds the request that a generator sends again and again. */
export const requestTemplate = (order: LoadOrder): RequestTemplate => {
  const account = accountId(order.accountPrefix, 0);
  const body = JSON.stringify({ amount: order.amount });
  const head = [
    `POST /api/deposits/${account}/deposit-transactions HTTP/1.1`,
    `Host: ${order.host}:${order.port}`,
    `Authorization: ${order.authorization}`,
    'Accept: application/vnd.mambu.v2+json',
    'Content-Type: application/json',
    'User-Agent: florin-bench',
    `Idempotency-Key: ${KEY_TO_REPLACE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  return { bytes, keyAt: bytes.indexOf(KEY_TO_REPLACE), accountAt: bytes.indexOf(account) };
};
