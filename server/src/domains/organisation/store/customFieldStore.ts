import type pg from 'pg';
import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { hostTables } from '../../../platform/customFields/hostTables.ts';
import { ownReference } from '../../../platform/reference/referenceLock.ts';
import type {
  CustomFieldDocument,
  CustomFieldHost,
  DefinitionFacts,
  DefinitionProblem,
  FieldDocument,
  OptionsDocument,
  SetDocument,
} from '../rules/customFieldDocument.ts';
import { inTime } from './usage.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** The types of transactions that take custom fields from a request. */
const transactionTypes = ['DEPOSIT', 'WITHDRAWAL', 'TRANSFER', 'DISBURSEMENT', 'REPAYMENT'] as const;

/** What usage of a kind of record names: id and key of each. Kinds that are not here have no kinds of records. */
const usageSources: Partial<Readonly<Record<CustomFieldHost, string>>> = {
  CLIENT: `SELECT id, encoded_key FROM client_role WHERE client_type = 'CLIENT'`,
  GROUP: `SELECT id, encoded_key FROM client_role WHERE client_type = 'GROUP'`,
  LOAN_ACCOUNT: 'SELECT id, encoded_key FROM loan_product',
  DEPOSIT_ACCOUNT: 'SELECT id, encoded_key FROM deposit_product',
  TRANSACTION_CHANNEL: 'SELECT id, encoded_key FROM transaction_channel',
  // Types are named by their own names: they have no keys.
  TRANSACTION_TYPE: `SELECT id, id AS encoded_key FROM unnest('{${transactionTypes.join(',')}}'::text[]) id`,
};

type Named = { readonly id: string; readonly encoded_key: EncodedKey };
type Ids = { readonly keyOf: ReadonlyMap<string, EncodedKey>; readonly idOf: ReadonlyMap<string, string> };

const idsOf = (rows: readonly Named[]): Ids => ({
  keyOf: new Map(rows.map(({ id, encoded_key }) => [id, encoded_key])),
  idOf: new Map(rows.map(({ id, encoded_key }) => [encoded_key, id])),
});

/** Ids and keys of what definitions name: roles, and what usage is about. */
type References = { readonly roles: Ids; readonly usage: ReadonlyMap<CustomFieldHost, Ids> };

const loadReferences = async (db: Queryable): Promise<References> => {
  const roles = await db.query<Named>('SELECT id, encoded_key FROM user_role');
  const usage = new Map<CustomFieldHost, Ids>();
  for (const [host, sql] of Object.entries(usageSources)) {
    usage.set(host as CustomFieldHost, idsOf((await db.query<Named>(sql)).rows));
  }
  return { roles: idsOf(roles.rows), usage };
};

type StoredRights = { readonly allUsers: boolean; readonly roles: readonly EncodedKey[] };
type StoredUsage = { readonly objectKey: string; readonly required: boolean; readonly default: boolean };
type StoredOptions = {
  readonly forSelectionKey?: string;
  readonly forValue?: string;
  readonly availableOptions: readonly {
    readonly selectionKey: string;
    readonly value: string;
    readonly score?: number;
  }[];
};

type SetRow = {
  encoded_key: EncodedKey;
  id: string;
  name: string;
  description: string | null;
  field_set_type: 'STANDARD' | 'GROUPED';
  available_for: CustomFieldHost;
};
type FieldRow = {
  encoded_key: EncodedKey;
  id: string;
  set_key: EncodedKey;
  type: FieldDocument['type'];
  state: FieldDocument['state'];
  display_name: string;
  description: string | null;
  field_size: 'SHORT' | 'LONG';
  is_required: boolean;
  is_default: boolean;
  usage: readonly StoredUsage[];
  is_unique: boolean;
  validation_pattern: string | null;
  view_rights: StoredRights;
  edit_rights: StoredRights;
  depends_on: string | null;
  selection_options: readonly StoredOptions[];
};

