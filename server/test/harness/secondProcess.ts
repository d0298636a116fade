import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createApp } from '../../src/app.ts';
import { createPool } from '../../src/platform/db/pool.ts';
import { noLimits } from '../../src/platform/http/rateLimits.ts';
import { adminUser, type Reply, type TestBank } from './bank.ts';

/** The same bank served a second time, over the same database: what another process of it would be. */
export type SecondProcess = {
  readonly timeZone: string;
  post(url: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  patch(url: string, body: unknown): Promise<Reply>;
  delete(url: string): Promise<Reply>;
  /** For what the methods above don't send. */
  readonly server: FastifyInstance;
  stop(): Promise<void>;
};

/** Starts it, in the bank's zone unless another is asked for; stop it before the bank. */
export const startSecondProcess = async (
  bank: TestBank,
  {
    timeZone = bank.app.tenant.clock.zone.name,
    blockAfter = 0,
  }: { readonly timeZone?: string | null; readonly blockAfter?: number } = {},
): Promise<SecondProcess> => {
  const pool = createPool(bank.connectionString, { max: 10, applicationName: 'florin-test-2' });
  const app = await createApp({
    pool,
    timeZone,
    sandbox: true,
    auditTrail: true,
    postingBatch: 250,
    postingConcurrency: 2,
    keyGraceSeconds: 1800,
    keyExpirySeconds: null,
    blockAfter,
    lockAfter: 0,
    trustProxy: [],
    rateLimits: noLimits,
    log: pino({ level: process.env.TEST_LOG ?? 'fatal' }),
  }).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  await app.server.ready();
  const send = async (
    method: 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> => {
    const response = await app.server.inject({
      method,
      url,
      headers: {
        accept: 'application/vnd.mambu.v2+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        'user-agent': 'florin-test',
        authorization: `Basic ${Buffer.from(adminUser).toString('base64')}`,
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return {
      status: response.statusCode,
      text: response.body,
      body: response.body === '' ? undefined : JSON.parse(response.body),
      bytes: response.rawPayload,
      headers: response.headers,
    };
  };
  return {
    timeZone: app.tenant.clock.zone.name,
    post: (url, body, headers) => send('POST', url, body, headers),
    patch: (url, body) => send('PATCH', url, body),
    delete: (url) => send('DELETE', url, undefined),
    server: app.server,
    stop: async () => {
      await app.close();
      await pool.end();
    },
  };
};
