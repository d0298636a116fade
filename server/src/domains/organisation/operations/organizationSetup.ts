import type { Schemas } from '../../../generated/schemas.ts';
import { type OperationContext, read, write } from '../../../platform/http/handler.ts';
import { organisationReference } from '../reference.ts';
import { type Address, addressesOf } from '../rules/addresses.ts';
import { checkDetails } from '../rules/details.ts';
import { loadDetails, type StoredDetails, storeDetails } from '../store/detailsStore.ts';

/** What is decided elsewhere: the currency with the currencies, the time zone where the server is started. */
const fixedOf = ({ clock, reference }: OperationContext) => ({
  currency: reference.get(organisationReference).baseCurrency.code,
  timeZoneID: clock.zone.name,
});

const told = (details: StoredDetails, context: OperationContext): Schemas['OrganizationSetup'] => ({
  ...details,
  ...fixedOf(context),
});

/** GET /setup/organization */
export const getOrganizationSetup = read('getOrganizationSetup', async (_input, context) => ({
  body: told((await loadDetails(context.db)).details, context),
}));

/** PUT /setup/organization: what is left out is cleared; currency and time zone can only be repeated. */
export const updateOrganizationSetup = write('updateOrganizationSetup', async ({ body }, context) => {
  const { address: sent, ...rest } = body;
  // Keys are read-only, so none of a request gets here.
  const wanted = sent as Address | undefined;
  const refusal = checkDetails({ ...rest, address: wanted }, fixedOf(context));
  if (refusal) return refusal;
  const { encodedKey, details: before } = await loadDetails(context.db, true);
  const stored = before.address ? [before.address] : [];
  const [address] = addressesOf(wanted ? [wanted] : [], stored, encodedKey);
  await storeDetails(context.db, { ...rest, ...(address ? { address } : {}) }, context.now);
  const after = (await loadDetails(context.db)).details;
  context.audit('ORGANIZATION', encodedKey, before, after);
  context.referenceChanged();
  return { body: told(after, context) };
});
