import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { createBindings } from '../../../platform/resources/bindings.ts';
import type { RecordType } from '../rules/records.ts';
import { recordWithinReach } from './recordReach.ts';

/** Where records live, and the condition by which a text ($1) names one besides its key. */
const tables: Readonly<Record<Exclude<RecordType, 'ID_DOCUMENT'>, readonly [table: string, byId: string | null]>> = {
  CLIENT: ['client', 'id = $1'],
  GROUP: ['client_group', 'id = $1'],
  LOAN_PRODUCT: ['loan_product', 'id = $1'],
  SAVINGS_PRODUCT: ['deposit_product', 'id = $1'],
  CENTRE: ['centre', 'id = $1'],
  BRANCH: ['branch', 'id = $1'],
  USER: ['app_user', '(username = $1 OR id::text = $1)'],
  LOAN_ACCOUNT: ['loan_account', 'id = $1'],
  DEPOSIT_ACCOUNT: ['deposit_account', 'id = $1'],
  LINE_OF_CREDIT: ['credit_arrangement', 'id = $1'],
  // Entries are never deleted, and have no id that clients choose.
  GL_JOURNAL_ENTRY: ['journal_entry', null],
};

const isReached = async (
  db: Pick<pg.Pool, 'query'>,
  type: RecordType,
  key: EncodedKey,
  caller: Pick<Principal, 'userKey' | 'reach'>,
): Promise<boolean> => {
  const conditions = recordWithinReach(caller, 't.type', 't.key');
  if (conditions.length === 0) return true;
  const bindings = createBindings();
  const { rows } = await db.query(
    `SELECT FROM (VALUES (${bindings.bind(type)}::text, ${bindings.bind(key)}::uuid)) AS t (type, key)
      WHERE ${conditions.map((condition) => condition(bindings)).join(' AND ')}`,
    bindings.values,
  );
  return rows.length > 0;
};

/**
 * The key of a record of any kind, named by key or id; undefined when there is none within the caller's reach. HOLD keeps it from being deleted until the
 * transaction ends.
 */
export const recordKey = async (
  db: Pick<pg.Pool, 'query'>,
  type: RecordType,
  ref: string,
  mode: 'LOOK' | 'HOLD',
  caller: Pick<Principal, 'userKey' | 'reach'>,
): Promise<EncodedKey | undefined> => {
  const asKey = asEncodedKey(ref);
  const hold = mode === 'HOLD' ? 'FOR KEY SHARE' : '';
  if (type === 'ID_DOCUMENT') return asKey && identityDocument(db, asKey, hold, caller);
  const [table, byId] = tables[type];
  if (asKey === undefined && byId === null) return undefined;
  const conditions = [
    ...(byId === null ? [] : [byId]),
    ...(asKey === undefined ? [] : [`encoded_key = $${byId === null ? 1 : 2}::uuid`]),
  ];
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM ${table} WHERE ${conditions.join(' OR ')} ${hold}`,
    [...(byId === null ? [] : [ref]), ...(asKey === undefined ? [] : [asKey])],
  );
  // A key wins over an id that looks like one.
  const key = rows.find((row) => row.encoded_key === asKey)?.encoded_key ?? rows[0]?.encoded_key;
  return key !== undefined && (await isReached(db, type, key, caller)) ? key : undefined;
};

const identityDocument = async (
  db: Pick<pg.Pool, 'query'>,
  documentKey: EncodedKey,
  hold: string,
  caller: Pick<Principal, 'userKey' | 'reach'>,
): Promise<EncodedKey | undefined> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM client WHERE id_documents @> jsonb_build_array(jsonb_build_object('encodedKey', $1::text)) ${hold}`,
    [documentKey],
  );
  return rows.length > 0 && (await isReached(db, 'ID_DOCUMENT', documentKey, caller)) ? documentKey : undefined;
};
