import type { EncodedKey } from '../../../kernel/encodedKey.ts';

/** A file of an identification document as `attachmentsOf` tells it, its moments in milliseconds. */
export type StoredAttachment = {
  readonly encodedKey: EncodedKey;
  readonly id: number;
  readonly ownerKey: EncodedKey;
  readonly name: string;
  readonly notes?: string;
  readonly fileName: string;
  readonly fileSize: number;
  readonly type: string;
  readonly creationDate: number;
  readonly lastModifiedDate: number;
};

const hex = (column: string): string => `replace(${column}::text, '-', '')`;
const milliseconds = (column: string): string => `round(extract(epoch FROM ${column}) * 1000)`;

/** The files of the identification documents of a client `t`, oldest first, by the keys of those documents; null where none has any. */
export const attachmentsOf = `SELECT jsonb_object_agg(f.owner, f.files)
   FROM (SELECT ${hex('d.owner_key')} AS owner,
                jsonb_agg(jsonb_strip_nulls(jsonb_build_object('encodedKey', ${hex('d.encoded_key')}, 'id', d.id, 'ownerKey', ${hex('d.owner_key')},
                  'name', d.name, 'notes', d.notes, 'fileName', d.file_name, 'fileSize', d.file_size, 'type', d.type,
                  'creationDate', ${milliseconds('d.creation_date')}, 'lastModifiedDate', ${milliseconds('d.last_modified_date')})) ORDER BY d.id) AS files
           FROM jsonb_array_elements(t.id_documents) AS i JOIN document d ON d.owner_key = (i ->> 'encodedKey')::uuid
          WHERE d.owner_type = 'ID_DOCUMENT' GROUP BY d.owner_key) f`;
