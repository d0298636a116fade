import { hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type OperationName, operations } from '../../generated/operations.ts';
import type { FileDownload } from '../../kernel/file.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { Authentication } from '../auth/authentication.ts';
import { authorise } from '../auth/authorise.ts';
import { refusedOrAnswered } from '../idempotency/idempotencyStore.ts';
import { createInFlightKeys, type InFlightKeys } from '../idempotency/inFlight.ts';
import type { CommandHandler } from '../posting/command.ts';
import type { FinishedAnswer, IdempotencyKey, Origin } from '../posting/job.ts';
import { submitCommand } from '../posting/submitCommand.ts';
import type { Tenant } from '../tenant.ts';
import { answerMediaType, answerText, checkAccept, jsonMediaType, streamMediaType } from './answerFormat.ts';
import type { BodyLimits } from './bodyCheck.ts';
import { idempotencyKeyOf } from './bodyCheck.ts';
import { drain } from './drain.ts';
import { errorBody, statusOf } from './errorReply.ts';
import type { Handlers, ReadHandler, WriteHandler } from './handler.ts';
import type { OperationDefinition } from './operationDefinition.ts';
import { checkPathReach, type ReachedByPath } from './pathReach.ts';
import { checkQuery } from './queryCheck.ts';
import { limiterOf, type RateLimiter, type RateLimits } from './rateLimits.ts';
import { recordRefusals } from './recordRefusals.ts';
import { type ReceivedBody, receiveBody } from './requestBody.ts';
import { type Constraints, type LooseInput, runRead, runWrite } from './runOperation.ts';
import { sendFile } from './sendFile.ts';
import { streamPages, wantsStream } from './streamedPages.ts';

type AnyHandler = ReadHandler<OperationName> | WriteHandler<OperationName> | CommandHandler<OperationName>;

export type MountOptions = {
  /** The tenant seam: which bank a request belongs to. */
  readonly tenantOf: (request: FastifyRequest) => Tenant;
  readonly authentication: Authentication;
  readonly handlers: Handlers;
  readonly constraints: Constraints;
  readonly rateLimits: RateLimits;
  readonly reachedByPath: ReachedByPath;
  /** Whether the audit trail is on: every request then names its user agent, and refused changes are recorded too. */
  readonly auditTrail: boolean;
};

/** What other systems made up may have any characters, escaped; only where an action follows does it stop at its colon. */
const endsWithReference = /\{(externalReferenceId|authorizationHoldExternalReferenceId)\}$/;

/** `/loans/{loanAccountId}:changeState` as the router writes it: parameters stop at a slash or a colon, a literal colon is doubled. */
export const routePath = (path: string): string =>
  path
    .replaceAll(':', '::')
    .replace(endsWithReference, (_, name: string) => `:${name}`)
    .replaceAll(/\{([^}]+)\}/g, (_, name: string) => `:${name}(^[^:/]+)`);

/** Registers every operation of the contract under /api. One without a handler answers 501 in the contract's error shape. */
export const mountOperations = (app: FastifyInstance, options: MountOptions): void => {
  const inFlight = createInFlightKeys();
  for (const definition of Object.values(operations) as OperationDefinition[]) {
    const handler = options.handlers[definition.name as OperationName] as AnyHandler | undefined;
    const limiter = limiterOf(definition.name, options.rateLimits);
    const mediaType = answerMediaType(definition);
    const { largestBody } = handler ? limitsOf(handler) : {};
    app.route({
      method: definition.method,
      url: `/api${routePath(definition.path)}`,
      ...(definition.requestSchema === null ? { onRequest: forgetTypeOfNothing } : {}),
      ...(largestBody === undefined ? {} : { bodyLimit: largestBody }),
      handler: async (request, reply) => {
        const result = await handle(request, { definition, handler, limiter }, options, inFlight);
        if (isRejection(result)) {
          if (!(await drain(request))) reply.header('Connection', 'close');
          return refuse(reply, result);
        }
        for (const [name, value] of Object.entries(result.headers ?? {})) reply.header(name, value);
        reply.code(result.status);
        if (result.pages) return reply.type(streamMediaType).send(result.pages);
        if (result.file) return sendFile(reply, definition, result.file);
        if (result.body === null) return reply.send();
        return reply.type(mediaType).send(result.body);
      },
    });
  }
};