const fieldDocument = (row: FieldRow, host: CustomFieldHost, { roles, usage }: References): FieldDocument => {
  const rights = ({ allUsers, roles: keys }: StoredRights): FieldDocument['viewRights'] => ({
    allUsers,
    roles: keys.flatMap((key) => roles.idOf.get(key) ?? []),
  });
  const hasRules = row.type === 'FREE_TEXT';
  return {
    id: row.id,
    type: row.type,
    state: row.state,
    ...(hasRules
      ? {
          validationRules: {
            ...(row.validation_pattern === null ? {} : { validationPattern: row.validation_pattern }),
            unique: row.is_unique,
          },
        }
      : {}),
    displaySettings: {
      displayName: row.display_name,
      ...(row.description === null ? {} : { description: row.description }),
      fieldSize: row.field_size,
    },
    ...(row.usage.length === 0
      ? {}
      : {
          usage: row.usage.flatMap(({ objectKey, required, default: shown }) => {
            const id = usage.get(host)?.idOf.get(objectKey);
            return id === undefined ? [] : [{ id, required, default: shown }];
          }),
        }),
    viewRights: rights(row.view_rights),
    editRights: rights(row.edit_rights),
    ...(row.depends_on === null ? {} : { dependentFieldId: row.depends_on }),
    ...(row.selection_options.length === 0
      ? {}
      : {
          selectionOptions: row.selection_options.map(({ forSelectionKey, availableOptions }) => ({
            ...(forSelectionKey === undefined ? {} : { forSelectionId: forSelectionKey }),
            availableOptions: availableOptions.map(({ selectionKey, value, score }) => ({
              selectionId: selectionKey,
              value,
              ...(score === undefined ? {} : { score }),
            })),
          })),
        }),
    required: row.is_required,
    default: row.is_default,
  };
};

/** All definitions as one document; of some kinds of records only, where they are named. */
export const loadCustomFieldDocument = async (
  db: Queryable,
  availableFor?: readonly CustomFieldHost[],
): Promise<CustomFieldDocument> => {
  const references = await loadReferences(db);
  const { rows: sets } = await db.query<SetRow>(
    'SELECT * FROM custom_field_set WHERE $1::text[] IS NULL OR available_for = ANY($1) ORDER BY available_for, position, id',
    [availableFor ?? null],
  );
  const { rows: fields } = await db.query<FieldRow>(
    `SELECT f.*, p.id AS depends_on FROM custom_field f LEFT JOIN custom_field p ON p.encoded_key = f.dependent_field_key
      ORDER BY f.position, f.id`,
  );
  return {
    customFieldSets: sets.map((set) => ({
      id: set.id,
      name: set.name,
      ...(set.description === null ? {} : { description: set.description }),
      type: set.field_set_type === 'GROUPED' ? 'GROUPED' : 'SINGLE',
      availableFor: set.available_for,
      customFields: fields
        .filter(({ set_key }) => set_key === set.encoded_key)
        .map((row) => fieldDocument(row, set.available_for, references)),
    })),
  };
};

/** What a new document is judged against. */
export const loadDefinitionFacts = async (db: Queryable): Promise<DefinitionFacts> => {
  const { roles, usage } = await loadReferences(db);
  return {
    before: await loadCustomFieldDocument(db),
    roleIds: new Set(roles.keyOf.keys()),
    usageIds: (host) => {
      const ids = usage.get(host);
      return ids ? new Set(ids.keyOf.keys()) : null;
    },
  };
};

/** A field or an option that a document leaves out: what finds records that have it, and what to say when there are some. */
type Loss = {
  readonly host: CustomFieldHost;
  readonly condition: string;
  readonly value: string;
  readonly problem: DefinitionProblem;
};

const valuesOf = (options: readonly OptionsDocument[] | undefined): readonly string[] =>
  (options ?? []).flatMap(({ availableOptions }) => availableOptions.map(({ value }) => value));

