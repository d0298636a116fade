import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;

/** A look-up that may answer from memory, and one that reads. */
export type RememberedLookup<Value> = {
  /** What was found under a key lately, else what is found now. It may be gone or another meanwhile. */
  readonly recall: (db: Queryable, key: string) => Promise<Value | undefined>;
  /** What is found under a key now. */
  readonly find: (db: Queryable, key: string) => Promise<Value | undefined>;
};

/** Of two generations: the young one fills up while the old one still answers. */
type Memory<Value> = { young: Map<string, Value>; old: ReadonlyMap<string, Value> };

/**
 * Remembers what a look-up found, for those who only need to know where to look and judge what they find there behind a lock. Keys that name
 * nothing are asked for every time. At most `most` answers are kept of each generation.
 */
export const rememberedLookup = <Value>(
  find: RememberedLookup<Value>['find'],
  most: number,
): RememberedLookup<Value> => {
  const memories = new WeakMap<Queryable, Memory<Value>>();
  const memoryOf = (db: Queryable): Memory<Value> => {
    const known = memories.get(db);
    if (known) return known;
    const made: Memory<Value> = { young: new Map(), old: new Map() };
    memories.set(db, made);
    return made;
  };
  const remember = (memory: Memory<Value>, key: string, value: Value): void => {
    if (memory.young.size >= most) {
      memory.old = memory.young;
      memory.young = new Map();
    }
    memory.young.set(key, value);
  };
  const read: RememberedLookup<Value>['find'] = async (db, key) => {
    const value = await find(db, key);
    if (value !== undefined) remember(memoryOf(db), key, value);
    return value;
  };
  return {
    find: read,
    recall: async (db, key) => {
      const memory = memoryOf(db);
      const young = memory.young.get(key);
      if (young !== undefined) return young;
      const old = memory.old.get(key);
      if (old === undefined) return read(db, key);
      remember(memory, key, old);
      return old;
    },
  };
};
