import { permissions } from '../../../generated/permissions.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { type Entity, json, key, text, utc } from '../../../platform/resources/entity.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import {
  createOperation,
  deleteOperation,
  patchOperation,
  updateOperation,
} from '../../../platform/resources/writes.ts';
import { checkAdministratorsLeft, checkRole, checkRoleStanding, type RoleInput } from '../rules/roles.ts';
import type { UserAccess } from '../rules/users.ts';
import { administratorsWithout, isRoleUsed, officersByRole } from '../store/roleStore.ts';
import { haveCustomers } from '../store/userStore.ts';
import { entityId } from './entityId.ts';

type Role = Entity & RoleInput & { readonly access?: UserAccess };

const knownPermissions: ReadonlySet<string> = new Set(permissions);

/** What the id of a role is drawn from that comes without one. */
const idPattern = '@@@######';

const create = async (body: Readonly<Record<string, unknown>>, context: WriteContext): Promise<Entity | Rejection> => {
  const role = body as Role;
  const access = role.access ?? {};
  const refusal = checkRole(role, knownPermissions) ?? checkRoleStanding(context.principal, null, access);
  if (refusal) return refusal;
  const id = await entityId(context.db, 'user_role', { given: role.id, pattern: idPattern });
  return isRejection(id) ? id : { ...role, id, access };
};

const update = async (stored: Entity, wanted: Entity, context: WriteContext): Promise<Entity | Rejection> => {
  const before = stored as Role;
  const { deliveryAccess, supportAccess } = before.access ?? {};
  const role = wanted as Role;
  const after: Role = {
    ...role,
    id: role.id ?? before.id,
    // What only the system gives stays; requests can't carry it.
    access: {
      ...role.access,
      ...(deliveryAccess === undefined ? {} : { deliveryAccess }),
      ...(supportAccess === undefined ? {} : { supportAccess }),
    },
  };
  const refusal =
    checkRole(after, knownPermissions) ??
    checkRoleStanding(context.principal, before.access ?? null, after.access ?? null);
  if (refusal) return refusal;
  const losesOfficers = before.access?.creditOfficerAccess === true && after.access?.creditOfficerAccess !== true;
  if (losesOfficers && (await haveCustomers(context.db, await officersByRole(context.db, before.encodedKey)))) {
    return reject(
      'CREDIT_OFFICER_PROPERTY_REMOVED_FROM_ROLE',
      'access.creditOfficerAccess: users with this role look after customers; give those to others first',
    );
  }
  const losesAdministrators = before.access?.administratorAccess === true && after.access?.administratorAccess !== true;
  return (
    (losesAdministrators
      ? checkAdministratorsLeft(context.principal, await administratorsWithout(context.db, before.encodedKey))
      : undefined) ?? after
  );
};

const remove = async (entity: Entity, { db, principal }: WriteContext): Promise<Rejection | undefined> => {
  const role = entity as Role;
  const forbidden = checkRoleStanding(principal, role.access ?? null, null);
  if (forbidden) return forbidden;
  return (await isRoleUsed(db, role.encodedKey))
    ? reject('ROLE_IN_USE', `users, API consumers or transaction channels have the role ${String(role.id)}`)
    : undefined;
};

/** The roles of users. */
export const userRoles: Resource = {
  table: {
    type: 'USER_ROLE',
    table: 'user_role',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      name: text('name'),
      notes: text('notes'),
      access: json('access'),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
  },
  schema: 'Role',
  notFound: 'INVALID_ROLE_ID',
  label: 'user role',
  isReference: true,
  rules: { create, update, remove },
};

export const getUserRoles = listOperation('getUserRoles', userRoles);
export const getUserRole = getOperation('getUserRole', userRoles);
export const createUserRole = createOperation('createUserRole', userRoles);
export const updateUserRole = updateOperation('updateUserRole', userRoles);
export const patchUserRole = patchOperation('patchUserRole', userRoles);
export const deleteUserRole = deleteOperation('deleteUserRole', userRoles);
