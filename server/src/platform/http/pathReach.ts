import type pg from 'pg';
import type { ErrorReason } from '../../generated/errors.ts';
import { asEncodedKey } from '../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import type { Principal } from '../auth/principal.ts';
import { type Condition, createBindings } from '../resources/bindings.ts';

/** What a parameter of a path names, as far as it belongs to a branch and a credit officer. */
export type Reached = {
  /** FROM clause in which `t` has the key and the id. */
  readonly from: string;
  /** The conditions that it lies within somebody's reach; none for whoever sees everything. */
  readonly within: (principal: Principal) => readonly Condition[];
  /** Whether the id is a number that the database drew. */
  readonly numericId?: true;
  /** The 404 of somebody who does not exist, to the letter. */
  readonly reason: ErrorReason;
  readonly label: string;
};

/** By the parameter's name, e.g. `clientId`; filled by the composition root. */
export type ReachedByPath = Readonly<Record<string, Reached>>;

const idOf = ({ numericId }: Reached, ref: string): string | null =>
  numericId && !/^\d{1,18}$/.test(ref) ? null : ref;

type Restricted = { readonly reached: Reached; readonly ref: string; readonly conditions: readonly Condition[] };

/**
 * Refuses a path that names what the caller may not see, as if it did not exist: another branch's customer, another officer's account. Asked
 * before any operation with such a path runs, so that none can forget it; costs nothing where nobody is restricted: then there is no promise. For those who are, a path that
 * leads nowhere is refused here too: what is wrong with the rest of the request would tell the two apart.
 */
export const checkPathReach = (
  db: Pick<pg.Pool, 'query'>,
  principal: Principal,
  path: Readonly<Record<string, string>>,
  reachedByPath: ReachedByPath,
): Promise<Rejection | undefined> | undefined => {
  const restricted: Restricted[] = [];
  for (const name of Object.keys(path)) {
    const reached = Object.hasOwn(reachedByPath, name) ? reachedByPath[name] : undefined;
    const conditions = reached?.within(principal) ?? [];
    if (reached && conditions.length > 0) restricted.push({ reached, ref: path[name] ?? '', conditions });
  }
  return restricted.length > 0 ? outOfReach(db, restricted) : undefined;
};

const outOfReach = async (
  db: Pick<pg.Pool, 'query'>,
  restricted: readonly Restricted[],
): Promise<Rejection | undefined> => {
  for (const { reached, ref, conditions } of restricted) {
    const bindings = createBindings();
    const key = bindings.bind(asEncodedKey(ref) ?? null);
    const { rows } = await db.query<{ within: boolean | null }>(
      `SELECT (${conditions.map((condition) => condition(bindings)).join(' AND ')}) AS within FROM ${reached.from}
        WHERE t.id = ${bindings.bind(idOf(reached, ref))}::${reached.numericId ? 'bigint' : 'text'} OR t.encoded_key = ${key}::uuid
        ORDER BY (t.encoded_key = ${key}::uuid) DESC NULLS LAST LIMIT 1`,
      bindings.values,
    );
    // Without a branch or an officer the condition is neither true nor false.
    if (rows[0]?.within !== true) {
      return reject(reached.reason, `${reached.label} ${ref.slice(0, 80)} does not exist`, 404);
    }
  }
  return undefined;
};
