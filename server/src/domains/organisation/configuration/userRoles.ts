import { permissions } from '../../../generated/permissions.ts';
import { type Collection, collectionSection } from '../../../platform/configuration/collection.ts';
import { getConfiguration, getTemplate, updateConfiguration } from '../../../platform/configuration/section.ts';
import {
  checked,
  group,
  list,
  meaning,
  oneOf,
  optional,
  type Problem,
  parsed,
  required,
  type Shape,
  text,
  truth,
  type Values,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import { userRoles } from '../resources/userRoles.ts';
import type { UserAccess } from '../rules/users.ts';

const known: ReadonlySet<string> = new Set(permissions);

/** Codes, none of them twice. They are written in their alphabetical order, as the API keeps them in any. */
const codes = (entry: Shape<string>): Shape<readonly string[]> =>
  meaning(
    checked(list(entry), (all) =>
      all.flatMap((code, index): readonly Problem[] =>
        all.indexOf(code) < index
          ? [{ path: [index], message: `${code} is there twice`, reason: 'INVALID_PARAMETERS' }]
          : [],
      ),
    ),
    (all) => all,
    (all) => [...all].sort(),
  );

const permission = parsed(
  (code) => (known.has(code) ? code : undefined),
  'the code of a permission, such as CREATE_CLIENT',
  (code) => code,
);

const accessRight = checked(oneOf(['MAMBU', 'MOBILE', 'APIS']), (right): readonly Problem[] =>
  right === 'MOBILE' ? [{ path: [], message: 'MOBILE is not supported yet', reason: 'INVALID_PARAMETERS' }] : [],
);

/** Roles for delivery and support come with a system that has them. */
const never = checked(truth(), (given): readonly Problem[] =>
  given ? [{ path: [], message: 'must be false: only the system gives it', reason: 'INVALID_PARAMETERS' }] : [],
);

const properties = {
  id: required(text({ blank: 'NULL_OR_EMPTY_ID', length: 'INVALID_ROLE_ID' }), 'NULL_OR_EMPTY_ID'),
  name: required(text({ blank: 'MISSING_ROLE_NAME', length: 'INVALID_ROLE_NAME' }), 'MISSING_ROLE_NAME'),
  notes: optional(text({ longest: 10_000, length: 'INVALID_NOTES_LENGTH' })),
  administrator: withDefault(truth(), false),
  creditOfficer: withDefault(truth(), false),
  delivery: withDefault(never, false),
  teller: withDefault(truth(), false),
  support: withDefault(never, false),
  accessRights: withDefault(codes(accessRight), []),
  permissions: withDefault(codes(permission), []),
};

type RoleItem = Values<typeof properties>;

const collection: Collection<RoleItem, undefined> = {
  resource: userRoles,
  label: 'Role',
  item: group(properties),
  idOf: ({ id }) => id,
  duplicate: 'ROLE_ID_ALREADY_IN_USE',
  uniqueNames: true,
  isMine: ({ access }) => {
    const { deliveryAccess, supportAccess } = (access ?? {}) as UserAccess;
    return deliveryAccess !== true && supportAccess !== true;
  },
  facts: () => undefined,
  itemOf: (entity) => {
    const access = (entity.access ?? {}) as UserAccess;
    return {
      ...(entity as unknown as RoleItem),
      administrator: access.administratorAccess === true,
      creditOfficer: access.creditOfficerAccess === true,
      delivery: false,
      teller: access.tellerAccess === true,
      support: false,
      accessRights: [...(access.mambuAccess === true ? ['MAMBU'] : []), ...(access.apiAccess === true ? ['APIS'] : [])],
      permissions: access.permissions ?? [],
    };
  },
  propertiesOf: (item, _facts, before) => ({
    id: item.id,
    name: item.name,
    notes: item.notes,
    access: {
      ...(before?.access as UserAccess | undefined),
      administratorAccess: item.administrator,
      creditOfficerAccess: item.creditOfficer,
      tellerAccess: item.teller,
      mambuAccess: item.accessRights.includes('MAMBU'),
      apiAccess: item.accessRights.includes('APIS'),
      permissions: item.permissions,
    },
  }),
  judge: (items) =>
    items.flatMap(({ name }, index): readonly Problem[] =>
      items.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) < index
        ? [{ path: [index, 'name'], message: `${name} is there twice`, reason: 'ROLE_NAME_ALREADY_IN_USE' }]
        : [],
    ),
};

const section = collectionSection(collection, 'roles', {
  empty: 'ROLES_CONFIGURATION_EMPTY',
  nullEntry: 'NULL_OR_EMPTY_ID',
});

/** The roles of users as one document, without those that come with the system. */
export const getUserRolesConfiguration = getConfiguration('getUserRolesConfiguration', section);

/** A document to start from: every property that roles have. */
export const getUserRolesConfigurationTemplate = getTemplate('getUserRolesConfigurationTemplate', section);

/** Brings the roles in line with a document. One that is left out goes, unless somebody or something names it. */
export const updateUserRolesConfiguration = updateConfiguration('updateUserRolesConfiguration', section);
