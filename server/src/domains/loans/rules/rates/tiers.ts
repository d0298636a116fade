import type { Schemas } from '../../../../generated/schemas.ts';
import { newEncodedKey } from '../../../../kernel/encodedKey.ts';
import {
  Decimal,
  type Decimalish,
  fitsDecimals,
  isRate,
  largestAmount,
  largestRate,
  type Money,
  minus,
  money,
  type Rate,
  rate,
  rateDecimals,
  smallest,
  zero,
} from '../../../../kernel/money.ts';
import { type Refusal, someOf } from '../../../../kernel/refusals.ts';
import type { CompleteProduct } from '../completeProduct.ts';
import type { LoanTerms } from '../terms.ts';
import { atRate } from './ratePlan.ts';

// Rates by tiers of the balance that bears interest.

/** The rate of balances up to an amount; null: however large. */
export type RateTier = { readonly endingBalance: Money | null; readonly interestRate: Rate };

export type RateTiers = {
  /** TIERED: the whole balance bears the rate of its tier. TIERED_BAND: each slice of it that of its own. */
  readonly interestRateTerms: 'TIERED' | 'TIERED_BAND';
  /** By their ending balances, ascending; the last one goes on without end. */
  readonly tiers: readonly RateTier[];
};

type Tiers = readonly RateTier[];

/** The rate of the tier that a balance falls into, its end included. 24 up to 1000, 18 up to 5000: 1000 has 24. */
export const tierRate = ({ tiers }: RateTiers, balance: Money): Rate =>
  (tiers.find(({ endingBalance: end }) => end !== null && balance.lessThanOrEqualTo(end)) ?? tiers.at(-1))
    ?.interestRate ?? rate(0);

/** A balance sliced by the tiers, each slice with its rate. */
export const bandsOf = (tiers: Tiers, balance: Money): { readonly balance: Money; readonly interestRate: Rate }[] => {
  let below: Money = zero;
  return tiers.flatMap(({ endingBalance, interestRate }, index) => {
    const end = index === tiers.length - 1 || endingBalance === null ? balance : smallest(endingBalance, balance);
    if (end.lessThanOrEqualTo(below)) return [];
    const band = { balance: minus(end, below), interestRate };
    below = end;
    return [band];
  });
};

/** The terms with the rate of the tier that a balance has reached. */
export const atTier = (terms: LoanTerms, balance: Money): LoanTerms => {
  const { tiers } = terms.interest;
  return tiers ? atRate(terms, tierRate(tiers, balance)) : terms;
};

type Settings = Schemas['InterestProductSettings'];

const ratesAt = 'interestSettings.indexRateSettings';
const tiersAt = `${ratesAt}.interestRateTiers`;
const mostTiers = 100;

const amountOf = (value: Decimalish | undefined): Money | null => (value === undefined ? null : money(value));

const tierRefusals = (tiers: NonNullable<Settings['interestRateTiers']>, decimals: number): readonly Refusal[] =>
  tiers.flatMap(({ endingBalance, interestRate }, index): readonly Refusal[] => {
    const end = amountOf(endingBalance);
    const before = amountOf(tiers[index - 1]?.endingBalance);
    const at = `${tiersAt}[${index}]`;
    return [
      [
        end === null && index < tiers.length - 1,
        'INVALID_INTEREST_RATE_TIERS',
        `${at}.endingBalance is missing; only the last tier goes on without end`,
      ],
      [
        end !== null &&
          (!end.isPositive() || end.isZero() || end.greaterThan(largestAmount) || !fitsDecimals(end, decimals)),
        'INVALID_INTEREST_RATE_TIERS',
        `${at}.endingBalance must be more than 0, with at most the ${decimals} decimals of the currency`,
      ],
      [
        end !== null && before !== null && !end.greaterThan(before),
        'INVALID_INTEREST_RATE_TIERS',
        `${at}.endingBalance must be above that of the tier before`,
      ],
      [
        new Decimal(interestRate).isNegative() || !isRate(interestRate),
        'INVALID_INTEREST_RATE_TIERS',
        `${at}.interestRate must be 0 to ${largestRate} with at most ${rateDecimals} decimals`,
      ],
    ];
  });

