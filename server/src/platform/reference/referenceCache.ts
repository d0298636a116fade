import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;

/** A kind of reference data (products, GL accounts, branches …) and how it is read from the database. */
export type ReferenceSlot<T> = {
  readonly name: string;
  readonly load: (db: Queryable) => Promise<T>;
};

/** The reference data of one version, as rules read it: synchronously. */
export type Reference = {
  readonly version: number;
  get<T>(slot: ReferenceSlot<T>): T;
};

/** Keeps the reference data of a tenant in memory and replaces it when the version in the database has moved on. */
export type ReferenceCache = {
  /** The data of exactly this version; loads it through the given connection when it is not held. Inside a posting transaction nothing stale is used. */
  at(version: number, db: Queryable): Promise<Reference>;
  /** For reads: at most `maxAgeMilliseconds` behind other processes, never behind a change made by this one. */
  current(): Promise<Reference>;
  /** Called after this process changed reference data. */
  invalidate(): void;
};

const maxAgeMilliseconds = 1000;

/** Names a kind of reference data; the slots are registered in the composition root. */
export const referenceSlot = <T>(name: string, load: (db: Queryable) => Promise<T>): ReferenceSlot<T> => ({
  name,
  load,
});

/** Reads reference data as of a connection's moment, beside the cache: for who proves what is stored, in one snapshot. */
export const loadReference = async (
  slots: readonly ReferenceSlot<unknown>[],
  version: number,
  db: Queryable,
): Promise<Reference> => {
  const values = new Map<string, unknown>();
  for (const slot of slots) values.set(slot.name, await slot.load(db));
  return {
    version,
    get: <T>(slot: ReferenceSlot<T>): T => {
      if (!values.has(slot.name)) throw new Error(`reference data "${slot.name}" is not registered in app.ts`);
      // The map was filled by this very slot's loader, so the type is its own.
      return values.get(slot.name) as T;
    },
  };
};

/** A cache over the registered slots. `onChange` is told of every other version that is loaded, with the one held until then. */
export const createReferenceCache = (
  pool: pg.Pool,
  slots: readonly ReferenceSlot<unknown>[],
  onChange: (before: Reference, after: Reference) => void = () => {},
): ReferenceCache => {
  let held: Reference | undefined;
  let checkedAt = 0;
  let loading: Promise<Reference> | undefined;
  let generation = 0;
  const take = (reference: Reference): Reference => {
    if (held && held.version !== reference.version) onChange(held, reference);
    if (!held || reference.version >= held.version) held = reference;
    return reference;
  };
  const refresh = async (): Promise<Reference> => {
    const startedAs = generation;
    const { rows } = await pool.query<{ reference_version: number }>('SELECT reference_version FROM tenant_state');
    const version = Number(rows[0]?.reference_version ?? 0);
    // A change made while we were reading may not be in what we read: look again next time.
    if (generation === startedAs) checkedAt = performance.now();
    if (held?.version === version) return held;
    return take(await loadReference(slots, version, pool));
  };
  return {
    at: async (version, db) => (held?.version === version ? held : take(await loadReference(slots, version, db))),
    current: async () => {
      if (held && performance.now() - checkedAt < maxAgeMilliseconds) return held;
      if (loading) return loading;
      const mine = refresh().finally(() => {
        if (loading === mine) loading = undefined;
      });
      loading = mine;
      return mine;
    },
    invalidate: () => {
      generation += 1;
      checkedAt = Number.NEGATIVE_INFINITY;
      loading = undefined;
    },
  };
};
