import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { Tenant } from '../tenant.ts';
import { yamlTextOf } from '../yaml.ts';
import { type BodyLimits, checkBody } from './bodyCheck.ts';
import { readFormBody } from './formBody.ts';
import { readJsonBody } from './jsonBody.ts';
import { boundaryOf } from './multipart.ts';
import type { OperationDefinition } from './operationDefinition.ts';

/** A request's body, checked against the contract. */
export type ReceivedBody = {
  readonly value: unknown;
  /** The body as the audit trail and the hash of an idempotency key know it; null where the operation takes none. */
  readonly text: string | null;
  /** To be called when the operation is over; removes uploaded files that it did not claim. */
  readonly release?: () => Promise<void>;
};

/** Reads and checks the body of a request in the way that its operation declares. `limits` is what the operation does not take of it. */
export const receiveBody = (
  request: FastifyRequest,
  definition: OperationDefinition,
  limits: BodyLimits,
  tenant: Tenant,
): ReceivedBody | Rejection | Promise<ReceivedBody | Rejection> => {
  const { requestSchema, requestIsArray } = definition;
  if (requestSchema === null || definition.method === 'GET') return { value: undefined, text: null };
  if (definition.requestKind === 'yaml') return receiveYaml(request);
  const checked = (received: ReceivedBody): ReceivedBody | Rejection => {
    const value = checkBody(requestSchema, requestIsArray, received.value, tenant.clock.zone, limits);
    return isRejection(value) ? value : { ...received, value: value.body };
  };
  if (definition.requestKind === 'multipart') return checkedForm(receiveForm(request, requestSchema, tenant), checked);
  const received = receiveJson(request, definition);
  return isRejection(received) ? received : checked(received);
};

/** A form that is refused leaves no files. */
const checkedForm = async (
  sent: Promise<ReceivedBody | Rejection>,
  checked: (received: ReceivedBody) => ReceivedBody | Rejection,
): Promise<ReceivedBody | Rejection> => {
  const received = await sent;
  if (isRejection(received)) return received;
  const result = checked(received);
  if (isRejection(result)) await received.release?.();
  return result;
};

const jsonTypes = /^application\/(json|vnd\.mambu\.v2\+json)\s*(;|$)/i;
const otherCharset = /;\s*charset\s*=\s*"?(?!utf-?8\b|us-ascii\b)([\w.:-]+)/i;

const receiveJson = (
  { body, headers }: FastifyRequest,
  { requestRequired }: OperationDefinition,
): ReceivedBody | Rejection => {
  const type = headers['content-type'];
  if ((body !== undefined && !Buffer.isBuffer(body)) || (type !== undefined && !jsonTypes.test(type))) {
    return reject('INVALID_PARAMETERS', 'Content-Type must be application/json', 415);
  }
  const charset = otherCharset.exec(type ?? '')?.[1];
  if (charset !== undefined) {
    return reject('UNSUPPORTED_CHARACTER_ENCODING', `the body must be UTF-8, not ${charset.slice(0, 40)}`);
  }
  // A body that may be left out says, when it is, that nothing of it is wanted: its shape tells whether that is enough.
  if (!body?.length && !requestRequired) return { value: {}, text: null };
  return readJsonBody(body ?? Buffer.alloc(0));
};

/** A YAML document stays text: its operation reads it, and tells its lines. */
const receiveYaml = ({ body, headers }: FastifyRequest): ReceivedBody | Rejection => {
  const type = headers['content-type'];
  if (type !== undefined && !/^application\/([\w.-]+\+|x-)?yaml\b/i.test(type)) {
    return reject('INVALID_PARAMETERS', 'Content-Type must be application/yaml', 415);
  }
  const text = yamlTextOf(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  return isRejection(text) ? text : { value: text, text };
};

const receiveForm = async (
  request: FastifyRequest,
  schema: string,
  { pool }: Tenant,
): Promise<ReceivedBody | Rejection> => {
  const boundary = boundaryOf(request.headers['content-type']);
  if (boundary === undefined) {
    return reject('INVALID_PARAMETERS', 'Content-Type must be multipart/form-data with a boundary', 415);
  }
  // Content-Type chose the parser, which leaves the stream as it is.
  const stream = request.body as Readable;
  return readFormBody(stream.iterator({ destroyOnReturn: false }), boundary, schema, pool);
};