const lossesOf = (before: CustomFieldDocument, after: CustomFieldDocument): readonly Loss[] => {
  const losses: Loss[] = [];
  for (const set of before.customFieldSets) {
    const host = set.availableFor;
    const place = after.customFieldSets.findIndex(({ id }) => id === set.id);
    const kept = after.customFieldSets[place]?.customFields ?? [];
    const path = place === -1 ? ['customFieldSets'] : ['customFieldSets', place, 'customFields'];
    for (const field of set.customFields) {
      const index = kept.findIndex(({ id }) => id === field.id);
      if (index === -1) {
        // Lax paths look into the groups of a grouped set too.
        const value = `$."${set.id}"."${field.id}"`;
        const message = `leaves out ${set.id}.${field.id}, which has values; set its state to INACTIVE instead`;
        const problem = { path, reason: 'CUSTOM_FIELD_SET_CHANGE_NOT_ALLOWED', message } as const;
        losses.push({ host, condition: 'jsonb_path_exists(custom_fields, $1::jsonpath)', value, problem });
        continue;
      }
      const left = new Set(valuesOf(kept[index]?.selectionOptions));
      for (const option of valuesOf(field.selectionOptions).filter((each) => !left.has(each))) {
        const values = { [field.id]: option };
        const value = JSON.stringify({ [set.id]: set.type === 'GROUPED' ? [values] : values });
        const message = `leaves out the option ${option}, which is in use`;
        const reason = 'CUSTOM_FIELD_SELECTIONS_OPTION_CANNOT_BE_DELETED';
        const problem = { path: [...path, index, 'selectionOptions'], reason, message } as const;
        losses.push({ host, condition: 'custom_fields @> $1::jsonb', value, problem });
      }
    }
  }
  return losses;
};

