import { type Collection, collectionSection } from '../../../platform/configuration/collection.ts';
import { getConfiguration, updateConfiguration } from '../../../platform/configuration/section.ts';
import { group, required, text, type Values } from '../../../platform/configuration/shape.ts';
import { groupRoleNames } from '../resources/groupRoleNames.ts';

const properties = {
  id: required(
    text({ blank: 'GROUP_ROLE_NAME_BLANK_ID', length: 'GROUP_ROLE_NAME_ID_LENGTH' }),
    'GROUP_ROLE_NAME_BLANK_ID',
  ),
  name: required(
    text({ blank: 'GROUP_ROLE_NAME_BLANK_NAME', length: 'GROUP_ROLE_NAME_LENGTH' }),
    'GROUP_ROLE_NAME_BLANK_NAME',
  ),
};

type RoleNameItem = Values<typeof properties>;

const collection: Collection<RoleNameItem, undefined> = {
  resource: groupRoleNames,
  label: 'GroupRoleName',
  item: group(properties),
  idOf: ({ id }) => id,
  duplicate: 'GROUP_ROLE_NAME_DUPLICATE_ID',
  facts: () => undefined,
  itemOf: (entity) => entity as unknown as RoleNameItem,
  propertiesOf: ({ id, name }) => ({ id, name }),
};

const section = collectionSection(collection, 'groupRoleNames', {
  empty: 'GROUP_ROLE_NAMES_EMPTY_CONFIGURATION',
  nullEntry: 'GROUP_ROLE_NAMES_NULL_CONFIG',
});

/** The names of the roles that members have in groups, as one document. */
export const getGroupRoleNamesConfiguration = getConfiguration('getGroupRoleNamesConfiguration', section);

/** Brings the role names in line with a document. One that is left out goes, unless a member of a group has it. */
export const updateGroupRoleNamesConfiguration = updateConfiguration('updateGroupRoleNamesConfiguration', section);
