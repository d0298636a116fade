import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { reachCondition } from '../../../platform/auth/reach.ts';
import { createBindings } from '../../../platform/resources/bindings.ts';
import type { RecordType } from '../rules/records.ts';

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

/** Records that belong to a branch and a credit officer; identity documents belong to clients. */
const assigned: ReadonlySet<RecordType> = new Set(['CLIENT', 'GROUP', 'LOAN_ACCOUNT', 'DEPOSIT_ACCOUNT']);

const isReached = async (
  db: Pick<pg.Pool, 'query'>,
  type: Exclude<RecordType, 'ID_DOCUMENT'>,
  key: EncodedKey,
  caller: Pick<Principal, 'userKey' | 'reach'>,
): Promise<boolean> => {
  const condition = assigned.has(type) ? reachCondition(caller, 't') : undefined;
  if (!condition) return true;
  const bindings = createBindings();
  const { rows } = await db.query(
    `SELECT FROM ${tables[type][0]} t WHERE t.encoded_key = ${bindings.bind(key)}::uuid AND ${condition(bindings)}`,
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
  const client = rows[0]?.encoded_key;
  return client !== undefined && (await isReached(db, 'CLIENT', client, caller)) ? documentKey : undefined;
};
