import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { type Address, checkAddresses } from '../../organisation/index.ts';
import { clientReference } from '../reference.ts';
import type { ClientRoleReference } from '../rules/clientRole.ts';

const properties = { CLIENT: 'clientRoleKey', GROUP: 'groupRoleKey' } as const;

/** The role that a client or a group names by key or id; null is none, where the general setup has no default either. */
export const roleNamed = (
  kind: 'CLIENT' | 'GROUP',
  ref: string | null,
  { reference }: OperationContext,
): ClientRoleReference | Rejection => {
  const property = properties[kind];
  if (ref === null) return reject('MISSING_CLIENT_ROLE', `${property} is required: the general setup has no default`);
  const role = reference.get(clientReference).roles.find(ref);
  if (!role) return reject('INVALID_CLIENT_ROLE_KEY', `${property} ${ref.slice(0, 80)} does not name a role`);
  return role.clientType === kind
    ? role
    : reject(
        'INCONSISTENT_CLIENT_ROLE_WITH_CLIENT_TYPE',
        `${property} names the role ${role.id} of ${kind === 'CLIENT' ? 'groups' : 'clients'}`,
      );
};

/** Refuses addresses that the role does not have, unless there were some under it before, and places that are not on the globe. */
export const checkRoleAddresses = (
  role: ClientRoleReference,
  addresses: readonly Address[],
  before: readonly Address[],
): Rejection | undefined =>
  addresses.length > 0 && !role.useDefaultAddress && before.length === 0
    ? reject('CLIENT_ROLE_DOES_NOT_ALLOW_ADDRESS', `addresses are not used by the role ${role.id}`)
    : checkAddresses(addresses);
