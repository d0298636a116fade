import { integer, key, text, utc } from '../../../platform/resources/entity.ts';
import { listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { deleteOperation } from '../../../platform/resources/writes.ts';

/** Addresses that the door stays shut for (`platform/auth/authentication.ts` counts and blocks). To clear one is to forget what it sent. */
const addresses: Resource = {
  table: {
    type: 'BLOCKED_ADDRESS',
    table: 'suspect_address',
    columns: {
      encodedKey: key('encoded_key'),
      address: text('address'),
      invalidRequests: integer('invalid_requests'),
      lastInvalidDate: utc('last_invalid_date'),
      blockedDate: utc('blocked_date'),
    },
  },
  schema: 'FlorinBlockedAddress',
  notFound: 'INVALID_IP_ADDRESS',
  label: 'blocked address',
  idColumn: 'address',
  isReference: true,
  listing: { defaultOrder: 't.blocked_date, t.encoded_key' },
  rules: {},
};

export const getBlockedAddresses = listOperation('getBlockedAddresses', addresses, () => [
  () => 't.blocked_date IS NOT NULL',
]);
export const clearBlockedAddress = deleteOperation('clearBlockedAddress', addresses);
