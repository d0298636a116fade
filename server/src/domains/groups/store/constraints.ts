import type { ErrorReason } from '../../../generated/errors.ts';

/** What a violated unique constraint of the groups' tables means to the client of the API. */
export const groupConstraints: { readonly constraints: Readonly<Record<string, ErrorReason>> } = {
  constraints: { client_group_id: 'GROUP_ID_ALREADY_IN_USE', group_role_name_id: 'GROUP_ROLE_NAME_DUPLICATE_ID' },
};
