import fc from 'fast-check';
import { rate } from '../../../kernel/money.ts';
import type { CappingTerms, LoanTerms, PlannedFee } from './terms.ts';

/** A cap on charges, or none. */
export const anyCap: fc.Arbitrary<CappingTerms | undefined> = fc.option(
  fc.record({
    cappingMethod: fc.constantFrom(
      'OUTSTANDING_PRINCIPAL_PERCENTAGE' as const,
      'ORIGINAL_PRINCIPAL_PERCENTAGE' as const,
    ),
    cappingConstraintType: fc.constantFrom('SOFT_CAP' as const, 'HARD_CAP' as const),
    cappingPercentage: fc.integer({ min: 1, max: 40 }).map((value) => rate(value)),
  }),
  { nil: undefined },
);

/** Fees that are planned on instalments, with days after the disbursement. */
export const somePlans = fc.array(
  fc.record({ slot: fc.integer({ min: 1, max: 8 }), day: fc.integer({ min: 0, max: 40 }) }),
  {
    maxLength: 3,
  },
);

/** Terms with planned fees and a cap, where there are some. */
export const withCharges = (
  terms: LoanTerms,
  plannedFees: readonly PlannedFee[],
  capping: CappingTerms | undefined,
): LoanTerms => ({
  ...terms,
  ...(plannedFees.length === 0 ? {} : { plannedFees }),
  ...(capping ? { capping } : {}),
});
