import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { indexRateReference, organisationReference } from '../../organisation/index.ts';
import type { InterestFacts } from '../rules/interest/accountInterest.ts';

/** What of the bank decides the interest of an account in a branch. */
export const interestFactsOf = (
  { reference, clock }: Pick<OperationContext, 'reference' | 'clock'>,
  branchKey: EncodedKey | null,
): InterestFacts => {
  const { isWorkingDay } = reference.get(organisationReference);
  const sources = reference.get(indexRateReference);
  return {
    localDateOf: clock.zone.localDateOf,
    indexSource: (key) => sources.byKey.get(key),
    isWorkingDay: (date) => isWorkingDay(date, branchKey),
  };
};
