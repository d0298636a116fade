import type pg from 'pg';
import type { ErrorReason } from '../../generated/errors.ts';
import type { RowSlot, StateSlot, Touch } from './command.ts';

/** How one kind of state is locked, loaded and written, many at a time. Implemented in the domains' store folders. */
export type StateStore<State> = {
  readonly slot: StateSlot<State>;
  /**
   * Locks the rows that the references (keys or ids) name, in key order so that no two batches can wait for each other, and loads them.
   * Unknown references are left out.
   */
  readonly lockAndLoad: (db: pg.PoolClient, touches: readonly Touch[]) => Promise<readonly State[]>;
  /** Inserts or updates the given states with as few statements as possible. */
  readonly write: (db: pg.PoolClient, states: readonly State[]) => Promise<void>;
  /** What a violated unique constraint of these tables means to the client. */
  readonly constraints?: Readonly<Record<string, ErrorReason>>;
};

/** How one kind of appended row is written: those that draw numbers first, then the others, whose statements travel together. */
export type RowStore<Row> = {
  readonly slot: RowSlot<Row>;
  readonly write: (db: pg.PoolClient, rows: readonly Row[]) => Promise<void>;
  /** Written before everything else: the numbers that it draws are named by other rows and by the answers. */
  readonly drawsNumbers?: true;
  /** Written after the states instead of with them: for what depends on them, e.g. a client's state on its accounts'. */
  readonly afterStates?: true;
  readonly constraints?: Readonly<Record<string, ErrorReason>>;
};

/** A store whose value type is forgotten; the slot it carries keeps the types together. */
export type AnyStateStore = StateStore<never>;
export type AnyRowStore = RowStore<never>;

export const stateStore = <State>(store: StateStore<State>): AnyStateStore => store as unknown as AnyStateStore;
export const rowStore = <Row>(store: RowStore<Row>): AnyRowStore => store as unknown as AnyRowStore;
