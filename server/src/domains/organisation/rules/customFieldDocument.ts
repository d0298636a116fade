import type { ErrorReason } from '../../../generated/errors.ts';
import type { Schemas } from '../../../generated/schemas.ts';

export type CustomFieldKind = NonNullable<Schemas['CustomFieldMeta']['type']>;
export type CustomFieldHost = NonNullable<Schemas['CustomFieldMeta']['availableFor']>;

export type RightsDocument = { readonly allUsers: boolean; readonly roles: readonly string[] };

export type OptionsDocument = {
  readonly forSelectionId?: string | undefined;
  readonly availableOptions: readonly {
    readonly selectionId: string;
    readonly value: string;
    readonly score?: number | undefined;
  }[];
};

export type UsageDocument = { readonly id: string; readonly required: boolean; readonly default: boolean };

/** One definition, the way the configuration spells it: roles, products and channels by their ids. */
export type FieldDocument = {
  readonly id: string;
  readonly type: CustomFieldKind;
  readonly state: 'ACTIVE' | 'INACTIVE';
  readonly validationRules?:
    | { readonly validationPattern?: string | undefined; readonly unique?: boolean | undefined }
    | undefined;
  readonly displaySettings: {
    readonly displayName: string;
    readonly description?: string | undefined;
    readonly fieldSize: 'SHORT' | 'LONG';
  };
  readonly usage?: readonly UsageDocument[] | undefined;
  readonly viewRights: RightsDocument;
  readonly editRights: RightsDocument;
  readonly dependentFieldId?: string | undefined;
  readonly selectionOptions?: readonly OptionsDocument[] | undefined;
  readonly required?: boolean | undefined;
  readonly default?: boolean | undefined;
};

export type SetDocument = {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly type: 'SINGLE' | 'GROUPED';
  readonly availableFor: CustomFieldHost;
  readonly customFields: readonly FieldDocument[];
};

/** All custom fields of the bank, sets and fields in the order in which they are displayed. */
export type CustomFieldDocument = { readonly customFieldSets: readonly SetDocument[] };

/** What is wrong with a document, and where: names of properties and places in lists. */
export type DefinitionProblem = {
  readonly path: readonly (string | number)[];
  readonly reason: ErrorReason;
  readonly message: string;
};

/** What a document is judged against. */
export type DefinitionFacts = {
  readonly before: CustomFieldDocument;
  readonly roleIds: ReadonlySet<string>;
  /** The ids of the roles, products, channels … that usage can name; null for kinds of records that have none. */
  readonly usageIds: (host: CustomFieldHost) => ReadonlySet<string> | null;
};
