import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import type { TaskLinkType } from '../rules/taskLinks.ts';

/** Where things live that tasks are about, and the column that names one besides its key. */
const tables: Readonly<
  Record<Exclude<TaskLinkType, 'ID_DOCUMENT'>, readonly [table: string, idColumn: string | null]>
> = {
  CLIENT: ['client', 'id'],
  GROUP: ['client_group', 'id'],
  LOAN_PRODUCT: ['loan_product', 'id'],
  SAVINGS_PRODUCT: ['deposit_product', 'id'],
  CENTRE: ['centre', 'id'],
  BRANCH: ['branch', 'id'],
  USER: ['app_user', 'username'],
  LOAN_ACCOUNT: ['loan_account', 'id'],
  DEPOSIT_ACCOUNT: ['deposit_account', 'id'],
  LINE_OF_CREDIT: ['credit_arrangement', 'id'],
  // Entries are never deleted, and have no id that clients choose.
  GL_JOURNAL_ENTRY: ['journal_entry', null],
};

/**
 * The key of what a task wants to be about, named by key or id; undefined when there is no such thing. It is held until the transaction ends, so
 * that it is not deleted beside.
 */
export const linkedKey = async (
  db: pg.PoolClient,
  type: TaskLinkType,
  ref: string,
): Promise<EncodedKey | undefined> => {
  const asKey = asEncodedKey(ref);
  if (type === 'ID_DOCUMENT') return asKey && identityDocument(db, asKey);
  const [table, idColumn] = tables[type];
  if (asKey === undefined && idColumn === null) return undefined;
  const conditions = [
    ...(idColumn === null ? [] : [`${idColumn} = $1`]),
    ...(asKey === undefined ? [] : [`encoded_key = $${idColumn === null ? 1 : 2}::uuid`]),
  ];
  const { rows } = await db.query<{ encoded_key: EncodedKey; named: string | null }>(
    `SELECT encoded_key, ${idColumn ?? 'NULL'} AS named FROM ${table} WHERE ${conditions.join(' OR ')} FOR KEY SHARE`,
    [...(idColumn === null ? [] : [ref]), ...(asKey === undefined ? [] : [asKey])],
  );
  // A key wins over an id that looks like one.
  return rows.find((row) => row.encoded_key === asKey)?.encoded_key ?? rows[0]?.encoded_key;
};

const identityDocument = async (db: pg.PoolClient, documentKey: EncodedKey): Promise<EncodedKey | undefined> => {
  const { rows } = await db.query(
    `SELECT FROM client WHERE id_documents @> jsonb_build_array(jsonb_build_object('encodedKey', $1::text)) FOR KEY SHARE`,
    [documentKey],
  );
  return rows.length > 0 ? documentKey : undefined;
};

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
    `t.task_link_type = '${type}' AND t.task_link_key IN
       (SELECT h.encoded_key FROM ${tables[type][0]} h
         WHERE h.id = ${bind(ref)}::text OR h.encoded_key = ${bind(asEncodedKey(ref) ?? null)}::uuid)`;
