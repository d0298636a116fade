import type { ErrorReason } from '../../../generated/errors.ts';

/** What a violated unique constraint of the clients' tables means to the client of the API. */
export const clientConstraints: { readonly constraints: Readonly<Record<string, ErrorReason>> } = {
  constraints: { client_id: 'CLIENT_ID_ALREADY_IN_USE' },
};
