import {
  Decimal,
  isPositive,
  type Money,
  plus,
  type Rate,
  rate,
  rateDecimals,
  sum,
  times,
} from '../../../../kernel/money.ts';
import type { LoanTerms } from '../terms.ts';
import { atRate } from './ratePlan.ts';
import { bandsOf, type RateTiers, tierRate } from './tiers.ts';

// What a balance is multiplied with where its rate follows it.

/** A factor that depends on the balance. */
export type FactorOn = (balance: Money) => Decimal;

/** What a balance is multiplied with in some period, and how that follows it where its rate does. */
export type BalanceFactor = { readonly factor: Decimal; readonly factorOn?: FactorOn | undefined };

/** The factor for a balance. */
export const factorOf = ({ factor, factorOn }: BalanceFactor, balance: Money): Decimal =>
  factorOn ? factorOn(balance) : factor;

/** A part of a balance with the terms of its rate. */
export type BearingPart = { readonly balance: Money; readonly terms: LoanTerms };

/** The mean of the rates of a balance's bands, by their size: 1000 at 24 and 3000 at 12 is 4000 at 15. */
const meanRate = ({ tiers }: RateTiers, balance: Money): Rate | undefined => {
  if (!isPositive(balance)) return undefined;
  const weighed = sum(bandsOf(tiers, balance).map((band) => times(band.balance, band.interestRate)));
  return rate(weighed.div(balance).toDecimalPlaces(rateDecimals));
};

const compounds = ({ interest }: LoanTerms): boolean => interest.interestType === 'COMPOUNDING_INTEREST';

/**
 * What bears interest, each part with the terms of its rate: the balance itself where the rate has no tiers. What has accrued on it and grows with it
 * (`open`) bears the rate of the balance. Compounding interest has one rate, the mean of its bands: what accrues in steps would else find others.
 */
export const bearingParts = (terms: LoanTerms, balance: Money, open?: Money): readonly BearingPart[] => {
  const { tiers } = terms.interest;
  const whole = open ? plus(balance, open) : balance;
  if (!tiers) return [{ balance: whole, terms }];
  if (tiers.interestRateTerms === 'TIERED') {
    return [{ balance: whole, terms: atRate(terms, tierRate(tiers, balance)) }];
  }
  if (compounds(terms)) {
    // Made anew each time: there are as many means as balances.
    const interestRate = meanRate(tiers, balance) ?? tierRate(tiers, balance);
    return [{ balance: whole, terms: { ...terms, interest: { ...terms.interest, interestRate } } }];
  }
  return bandsOf(tiers.tiers, whole).map((band) => ({
    balance: band.balance,
    terms: atRate(terms, band.interestRate),
  }));
};

/** How a factor follows the balance, from what it is at one rate; undefined where the rate has no tiers. */
export const factorOnTiers = (terms: LoanTerms, factorAt: (terms: LoanTerms) => Decimal): FactorOn | undefined => {
  if (!terms.interest.tiers) return undefined;
  const known = new Map<LoanTerms, Decimal>();
  const at = (part: LoanTerms): Decimal => {
    const found = known.get(part);
    if (found) return found;
    const factor = factorAt(part);
    known.set(part, factor);
    return factor;
  };
  return (balance) => {
    if (!isPositive(balance)) return new Decimal(0);
    const [first, ...others] = bearingParts(terms, balance);
    if (!first) return new Decimal(0);
    if (others.length === 0) return at(first.terms);
    return sum([first, ...others].map((part) => times(part.balance, at(part.terms)))).div(balance);
  };
};

/** What a balance is multiplied with, from what it is at one rate. */
export const balanceFactor = (terms: LoanTerms, factorAt: (terms: LoanTerms) => Decimal): BalanceFactor => ({
  factor: factorAt(terms),
  factorOn: factorOnTiers(terms, factorAt),
});
