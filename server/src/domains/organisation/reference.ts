import { referenceSlot } from '../../platform/reference/referenceCache.ts';
import type { ExchangeRates } from './rules/exchange.ts';
import type { IndexRateSource } from './rules/indexRates.ts';
import type { Directory, OrganisationReference } from './rules/organisation.ts';
import { loadExchangeRates } from './store/exchangeRates.ts';
import { loadIndexRates } from './store/indexRateStore.ts';
import { loadOrganisation } from './store/loadReference.ts';

/** The organisation as rules read it: `context.reference.get(organisationReference)`. */
export const organisationReference = referenceSlot<OrganisationReference>('organisation', loadOrganisation);

/** The sources of published rates by key or id, for `rateInForce`. */
export const indexRateReference = referenceSlot<Directory<IndexRateSource>>('indexRates', loadIndexRates);

/** What the bank buys and sells currencies for, for `exchanged`. */
export const exchangeRateReference = referenceSlot<ExchangeRates>('exchangeRates', loadExchangeRates);