/**
 * What a request that has no body says of its type means nothing, where the operation takes none: many senders name one with every DELETE.
 */
const forgetTypeOfNothing = ({ headers }: FastifyRequest, _reply: FastifyReply, done: () => void): void => {
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) {
    delete headers['content-type'];
  }
  done();
};

/** Sends a refusal. */
export const refuse = (reply: FastifyReply, rejection: Rejection): FastifyReply => {
  const status = statusOf(rejection);
  // Every limit is one per second, so after a second there is room again.
  if (status === 429) reply.header('Retry-After', '1');
  if (status === 401) reply.header('WWW-Authenticate', 'Basic realm="Florin", charset="UTF-8"');
  return reply
    .code(status)
    .type(jsonMediaType)
    .send(JSON.stringify(errorBody(rejection)));
};

type Sent = FinishedAnswer & {
  readonly file?: FileDownload;
  readonly pages?: Readable;
};

type Mounted = {
  readonly definition: OperationDefinition;
  readonly handler: AnyHandler | undefined;
  readonly limiter: RateLimiter | undefined;
};

const handle = async (
  request: FastifyRequest,
  { definition, handler, limiter }: Mounted,
  options: MountOptions,
  inFlight: InFlightKeys,
): Promise<Sent | Rejection> => {
  const tenant = options.tenantOf(request);
  const means = definition.headerParams.includes('secretkey') ? 'secretKey' : 'passwordOrApiKey';
  const principal = await options.authentication.authenticate(request, tenant, means);
  if (isRejection(principal)) return principal;
  if (limiter?.admits(principal.userKey) === false) {
    return reject('TOO_MANY_REQUESTS', `${definition.name} was asked too often; please wait a second`);
  }
  const userAgent = request.headers['user-agent'] ?? '';
  if (options.auditTrail && userAgent === '') return reject('INVALID_PARAMETERS', noUserAgent);
  const origin: Origin = {
    principal,
    method: definition.method,
    uri: request.url,
    clientIp: request.ip,
    userAgent,
    payload: null,
  };
  const run = (): Promise<Sent | Rejection> => answer({ request, definition, handler, options, inFlight, origin });
  if (!options.auditTrail || !handler || handler.kind === 'read') return run();
  return recordRefusals({ request, definition, tenant, origin }, run);
};

/** What asks for an answer later, elsewhere: refused by name rather than answered at once. */
const notYetHeaders = ['X-Mambu-Async', 'X-Mambu-Callback'] as const;

const asksFor = (header: string | string[] | undefined): boolean =>
  header !== undefined && String(header).toLowerCase() !== 'false';

const noUserAgent = 'The user agent cannot be null when the Audit Trail feature is enabled';

type Asked = {
  readonly request: FastifyRequest;
  readonly definition: OperationDefinition;
  readonly handler: AnyHandler | undefined;
  readonly options: MountOptions;
  readonly inFlight: InFlightKeys;
  readonly origin: Origin;
};

