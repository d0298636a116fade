import { isRejection } from '../../../kernel/rejection.ts';
import { type Collection, itemsOf, planAll, planCollection } from '../../../platform/configuration/collection.ts';
import {
  getConfiguration,
  type Plan,
  type Section,
  updateConfiguration,
} from '../../../platform/configuration/section.ts';
import {
  checked,
  group,
  list,
  listDocument,
  oneOf,
  optional,
  type Path,
  type Problem,
  required,
  text,
  truth,
  type Values,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import type { ReadContext, WriteContext } from '../../../platform/http/handler.ts';
import { findEntity } from '../../../platform/resources/pathEntity.ts';
import { changeGeneralSetup, organisationReference } from '../../organisation/index.ts';
import { clientReference } from '../reference.ts';
import { clientRoles } from '../resources/clientRoles.ts';

const holderTypes = ['CLIENT', 'GROUP'] as const;
type HolderType = (typeof holderTypes)[number];

const properties = {
  id: required(text({ blank: 'CLIENT_ROLE_BLANK_ID', length: 'CLIENT_ROLE_ID_LENGTH' }), 'CLIENT_ROLE_BLANK_ID'),
  name: required(
    text({ blank: 'CLIENT_ROLE_BLANK_NAME', length: 'CLIENT_ROLE_NAME_LENGTH' }),
    'CLIENT_ROLE_BLANK_NAME',
  ),
  description: optional(text({ length: 'CLIENT_ROLE_DESCRIPTION_LENGTH' })),
  idPattern: optional(text({ longest: 32, length: 'CLIENT_ROLE_ID_TEMPLATE_LENGTH' })),
  canOpenAccounts: withDefault(truth(), false),
  canGuarantee: withDefault(truth(), false),
  requireIdentificationDocuments: optional(truth()),
  useDefaultAddress: withDefault(truth(), false),
};

type RoleItem = Values<typeof properties>;

const role = group(properties);

type RolesOfType = { readonly type: HolderType; readonly defaultRole: RoleItem; readonly roles: readonly RoleItem[] };

/** The roles of a type, the one that is had without being asked for first. */
const allOf = ({ defaultRole, roles }: RolesOfType): readonly RoleItem[] => [defaultRole, ...roles];

/** Where a role of `allOf` stands below its type. */
const placeIn = (index: number): Path => (index === 0 ? ['defaultRole'] : ['roles', index - 1]);

const problemsOfType = (entry: RolesOfType): readonly Problem[] =>
  allOf(entry).flatMap((item, index): readonly Problem[] => {
    const place = placeIn(index);
    const problems: Problem[] = [];
    if (entry.type === 'GROUP' && item.requireIdentificationDocuments === true) {
      problems.push({
        path: [...place, 'requireIdentificationDocuments'],
        message: 'is for clients only: groups have no identification documents',
        reason: 'CLIENT_ROLE_IDENTIFICATION_DOCUMENT_ERROR',
      });
    }
    if (allOf(entry).findIndex(({ name }) => name === item.name) < index) {
      problems.push({ path: [...place, 'name'], message: 'is there twice', reason: 'CLIENT_ROLE_DUPLICATE_NAME' });
    }
    return problems;
  });

const rolesOfType = checked<RolesOfType>(
  group({
    type: required(oneOf(holderTypes), 'CLIENT_ROLE_BLANK_TYPE'),
    defaultRole: required(role, 'CLIENT_ROLE_DEFAULT_ROLE_REQUIRED'),
    roles: withDefault(list(role, 'CLIENT_ROLE_NULL_ROLES'), []),
  }),
  problemsOfType,
);

const documentShape = listDocument(
  'rolesConfiguration',
  checked(list(rolesOfType, 'CLIENT_ROLE_NULL_ROLES_CONFIG'), (all) => {
    const ids = new Set<string>();
    return all.flatMap((entry, index): readonly Problem[] => {
      const isAgain = all.findIndex(({ type }) => type === entry.type) < index;
      const twice = allOf(entry).flatMap(({ id }, place): readonly Problem[] => {
        if (!ids.has(id)) {
          ids.add(id);
          return [];
        }
        const path = [index, ...placeIn(place), 'id'];
        return [{ path, message: `${id} is there twice`, reason: 'CLIENT_ROLE_DUPLICATE_ID' }];
      });
      return isAgain
        ? [{ path: [index, 'type'], message: `${entry.type} is there twice`, reason: 'CLIENT_ROLE_DUPLICATE_TYPES' }]
        : twice;
    });
  }),
  'CLIENT_ROLE_EMPTY_CONFIGURATION',
);

type Types = ReadonlyMap<string, HolderType>;

/** The roles of one type. What the contract calls requireID is told of clients only. */
const collectionOf = (type: HolderType): Collection<RoleItem, Types> => ({
  resource: clientRoles,
  label: 'ClientRole',
  item: role,
  idOf: ({ id }) => id,
  duplicate: 'CLIENT_ROLE_DUPLICATE_ID',
  isMine: ({ clientType }) => clientType === type,
  facts: (_context, entities) => new Map(entities.map(({ id, clientType }) => [String(id), clientType as HolderType])),
  itemOf: (entity) => ({
    ...(entity as unknown as RoleItem),
    requireIdentificationDocuments: type === 'CLIENT' ? entity.requireID === true : undefined,
  }),
  propertiesOf: (item) => ({
    id: item.id,
    name: item.name,
    description: item.description,
    idPattern: item.idPattern,
    clientType: type,
    canOpenAccounts: item.canOpenAccounts,
    canGuarantee: item.canGuarantee,
    requireID: item.requireIdentificationDocuments ?? false,
    useDefaultAddress: item.useDefaultAddress,
  }),
  judge: (items, types) =>
    items.flatMap(({ id }, index): readonly Problem[] =>
      (types.get(id) ?? type) === type
        ? []
        : [{ path: [index, 'id'], message: `${id} is a role of the other type`, reason: 'CLIENT_ROLE_DUPLICATE_ID' }],
    ),
});

const defaultRoleOf = { CLIENT: 'defaultClientRoleKey', GROUP: 'defaultGroupRoleKey' } as const;

const loadType = async (type: HolderType, context: ReadContext): Promise<readonly RolesOfType[]> => {
  const roles = await itemsOf(collectionOf(type), context);
  const defaultKey = context.reference.get(organisationReference).generalSetup[defaultRoleOf[type]];
  const defaultId =
    defaultKey === null ? undefined : context.reference.get(clientReference).roles.byKey.get(defaultKey)?.id;
  const defaultRole = roles.find(({ id }) => id === defaultId);
  return defaultRole ? [{ type, defaultRole, roles: roles.filter((item) => item !== defaultRole) }] : [];
};

/** Brings the roles of one type in line with the document, and then says which of them is the default one. */
const planType = async (entry: RolesOfType, index: number, context: WriteContext): Promise<Plan> => {
  const { type, defaultRole } = entry;
  const items = allOf(entry).map((item) => ({
    ...item,
    requireIdentificationDocuments: type === 'CLIENT' ? (item.requireIdentificationDocuments ?? false) : undefined,
  }));
  const path = ['rolesConfiguration', index];
  const plan = await planCollection(collectionOf(type), items, path, context, (place) => [...path, ...placeIn(place)]);
  return {
    problems: plan.problems,
    apply: async () => {
      const warnings = await plan.apply();
      if (isRejection(warnings)) return warnings;
      const stored = await findEntity(clientRoles, defaultRole.id, context);
      if (isRejection(stored)) return stored;
      await changeGeneralSetup({ [defaultRoleOf[type]]: stored.encodedKey }, context);
      return warnings;
    },
  };
};

const section: Section<readonly RolesOfType[]> = {
  shape: documentShape,
  empty: 'CLIENT_ROLE_EMPTY_CONFIGURATION',
  load: async (context, { type: asked }) => {
    const wanted = holderTypes.filter((type) => asked === undefined || (asked as readonly string[]).includes(type));
    const entries: RolesOfType[] = [];
    for (const type of wanted) entries.push(...(await loadType(type, context as ReadContext)));
    return entries;
  },
  plan: async (entries, context) => {
    const plans: Plan[] = [];
    for (const [index, entry] of entries.entries()) plans.push(await planType(entry, index, context));
    return planAll(plans);
  },
};

/** The roles of clients and of groups as one document, or those of the asked types. */
export const getClientRolesConfiguration = getConfiguration('getClientRolesConfiguration', section);

/**
 * Brings the roles in line with a document. A role that is left out goes, unless somebody has it; a type that is left out keeps its roles, as
 * a document may be asked for one type.
 */
export const updateClientRolesConfiguration = updateConfiguration('updateClientRolesConfiguration', section);
