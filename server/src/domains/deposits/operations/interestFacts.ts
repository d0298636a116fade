import { createHash } from 'node:crypto';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { Reference } from '../../../platform/reference/referenceCache.ts';
import { indexRateReference, organisationReference } from '../../organisation/index.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import type { InterestFacts } from '../rules/interest/accountInterest.ts';
import { depositProductReference } from '../store/depositProductReference.ts';

/** What of the bank these facts are read from. */
export type Bank = { readonly reference: Reference; readonly clock: Pick<Clock, 'zone'> };

/** What of the bank decides the interest of an account in a branch. */
export const interestFactsOf = ({ reference, clock }: Bank, branchKey: EncodedKey | null): InterestFacts => {
  const { isWorkingDay, generalSetup } = reference.get(organisationReference);
  const endOfDayFrom = generalSetup.overdraftInterestEodBalanceDate;
  const sources = reference.get(indexRateReference);
  return {
    localDateOf: clock.zone.localDateOf,
    indexSource: (key) => sources.byKey.get(key),
    endOfDayFrom: endOfDayFrom === null ? null : clock.zone.localDateOf(endOfDayFrom),
    isWorkingDay: (date) => isWorkingDay(date, branchKey),
  };
};

/** The facts of each branch, made once. */
export const interestFactsByBranch = (bank: Bank): ((branchKey: EncodedKey | null) => InterestFacts) => {
  const made = new Map<EncodedKey | null, InterestFacts>();
  return (branchKey) => {
    const facts = made.get(branchKey) ?? interestFactsOf(bank, branchKey);
    made.set(branchKey, facts);
    return facts;
  };
};

/** All that decides the interest of a product's accounts besides themselves, in few characters: it differs when any of it changed. */
const fingerprintOf = (
  { interest, overdraftInterest, allowTechnicalOverdraft }: DepositProduct,
  reference: Reference,
): string => {
  const kinds = [interest, overdraftInterest].filter((kind) => kind !== null);
  const sources = reference.get(indexRateReference);
  const indexes = kinds.map(({ rateSettings: { index } }) => index && sources.byKey.get(index.indexSourceKey)?.rates);
  // Which days a bank works is told day by day only: here any change of reference data may be one of its holidays.
  const holidays = kinds.some(({ daysInYear }) => daysInYear === 'BUS_252') ? reference.version : null;
  // Only where it decides anything: no other account need be folded anew for it.
  const endOfDayFrom = kinds.some((kind) => kind.interestCalculationBalance === 'MINIMUM_TO_END_OF_DAY')
    ? reference.get(organisationReference).generalSetup.overdraftInterestEodBalanceDate
    : null;
  const all = [interest, overdraftInterest, indexes, holidays, allowTechnicalOverdraft];
  return createHash('sha256')
    .update(JSON.stringify(endOfDayFrom === null ? all : [...all, endOfDayFrom]))
    .digest('base64url');
};

/** The terms by which the accounts of each product bear interest now, to be compared with those of the last night. */
export const termFingerprints = (reference: Reference): ReadonlyMap<EncodedKey, string> =>
  new Map(
    reference
      .get(depositProductReference)
      .byKey.values()
      .map((product) => [product.encodedKey, fingerprintOf(product, reference)]),
  );
