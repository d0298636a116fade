import fc from 'fast-check';
import { money, rate } from '../../../../kernel/money.ts';
import type { InterestTerms } from '../terms.ts';
import type { RateTiers } from './tiers.ts';

/** Rates by the balance, or none for one of six. */
export const anyTiers: fc.Arbitrary<{ readonly tiers?: RateTiers }> = fc
  .option(
    fc.record({
      interestRateTerms: fc.constantFrom('TIERED' as const, 'TIERED_BAND' as const),
      rates: fc.array(fc.integer({ min: 0, max: 6000 }), { minLength: 1, maxLength: 4 }),
      width: fc.integer({ min: 1, max: 500_000 }),
    }),
    { nil: undefined },
  )
  .map((made) =>
    made
      ? {
          tiers: {
            interestRateTerms: made.interestRateTerms,
            tiers: made.rates.map((percent, index) => ({
              endingBalance: index === made.rates.length - 1 ? null : money(((index + 1) * made.width) / 100),
              interestRate: rate(percent / 100),
            })),
          },
        }
      : {},
  );

/** The same for a loan that may follow an index or agree on periods instead: none for most of them. */
export const seldomTiers: fc.Arbitrary<{ readonly tiers?: RateTiers }> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: anyTiers },
);

type Changing = Pick<InterestTerms, 'rates' | 'tiers'>;

/** Tiers, or else rates that change. A tranche would change the rate of what a fixed schedule has agreed: that has no tiers. */
export const ratesFor = (tiers: Changing, fits: boolean, rates: Changing = {}): Changing =>
  tiers.tiers && fits ? tiers : rates;
