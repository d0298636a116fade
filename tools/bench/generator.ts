import { connect } from 'node:net';
import type { LoadOrder, LoadResult } from './load.ts';
import { latenciesOf } from './percentiles.ts';
import { requestsOf } from './request.ts';
import { createResponseReader } from './responseReader.ts';

// The load generator shares the machine with what it measures, so it does as little as it can: a request is built once per connection and only
// its key and account are written over; of an answer it reads the status and the length.

const MOST_MEASURED = 4_000_000;
const GRACE_MS = 30_000;

/** Counts what all connections get to see. */
const createTally = () => {
  const measured = new Uint32Array(MOST_MEASURED);
  let inTime = 0;
  let created = 0;
  let failed = 0;
  let firstFailure: string | null = null;
  return {
    created: (milliseconds: number, counts: boolean): void => {
      created += 1;
      if (!counts) return;
      if (inTime < MOST_MEASURED) measured[inTime] = Math.round(milliseconds * 1000);
      inTime += 1;
    },
    failed: (what: string): void => {
      failed += 1;
      firstFailure ??= what.slice(0, 500);
    },
    result: (seconds: number, moving: number): LoadResult => {
      const { user, system } = process.cpuUsage();
      return {
        perSecond: inTime / seconds,
        latencies: latenciesOf(measured.subarray(0, Math.min(inTime, MOST_MEASURED))),
        created,
        failed,
        firstFailure,
        moved: { least: created * moving, most: created * moving },
        generatorSeconds: (user + system) / 1e6,
      };
    },
  };
};

type Shared = {
  readonly order: LoadOrder;
  readonly deadline: number;
  readonly tally: ReturnType<typeof createTally>;
};

/** One client: sends the next request when the last one is answered, until the deadline and what it began is complete. Resolves once its last answer is there. */
const keepSending = ({ order, deadline, tally }: Shared): Promise<void> =>
  new Promise((ended) => {
    const next = requestsOf(order);
    const memory = Buffer.alloc(16_384);
    const reader = createResponseReader();
    let sentAt = 0;
    let ends = true;
    let open = true;
    const send = (): void => {
      const request = next();
      ({ ends } = request);
      sentAt = performance.now();
      // The buffer is free again by the time of the answer.
      socket.write(request.bytes);
    };
    const close = (problem?: string): void => {
      if (!open) return;
      open = false;
      if (problem !== undefined) tally.failed(problem);
      socket.destroy();
      ended();
    };
    const received = (length: number): void => {
      const status = reader.push(memory.subarray(0, length));
      if (status === 0) return;
      const now = performance.now();
      if (status === 201) tally.created(now - sentAt, now <= deadline);
      else tally.failed(`status ${status}: ${reader.body()}`);
      if (now <= deadline || !ends) send();
      else close();
    };
    const socket = connect({
      host: order.host,
      port: order.port,
      noDelay: true,
      onread: {
        buffer: memory,
        callback: (length) => {
          try {
            received(length);
          } catch (error) {
            close(String(error));
          }
          return true;
        },
      },
    });
    socket.setTimeout(GRACE_MS, () => close(`no answer within ${GRACE_MS / 1000} s`));
    socket.once('connect', send);
    socket.once('error', (error) => close(String(error)));
    socket.once('close', () => close('the server closed the connection'));
  });

const run = async (order: LoadOrder): Promise<LoadResult> => {
  const tally = createTally();
  const deadline = performance.now() + order.seconds * 1000;
  const shared: Shared = { order, deadline, tally };
  await Promise.all(Array.from({ length: order.connections }, () => keepSending(shared)));
  // Every second answer to a pair is a hold, which moves nothing.
  return tally.result(order.seconds, order.kind === 'cardPairs' ? 0.5 : 1);
};

process.once('message', (order) => {
  // Sent by load.ts, which is typed to send exactly this.
  void run(order as LoadOrder).then((result) => process.send?.(result));
});
