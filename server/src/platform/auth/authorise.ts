import type { Permission } from '../../generated/permissions.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import type { OperationDefinition } from '../http/operationDefinition.ts';
import { may, type Principal } from './principal.ts';

/** The one place where an operation's declared permissions are checked: the principal needs all of them. */
export const authorise = (principal: Principal, definition: OperationDefinition): Rejection | undefined => {
  const missing = definition.permissions.filter((permission) => !may(principal, permission as Permission));
  return missing.length === 0
    ? undefined
    : reject('INVALID_PERMISSIONS', `${definition.name} needs the permission ${missing.join(', ')}`);
};
