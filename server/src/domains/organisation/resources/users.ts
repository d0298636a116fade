import { permissions } from '../../../generated/permissions.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { hashPassword } from '../../../platform/auth/passwords.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import {
  boolean,
  type Entity,
  enumeration,
  integer,
  json,
  key,
  text,
  utc,
} from '../../../platform/resources/entity.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import {
  createOperation,
  deleteOperation,
  patchOperation,
  updateOperation,
} from '../../../platform/resources/writes.ts';
import {
  checkOwnReach,
  checkPassword,
  checkStandingChange,
  checkUser,
  losesAdministrator,
  onlyAdministratorsMakeAdministrators,
  type UserAccess,
  type UserInput,
  type UserStanding,
} from '../rules/users.ts';
import { hasAssignedEntities, hasOtherAdministrator, haveCustomers, ofBranch } from '../store/userStore.ts';
import { branchNamed } from './branchNamed.ts';
import { refuseWithAttached } from './refuseWithAttached.ts';
import { type AccessHolder, isAdministrator, isCreditOfficer, resolveAccess, tellRole } from './resolveAccess.ts';

type User = Entity &
  UserInput &
  AccessHolder & {
    readonly userState?: UserStanding['state'];
  };

const knownPermissions: ReadonlySet<string> = new Set(permissions);

const resolved = (user: User, before: User | null, context: WriteContext): User | Rejection => {
  const access = resolveAccess(user, before, 'INVALID_USER_ROLE_KEY', context);
  if (isRejection(access)) return access;
  const { roleKey: _previous, assignedBranchKey: _named, ...rest } = user;
  return { ...rest, ...access };
};

const standingOf = (user: User, context: WriteContext): UserStanding => ({
  userKey: user.encodedKey,
  state: user.userState ?? 'ACTIVE',
  administrator: isAdministrator(user, context),
});

const create = async (body: Readonly<Record<string, unknown>>, context: WriteContext): Promise<Entity | Rejection> => {
  const { password, ...draft } = body as User & { readonly password: string };
  const refusal = checkUser(draft, knownPermissions) ?? checkPassword(password);
  if (refusal) return refusal;
  const user = resolved({ ...draft, userState: 'ACTIVE' }, null, context);
  if (isRejection(user)) return user;
  if (standingOf(user, context).administrator && !context.principal.administrator) {
    return onlyAdministratorsMakeAdministrators();
  }
  return {
    ...user,
    passwordHash: await hashPassword(password),
    failedLogins: 0,
    twoFactorAuthentication: user.twoFactorAuthentication ?? false,
  };
};

/** Rights that only the system gives keep their stored values, which requests can't carry. */
const systemAccess = ({ deliveryAccess, supportAccess }: UserAccess): UserAccess => ({
  ...(deliveryAccess === undefined ? {} : { deliveryAccess }),
  ...(supportAccess === undefined ? {} : { supportAccess }),
});

const update = async (stored: Entity, wanted: Entity, context: WriteContext): Promise<Entity | Rejection> => {
  const before = stored as User;
  const after = { ...(wanted as User), userState: (wanted as User).userState ?? before.userState ?? 'ACTIVE' };
  const refusal = checkUser(after, knownPermissions);
  if (refusal) return refusal;
  if (after.username !== before.username) {
    return reject('FIELD_IS_NOT_EDITABLE', 'username cannot be changed once the user exists');
  }
  const user = resolved({ ...after, access: { ...after.access, ...systemAccess(before.access) } }, before, context);
  if (isRejection(user)) return user;
  const [from, to] = [standingOf(before, context), standingOf(user, context)];
  const forbidden = checkStandingChange(context.principal, from, to);
  if (forbidden) return forbidden;
  if (losesAdministrator(from, to) && !(await hasOtherAdministrator(context.db, user.encodedKey))) {
    return reject('CANNOT_DEACTIVATE_LAST_USER', `${user.username} is the last active administrator`);
  }
  const losesCustomers = isCreditOfficer(before, context) && !isCreditOfficer(user, context);
  if (losesCustomers && (await haveCustomers(context.db, [user.encodedKey]))) {
    return reject(
      'CREDIT_OFFICER_PROPERTY_REMOVED',
      `access.creditOfficerAccess: ${user.username} looks after customers; give those to others first`,
    );
  }
  // Whoever lets a user in again lets him start anew.
  const unlocked = from.state !== 'ACTIVE' && to.state === 'ACTIVE' ? { failedLogins: 0 } : {};
  return { ...user, ...unlocked, twoFactorAuthentication: user.twoFactorAuthentication ?? false };
};

