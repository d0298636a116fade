import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkId, isBlank } from './texts.ts';
import { type ActingUser, checkPermissions, checkTeller, type UserAccess } from './users.ts';

/** A role as requests carry it. */
export type RoleInput = {
  readonly id?: string | undefined;
  readonly name: string;
  readonly access?: UserAccess | undefined;
};

/** Judges a role on its own; whether id and name are free is the store's affair. */
export const checkRole = (
  { id, name, access }: RoleInput,
  knownPermissions: ReadonlySet<string>,
): Rejection | undefined =>
  (id === undefined
    ? undefined
    : checkId(id, { blank: 'INVALID_ROLE_ID', length: 'INVALID_ROLE_ID', signs: 'INVALID_CHARACTERS_IN_ROLE_ID' })) ??
  (isBlank(name) ? reject('MISSING_ROLE_NAME', 'name may not be blank') : undefined) ??
  checkPermissions(access ?? {}, knownPermissions) ??
  checkTeller(access ?? {});

const isAdministrators = (access: UserAccess | undefined): boolean => access?.administratorAccess === true;

/** Only administrators make, change or delete a role that gives all rights. `before` is null for a new role, `after` for one that goes. */
export const checkRoleStanding = (
  actor: Pick<ActingUser, 'administrator'>,
  before: UserAccess | null,
  after: UserAccess | null,
): Rejection | undefined => {
  if (actor.administrator) return undefined;
  if (isAdministrators(before ?? undefined)) {
    return reject(
      'NOT_ENOUGH_PRIVILDGES_FOR_CHANGING_USER_SETTINGS',
      'only an administrator may change a role with access.administratorAccess',
    );
  }
  return isAdministrators(after ?? undefined)
    ? reject('NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER', 'only an administrator may give access.administratorAccess')
    : undefined;
};

/**
 * Refuses to take administratorAccess from a role when no active administrator would be left, or not the one who does it. `left` are the
 * administrators who do not depend on the role.
 */
export const checkAdministratorsLeft = (
  actor: { readonly kind: string; readonly userKey: string },
  left: readonly string[],
): Rejection | undefined => {
  if (left.length === 0) {
    return reject('CANNOT_DEACTIVATE_LAST_USER', 'access.administratorAccess: nobody else would be an administrator');
  }
  return actor.kind === 'USER' && !left.includes(actor.userKey)
    ? reject('REMOVED_ADMIN_FOR_CURRENT_USER', 'administrators cannot take their own administratorAccess away')
    : undefined;
};
