import type pg from 'pg';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import { referenceSlot } from '../reference/referenceCache.ts';
import type { CustomField, CustomFieldEntity, CustomFieldSet, CustomFieldSets } from './definitions.ts';

type SetRow = { encoded_key: EncodedKey; id: string; available_for: CustomFieldEntity; field_set_type: string };
type FieldRow = {
  encoded_key: EncodedKey;
  id: string;
  set_key: EncodedKey;
  type: CustomField['type'];
  state: CustomField['state'];
  is_required: boolean;
  usage: CustomField['usage'];
  is_unique: boolean;
  validation_pattern: string | null;
  view_rights: CustomField['viewRights'];
  edit_rights: CustomField['editRights'];
  depends_on: string | null;
  selection_options: CustomField['selectionOptions'];
};

const fieldOf = (row: FieldRow): CustomField => ({
  encodedKey: row.encoded_key,
  id: row.id,
  type: row.type,
  state: row.state,
  required: row.is_required,
  usage: row.usage,
  unique: row.is_unique,
  validationPattern: row.validation_pattern,
  viewRights: row.view_rights,
  editRights: row.edit_rights,
  dependsOn: row.depends_on,
  selectionOptions: row.selection_options,
});

const load = async (db: Pick<pg.Pool, 'query'>): Promise<CustomFieldSets> => {
  const { rows: sets } = await db.query<SetRow>('SELECT * FROM custom_field_set ORDER BY position, id');
  if (sets.length === 0) return new Map();
  const { rows: fields } = await db.query<FieldRow>(
    `SELECT f.*, p.id AS depends_on FROM custom_field f LEFT JOIN custom_field p ON p.encoded_key = f.dependent_field_key
      ORDER BY f.position, f.id`,
  );
  return new Map(
    sets.map((set): [string, CustomFieldSet] => [
      set.id,
      {
        encodedKey: set.encoded_key,
        id: set.id,
        availableFor: set.available_for,
        grouped: set.field_set_type === 'GROUPED',
        fields: new Map(fields.filter((row) => row.set_key === set.encoded_key).map((row) => [row.id, fieldOf(row)])),
      },
    ]),
  );
};

/** The definitions of custom fields as rules read them. */
export const customFieldReference = referenceSlot<CustomFieldSets>('customFields', load);
