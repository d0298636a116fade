import type { FastifyInstance } from 'fastify';

/** Serves the API documents and the readable reference. */
export const mountDocumentation = (app: FastifyInstance, implemented: ReadonlySet<string>): void => {
  app.get('/api/swagger/implemented', (_request, reply) => reply.send([...implemented]));
};
