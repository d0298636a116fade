import type { Schemas } from '../../generated/schemas.ts';
import { present } from '../../kernel/present.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import { lastReview } from '../organisation/index.ts';
import type { DepositAccount } from './rules/depositAccount.ts';
import type { DepositProduct, ProductRateSettings } from './rules/depositProduct.ts';
import { ratesOn } from './rules/interest/accountInterest.ts';
import { effectiveRates } from './rules/interest/effectiveRates.ts';
import type { QuotedRates } from './rules/interest/interestTerms.ts';
import { type OwnPayment, type OwnRates, paymentOf, withOwnRates } from './rules/interest/ownSettings.ts';

type RateSettings = Schemas['DepositAccountInterestRateSettings'];

/** An account's own rates; `spread` where they are quoted on an index. */
export const shownRates = (rates: QuotedRates | undefined, spread: boolean): RateSettings | null => {
  if (rates === undefined) return null;
  const interestRateSource = spread ? 'INDEX_INTEREST_RATE' : 'FIXED_INTEREST_RATE';
  const of = { interestRateTerms: rates.terms, interestRateSource } as const;
  switch (rates.terms) {
    case 'FIXED':
      return { ...of, ...(spread ? { interestSpread: rates.rate } : { interestRate: rates.rate }) };
    case 'TIERED_PERIOD':
      return {
        ...of,
        interestRateTiers: rates.tiers.map(({ endingDay, interestRate }) => present({ endingDay, interestRate })),
      } as RateSettings;
    default:
      return {
        ...of,
        interestRateTiers: rates.tiers.map(({ endingBalance, interestRate }) =>
          present({ endingBalance, interestRate }),
        ),
      } as RateSettings;
  }
};

/** For what time an account's rates are quoted and when its index is read again: its own, or its product's. */
const shownTimes = (
  product: { readonly rateSettings: ProductRateSettings } | null,
  own: OwnRates | null | undefined,
): RateSettings => {
  const settings = withOwnRates(product, own)?.rateSettings;
  return (
    settings
      ? {
          interestChargeFrequency: settings.interestChargeFrequency,
          interestChargeFrequencyCount: settings.interestChargeFrequencyCount,
          ...(settings.index
            ? {
                interestRateReviewUnit: settings.index.review.unit,
                interestRateReviewCount: settings.index.review.count,
              }
            : {}),
        }
      : {}
  ) as RateSettings;
};

const shownPayment = ({
  interestPaymentPoint,
  interestPaymentDates: dates,
}: OwnPayment): Schemas['DepositAccountInterestPaymentSettings'] => ({
  interestPaymentPoint,
  ...(dates.length > 0 ? { interestPaymentDates: [...dates] } : {}),
});

/** When an account read the index of a kind of interest last; null where it follows none, or was never active. */
const shownReview = (
  { activationDate }: DepositAccount,
  product: { readonly rateSettings: ProductRateSettings } | null,
  own: OwnRates | null | undefined,
  { zone, today }: Clock,
): string | null => {
  const review = withOwnRates(product, own)?.rateSettings.index?.review;
  return review && activationDate !== null
    ? zone.format(zone.startOf(lastReview(zone.localDateOf(activationDate), review, today())))
    : null;
};

/** What an account tells of its interest: its rates as of today, what accrued, and until when. */
export const shownInterest = (account: DepositAccount, product: DepositProduct, clock: Clock) => {
  const { interest, accruedTo, lastInterestStoredDate, accrued } = account;
  const own = interest?.own ?? null;
  const today = clock.today();
  const rates = interest && effectiveRates(interest);
  const credit = shownRates(ratesOn(rates?.credit, today), interest?.creditIndexed ?? false);
  const overdraft = shownRates(ratesOn(rates?.overdraft, today), interest?.overdraftIndexed ?? false);
  const calculated = accruedTo === null ? null : clock.zone.format(clock.zone.startOf(accruedTo));
  return {
    accruedAmounts: { ...accrued },
    interestSettings: credit && {
      interestRateSettings: { ...credit, ...shownTimes(product.interest, own?.credit) },
      ...(product.interest ? { interestPaymentSettings: shownPayment(paymentOf(product.interest, own)) } : {}),
    },
    overdraftInterestSettings: overdraft && {
      interestRateSettings: { ...overdraft, ...shownTimes(product.overdraftInterest, own?.overdraft) },
    },
    lastInterestReviewDate: credit && shownReview(account, product.interest, own?.credit, clock),
    lastOverdraftInterestReviewDate:
      overdraft && shownReview(account, product.overdraftInterest, own?.overdraft, clock),
    lastInterestCalculationDate: calculated,
    lastAccountAppraisalDate: calculated,
    lastInterestStoredDate: lastInterestStoredDate === null ? null : clock.zone.format(lastInterestStoredDate),
  };
};
