import type { EncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import { type CustomFieldEntity, isSetId } from '../customFields/definitions.ts';
import { judgedCustomFields } from '../customFields/entityFields.ts';
import { customFieldReference } from '../customFields/reference.ts';
import { type LinkType, refuseNamedInDefinitions, refuseReferred } from '../customFields/refuseReferred.ts';
import type { WriteContext } from '../http/handler.ts';
import type { Entity, EntityTable } from './entity.ts';

/** Which custom fields the entities of a resource have. */
export type ResourceCustomFields = {
  readonly entity: CustomFieldEntity;
  /** The key of the role, product … that usage is about; left out where the kind of record has none. */
  readonly usedBy?: (entity: Entity) => EncodedKey | null;
  /** Refuses that custom fields of this entity are changed at all. */
  readonly refuseChange?: (before: Entity, context: WriteContext) => Rejection | undefined;
};

type WithCustomFields = { readonly table: EntityTable; readonly customFields?: ResourceCustomFields };

/** The entity with its custom fields as they are stored, or why they are refused. */
export const withCustomFields = async (
  { table, customFields }: WithCustomFields,
  before: Entity | undefined,
  after: Entity,
  context: WriteContext,
  keepsUntold: boolean,
  alongside: readonly EncodedKey[] = [],
): Promise<Entity | Rejection> => {
  if (!customFields) return after;
  const { entity, usedBy = () => null, refuseChange } = customFields;
  const judged = await judgedCustomFields(
    {
      table: table.table,
      key: after.encodedKey,
      alongside,
      hosts: new Map([[entity, usedBy(after)]]),
      isMoved: before !== undefined && usedBy(before) !== usedBy(after),
    },
    before,
    after,
    context,
    keepsUntold,
  );
  if (isRejection(judged)) return judged;
  const refusal = before && judged.changed ? refuseChange?.(before, context) : undefined;
  const own = Object.fromEntries(Object.entries(after).filter(([property]) => !isSetId(property)));
  return refusal ?? ({ ...own, ...judged.told } as Entity);
};

/** Refuses that an entity goes to which custom fields link, or which their definitions name, unless it takes itself out of those. */
export const refuseLinked = async (
  {
    linkedBy,
    label,
    isReference,
    removeParts,
  }: {
    readonly linkedBy?: LinkType;
    readonly label: string;
    readonly isReference?: boolean;
    readonly removeParts?: unknown;
  },
  { encodedKey }: Entity,
  { db, reference }: WriteContext,
): Promise<Rejection | undefined> =>
  (isReference && !removeParts ? await refuseNamedInDefinitions(db, encodedKey, `the ${label}`) : undefined) ??
  (linkedBy && refuseReferred(db, reference.get(customFieldReference), linkedBy, encodedKey, `the ${label}`));
