import type { ErrorReason } from '../../../generated/errors.ts';
import { Decimal, type Decimalish } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkEmail, isBlank } from './texts.ts';

/** The access of a user in the contract's shape. */
export type UserAccess = {
  readonly administratorAccess?: boolean | undefined;
  readonly apiAccess?: boolean | undefined;
  readonly canManageAllBranches?: boolean | undefined;
  readonly canManageEntitiesAssignedToOtherOfficers?: boolean | undefined;
  readonly creditOfficerAccess?: boolean | undefined;
  readonly mambuAccess?: boolean | undefined;
  readonly tellerAccess?: boolean | undefined;
  readonly deliveryAccess?: boolean | undefined;
  readonly supportAccess?: boolean | undefined;
  readonly managedBranches?: readonly { readonly branchKey?: string | undefined }[] | undefined;
  readonly permissions?: readonly string[] | undefined;
};

export type UserInput = {
  readonly username: string;
  readonly firstName: string;
  readonly email?: string | undefined;
  readonly mobilePhone?: string | undefined;
  readonly access: UserAccess;
  readonly transactionLimits?: Readonly<Record<string, Decimalish>> | undefined;
  readonly twoFactorAuthentication?: boolean | undefined;
};

const shortestPassword = 8;
const largestLimit = new Decimal('1e24');

/** Refuses passwords that are too easy to guess by trying. */
export const checkPassword = (password: string): Rejection | undefined =>
  password.length >= shortestPassword && !isBlank(password)
    ? undefined
    : reject('INVALID_PASSWORD', `password must have at least ${shortestPassword} characters`);

/** Refuses names that HTTP Basic can't carry, or that people could mistake for another. */
export const checkUsername = (username: string): Rejection | undefined =>
  !isBlank(username) && username === username.trim() && !/[:\p{Cc}]/u.test(username)
    ? undefined
    : reject(
        'INVALID_USER_NAME',
        'username may not be blank, begin or end with a blank, or contain a colon or control characters',
      );

/** Judges what a user is and may do, on its own; whether names are free is the store's affair. */
export const checkUser = (user: UserInput, knownPermissions: ReadonlySet<string>): Rejection | undefined =>
  checkUsername(user.username) ??
  (isBlank(user.firstName) ? reject('INVALID_PARAMETERS', 'Property firstName may not be blank') : undefined) ??
  checkEmail(user.email, 'email', 'EMAIL_ADDRESS_FORMAT_IS_INVALID') ??
  (user.twoFactorAuthentication === true && isBlank(user.mobilePhone)
    ? reject('MISSING_MOBILE_PHONE', 'twoFactorAuthentication needs a mobilePhone')
    : undefined) ??
  checkAccess(user.access, knownPermissions) ??
  checkLimits(user.transactionLimits ?? {});

/** Refuses a permission that does not exist. */
export const checkPermissions = (
  { permissions }: UserAccess,
  knownPermissions: ReadonlySet<string>,
  unknownPermission: ErrorReason = 'INVALID_PARAMETERS',
): Rejection | undefined => {
  const unknown = permissions?.find((permission) => !knownPermissions.has(permission));
  return unknown === undefined
    ? undefined
    : reject(unknownPermission, `Property access.permissions has no permission ${unknown.slice(0, 80)}`);
};

/** A teller handles cash and nothing else: nobody counts his own till and signs for it. */
export const checkTeller = ({ administratorAccess, tellerAccess }: UserAccess): Rejection | undefined =>
  administratorAccess === true && tellerAccess === true
    ? reject('A_TELLER_CANNOT_BE_ADMINISTRATOR', 'access.tellerAccess does not go with access.administratorAccess')
    : undefined;

/** Judges the access of a user or an API consumer. */
export const checkAccess = (
  access: UserAccess,
  knownPermissions: ReadonlySet<string>,
  unknownPermission: ErrorReason = 'INVALID_PARAMETERS',
): Rejection | undefined => {
  const refusal = checkPermissions(access, knownPermissions, unknownPermission) ?? checkTeller(access);
  if (refusal) return refusal;
  if (access.administratorAccess === true && access.canManageAllBranches !== true) {
    return reject(
      'CANNOT_HAVE_ADMIN_WITHOUT_FULL_BRANCHES_ACCESS',
      'access.administratorAccess needs access.canManageAllBranches',
    );
  }
  const isOfficerAdmin = access.administratorAccess === true && access.creditOfficerAccess === true;
  if (isOfficerAdmin && access.canManageEntitiesAssignedToOtherOfficers !== true) {
    return reject(
      'CANNOT_HAVE_OFFICER_ADMIN_WITHOUT_MANAGE_OTHER_ENTITIES_ACCESS',
      'an administrator who is a credit officer needs access.canManageEntitiesAssignedToOtherOfficers',
    );
  }
  return access.canManageAllBranches === true && (access.managedBranches ?? []).length > 0
    ? reject('INVALID_VALUE_FOR_MANAGED_BRANCHES', 'access.managedBranches has no meaning with canManageAllBranches')
    : undefined;
};

/** What ties a user or an API consumer to branches, by keys. */
export type BranchAccess = { readonly access: UserAccess; readonly assignedBranchKey?: string | undefined };

/** What the caller may see himself: `branches` is null for whoever may manage all, `ownOnly` an officer who sees only his own customers. */
export type OwnReach = { readonly branches: ReadonlySet<string> | null; readonly ownOnly: boolean };

