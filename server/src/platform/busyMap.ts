/** A map of what comes and goes all the time. */
export type BusyMap<Key, Value> = {
  readonly get: (key: Key) => Value | undefined;
  readonly has: (key: Key) => boolean;
  readonly set: (key: Key, value: Value) => void;
  readonly delete: (key: Key) => void;
  /** How many entries there are. */
  readonly size: () => number;
};

/** About as many as come between two collections of the young heap. */
const additionsPerTable = 512;

/**
 * An empty map for entries that come and go by the thousand a second, such as what is under way. An ordinary one that lives as long as the process keeps garbage alive: whenever
 * it makes room, the table it leaves behind points to the next one. Once the collector has moved one of these to the old heap, all that follow end up there too, each with
 * what its entries held at that moment. This one goes on with a copy of itself before that adds up. Entries are few at any time, so copying costs nothing that could be measured.
 */
export const createBusyMap = <Key, Value>(): BusyMap<Key, Value> => {
  let entries = new Map<Key, Value>();
  let added = 0;
  return {
    get: (key) => entries.get(key),
    has: (key) => entries.has(key),
    set: (key, value) => {
      if (added >= additionsPerTable + entries.size) {
        entries = new Map(entries);
        added = 0;
      }
      entries.set(key, value);
      added += 1;
    },
    delete: (key) => {
      entries.delete(key);
    },
    size: () => entries.size,
  };
};
