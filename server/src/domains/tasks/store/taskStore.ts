import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';

/** The full name of a user; undefined for whoever is none, such as an API consumer. */
export const fullNameOf = async (db: pg.PoolClient, userKey: EncodedKey): Promise<string | undefined> => {
  const { rows } = await db.query<{ name: string }>(
    `SELECT concat_ws(' ', first_name, last_name) AS name FROM app_user WHERE encoded_key = $1::uuid`,
    [userKey],
  );
  return rows[0]?.name;
};

/** Tasks (alias t) about a holder of accounts that is named by key or id; an unknown one has none. */
export const aboutHolder =
  (type: 'CLIENT' | 'GROUP', ref: string): Condition =>
  ({ bind }) =>
    `t.task_link_type = ${bind(type)} AND t.task_link_key IN
       (SELECT h.encoded_key FROM ${type === 'CLIENT' ? 'client' : 'client_group'} h
         WHERE h.id = ${bind(ref)}::text OR h.encoded_key = ${bind(asEncodedKey(ref) ?? null)}::uuid)`;
