import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isRejection, reject } from '../../kernel/rejection.ts';
import { customFieldReference } from '../customFields/reference.ts';
import type { JsonObject } from './contractDocuments.ts';
import { withCustomFields } from './customFieldSchemas.ts';
import { type MountOptions, refuse } from './mountOperations.ts';
import {
  referenceContentSecurityPolicy,
  referenceMissingPage,
  referenceSectionPage,
  referenceStartPage,
} from './referencePage.ts';
import { openApiDocument, swaggerDocument, swaggerResources } from './swaggerDocuments.ts';

export type DocumentationOptions = Pick<MountOptions, 'tenantOf' | 'authentication'> & {
  /** Names of the operations that Florin has built; the pages mark the others. */
  readonly implemented: ReadonlySet<string>;
};

type SectionRequest = FastifyRequest<{ Params: { section: string } }>;
type FileRequest = FastifyRequest<{ Params: { file: string } }>;

// A golden coin: what a browser asks for without being told should not end up as an error in anybody's log.
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#c98a12"/>
<circle cx="16" cy="16" r="11.5" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="1.5"/>
<path d="M13 24V9h8M13 16h6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>`;

const sendPage = (reply: FastifyReply, page: string | undefined): FastifyReply =>
  reply.header('Content-Security-Policy', referenceContentSecurityPolicy).type('text/html; charset=utf-8').send(page);

const sendDocument = (reply: FastifyReply, document: JsonObject | undefined, name: string): FastifyReply =>
  document === undefined
    ? refuse(
        reply,
        reject('INVALID_API_OPERATION', `there is no document ${name.slice(0, 80)}; /api/swagger/resources lists all`),
      )
    : reply.send(document);

/**
 * Serves the readable reference under /docs and the machine-readable documents under /api/swagger. Both describe the contract, which is
 * public; the complete documents, which also name what a bank set up for itself, are for its users only.
 */
export const mountDocumentation = (app: FastifyInstance, options: DocumentationOptions): void => {
  // Pages change only with the program. Names come from addresses, so only those of existing sections are kept.
  const pages = new Map<string, string>();
  const once = (name: string, make: () => string | undefined): string | undefined => {
    const page = pages.get(name) ?? make();
    if (page !== undefined) pages.set(name, page);
    return page;
  };

  // The start page stands at the root until the console takes that place.
  app.get('/', (_request, reply) => reply.redirect('/docs'));
  app.get('/favicon.ico', (_request, reply) =>
    reply.header('Cache-Control', 'public, max-age=86400').type('image/svg+xml').send(icon),
  );
  app.get('/docs', (_request, reply) =>
    sendPage(
      reply,
      once('', () => referenceStartPage(options.implemented)),
    ),
  );
  app.get('/docs/:section', ({ params: { section } }: SectionRequest, reply) => {
    const page = once(section, () => referenceSectionPage(section, options.implemented));
    return page === undefined ? sendPage(reply.code(404), referenceMissingPage()) : sendPage(reply, page);
  });
  app.get('/docs/:section/openapi.json', ({ params: { section } }: SectionRequest, reply) =>
    sendDocument(reply, openApiDocument(section), section),
  );
  app.get('/api/swagger/resources', (_request, reply) => reply.send(swaggerResources()));
  app.get('/api/swagger/json/:file', ({ params: { file } }: FileRequest, reply) =>
    sendDocument(reply, swaggerDocument(file), file),
  );
  app.get('/api/swagger/completejson/:file', async (request: FileRequest, reply) => {
    const tenant = options.tenantOf(request);
    const caller = await options.authentication.authenticate(request, tenant);
    if (isRejection(caller)) return refuse(reply, caller);
    const { file } = request.params;
    const document = swaggerDocument(file);
    const sets = (await tenant.reference.current()).get(customFieldReference);
    return sendDocument(reply, document && withCustomFields(document, sets, caller), file);
  });
};
