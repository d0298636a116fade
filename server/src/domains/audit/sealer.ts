import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { transaction } from '../../platform/db/pool.ts';
import type { Tenant } from '../../platform/tenant.ts';
import { nextSeal } from './seal.ts';
import { insertSeal, lastGivenId, lastSeal, nextStretch, recordWriters, trySealLock } from './store/sealStore.ts';

/** Records under one seal, and seals of one transaction. */
const mostRecords = 1000;
const mostSeals = 100;
const sealEveryMilliseconds = 5_000;
const lookEveryMilliseconds = 20;

export type SealingOptions = {
  /** How long to wait for transactions that are still writing records; default 2,000 milliseconds. */
  readonly patienceMs?: number;
  /** Asked while waiting: true gives up at once. */
  readonly stopping?: () => boolean;
};

/**
 * Seals what can no longer be preceded: all records up to the highest id given so far, once every transaction that was writing then has ended.
 * Answers how many records were sealed; none when another process seals right now, or somebody went on writing for too long.
 */
export const sealAuditTrail = async (
  { pool, clock }: Pick<Tenant, 'pool' | 'clock'>,
  options: SealingOptions = {},
): Promise<number> => {
  for (let sealed = 0; ; ) {
    const { records, more } = await transaction(pool, (db) => sealSome(db, clock, options));
    sealed += records;
    if (!more || options.stopping?.()) return sealed;
  }
};

type Sealed = { readonly records: number; readonly more: boolean };

const sealSome = async (db: pg.PoolClient, clock: Tenant['clock'], options: SealingOptions): Promise<Sealed> => {
  if (!(await trySealLock(db))) return { records: 0, more: false };
  let last = await lastSeal(db);
  const untilId = await lastGivenId(db);
  if (untilId <= last.throughId || !(await writersEnded(db, options))) return { records: 0, more: false };
  let records = 0;
  for (let seals = 0; seals < mostSeals && last.throughId < untilId; seals += 1) {
    const stretch = await nextStretch(db, { afterId: last.throughId, untilId, most: mostRecords });
    // Ids whose transactions were rolled back leave nothing to seal; the next seal covers them.
    if (!stretch) return { records, more: false };
    const seal = { ...nextSeal(last, stretch, clock.now()), marks: stretch.marks };
    await insertSeal(db, seal);
    last = seal;
    records += stretch.recordCount;
  }
  return { records, more: last.throughId < untilId };
};

/** Waits for the transactions that write records now; later ones draw higher ids. */
const writersEnded = async (
  db: pg.PoolClient,
  { patienceMs = 2_000, stopping = () => false }: SealingOptions,
): Promise<boolean> => {
  const until = performance.now() + patienceMs;
  let awaited = new Set(await recordWriters(db));
  while (awaited.size > 0) {
    if (performance.now() >= until || stopping()) return false;
    await sleep(lookEveryMilliseconds);
    const now = await recordWriters(db);
    awaited = new Set(now.filter((writer) => awaited.has(writer)));
  }
  return true;
};

/** The end of the chain in words, for whoever keeps it outside the database; null before the first seal. */
export const auditTrailEnd = async ({ pool }: Pick<Tenant, 'pool'>): Promise<string | null> => {
  const { number, throughId, hash } = await lastSeal(pool);
  return number === 0
    ? null
    : `audit seal ${number} ends with record ${throughId} and has the hash ${hash.toString('hex')}`;
};

/**
 * Seals every few seconds; the process that gets the lock does it. Answers how to stop: the timer keeps no process alive, and what is written
 * by then is sealed on the way out.
 */
export const startAuditSealer = (tenant: Tenant, onError: (error: unknown) => void): (() => Promise<void>) => {
  let running: Promise<unknown> | undefined;
  let stopping = false;
  const run = (): void => {
    running ??= sealAuditTrail(tenant, { stopping: () => stopping })
      .catch(onError)
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(run, sealEveryMilliseconds);
  timer.unref();
  return async () => {
    clearInterval(timer);
    stopping = true;
    await running;
    await sealAuditTrail(tenant, { patienceMs: 200 }).catch(onError);
  };
};