const isKept = async (db: Queryable, { host, condition, value }: Loss): Promise<boolean> => {
  for (const table of hostTables[host] ?? []) {
    const { rows } = await db.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT FROM ${table} WHERE custom_fields IS NOT NULL AND ${condition}) AS found`,
      [value],
    );
    if (rows[0]?.found) return true;
  }
  return false;
};

/**
 * Fields and options that a document leaves out though records have values of them. Who is storing such a value at the moment is waited for;
 * what can't be searched through in time counts as a value.
 */
export const lostValues = async (
  db: pg.PoolClient,
  before: CustomFieldDocument,
  after: CustomFieldDocument,
): Promise<readonly DefinitionProblem[]> => {
  const losses = lossesOf(before, after);
  if (losses.length > 0) await ownReference(db);
  const problems: DefinitionProblem[] = [];
  for (const loss of losses) {
    if (await inTime(db, () => isKept(db, loss))) problems.push(loss.problem);
  }
  return problems;
};

const storedOptions = (set: SetDocument, field: FieldDocument): readonly StoredOptions[] => {
  const parent = set.customFields.find(({ id }) => id === field.dependentFieldId);
  const parentOptions = (parent?.selectionOptions ?? []).flatMap(({ availableOptions }) => availableOptions);
  return (field.selectionOptions ?? []).map(({ forSelectionId, availableOptions }) => {
    const forValue = parentOptions.find(({ selectionId }) => selectionId === forSelectionId)?.value;
    return {
      ...(forSelectionId === undefined ? {} : { forSelectionKey: forSelectionId }),
      ...(forValue === undefined ? {} : { forValue }),
      availableOptions: availableOptions.map(({ selectionId, value, score }) => ({
        selectionKey: selectionId,
        value,
        ...(score === undefined ? {} : { score }),
      })),
    };
  });
};

const setColumns = 'name, description, field_set_type, available_for, position';
const fieldColumns = `set_key, type, state, display_name, description, field_size, position, is_required, is_default, usage, is_unique,
  validation_pattern, view_rights, edit_rights, dependent_field_key, selection_options`;

/** Rows by id: new ones are inserted, those that differ replaced. Answers how many. */
const upsert = async (
  db: Queryable,
  table: 'custom_field_set' | 'custom_field',
  columns: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  now: Instant,
): Promise<number> => {
  const excluded = columns.replace(/\w+/g, (column) => `EXCLUDED.${column}`);
  const own = columns.replace(/\w+/g, (column) => `t.${column}`);
  const { rowCount } = await db.query(
    `INSERT INTO ${table} AS t (encoded_key, id, ${columns}, creation_date, last_modified_date)
     SELECT encoded_key, id, ${columns}, $2, $2 FROM jsonb_populate_recordset(NULL::${table}, $1)
     ON CONFLICT (id) DO UPDATE SET (${columns}, last_modified_date) = ROW(${excluded}, EXCLUDED.last_modified_date)
      WHERE ROW(${own}) IS DISTINCT FROM ROW(${excluded})`,
    [JSON.stringify(rows), new Date(now).toISOString()],
  );
  return rowCount ?? 0;
};

/**
 * Makes the definitions those of a document that `definitionProblems` and `lostValues` found nothing wrong with: what it leaves out is removed.
 * Answers whether anything changed; the caller says that reference data did.
 */
export const replaceCustomFields = async (
  db: Queryable,
  document: CustomFieldDocument,
  now: Instant,
): Promise<boolean> => {
  const { roles, usage } = await loadReferences(db);
  const sets = document.customFieldSets;
  const fieldIds = sets.flatMap(({ customFields }) => customFields.map(({ id }) => id));
  const gone = await db.query('DELETE FROM custom_field WHERE id <> ALL($1::text[])', [fieldIds]);
  const goneSets = await db.query('DELETE FROM custom_field_set WHERE id <> ALL($1::text[])', [
    sets.map(({ id }) => id),
  ]);
  const known = await db.query<Named>(
    'SELECT id, encoded_key FROM custom_field_set UNION ALL SELECT id, encoded_key FROM custom_field',
  );
  const keys = new Map<string, EncodedKey>(known.rows.map(({ id, encoded_key }) => [id, encoded_key]));
  const keyOf = (id: string): EncodedKey => {
    const key = keys.get(id) ?? newEncodedKey();
    keys.set(id, key);
    return key;
  };
  const places = new Map<CustomFieldHost, number>();
  const setRows = sets.map((set) => {
    const position = places.get(set.availableFor) ?? 0;
    places.set(set.availableFor, position + 1);
    return {
      encoded_key: keyOf(set.id),
      id: set.id,
      name: set.name,
      description: set.description ?? null,
      field_set_type: set.type === 'GROUPED' ? 'GROUPED' : 'STANDARD',
      available_for: set.availableFor,
      position,
    };
  });
  const rights = ({ allUsers, roles: ids }: FieldDocument['viewRights']): StoredRights => ({
    allUsers,
    roles: ids.flatMap((id) => roles.keyOf.get(id) ?? []),
  });
  const fieldRows = sets.flatMap((set) =>
    set.customFields.map((field, position) => ({
      encoded_key: keyOf(field.id),
      id: field.id,
      set_key: keyOf(set.id),
      type: field.type,
      state: field.state,
      display_name: field.displaySettings.displayName,
      description: field.displaySettings.description ?? null,
      field_size: field.displaySettings.fieldSize,
      position,
      is_required: field.required ?? false,
      is_default: field.default ?? false,
      usage: (field.usage ?? []).flatMap(({ id, required, default: shown }) => {
        const objectKey = usage.get(set.availableFor)?.keyOf.get(id);
        return objectKey === undefined ? [] : [{ objectKey, required, default: shown }];
      }),
      is_unique: field.validationRules?.unique ?? false,
      validation_pattern: field.validationRules?.validationPattern ?? null,
      view_rights: rights(field.viewRights),
      edit_rights: rights(field.editRights),
      dependent_field_key: field.dependentFieldId === undefined ? null : keyOf(field.dependentFieldId),
      selection_options: storedOptions(set, field),
    })),
  );
  const changed =
    (await upsert(db, 'custom_field_set', setColumns, setRows, now)) +
    (await upsert(db, 'custom_field', fieldColumns, fieldRows, now));
  return changed + (gone.rowCount ?? 0) + (goneSets.rowCount ?? 0) > 0;
};
