import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { reject } from '../../kernel/rejection.ts';
import { refuse } from './mountOperations.ts';
import { refuseUnreadable } from './unreadableRequest.ts';

const largestBody = 1024 * 1024;
const longestPathPart = 300;

/** What every answer tells browsers: nothing of ours is a page to frame, to sniff or to load things into. The pages of /docs loosen their own. */
const securityHeaders = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** The HTTP server without routes: limits, security headers, request ids, and the contract's error shape for everything that goes wrong. */
export const createServer = async (log: FastifyBaseLogger, trustProxy: readonly string[]): Promise<FastifyInstance> => {
  const app = Fastify({
    // Whose X-Forwarded-For is believed: anybody could write one.
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    loggerInstance: log,
    // One logger for all: a child of its own would cost a request more than its routing. What is logged names the request itself.
    childLoggerFactory: (logger) => logger,
    // Requests are logged and counted in one place, the composition root.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: largestBody,
    // Long enough to upload the largest document over a slow line.
    requestTimeout: 300_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: longestPathPart, ignoreTrailingSlash: true },
    clientErrorHandler: refuseUnreadable,
    // What the router itself can't read, e.g. a broken percent escape, never reaches a handler.
    frameworkErrors: (error, _request, reply) => {
      void refuse(reply, reject('INVALID_PARAMETERS', `the address is not valid: ${error.message.slice(0, 150)}`));
    },
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
    },
  });
  // Bodies stay bytes: their digits, their hash and their encoding matter to us.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(json|vnd\.mambu\.v\d\+json|yaml|x-yaml|vnd\.mambu\.v\d\+yaml)\b/i,
    { parseAs: 'buffer' },
    (_request, body, done) => {
      done(null, body);
    },
  );
  // Forms stay streams, and nothing of them is read before the caller is known to be allowed to send one.
  app.addContentTypeParser(/^multipart\/form-data\b/i, (_request, payload, done) => {
    done(null, payload);
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('X-Request-Id', request.id);
    const loosened = reply.getHeader('Content-Security-Policy');
    reply.headers(securityHeaders);
    if (loosened !== undefined) reply.header('Content-Security-Policy', loosened);
    done();
  });
  app.setNotFoundHandler((request, reply) => {
    refuse(
      reply,
      reject('INVALID_API_OPERATION', `${request.method} ${request.url.slice(0, 200)} is not an operation of this API`),
    );
  });
  app.setErrorHandler((error, request, reply) => {
    const { statusCode, code } = error as { statusCode?: number; code?: string };
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      refuse(
        reply,
        reject(
          'MAX_FILE_SIZE_EXCEEDED',
          `the body is larger than ${request.routeOptions.bodyLimit ?? largestBody} bytes`,
          413,
        ),
      );
      return;
    }
    if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      refuse(
        reply,
        reject(
          'INVALID_PARAMETERS',
          'Content-Type must be application/json, application/yaml for a configuration, or multipart/form-data where a file is sent',
          415,
        ),
      );
      return;
    }
    if (statusCode !== undefined && statusCode < 500) {
      refuse(reply, reject('INVALID_PARAMETERS', (error as Error).message.slice(0, 200), statusCode));
      return;
    }
    request.log.error({ err: error, reqId: request.id }, 'a request failed for a reason that is ours');
    refuse(reply, reject('INTERNAL_ERROR', `please report this with the request id ${request.id}`));
  });
  return app;
};
