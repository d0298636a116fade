import type { Schemas } from '../../generated/schemas.ts';
import type { EncodedKey } from '../../kernel/encodedKey.ts';

/** The kinds of records that custom fields are defined for. */
export type CustomFieldEntity = NonNullable<Schemas['CustomFieldMeta']['availableFor']>;

export type CustomFieldType = NonNullable<Schemas['CustomFieldMeta']['type']>;

/** Who may see or change the values of a field: everybody, or the users of these roles (and administrators). */
export type FieldRights = { readonly allUsers: boolean; readonly roles: readonly EncodedKey[] };

/** The options of a selection; of a dependent one, those for one value of its parent. */
export type FieldOptions = {
  readonly forSelectionKey?: string | undefined;
  readonly forValue?: string | undefined;
  readonly availableOptions: readonly {
    readonly selectionKey: string;
    readonly value: string;
    readonly score?: number | undefined;
  }[];
};

/** What the field is to one role, product, channel …; a field without any usage is available for all of them. */
export type FieldUsage = { readonly objectKey: string; readonly required: boolean; readonly default: boolean };

/** A custom field as rules read it. */
export type CustomField = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly type: CustomFieldType;
  readonly state: 'ACTIVE' | 'INACTIVE';
  /** Required on every record; usage says it for the records of one kind. */
  readonly required: boolean;
  readonly usage: readonly FieldUsage[];
  readonly unique: boolean;
  /** `@` is a letter, `#` a digit, `$` either. */
  readonly validationPattern: string | null;
  readonly viewRights: FieldRights;
  readonly editRights: FieldRights;
  /** The id of the selection, of the same set, on which the options of this one depend. */
  readonly dependsOn: string | null;
  readonly selectionOptions: readonly FieldOptions[];
};

export type CustomFieldSet = {
  readonly encodedKey: EncodedKey;
  /** Begins with an underscore. */
  readonly id: string;
  readonly availableFor: CustomFieldEntity;
  readonly grouped: boolean;
  readonly fields: ReadonlyMap<string, CustomField>;
};

/** All custom fields of the bank, by the id of their set. */
export type CustomFieldSets = ReadonlyMap<string, CustomFieldSet>;

/** Whose rights are asked. */
export type FieldReader = { readonly administrator: boolean; readonly roleKey: EncodedKey | null };

/** Whether somebody has a right; administrators have all of them. */
export const hasRight = (rights: FieldRights, { administrator, roleKey }: FieldReader): boolean =>
  administrator || rights.allUsers || (roleKey !== null && rights.roles.includes(roleKey));

/** Whether a property's name is one of a custom field set. What every object inherits under such a name is none. */
export const isSetId = (property: string): boolean => property.startsWith('_') && property !== '__proto__';
