import type pg from 'pg';
import type { ErrorReason } from '../../generated/errors.ts';
import type { Statement } from '../db/statement.ts';
import type { RowSlot, StateSlot, Touch } from './command.ts';
import type { StateMemory } from './rememberedStates.ts';

/** How one kind of state is locked, loaded and written, many at a time. Implemented in the domains' store folders. */
export type StateStore<State> = {
  readonly slot: StateSlot<State>;
  /**
   * Locks the rows that the references (keys or ids) name, in key order so that no two batches can wait for each other, and loads them.
   * Unknown references are left out. The locking statement is sent before anything is awaited: those of all kinds travel together.
   * A store of `remembered` states asks the memory for those whose row it finds in a known version, and tells it the others.
   */
  readonly lockAndLoad: (
    db: pg.PoolClient,
    touches: readonly Touch[],
    memory: StateMemory<State>,
  ) => Promise<readonly State[]>;
  /** Given for states that are made of their row: what the runner remembers of one that it wrote, just as it would be read again. */
  readonly remembered?: (state: State) => State;
  /** About how much memory a remembered state takes, where that is much more for some than for others. */
  readonly kilobytesOf?: (state: State) => number;
  /** What inserts or updates the given states, in as few statements as possible. `loaded` is how the database holds one; undefined when it is new. */
  readonly statements: (states: readonly State[], loaded: (state: State) => State | undefined) => readonly Statement[];
  /** What a violated unique constraint of these tables means to the client. */
  readonly constraints?: Readonly<Record<string, ErrorReason>>;
};

/** Writes states whose rows have columns that never change: a new one as a whole, of one that stands what may have changed. */
export const insertedOrChanged =
  <State>(
    inserted: (states: readonly State[]) => readonly Statement[],
    changed: (states: readonly State[]) => Statement,
  ): StateStore<State>['statements'] =>
  (states, loaded) => {
    const fresh = states.filter((state) => loaded(state) === undefined);
    const standing = states.filter((state) => loaded(state) !== undefined);
    return [...(fresh.length > 0 ? inserted(fresh) : []), ...(standing.length > 0 ? [changed(standing)] : [])];
  };

/** The numbers of a kind of row: drawn while its accounts are locked, so that they ascend in the order of each account's postings. */
export type Numbering<Row> = {
  readonly sequence: string;
  /** How many numbers a row takes. */
  readonly countOf: (row: Row) => number;
  /** Gives a row its numbers, as many as `countOf` said: other rows and the answers name them. */
  readonly assign: (row: Row, numbers: readonly number[]) => void;
};

/** Rows that take one number each, as their id. */
export const ownIds = (sequence: string): Numbering<{ id: number | null }> => ({
  sequence,
  countOf: () => 1,
  assign: (row, [id]) => {
    row.id = id ?? null;
  },
});

/** How one kind of appended row is written. */
export type RowStore<Row> = {
  readonly slot: RowSlot<Row>;
  readonly statements: (rows: readonly Row[]) => readonly Statement[];
  readonly numbering?: Numbering<Row>;
  /** Its statements change no row that a state is made of: states written beside them are stored just as they were decided. */
  readonly leavesStates?: true;
  /** Written after the states instead of with them: for what depends on them, e.g. a client's state on its accounts'. */
  readonly afterStates?: true;
  readonly constraints?: Readonly<Record<string, ErrorReason>>;
};

/** A store whose value type is forgotten; the slot it carries keeps the types together. */
export type AnyStateStore = StateStore<never>;
export type AnyRowStore = RowStore<never>;

export const stateStore = <State>(store: StateStore<State>): AnyStateStore => store as unknown as AnyStateStore;
export const rowStore = <Row>(store: RowStore<Row>): AnyRowStore => store as unknown as AnyRowStore;