const seesOthersCustomers = ({ access }: BranchAccess): boolean =>
  access.creditOfficerAccess !== true || access.canManageEntitiesAssignedToOtherOfficers === true;

/**
 * Refuses whatever is done to somebody who reaches further than the caller: what he may do, and a key of his, would open other branches, or the
 * customers of other officers, to the caller.
 */
export const checkOwnReach = (own: OwnReach, holder: BranchAccess): Rejection | undefined => {
  if (own.ownOnly && seesOthersCustomers(holder)) {
    return reject(
      'INVALID_PERMISSIONS',
      'access reaches the customers of other officers, whom you may not see yourself',
    );
  }
  const { branches: mine } = own;
  if (mine === null) return undefined;
  const { access, assignedBranchKey } = holder;
  const branches = [...(access.managedBranches ?? []).map(({ branchKey }) => branchKey), assignedBranchKey];
  return access.canManageAllBranches === true || branches.some((key) => key !== undefined && !mine.has(key))
    ? reject('CANNOT_MANAGE_USER_BRANCH', 'access reaches branches that you may not manage yourself')
    : undefined;
};

/** Refuses to give somebody branches that the giver may not manage himself, or customers of others that he may not see. */
export const checkGivenReach = (own: OwnReach, after: BranchAccess): Rejection | undefined => {
  if (own.ownOnly && seesOthersCustomers(after)) {
    return reject(
      'INVALID_PERMISSIONS',
      'access gives a look at the customers of other officers, whom you may not see yourself: it needs creditOfficerAccess without canManageEntitiesAssignedToOtherOfficers',
    );
  }
  const { branches: mine } = own;
  if (mine === null) return undefined;
  const cannot = (property: string): Rejection =>
    reject('CANNOT_MANAGE_USER_BRANCH', `${property} gives more branches than you may manage yourself`);
  const isForeign = (branchKey: string | undefined): boolean => branchKey !== undefined && !mine.has(branchKey);
  if (after.access.canManageAllBranches === true) return cannot('access.canManageAllBranches');
  if ((after.access.managedBranches ?? []).some(({ branchKey }) => isForeign(branchKey))) {
    return cannot('access.managedBranches');
  }
  return isForeign(after.assignedBranchKey) ? cannot('assignedBranchKey') : undefined;
};

/** Judges the largest amounts per kind of transaction. */
export const checkLimits = (limits: Readonly<Record<string, Decimalish>>): Rejection | undefined => {
  for (const [kind, amount] of Object.entries(limits)) {
    if (!/^[A-Z][A-Z_]{0,63}$/.test(kind)) {
      return reject('INVALID_TRANSACTION_LIMIT_TYPE', 'transactionLimits are named like DEPOSIT or LOAN_DISBURSEMENT');
    }
    const limit = new Decimal(amount);
    if (limit.isNegative() && !limit.isZero()) {
      return reject('CANNOT_HAVE_NEGATIVE_TRANSACTION_LIMITS', `transactionLimits.${kind} may not be negative`);
    }
    if (limit.greaterThan(largestLimit) || limit.decimalPlaces() > 20) {
      return reject('INVALID_PARAMETERS', `transactionLimits.${kind} has too many digits`);
    }
  }
  return undefined;
};

/** The user as far as changing, switching off and deleting him is concerned. */
export type UserStanding = {
  readonly userKey: string;
  readonly state: 'ACTIVE' | 'INACTIVE' | 'LOCKED';
  /** By his own access or by his role's. */
  readonly administrator: boolean;
};

export type ActingUser = { readonly userKey: string; readonly administrator: boolean };

/** Refuses what nobody may do to a user: others to an administrator, and everyone to himself. `after` is null when he is deleted. */
export const checkStandingChange = (
  actor: ActingUser,
  before: UserStanding,
  after: UserStanding | null,
): Rejection | undefined => {
  if (!actor.administrator && before.administrator) {
    return reject(
      'NOT_ENOUGH_PRIVILDGES_FOR_CHANGING_USER_SETTINGS',
      'only an administrator may change an administrator',
    );
  }
  if (!actor.administrator && after?.administrator) return onlyAdministratorsMakeAdministrators();
  if (after?.state === 'LOCKED' && before.state !== 'LOCKED') {
    return reject(
      'CANNOT_LOCK_USER_FROM_API',
      'userState LOCKED comes from failed logins; set INACTIVE to keep a user out',
    );
  }
  if (actor.userKey !== before.userKey) return undefined;
  if (after === null) return reject('USER_DELETED', 'users cannot delete themselves');
  if (before.state === 'ACTIVE' && after.state !== 'ACTIVE') {
    return reject('USER_DEACTIVATED', 'users cannot deactivate themselves');
  }
  return before.administrator && !after.administrator
    ? reject('REMOVED_ADMIN_FOR_CURRENT_USER', 'administrators cannot take their own administratorAccess away')
    : undefined;
};

/** The refusal of somebody who is no administrator and wants to make one. */
export const onlyAdministratorsMakeAdministrators = (): Rejection =>
  reject('NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER', 'only an administrator may give access.administratorAccess');

/** Whether a change takes an active administrator away; then another one has to be left. */
export const losesAdministrator = (before: UserStanding, after: UserStanding | null): boolean =>
  before.state === 'ACTIVE' && before.administrator && !(after?.state === 'ACTIVE' && after.administrator);