/** What is wrong with how a product finds the rate of a balance. */
export const rateTermsRefusals = (
  { type, interestSettings, scheduleSettings }: CompleteProduct,
  decimals: number,
): readonly Refusal[] => {
  const rates = interestSettings.indexRateSettings;
  const kind = rates?.interestRateTerms ?? 'FIXED';
  const tiers = rates?.interestRateTiers ?? [];
  const tiered = kind === 'TIERED' || kind === 'TIERED_BAND';
  const changes =
    rates?.interestRateSource === 'INDEX_INTEREST_RATE' || (interestSettings.interestRateSettings ?? []).length > 0;
  return [
    [
      kind === 'TIERED_PERIOD',
      'INVALID_INTEREST_RATE_TERMS',
      `${ratesAt}.interestRateTerms: tiers of a loan end with a balance, not with a day; rates by periods are interestRateSettings`,
    ],
    [
      tiered && type === 'INTEREST_FREE_LOAN',
      'INTEREST_RATE_SHOULD_BE_ZERO_OR_EMPTY',
      `${ratesAt}.interestRateTerms ${kind}: the product is free of interest`,
    ],
    [
      tiered && type === 'TRANCHED_LOAN' && scheduleSettings.repaymentScheduleMethod === 'FIXED',
      'INVALID_INTEREST_RATE_TERMS',
      `${ratesAt}.interestRateTerms ${kind}: a tranche would change the rate of what a fixed schedule has agreed`,
    ],
    [
      tiered && changes,
      'INVALID_INTEREST_RATE_TERMS',
      `${ratesAt}.interestRateTerms ${kind} needs interestRateSource FIXED_INTEREST_RATE`,
    ],
    [
      !tiered && tiers.length > 0,
      'INVALID_INTEREST_RATE_TIERS',
      `${tiersAt} needs interestRateTerms TIERED or TIERED_BAND`,
    ],
    [
      tiered && (tiers.length === 0 || tiers.length > mostTiers),
      'INVALID_INTEREST_RATE_TIERS',
      `${tiersAt} must have 1 to ${mostTiers} tiers`,
    ],
    [
      tiered && someOf(rates?.interestRate, () => true),
      'INVALID_INTEREST_RATE_TIERS',
      `${ratesAt}.interestRate: the rates are those of interestRateTiers`,
    ],
    ...tierRefusals(tiers, decimals),
  ];
};

/** The tiers of a product that accounts copy; left out where it has one rate. */
export const tiersOf = (settings: Settings | undefined): { readonly tiers?: RateTiers } => {
  const kind = settings?.interestRateTerms;
  if (kind !== 'TIERED' && kind !== 'TIERED_BAND') return {};
  const tiers = (settings?.interestRateTiers ?? []).map(({ endingBalance, interestRate }) => ({
    endingBalance: amountOf(endingBalance),
    interestRate: rate(interestRate),
  }));
  return { tiers: { interestRateTerms: kind, tiers } };
};

/** Each tier with a key, which it keeps while it stays in its place. */
export const completeTiers = (
  settings: Settings | undefined,
  before: Settings | undefined,
): Pick<Settings, 'interestRateTiers'> =>
  settings?.interestRateTiers === undefined
    ? {}
    : {
        interestRateTiers: settings.interestRateTiers.map((tier, index) => ({
          ...tier,
          encodedKey: before?.interestRateTiers?.[index]?.encodedKey ?? newEncodedKey(),
        })),
      };

/** Tiers as plain JSON: amounts and rates are texts. */
export type RateTiersJson = Omit<RateTiers, 'tiers'> & {
  readonly tiers: readonly { readonly endingBalance: Decimalish | null; readonly interestRate: Decimalish }[];
};

/** The tiers as plain JSON. */
export const storedTiers = ({ interestRateTerms, tiers }: RateTiers): RateTiersJson => ({
  interestRateTerms,
  tiers: tiers.map(({ endingBalance, interestRate }) => ({
    endingBalance: endingBalance?.toFixed() ?? null,
    interestRate: interestRate.toFixed(),
  })),
});

/** The tiers that this program stored. */
export const revivedTiers = ({ interestRateTerms, tiers }: RateTiersJson): RateTiers => ({
  interestRateTerms,
  tiers: tiers.map(({ endingBalance, interestRate }) => ({
    endingBalance: endingBalance === null ? null : money(endingBalance),
    interestRate: rate(interestRate),
  })),
});