const answer = async (asked: Asked): Promise<Sent | Rejection> => {
  const { request, definition, handler, options, origin } = asked;
  const refusal = authorise(origin.principal, definition) ?? checkAccept(request.headers.accept, definition);
  if (refusal) return refusal;
  if (!handler) return reject('METHOD_NOT_IMPLEMENTED', `${definition.name} is part of the contract but not built yet`);
  const unsupported = notYetHeaders.find(
    (name) => definition.headerParams.includes(name) && asksFor(request.headers[name.toLowerCase()]),
  );
  if (unsupported) {
    return reject('INVALID_PARAMETERS', `Header ${unsupported} is not supported yet`);
  }

  const query = checkQuery(definition.queryParams, request.query as Record<string, unknown>);
  if (isRejection(query)) return query;
  const path = checkPath(request.params as Record<string, string>);
  if (isRejection(path)) return path;
  // Most requests have nothing to wait for here, and each wait that is none costs as much as some of the checks.
  const reach = checkPathReach(options.tenantOf(request).pool, origin.principal, path, options.reachedByPath);
  const outOfReach = reach && (await reach);
  if (outOfReach) return outOfReach;
  const received = receiveBody(request, definition, limitsOf(handler), options.tenantOf(request));
  const body = received instanceof Promise ? await received : received;
  if (isRejection(body)) return body;
  const result = runHandler(handler, { path, query, body }, asked);
  return body.release ? result.finally(body.release) : result;
};

type Checked = {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: ReceivedBody;
};

const runHandler = async (
  handler: AnyHandler,
  { path, query, body }: Checked,
  { request, definition, options, inFlight, ...asked }: Asked,
): Promise<Sent | Rejection> => {
  const tenant = options.tenantOf(request);
  const origin: Origin = { ...asked.origin, payload: body.text };
  const input: LooseInput = { path, query, body: body.value };
  if (handler.kind === 'read') {
    const readPage = (page: LooseInput): ReturnType<typeof runRead> =>
      runRead(handler as unknown as Parameters<typeof runRead>[0], page, tenant, origin);
    const streamed = wantsStream(request, definition, query);
    if (isRejection(streamed)) return streamed;
    if (streamed) {
      const pages = await streamPages(readPage, input);
      return isRejection(pages) ? pages : { status: definition.successStatus, body: null, pages };
    }
    const found = await readPage(input);
    if (isRejection(found)) return found;
    const headers = found.headers ? { headers: found.headers } : {};
    if (definition.responseKind === 'file') {
      return { status: definition.successStatus, body: null, file: found.body as FileDownload, ...headers };
    }
    return { status: definition.successStatus, body: answerText(definition, found.body), ...headers };
  }
  const key = idempotencyOf(request, definition, body.text);
  if (isRejection(key)) return key;
  return inFlight.guard(key, async () => {
    const result =
      handler.kind === 'command'
        ? await submitCommand(tenant, handler.command, input, {
            origin,
            idempotency: key,
            successStatus: definition.successStatus,
          })
        : await runWrite(
            handler as unknown as Parameters<typeof runWrite>[0],
            input,
            tenant,
            origin,
            key,
            { status: definition.successStatus, textOf: (answer) => answerText(definition, answer) },
            options.constraints,
          );
    return isRejection(result) ? refusedOrAnswered(tenant.pool, key, result) : result;
  });
};

/** What of the request's body the operation does not take. */
const limitsOf = (handler: AnyHandler): BodyLimits => {
  if (handler.kind === 'read') return {};
  return handler.kind === 'command' ? handler.command : handler;
};

const checkPath = (params: Readonly<Record<string, string>>): Readonly<Record<string, string>> | Rejection => {
  for (const [name, value] of Object.entries(params)) {
    if (value.length > 255 || value.includes('\u0000'))
      return reject('INVALID_PARAMETERS', `${name} in the path is not valid`);
  }
  return params;
};

const idempotencyOf = (
  request: FastifyRequest,
  definition: OperationDefinition,
  text: string | null,
): IdempotencyKey | null | Rejection => {
  const header = request.headers['idempotency-key'];
  if (header === undefined || !definition.idempotent) return null;
  const key = typeof header === 'string' ? idempotencyKeyOf(header) : undefined;
  if (!key)
    return reject('INVALID_PARAMETERS', 'Idempotency-Key must be a UUID like 01234567-9abc-4ef0-8234-56789abcdef0');
  const requestHash = hash('sha256', `${definition.method} ${request.url}\n${text ?? ''}`, 'buffer');
  return { key, requestHash };
};