const remove = async (entity: Entity, context: WriteContext): Promise<Rejection | undefined> => {
  const user = entity as User;
  const standing = standingOf(user, context);
  const forbidden =
    checkStandingChange(context.principal, standing, null) ?? checkOwnReach(context.principal.reach, user);
  if (forbidden) return forbidden;
  if (losesAdministrator(standing, null) && !(await hasOtherAdministrator(context.db, user.encodedKey))) {
    return reject('CANNOT_DELETE_LAST_USER', `${user.username} is the last active administrator`);
  }
  if (await hasAssignedEntities(context.db, user.encodedKey)) {
    return reject(
      'CANNOT_DELETE_USED_USER',
      `${user.username} has clients, accounts or tasks assigned; set userState INACTIVE instead`,
    );
  }
  return refuseWithAttached(context.db, [user.encodedKey], `user ${user.username}`);
};

const users: Resource = {
  table: {
    type: 'USER',
    table: 'app_user',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id', { generated: true }),
      username: text('username'),
      passwordHash: text('password_hash', { internal: true }),
      firstName: text('first_name'),
      lastName: text('last_name'),
      title: text('title'),
      email: text('email'),
      homePhone: text('home_phone'),
      mobilePhone: text('mobile_phone'),
      language: enumeration('language'),
      notes: text('notes'),
      userState: enumeration('user_state'),
      failedLogins: integer('failed_logins', { internal: true }),
      assignedBranchKey: key('assigned_branch_key'),
      roleKey: key('role_key', { internal: true }),
      access: json('access'),
      transactionLimits: json('transaction_limits'),
      twoFactorAuthentication: boolean('two_factor_authentication'),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
      lastLoggedInDate: utc('last_logged_in_date'),
    },
    customFields: true,
  },
  schema: 'User',
  notFound: 'INVALID_USER_ID',
  label: 'user',
  isReference: true,
  linkedBy: 'USER_LINK',
  customFields: { entity: 'USER' },
  listing: {
    defaultOrder: 't.id',
    sortable: ['id', 'username', 'firstName', 'lastName', 'creationDate', 'lastModifiedDate'],
  },
  rules: { create, update, remove },
  present: (entity, context) => {
    const { access, roleKey } = entity as User;
    return {
      ...entity,
      // The contract requires both, and users of the first start were made without them.
      access: {
        ...access,
        canManageAllBranches: access.canManageAllBranches ?? false,
        canManageEntitiesAssignedToOtherOfficers: access.canManageEntitiesAssignedToOtherOfficers ?? false,
      },
      ...tellRole(roleKey, context),
    };
  },
};

export const getUsers = listOperation('getUsers', users, ({ branchId, branchIdType }, context) => {
  if (branchId === undefined) return [];
  const branch = branchNamed(String(branchId), context);
  if (isRejection(branch)) return branch;
  return [ofBranch(branch.encodedKey, branchIdType === 'MANAGE' ? 'MANAGE' : 'ASSIGNED')];
});
export const getUser = getOperation('getUser', users);
export const createUser = createOperation('createUser', users);
export const updateUser = updateOperation('updateUser', users);
export const patchUser = patchOperation('patchUser', users);
export const deleteUser = deleteOperation('deleteUser', users);
