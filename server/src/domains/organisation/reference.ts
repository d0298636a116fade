import { referenceSlot } from '../../platform/reference/referenceCache.ts';
import type { OrganisationReference } from './rules/organisation.ts';
import { loadOrganisation } from './store/loadReference.ts';

/** The organisation as rules read it: `context.reference.get(organisationReference)`. */
export const organisationReference = referenceSlot<OrganisationReference>('organisation', loadOrganisation);
