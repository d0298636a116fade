import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What operators watch, at /metrics. */
export type Metrics = {
  readonly registry: Registry;
  request(operation: string, method: string, status: number, seconds: number): void;
  batch(size: number, seconds: number): void;
  bulkItems(operation: string, done: number, refused: number): void;
};

/** A registry of its own, so that several servers (tests) can live in one process. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'florin_' });
  const requests = new Counter({
    name: 'florin_http_requests_total',
    help: 'Answered requests by route, method and status.',
    labelNames: ['route', 'method', 'status'] as const,
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'florin_http_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['route', 'method'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const batchSizes = new Histogram({
    name: 'florin_posting_batch_commands',
    help: 'Commands written in one database transaction.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500],
    registers: [registry],
  });
  const batchSeconds = new Histogram({
    name: 'florin_posting_batch_seconds',
    help: 'Time of one posting transaction.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers: [registry],
  });
  const bulkItems = new Counter({
    name: 'florin_bulk_items_total',
    help: 'Items of bulk requests by operation and outcome.',
    labelNames: ['operation', 'outcome'] as const,
    registers: [registry],
  });
  return {
    registry,
    request: (route, method, status, seconds) => {
      requests.inc({ route, method, status });
      durations.observe({ route, method }, seconds);
    },
    batch: (size, seconds) => {
      batchSizes.observe(size);
      batchSeconds.observe(seconds);
    },
    bulkItems: (operation, done, refused) => {
      bulkItems.inc({ operation, outcome: 'done' }, done);
      bulkItems.inc({ operation, outcome: 'refused' }, refused);
    },
  };
};
