import type { Schemas } from '../../../generated/schemas.ts';
import { type OperationContext, read, write } from '../../../platform/http/handler.ts';
import { changeDetails, fixedDetails } from '../resources/details.ts';
import type { Address } from '../rules/addresses.ts';
import { checkDetails } from '../rules/details.ts';
import { loadDetails, type StoredDetails } from '../store/detailsStore.ts';

const told = (details: StoredDetails, context: OperationContext): Schemas['OrganizationSetup'] => ({
  ...details,
  ...fixedDetails(context),
});

/** GET /setup/organization */
export const getOrganizationSetup = read('getOrganizationSetup', async (_input, context) => ({
  body: told((await loadDetails(context.db)).details, context),
}));

/** PUT /setup/organization: what is left out is cleared; currency and time zone can only be repeated. */
export const updateOrganizationSetup = write('updateOrganizationSetup', async ({ body }, context) => {
  // Keys are read-only, so none of a request gets here.
  const wanted = { ...body, address: body.address as Address | undefined };
  const refusal = checkDetails(wanted, fixedDetails(context));
  if (refusal) return refusal;
  return { body: told(await changeDetails(wanted, context), context) };
});
