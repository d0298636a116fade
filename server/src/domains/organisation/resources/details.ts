import type { Schemas } from '../../../generated/schemas.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import { organisationReference } from '../reference.ts';
import { type Address, addressesOf } from '../rules/addresses.ts';
import { loadDetails, type StoredDetails, storeDetails } from '../store/detailsStore.ts';

/** What is decided elsewhere: the currency with the currencies, the time zone where the server is started. */
export const fixedDetails = ({ clock, reference }: OperationContext) => ({
  currency: reference.get(organisationReference).baseCurrency.code,
  timeZoneID: clock.zone.name,
});

/** Details of the organisation that somebody wants; an address has no key yet. */
export type WantedDetails = Omit<Schemas['OrganizationSetup'], 'address'> & { readonly address?: Address | undefined };

/** Replaces the details by others that were judged before, and answers them as they are stored now. */
export const changeDetails = async (
  { address: wanted, ...rest }: WantedDetails,
  context: WriteContext,
): Promise<StoredDetails> => {
  const { encodedKey, details: before } = await loadDetails(context.db, true);
  const stored = before.address ? [before.address] : [];
  const [address] = addressesOf(wanted ? [wanted] : [], stored, encodedKey);
  await storeDetails(context.db, { ...rest, ...(address ? { address } : {}) }, context.now);
  const after = (await loadDetails(context.db)).details;
  context.audit('ORGANIZATION', encodedKey, before, after);
  context.referenceChanged();
  return after;
};
