import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { type Entity, key, text, utc } from '../../../platform/resources/entity.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { checkId, isBlank } from '../../organisation/index.ts';
import { isRoleNameUsed } from '../store/groupRoleNames.ts';

const longestName = 255;

const judged = (entity: Entity, before: Entity | undefined): Entity | Rejection => {
  const id = String(entity.id ?? '');
  const name = String(entity.name ?? '');
  const refusal =
    id === before?.id
      ? undefined
      : checkId(id, { blank: 'GROUP_ROLE_NAME_BLANK_ID', length: 'GROUP_ROLE_NAME_ID_LENGTH' });
  if (refusal) return refusal;
  if (isBlank(name)) return reject('GROUP_ROLE_NAME_BLANK_NAME', 'name may not be blank');
  return name.length > longestName
    ? reject('GROUP_ROLE_NAME_LENGTH', `name may have at most ${longestName} characters`)
    : { ...entity, id, name };
};

/**
 * The names of roles that members have in groups. No operation of the API edits one: the configuration document does, with this declaration's
 * rules.
 */
export const groupRoleNames: Resource = {
  table: {
    type: 'GROUP_ROLE_NAME',
    table: 'group_role_name',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      name: text('name'),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
  },
  schema: 'GroupRoleNamesConfiguration',
  notFound: 'INVALID_GROUP_ROLE_NAME_KEY',
  label: 'group role name',
  isReference: true,
  rules: {
    create: (body) => judged(body as Entity, undefined),
    update: (before, after) => judged(after, before),
    remove: async (entity: Entity, { db }: WriteContext): Promise<Rejection | undefined> =>
      (await isRoleNameUsed(db, entity.encodedKey))
        ? reject('INVALID_GROUP_ROLE_NAME_KEY', `the role name ${String(entity.id)} is used by members of groups`)
        : undefined,
  },
};
