import type { Permission } from '../../generated/permissions.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import type { OperationDefinition } from '../http/operationDefinition.ts';
import { may, type Principal } from './principal.ts';

type Asked = Pick<OperationDefinition, 'name' | 'permissions' | 'permissionMode'>;

/**
 * The one place where an operation's declared permissions are checked. Any one of them opens it, unless the contract asks for all; none
 * declared means that every authenticated caller may come in.
 */
export const authorise = (
  principal: Principal,
  { name, permissions, permissionMode }: Asked,
): Rejection | undefined => {
  const missing = permissions.filter((permission) => !may(principal, permission as Permission));
  if (missing.length === 0) return undefined;
  if (permissionMode === 'all')
    return reject('INVALID_PERMISSIONS', `${name} needs the permission ${missing.join(' and ')}`);
  if (missing.length < permissions.length) return undefined;
  return reject('INVALID_PERMISSIONS', `${name} needs the permission ${missing.join(' or ')}`);
};

/** Refuses a change for which the caller lacks one of the permissions it needs besides those of the operation. */
export const refuseWithout = (principal: Principal, needed: readonly Permission[]): Rejection | undefined => {
  const missing = needed.filter((permission) => !may(principal, permission));
  return missing.length === 0
    ? undefined
    : reject('INVALID_PERMISSIONS', `this change needs the permission ${missing.join(', ')}`);
};
