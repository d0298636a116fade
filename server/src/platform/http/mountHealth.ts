import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';
import type { Tenant } from '../tenant.ts';

/** /health/live says that the process runs, /health/ready that it can serve (its database answers), /metrics what it measures. */
export const mountHealth = (app: FastifyInstance, tenant: Tenant, metrics: Metrics): void => {
  app.get('/health/live', (_request, reply) => reply.send({ status: 'up' }));
  app.get('/health/ready', async (request, reply) => {
    try {
      await tenant.pool.query('SELECT 1');
      return await reply.send({ status: 'ready' });
    } catch (error) {
      request.log.warn({ err: error, reqId: request.id }, 'not ready: the database does not answer');
      return reply.code(503).send({ status: 'waiting for the database' });
    }
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
};
