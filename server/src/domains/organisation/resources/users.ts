import { permissions } from '../../../generated/permissions.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { hashPassword } from '../../../platform/auth/passwords.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { boolean, type Entity, enumeration, json, key, text, utc } from '../../../platform/resources/entity.ts';
import {
  createOperation,
  deleteOperation,
  getOperation,
  listOperation,
  patchOperation,
  type Resource,
  updateOperation,
} from '../../../platform/resources/resource.ts';
import { organisationReference } from '../reference.ts';
import {
  checkPassword,
  checkStandingChange,
  checkUser,
  losesAdministrator,
  onlyAdministratorsMakeAdministrators,
  type UserAccess,
  type UserInput,
  type UserStanding,
} from '../rules/users.ts';
import { hasAssignedEntities, hasOtherAdministrator, ofBranch } from '../store/userStore.ts';
import { branchNamed } from './branchNamed.ts';

type User = Entity &
  UserInput & {
    readonly userState?: UserStanding['state'];
    readonly role?: { readonly id?: string };
    readonly roleKey?: EncodedKey;
    readonly assignedBranchKey?: string;
  };

const knownPermissions: ReadonlySet<string> = new Set(permissions);

/** The role and the branches by their keys, or which of them does not exist. */
const resolved = (user: User, before: User | null, { reference }: WriteContext): User | Rejection => {
  const { roles, branches } = reference.get(organisationReference);
  const role = user.role === undefined ? undefined : roles.find(user.role.id ?? '');
  if (user.role !== undefined && !role) {
    return reject('INVALID_USER_ROLE_KEY', 'role.id must name a role by its id or key');
  }
  const branch = user.assignedBranchKey === undefined ? undefined : branches.find(user.assignedBranchKey);
  if (user.assignedBranchKey !== undefined && !branch) {
    return reject(
      'INVALID_BRANCH_KEY',
      `assignedBranchKey ${user.assignedBranchKey.slice(0, 80)} does not name a branch`,
    );
  }
  if (branch && branch.state !== 'ACTIVE' && branch.encodedKey !== before?.assignedBranchKey) {
    return reject('BRANCH_IS_NOT_ACTIVE', `the branch ${branch.id} of assignedBranchKey is not active`);
  }
  const managedBranches: { branchKey: EncodedKey }[] = [];
  for (const [index, managed] of (user.access.managedBranches ?? []).entries()) {
    const found = branches.find(managed.branchKey ?? '');
    if (!found) {
      return reject('INVALID_MANAGED_BRANCH_ID', `access.managedBranches[${index}].branchKey does not name a branch`);
    }
    managedBranches.push({ branchKey: found.encodedKey });
  }
  const { roleKey: _previous, assignedBranchKey: _named, ...rest } = user;
  return {
    ...rest,
    ...(role ? { roleKey: role.encodedKey } : {}),
    ...(branch ? { assignedBranchKey: branch.encodedKey } : {}),
    access: { ...user.access, ...(user.access.managedBranches ? { managedBranches } : {}) },
  };
};

const standingOf = (user: User, { reference }: WriteContext): UserStanding => {
  const role = user.roleKey === undefined ? undefined : reference.get(organisationReference).roles.find(user.roleKey);
  return {
    userKey: user.encodedKey,
    state: user.userState ?? 'ACTIVE',
    administrator: user.access.administratorAccess === true || role?.administrator === true,
  };
};

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
  return { ...user, twoFactorAuthentication: user.twoFactorAuthentication ?? false };
};

const remove = async (entity: Entity, context: WriteContext): Promise<Rejection | undefined> => {
  const user = entity as User;
  const standing = standingOf(user, context);
  const forbidden = checkStandingChange(context.principal, standing, null);
  if (forbidden) return forbidden;
  if (losesAdministrator(standing, null) && !(await hasOtherAdministrator(context.db, user.encodedKey))) {
    return reject('CANNOT_DELETE_LAST_USER', `${user.username} is the last active administrator`);
  }
  return (await hasAssignedEntities(context.db, user.encodedKey))
    ? reject(
        'CANNOT_DELETE_USED_USER',
        `${user.username} has clients or accounts assigned; set userState INACTIVE instead`,
      )
    : undefined;
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
      assignedBranchKey: key('assigned_branch_key'),
      roleKey: key('role_key', { internal: true }),
      access: json('access'),
      transactionLimits: json('transaction_limits'),
      twoFactorAuthentication: boolean('two_factor_authentication'),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
      lastLoggedInDate: utc('last_logged_in_date'),
    },
  },
  schema: 'User',
  notFound: 'INVALID_USER_ID',
  label: 'user',
  isReference: true,
  listing: {
    defaultOrder: 't.id',
    sortable: ['id', 'username', 'firstName', 'lastName', 'creationDate', 'lastModifiedDate'],
  },
  rules: { create, update, remove },
  present: (entity, { reference }) => {
    const { roleKey } = entity as User;
    const role = roleKey === undefined ? undefined : reference.get(organisationReference).roles.byKey.get(roleKey);
    const access = (entity as User).access;
    return {
      ...entity,
      // The contract requires both, and users of the first start were made without them.
      access: {
        ...access,
        canManageAllBranches: access.canManageAllBranches ?? false,
        canManageEntitiesAssignedToOtherOfficers: access.canManageEntitiesAssignedToOtherOfficers ?? false,
      },
      ...(roleKey === undefined ? {} : { role: { encodedKey: roleKey, ...(role ? { id: role.id } : {}) } }),
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
