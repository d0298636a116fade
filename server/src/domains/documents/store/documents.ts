import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Db, DbTransaction } from '../../../platform/db/pool.ts';
import {
  deleteEntity,
  type Entity,
  type EntityTable,
  enumeration,
  fieldsOf,
  insertEntity,
  integer,
  key,
  text,
  utc,
} from '../../../platform/resources/entity.ts';
import type { Listing } from '../../../platform/resources/listing.ts';
import type { RecordType } from '../../organisation/index.ts';

/** Where a document's properties live. */
export const documentTable: EntityTable = {
  type: 'DOCUMENT',
  table: 'document',
  columns: {
    encodedKey: key('encoded_key'),
    id: integer('id', { generated: true }),
    ownerType: enumeration('owner_type'),
    ownerKey: key('owner_key'),
    name: text('name'),
    notes: text('notes'),
    fileName: text('file_name'),
    fileSize: integer('file_size'),
    type: text('type'),
    fileKey: key('file_key', { internal: true }),
    creationDate: utc('creation_date'),
    lastModifiedDate: utc('last_modified_date'),
  },
};

/** A document's row, with the names of its columns. */
export type DocumentRow = {
  readonly encoded_key: EncodedKey;
  readonly owner_type: RecordType;
  readonly file_name: string;
  readonly file_size: number;
  readonly file_key: EncodedKey;
  readonly [column: string]: unknown;
};

/** All documents, oldest first. */
export const documentListing: Listing<DocumentRow> = {
  from: 'document t',
  select: 't.*',
  fields: fieldsOf(documentTable, 't'),
  defaultOrder: 't.id',
  tieBreaker: 't.id',
};

/** The document that an id or a key names. */
export const findDocument = async (db: Db, ref: string, forUpdate = false): Promise<DocumentRow | undefined> => {
  const id = /^\d{1,18}$/.test(ref) ? ref : null;
  const { rows } = await db.query<DocumentRow>(
    `SELECT * FROM document WHERE id = $1::bigint OR encoded_key = $2::uuid${forUpdate ? ' FOR UPDATE' : ''}`,
    [id, asEncodedKey(ref) ?? null],
  );
  return rows[0];
};

/** Stores what is known of a document. */
export const insertDocument = async (db: DbTransaction, document: Entity): Promise<DocumentRow> =>
  (await insertEntity(db, documentTable, document)) as DocumentRow;

/** Removes a document; its file is the file store's. */
export const deleteDocumentRow = (db: DbTransaction, encodedKey: EncodedKey): Promise<void> =>
  deleteEntity(db, documentTable, encodedKey);

/** How many documents a record has. Until the transaction ends, nobody else who counts adds one. */
export const countForAdding = async (
  db: DbTransaction,
  ownerType: RecordType,
  ownerKey: EncodedKey,
): Promise<number> => {
  await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`documents ${ownerType} ${ownerKey}`]);
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM document WHERE owner_type = $1 AND owner_key = $2::uuid',
    [ownerType, ownerKey],
  );
  return rows[0]?.count ?? 0;
};

/** Whether files may be attached to an identification document: its template decides, and without one they may. */
export const allowsAttachments = async (db: Db, idDocumentKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query<{ allowed: boolean }>(
    `SELECT t.allow_attachments AS allowed
       FROM client c CROSS JOIN jsonb_array_elements(c.id_documents) d
       JOIN identification_document_template t ON t.encoded_key = (d ->> 'identificationDocumentTemplateKey')::uuid
      WHERE c.id_documents @> jsonb_build_array(jsonb_build_object('encodedKey', $1::text)) AND d ->> 'encodedKey' = $1`,
    [idDocumentKey],
  );
  return rows[0]?.allowed ?? true;
};
