import type pg from 'pg';
import type { BatchState } from './batchState.ts';
import type { AnyRowStore, Numbering } from './store.ts';

/** Numbers drawn for each kind of row, by the name of its slot; ascending. */
export type DrawnNumbers = ReadonlyMap<string, readonly number[]>;

const numberingOf = (store: AnyRowStore): Numbering<unknown> | undefined =>
  // Only rows of the store's own slot reach its numbering.
  store.numbering as unknown as Numbering<unknown> | undefined;

/** Draws as many numbers of each kind as asked; those that nobody takes in the end are a gap. Sent before anything is awaited. */
export const drawNumbers = async (
  db: pg.PoolClient,
  stores: readonly AnyRowStore[],
  counts: ReadonlyMap<string, number>,
): Promise<DrawnNumbers> => {
  const drawn = await Promise.all(
    stores.flatMap((store) => {
      const count = counts.get(store.slot.name) ?? 0;
      if (!store.numbering || count === 0) return [];
      return [
        db
          .query<{ number: number }>({
            name: `draw-${store.numbering.sequence}`,
            text: `SELECT nextval('${store.numbering.sequence}') AS number FROM generate_series(1, $1::int)`,
            values: [count],
          })
          .then(({ rows }) => [store.slot.name, rows.map(({ number }) => number)] as const),
      ];
    }),
  );
  return new Map(drawn);
};

/** How many numbers of each kind the decided rows take beyond those that are drawn. */
export const missingNumbers = (
  stores: readonly AnyRowStore[],
  state: BatchState,
  drawn: DrawnNumbers,
): ReadonlyMap<string, number> => {
  const missing = new Map<string, number>();
  for (const store of stores) {
    const numbering = numberingOf(store);
    if (!numbering) continue;
    let wanted = 0;
    for (const row of state.rowsOf(store.slot.name)) wanted += numbering.countOf(row);
    const lacking = wanted - (drawn.get(store.slot.name)?.length ?? 0);
    if (lacking > 0) missing.set(store.slot.name, lacking);
  }
  return missing;
};

/** Gives every row its numbers, in the order in which the rows were decided. */
export const assignNumbers = (
  stores: readonly AnyRowStore[],
  state: BatchState,
  drawn: DrawnNumbers,
  more: DrawnNumbers = new Map(),
): void => {
  for (const store of stores) {
    const numbering = numberingOf(store);
    const rows = state.rowsOf(store.slot.name);
    if (!numbering || rows.length === 0) continue;
    const numbers = [...(drawn.get(store.slot.name) ?? []), ...(more.get(store.slot.name) ?? [])];
    let next = 0;
    for (const row of rows) {
      const count = numbering.countOf(row);
      numbering.assign(row, numbers.slice(next, next + count));
      next += count;
    }
  }
};
