import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../kernel/encodedKey.ts';
import { bareArray, textArray } from '../db/arrayLiteral.ts';
import { allAnswered } from '../db/statement.ts';
import type { RowVersion, StateMemory } from './rememberedStates.ts';

type Locked = { readonly encoded_key: EncodedKey; readonly xmin: RowVersion };

const named = 'WHERE encoded_key = ANY($1::uuid[]) OR id = ANY($2::text[])';

const namesOf = (refs: readonly string[]): readonly [string, string] => [
  bareArray(
    refs.flatMap((ref) => asEncodedKey(ref) ?? []),
    (key) => key,
  ),
  textArray([...refs], (id) => id),
];

/** Locks the accounts that keys or ids name, and answers them as they are stored. */
export type LockRemembered<State> = (
  db: pg.PoolClient,
  refs: ReadonlySet<string>,
  memory: StateMemory<State>,
) => Promise<readonly State[]>;

/**
 * Locks rows of a table of accounts in key order, and reads only those of which nothing is remembered in their current version. `statesOf` makes
 * states of rows that are read, in the same order; what it asks the database besides is part of what the row's version tells, and read behind the lock.
 */
export const lockRemembered = <State>(
  table: string,
  statesOf: (db: pg.PoolClient, rows: readonly pg.QueryResultRow[]) => readonly State[] | Promise<readonly State[]>,
): LockRemembered<State> => {
  const lockVersions = async (db: pg.PoolClient, refs: ReadonlySet<string>): Promise<readonly Locked[]> => {
    const { rows } = await db.query<Locked>({
      name: `lock-${table}`,
      text: `SELECT encoded_key, xmin::text FROM ${table} ${named} ORDER BY encoded_key FOR UPDATE`,
      values: [...namesOf([...refs])],
    });
    return rows;
  };
  /** Reads accounts that are locked, and remembers them. */
  const read = async (
    db: pg.PoolClient,
    refs: readonly string[],
    memory: StateMemory<State>,
  ): Promise<ReadonlyMap<EncodedKey, State>> => {
    const { rows } = await db.query({
      name: `read-${table}`,
      text: `SELECT *, xmin::text AS row_version FROM ${table} ${named}`,
      values: [...namesOf(refs)],
    });
    const states = await statesOf(db, rows);
    return new Map(
      states.map((state, index) => {
        const row = rows[index] ?? {};
        memory.remember(state, row.row_version);
        return [row.encoded_key, state];
      }),
    );
  };
  return async (db, refs, memory) => {
    const unknown = [...refs].filter((ref) => !memory.knows(ref));
    // The rows are locked in one order, and read behind that where nothing is remembered of them.
    const [locked, fresh] = await allAnswered([
      lockVersions(db, refs),
      unknown.length > 0 ? read(db, unknown, memory) : Promise.resolve(undefined),
    ]);
    const accounts = new Map<EncodedKey, State>();
    const changedSince: EncodedKey[] = [];
    for (const { encoded_key: key, xmin } of locked) {
      const account = fresh?.get(key) ?? memory.recall(key, xmin);
      if (account) accounts.set(key, account);
      else changedSince.push(key);
    }
    if (changedSince.length > 0)
      for (const [key, account] of await read(db, changedSince, memory)) accounts.set(key, account);
    return [...accounts.values()];
  };
};
