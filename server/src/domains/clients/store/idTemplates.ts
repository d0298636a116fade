import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';

/** Those of these templates that are there; nobody removes them until the transaction ends. */
export const holdIdTemplates = async (db: pg.PoolClient, keys: readonly EncodedKey[]): Promise<ReadonlySet<string>> => {
  if (keys.length === 0) return new Set();
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    'SELECT encoded_key FROM identification_document_template WHERE encoded_key = ANY($1::uuid[]) ORDER BY encoded_key FOR KEY SHARE',
    [keys],
  );
  return new Set(rows.map((row) => row.encoded_key));
};

/** Whether a client has a document of a template. Ask with the template locked: whoever takes it meanwhile waits. */
export const isIdTemplateUsed = async (db: pg.PoolClient, key: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT FROM client
        WHERE id_documents @> jsonb_build_array(jsonb_build_object('identificationDocumentTemplateKey', $1::text))) AS used`,
    [key],
  );
  return rows[0]?.used ?? false;
};

/** Locks a template against clients who take it at the same time. */
export const lockIdTemplate = async (db: pg.PoolClient, key: EncodedKey): Promise<void> => {
  await db.query('SELECT FROM identification_document_template WHERE encoded_key = $1::uuid FOR UPDATE', [key]);
};
