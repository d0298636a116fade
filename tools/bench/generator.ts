import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { accountId, type LoadOrder, type LoadResult } from './load.ts';
import { latenciesOf } from './percentiles.ts';
import { requestTemplate } from './request.ts';
import { createResponseReader } from './responseReader.ts';

// The load generator shares the machine with what it measures, so it does as little as it can: a request is built once per connection and only
// its key and account are written over; of an answer it reads the status and the length.

const MOST_MEASURED = 4_000_000;
const GRACE_MS = 30_000;

const run = async (order: LoadOrder): Promise<LoadResult> => {
  const { bytes, keyAt, accountAt } = requestTemplate(order);
  const accounts = Array.from({ length: order.accounts }, (_, index) => accountId(order.accountPrefix, index));
  const measured = new Uint32Array(MOST_MEASURED);
  let inTime = 0;
  let created = 0;
  let failed = 0;
  let firstFailure: string | null = null;
  const fail = (what: string): void => {
    failed += 1;
    firstFailure ??= what.slice(0, 500);
  };
  const began = performance.now();
  const deadline = began + order.seconds * 1000;

  const connection = (): Promise<void> =>
    new Promise((ended) => {
      const request = Buffer.from(bytes);
      const reader = createResponseReader();
      let sentAt = 0;
      let open = true;
      const send = (): void => {
        request.write(randomUUID(), keyAt, 'latin1');
        request.write(accounts[Math.floor(Math.random() * accounts.length)] ?? '', accountAt, 'latin1');
        sentAt = performance.now();
        // The one buffer is free again by the time of the answer.
        socket.write(request);
      };
      const close = (): void => {
        if (!open) return;
        open = false;
        socket.destroy();
        ended();
      };
      const answered = (status: number): void => {
        const now = performance.now();
        if (status === 201) created += 1;
        else fail(`status ${status}: ${reader.body()}`);
        if (now <= deadline) {
          if (status === 201) {
            if (inTime < MOST_MEASURED) measured[inTime] = Math.round((now - sentAt) * 1000);
            inTime += 1;
          }
          send();
        } else close();
      };
      const memory = Buffer.alloc(16_384);
      const socket = connect({
        host: order.host,
        port: order.port,
        noDelay: true,
        onread: {
          buffer: memory,
          callback: (length) => {
            try {
              const status = reader.push(memory.subarray(0, length));
              if (status !== 0) answered(status);
            } catch (error) {
              fail(String(error));
              close();
            }
            return true;
          },
        },
      });
      socket.setTimeout(GRACE_MS, () => {
        fail(`no answer within ${GRACE_MS / 1000} s`);
        close();
      });
      socket.once('connect', send);
      socket.once('error', (error) => {
        if (open) fail(String(error));
        close();
      });
      socket.once('close', () => {
        if (open) fail('the server closed the connection');
        close();
      });
    });

  await Promise.all(Array.from({ length: order.connections }, connection));
  const { user, system } = process.cpuUsage();
  return {
    perSecond: inTime / order.seconds,
    latencies: latenciesOf(measured.subarray(0, Math.min(inTime, MOST_MEASURED))),
    created,
    failed,
    firstFailure,
    unseen: 0,
    generatorSeconds: (user + system) / 1e6,
  };
};

process.once('message', (order) => {
  // Sent by load.ts, which is typed to send exactly this.
  void run(order as LoadOrder).then((result) => process.send?.(result));
});
