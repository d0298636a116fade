import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Latencies } from './percentiles.ts';

/** Deposits; repayments of loans; or holds by cards, each followed by the payment that settles it. */
export type LoadKind = 'deposits' | 'repayments' | 'cardPairs';

/** What the load generator shall do: post to accounts or loans whose ids are a prefix and six digits, or hold by cards of such tokens. */
export type LoadOrder = {
  readonly kind: LoadKind;
  readonly host: string;
  readonly port: number;
  readonly authorization: string;
  readonly connections: number;
  readonly seconds: number;
  readonly accountPrefix: string;
  /** The accounts 0 to this less one are posted to, at random. */
  readonly accounts: number;
  readonly amount: number;
};

/** What came of it. */
export type LoadResult = {
  /** Answers of status 201 inside the measured time, per second. */
  readonly perSecond: number;
  readonly latencies: Latencies;
  /** All answers of status 201, those after the measured time included: each one is a posting. */
  readonly created: number;
  /** Answers of any other status, and connections that broke. */
  readonly failed: number;
  /** What the first failure said. */
  readonly firstFailure: string | null;
  /** How many requests moved money: fewest and most, where the generator leaves without waiting for the last answers. */
  readonly moved: { readonly least: number; readonly most: number };
  /** Processor seconds that the generator used itself; null where it does not tell. */
  readonly generatorSeconds: number | null;
};

/** Ids of accounts in the form that the generator writes. */
export const accountId = (prefix: string, index: number): string => `${prefix}${String(index).padStart(6, '0')}`;

/** Something that sends load. */
export type LoadGenerator = { readonly name: string; send(order: LoadOrder): Promise<LoadResult> };

const GENERATOR = fileURLToPath(new URL('generator.ts', import.meta.url));

/** Sends load from a process of its own, which shares no thread with us. */
const sendLoad = (order: LoadOrder): Promise<LoadResult> =>
  new Promise((resolve, reject) => {
    const child = fork(GENERATOR, { stdio: 'inherit' });
    child.once('message', (result) => {
      // Written by our own generator, which is typed to send exactly this.
      resolve(result as LoadResult);
      child.disconnect();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The load generator ended with ${code} and told nothing.`)));
    child.send(order);
  });

/** The generator of this repository. It waits for the answer to everything it sent, so its count of postings is exact. */
export const ownGenerator: LoadGenerator = { name: 'own (one Node process, raw sockets)', send: sendLoad };
