import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { boolean, type Entity, enumeration, key, text, utc } from '../../../platform/resources/entity.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { checkId, checkIdPattern, isUsedAs } from '../../organisation/index.ts';

type Role = Entity & { readonly id: string; readonly idPattern?: string };

const judged = (role: Role, before: Entity | undefined): Entity | Rejection =>
  (role.id === before?.id
    ? undefined
    : checkId(role.id, { blank: 'CLIENT_ROLE_BLANK_ID', length: 'CLIENT_ROLE_ID_LENGTH' })) ??
  (role.idPattern === undefined
    ? undefined
    : checkIdPattern(role.idPattern, 'idPattern', 'CLIENT_ROLE_ID_TEMPLATE_FORMAT')) ??
  role;

/** The roles of clients and of groups. Their configuration document makes and changes them. */
export const clientRoles: Resource = {
  table: {
    type: 'CLIENT_ROLE',
    table: 'client_role',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      name: text('name'),
      description: text('description'),
      clientType: enumeration('client_type'),
      canOpenAccounts: boolean('can_open_accounts'),
      canGuarantee: boolean('can_guarantee'),
      useDefaultAddress: boolean('use_default_address'),
      requireID: boolean('require_id'),
      idPattern: text('id_pattern'),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date', { internal: true }),
    },
  },
  schema: 'ClientRole',
  notFound: 'INVALID_CLIENT_ROLE_KEY',
  label: 'client role',
  isReference: true,
  rules: {
    create: (body) => judged(body as Role, undefined),
    update: (before, after) => judged(after as Role, before),
    remove: async ({ encodedKey }, { db }) =>
      (await isUsedAs(db, ['client_role_key', 'group_role_key'], encodedKey))
        ? reject('ROLE_IN_USE', 'clients or groups have this role')
        : undefined,
  },
};
