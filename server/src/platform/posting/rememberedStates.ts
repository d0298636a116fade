import { getHeapStatistics } from 'node:v8';
import type { Db } from '../db/pool.ts';
import type { StateSlot } from './command.ts';

/**
 * The version of a row: the id of the transaction that wrote it, which every change of a row changes, whoever makes it (PostgreSQL's
 * `xmin`). Ids come around after four thousand million transactions, long after a remembered state was given up.
 */
export type RowVersion = string;

/** States as last read or written, each with the version of its row: who locks a row and finds that very version need not read it again. */
export type StateMemory<State> = {
  /** Whether the state that a key or an id names may be remembered; only its version tells for sure. */
  readonly knows: (ref: string) => boolean;
  /** The state of a row in exactly this version. */
  readonly recall: (key: string, version: RowVersion) => State | undefined;
  /**
   * Also for a change that is not committed yet: when it is rolled back, no row ever has its version, and the entry is never found.
   */
  readonly remember: (state: State, version: RowVersion) => void;
  readonly forgetAll: () => void;
};

type Entry<State> = { readonly state: State; readonly version: RowVersion; readonly room: number };
type Generation<State> = {
  readonly since: number;
  readonly entries: Map<string, Entry<State>>;
  readonly keyOfId: Map<string, string>;
  room: number;
};

/** How much is remembered of a kind of state: the room that one of two generations has, and how much of it a state takes. */
export type MemoryLimits<State> = {
  readonly room: number;
  readonly roomOf: (state: State) => number;
  readonly now: () => number;
};

/** States of one generation: some 50 MB of accounts in the two that are kept. */
const mostStates = 20_000;
/** Long before transaction ids can come around. */
const oldestMs = 600_000;

/** Limits for states of much the same size. */
const ofCount: MemoryLimits<unknown> = { room: mostStates, roomOf: () => 1, now: Date.now };

/** Limits for states of very different sizes, told in kilobytes: those of a kind take a quarter of the heap at most, however large that may become. */
export const ofKilobytes = <State>(kilobytesOf: (state: State) => number): MemoryLimits<State> => ({
  room: getHeapStatistics().heap_size_limit / 1024 / 8,
  roomOf: kilobytesOf,
  now: Date.now,
});

/**
 * An empty memory of one kind of state, of bounded size. It keeps two generations: what was used lately is carried over into the young one, the
 * rest goes with the old one.
 */
export const createStateMemory = <State>(
  slot: Pick<StateSlot<State>, 'keyOf' | 'idOf'>,
  limits: MemoryLimits<State> = ofCount,
): StateMemory<State> => {
  const empty = (): Generation<State> => ({ since: limits.now(), entries: new Map(), keyOfId: new Map(), room: 0 });
  let young = empty();
  let old = empty();
  const put = (key: string, entry: Entry<State>): void => {
    if (young.room >= limits.room || limits.now() - young.since > oldestMs / 2) {
      old = young;
      young = empty();
    }
    young.room += entry.room - (young.entries.get(key)?.room ?? 0);
    young.entries.set(key, entry);
    young.keyOfId.set(slot.idOf(entry.state), key);
    old.entries.delete(key);
  };
  return {
    knows: (ref) => young.keyOfId.has(ref) || young.entries.has(ref) || old.keyOfId.has(ref) || old.entries.has(ref),
    recall: (key, version) => {
      const fresh = young.entries.get(key);
      const entry = fresh ?? old.entries.get(key);
      const { since } = fresh ? young : old;
      if (entry?.version !== version || limits.now() - since > oldestMs) return undefined;
      if (!fresh) put(key, entry);
      return entry.state;
    },
    remember: (state, version) => put(slot.keyOf(state), { state, version, room: limits.roomOf(state) }),
    forgetAll: () => {
      young = empty();
      old = empty();
    },
  };
};

/** What a database transaction is called, and by whom: a server that was restored or replaced counts from an earlier number again. */
export type TransactionName = { readonly version: RowVersion; readonly server: string };

/** What batches remember of the states they read and wrote, by the names of their slots, and of which server. */
export type BatchMemory = { server: string; readonly ofSlot: ReadonlyMap<string, StateMemory<unknown>> };

/** Whether what is remembered comes from this server. Otherwise it is forgotten: another one may have given the same versions to other rows. */
export const recognise = (memory: BatchMemory, server: string): boolean => {
  if (memory.server === server) return true;
  for (const states of memory.ofSlot.values()) states.forgetAll();
  memory.server = server;
  return false;
};

/** The version that rows get which this transaction writes. */
export const nameTransaction = async (db: Pick<Db, 'query'>): Promise<TransactionName> => {
  const { rows } = await db.query<TransactionName>({
    name: 'name-transaction',
    text: 'SELECT pg_current_xact_id()::xid::text AS version, pg_postmaster_start_time()::text AS server',
  });
  const [row] = rows;
  if (!row) throw new Error('The database did not name the transaction.');
  return row;
};
