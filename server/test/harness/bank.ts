import { pino } from 'pino';
import { parse } from 'yaml';
import { createApp } from '../../src/app.ts';
import { type OperationName, operations, type RequestBody, type ResponseBody } from '../../src/generated/operations.ts';
import { ensureAdmin } from '../../src/platform/auth/ensureAdmin.ts';
import type { DbPool } from '../../src/platform/db/pool.ts';
import type { OperationDefinition } from '../../src/platform/http/operationDefinition.ts';
import { noLimits, type RateLimits } from '../../src/platform/http/rateLimits.ts';
import { checkAnswer } from './contractCheck.ts';
import { recordAnswer } from './coverage.ts';
import { type FormParts, formBody, formType } from './form.ts';
import { createTestDatabase } from './postgres.ts';
import { expectRememberedAsStored } from './rememberedAccounts.ts';

export type Reply<Body = unknown> = {
  readonly status: number;
  /** Parsed JSON or YAML, or undefined without a body. */
  readonly body: Body;
  readonly text: string;
  /** What came, undecoded: of a download, the file. */
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
};

export type RawRequest = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `name:password`; the administrator unless given; null sends no credentials. */
  readonly user?: string | null;
  /** The address the request comes from; 127.0.0.1 unless given. */
  readonly from?: string;
};

export type CallOptions<N extends OperationName> = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: RequestBody<N> | Readonly<Record<string, unknown>> | readonly unknown[];
  /** The parts of a multipart/form-data body, in order. */
  readonly form?: FormParts;
  readonly headers?: Readonly<Record<string, string>>;
  readonly user?: string | null;
};

/** A running bank on a database of its own. Every answer is checked against the contract before a test sees it. */
export type TestBank = {
  readonly db: DbPool;
  readonly connectionString: string;
  readonly app: Awaited<ReturnType<typeof createApp>>;
  /** Calls an operation by name. Throws when the answer breaks the contract; refusals are answers. */
  call<N extends OperationName>(name: N, options?: CallOptions<N>): Promise<Reply<ResponseBody<N>>>;
  /** Like `call`, and throws when the operation was refused: answers the body. For set-up steps. */
  ok<N extends OperationName>(name: N, options?: CallOptions<N>): Promise<ResponseBody<N>>;
  /** Sends anything: strings and buffers go as they are. */
  request(method: string, url: string, raw?: RawRequest): Promise<Reply>;
  stop(): Promise<void>;
};

export type BankOptions = {
  readonly timeZone?: string;
  /** The day the bank's clock shows at the start, e.g. 2026-01-15; noon. Real time unless given. */
  readonly today?: string;
  readonly sandbox?: boolean;
  /** On unless said otherwise. */
  readonly auditTrail?: boolean;
  readonly keyGraceSeconds?: number;
  readonly keyExpirySeconds?: number;
  /** Wrong credentials block nobody unless given: tests of refusals share one address. */
  readonly blockAfter?: number;
  /** Wrong passwords lock nobody unless given. */
  readonly lockAfter?: number;
  readonly trustProxy?: readonly string[];
  /** None unless given. */
  readonly rateLimits?: RateLimits;
};

export const adminUser = 'admin:test-Password-1';
const adminPassword = 'test-Password-1';

const authorization = (user: string | null | undefined): Record<string, string> =>
  user === null ? {} : { authorization: `Basic ${Buffer.from(user ?? adminUser).toString('base64')}` };

/** Configuration documents travel as YAML both ways. */
const yamlHeaders = ({ requestKind, responseKind }: OperationDefinition): Record<string, string> => ({
  ...(responseKind === 'yaml' ? { accept: 'application/vnd.mambu.v2+yaml' } : {}),
  ...(requestKind === 'yaml' ? { 'content-type': 'application/yaml' } : {}),
});

/** Starts a bank for a test file; stop it in `afterAll`. */
export const startBank = async (options: BankOptions = {}): Promise<TestBank> => {
  const database = await createTestDatabase();
  if (options.today) {
    const offset = Date.parse(`${options.today}T12:00:00Z`) - Date.now();
    await database.pool.query('UPDATE tenant_state SET clock_offset_ms = $1', [Math.round(offset)]);
  }
  const app = await createApp({
    pool: database.pool,
    timeZone: options.timeZone ?? 'UTC',
    sandbox: options.sandbox ?? true,
    auditTrail: options.auditTrail ?? true,
    postingBatch: 250,
    postingConcurrency: 2,
    keyGraceSeconds: options.keyGraceSeconds ?? 1800,
    keyExpirySeconds: options.keyExpirySeconds ?? null,
    blockAfter: options.blockAfter ?? 0,
    lockAfter: options.lockAfter ?? 0,
    trustProxy: options.trustProxy ?? [],
    rateLimits: options.rateLimits ?? noLimits,
    log: pino({ level: process.env.TEST_LOG ?? 'fatal' }),
  });
  await ensureAdmin(database.pool, { password: adminPassword, clock: app.tenant.clock });
  await app.server.ready();

  const request: TestBank['request'] = async (method, url, raw = {}) => {
    const payload =
      raw.body === undefined || typeof raw.body === 'string' || Buffer.isBuffer(raw.body)
        ? raw.body
        : JSON.stringify(raw.body);
    const response = await app.server.inject({
      method: method as 'GET',
      url,
      headers: {
        accept: 'application/vnd.mambu.v2+json',
        'user-agent': 'florin-test',
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...authorization(raw.user),
        ...raw.headers,
      },
      ...(raw.from === undefined ? {} : { remoteAddress: raw.from }),
      ...(payload === undefined ? {} : { payload }),
    });
    const text = response.body;
    const type = String(response.headers['content-type'] ?? '');
    return {
      status: response.statusCode,
      body:
        text === '' ? undefined : type.includes('json') ? JSON.parse(text) : type.includes('yaml') ? parse(text) : text,
      text,
      bytes: response.rawPayload,
      headers: response.headers,
    };
  };

  const call: TestBank['call'] = async (name, call = {}) => {
    const definition = operations[name] as OperationDefinition;
    const path = definition.path.replaceAll(/\{([^}]+)\}/g, (_, parameter: string) =>
      encodeURIComponent(call.path?.[parameter] ?? ''),
    );
    const query = new URLSearchParams(
      Object.fromEntries(Object.entries(call.query ?? {}).map(([key, value]) => [key, String(value)])),
    ).toString();
    const reply = await request(definition.method, `/api${path}${query === '' ? '' : `?${query}`}`, {
      ...(call.body === undefined ? {} : { body: call.body }),
      ...(call.form ? { body: formBody(call.form) } : {}),
      headers: { ...yamlHeaders(definition), ...(call.form ? { 'content-type': formType } : {}), ...call.headers },
      ...(call.user === undefined ? {} : { user: call.user }),
    });
    checkAnswer(name, reply.status, reply.body);
    recordAnswer(name, reply.status);
    return reply as Reply<never>;
  };

  return {
    db: database.pool,
    connectionString: database.connectionString,
    app,
    request,
    call,
    ok: async (name, options) => {
      const reply = await call(name, options);
      if (reply.status >= 400) throw new Error(`${name} was refused with ${reply.status}: ${reply.text}`);
      return reply.body;
    },
    stop: async () => {
      await app.close();
      try {
        await expectRememberedAsStored(app.tenant.runner, database.pool);
      } finally {
        await database.drop();
      }
    },
  };
};
