import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type OperationName,
  operations,
  type PathParams,
  type QueryParams,
  type RequestBody,
  type ResponseBody,
} from '../../server/src/generated/operations.ts';
import type { OperationDefinition } from '../../server/src/platform/http/operationDefinition.ts';
import { parseJson } from '../../server/src/platform/json.ts';
import { type Attempt, mayRetry, waitBefore } from './retry.ts';

export type BankAddress = { readonly url: string; readonly username: string; readonly password: string };

export type CallOptions<N extends OperationName> = {
  readonly path?: PathParams<N>;
  readonly query?: Partial<QueryParams<N>>;
  readonly body?: RequestBody<N>;
  /** The Idempotency-Key; a fresh one unless given. Operations that take none ignore it. */
  readonly key?: string;
};

export type BankAnswer<Body> = {
  readonly status: number;
  readonly body: Body;
  readonly text: string;
  readonly headers: Headers;
};

/** What the calls of a client cost so far. */
export type CallCounts = { readonly calls: number; readonly repeated: number; readonly refused: number };

/** Calls a running bank by the names of its contract, with keys and retries the way any client should do it. */
export type BankClient = {
  readonly url: string;
  /** Sends a request and answers whatever came back; throws `UnreachableError` when nothing did. */
  call<N extends OperationName>(name: N, options?: CallOptions<N>): Promise<BankAnswer<ResponseBody<N>>>;
  /** Like `call`, and throws `RefusedError` unless the bank did what was asked. */
  ok<N extends OperationName>(name: N, options?: CallOptions<N>): Promise<ResponseBody<N>>;
  counts(): CallCounts;
};

type ContractErrors = { readonly errors?: readonly { readonly errorReason?: string; readonly errorSource?: string }[] };

/** The bank answered, and the answer is no. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly operation: string;
  readonly status: number;
  /** The contract's reason, e.g. INVALID_AMOUNT; null when the answer was not in the contract's error shape. */
  readonly reason: string | null;

  constructor(operation: string, status: number, body: unknown, text: string) {
    const first = (body as ContractErrors | undefined)?.errors?.[0];
    const words = first ? [first.errorReason, first.errorSource].filter(Boolean).join(': ') : text.slice(0, 300);
    super(`${operation} was refused with ${status} ${words}`);
    this.operation = operation;
    this.status = status;
    this.reason = first?.errorReason ?? null;
  }
}

/** Nothing came back, however often it was tried: the request may or may not have been carried out. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

export type ClientOptions = {
  /** How often a request is sent at most; default 8. */
  readonly attempts?: number;
  readonly timeoutMs?: number;
};

const mediaType = 'application/vnd.mambu.v2+json';

/** The URL of an operation with its path and query parameters filled in. */
export const operationUrl = (
  base: string,
  path: string,
  values: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string => {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const search = new URLSearchParams(pairs).toString();
  return `${base}/api${filled}${search === '' ? '' : `?${search}`}`;
};

/** The Authorization header of a user. */
export const basicAuthorization = (address: BankAddress): string =>
  `Basic ${Buffer.from(`${address.username}:${address.password}`).toString('base64')}`;

/** A client of the bank at this address. */
export const createBankClient = (address: BankAddress, options: ClientOptions = {}): BankClient => {
  const authorization = basicAuthorization(address);
  const counts = { calls: 0, repeated: 0, refused: 0 };

  const once = async (definition: OperationDefinition, url: string, key: string | null, body: string | null) => {
    counts.calls += 1;
    const response = await fetch(url, {
      method: definition.method,
      headers: {
        authorization,
        accept: mediaType,
        'user-agent': 'florin-tools',
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        ...(key === null ? {} : { 'idempotency-key': key }),
      },
      body,
      signal: AbortSignal.timeout(options.timeoutMs ?? 60_000),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  const call: BankClient['call'] = async (name, { path, query, body, key } = {}) => {
    const definition: OperationDefinition = operations[name];
    const url = operationUrl(address.url, definition.path, path, query);
    const sentKey = definition.idempotent ? (key ?? randomUUID()) : null;
    const sentBody = body === undefined ? null : JSON.stringify(body);
    const attempts = options.attempts ?? 8;
    for (let attempt = 1; ; attempt += 1) {
      let broken: unknown;
      const answer = await once(definition, url, sentKey, sentBody).catch((error: unknown) => {
        broken = error;
        return null;
      });
      const outcome: Attempt = answer && { status: answer.status, retryAfter: answer.headers.get('retry-after') };
      if (attempt < attempts && mayRetry({ method: definition.method, hasKey: sentKey !== null, attempt: outcome })) {
        counts.repeated += 1;
        await sleep(waitBefore(attempt + 1, outcome));
        continue;
      }
      if (answer === null)
        throw new UnreachableError(`There is no answer from ${address.url} (${name}). Is the bank running?`, {
          cause: broken,
        });
      const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
      const parsed = isJson && answer.text !== '' ? parseJson(answer.text) : undefined;
      // The tests of the server hold every answer to the contract; here it is believed.
      return { ...answer, body: parsed as never };
    }
  };

  return {
    url: address.url,
    call,
    ok: async (name, options) => {
      const answer = await call(name, options);
      if (answer.status < 300) return answer.body;
      counts.refused += 1;
      throw new RefusedError(name, answer.status, answer.body, answer.text);
    },
    counts: () => ({ ...counts }),
  };
};
