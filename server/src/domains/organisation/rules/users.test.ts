import { expect, test } from 'vitest';
import {
  checkPassword,
  checkStandingChange,
  checkUser,
  losesAdministrator,
  type UserInput,
  type UserStanding,
} from './users.ts';

const known = new Set(['VIEW_BRANCH_DETAILS']);
const user: UserInput = { username: 'ann', firstName: 'Ann', access: { canManageAllBranches: true } };

test.each<[string, Partial<UserInput>, string | undefined]>([
  ['fine', {}, undefined],
  ['a colon in the name', { username: 'a:b' }, 'INVALID_USER_NAME'],
  ['a blank name', { username: ' ' }, 'INVALID_USER_NAME'],
  ['a padded name', { username: 'ann ' }, 'INVALID_USER_NAME'],
  ['a line break', { username: 'an\nn' }, 'INVALID_USER_NAME'],
  ['a blank first name', { firstName: ' ' }, 'INVALID_PARAMETERS'],
  ['no mail address', { email: 'ann' }, 'EMAIL_ADDRESS_FORMAT_IS_INVALID'],
  ['two factors without phone', { twoFactorAuthentication: true }, 'MISSING_MOBILE_PHONE'],
  ['two factors', { twoFactorAuthentication: true, mobilePhone: '+41' }, undefined],
  ['a known permission', { access: { permissions: ['VIEW_BRANCH_DETAILS'] } }, undefined],
  ['an unknown permission', { access: { permissions: ['FLY'] } }, 'INVALID_PARAMETERS'],
  ['an administrator of all', { access: { administratorAccess: true, canManageAllBranches: true } }, undefined],
  [
    'an administrator of some',
    { access: { administratorAccess: true, canManageAllBranches: false } },
    'CANNOT_HAVE_ADMIN_WITHOUT_FULL_BRANCHES_ACCESS',
  ],
  [
    'an officer and administrator',
    { access: { administratorAccess: true, canManageAllBranches: true, creditOfficerAccess: true } },
    'CANNOT_HAVE_OFFICER_ADMIN_WITHOUT_MANAGE_OTHER_ENTITIES_ACCESS',
  ],
  [
    'all branches and some',
    { access: { canManageAllBranches: true, managedBranches: [{ branchKey: 'x' }] } },
    'INVALID_VALUE_FOR_MANAGED_BRANCHES',
  ],
  ['limits', { transactionLimits: { DEPOSIT: '1000.50', LOAN_DISBURSEMENT: 0 } }, undefined],
  ['a negative limit', { transactionLimits: { DEPOSIT: '-0.01' } }, 'CANNOT_HAVE_NEGATIVE_TRANSACTION_LIMITS'],
  ['a limit of no kind', { transactionLimits: { 'dep\u0000sit': 1 } }, 'INVALID_TRANSACTION_LIMIT_TYPE'],
  ['an endless limit', { transactionLimits: { DEPOSIT: '1e30' } }, 'INVALID_PARAMETERS'],
])('a user with %s', (_case, given, reason) => {
  expect(checkUser({ ...user, ...given }, known)?.errors[0]?.reason).toBe(reason);
});

test.each([
  ['12345678', undefined],
  ['1234567', 'INVALID_PASSWORD'],
  [' '.repeat(20), 'INVALID_PASSWORD'],
])('password %j', (password, reason) => {
  expect(checkPassword(password)?.errors[0]?.reason).toBe(reason);
});

const plain: UserStanding = { userKey: 'p', state: 'ACTIVE', administrator: false };
const admin: UserStanding = { userKey: 'a', state: 'ACTIVE', administrator: true };
const byAdmin = { userKey: 'x', administrator: true };
const byPlain = { userKey: 'y', administrator: false };

test.each<[string, typeof byAdmin, UserStanding, UserStanding | null, string | undefined]>([
  ['an administrator deletes anybody', byAdmin, admin, null, undefined],
  ['others delete others', byPlain, plain, null, undefined],
  ['others delete administrators', byPlain, admin, null, 'NOT_ENOUGH_PRIVILDGES_FOR_CHANGING_USER_SETTINGS'],
  [
    'others make administrators',
    byPlain,
    plain,
    { ...plain, administrator: true },
    'NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER',
  ],
  ['locking', byAdmin, plain, { ...plain, state: 'LOCKED' }, 'CANNOT_LOCK_USER_FROM_API'],
  ['unlocking', byAdmin, { ...plain, state: 'LOCKED' }, plain, undefined],
  ['staying locked', byAdmin, { ...plain, state: 'LOCKED' }, { ...plain, state: 'LOCKED' }, undefined],
  ['deleting oneself', { userKey: 'p', administrator: false }, plain, null, 'USER_DELETED'],
  [
    'deactivating oneself',
    { userKey: 'p', administrator: false },
    plain,
    { ...plain, state: 'INACTIVE' },
    'USER_DEACTIVATED',
  ],
  [
    'resigning',
    { userKey: 'a', administrator: true },
    admin,
    { ...admin, administrator: false },
    'REMOVED_ADMIN_FOR_CURRENT_USER',
  ],
  ['changing oneself', { userKey: 'a', administrator: true }, admin, admin, undefined],
])('%s', (_case, actor, before, after, reason) => {
  expect(checkStandingChange(actor, before, after)?.errors[0]?.reason).toBe(reason);
});

test.each<[UserStanding, UserStanding | null, boolean]>([
  [admin, null, true],
  [admin, { ...admin, state: 'INACTIVE' }, true],
  [admin, { ...admin, administrator: false }, true],
  [admin, admin, false],
  [{ ...admin, state: 'INACTIVE' }, null, false],
  [plain, null, false],
])('from %o to %o loses an administrator: %s', (before, after, loses) => {
  expect(losesAdministrator(before, after)).toBe(loses);
});
