import type { DaysInYear } from '../../../../kernel/dayCount.ts';
import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { Money } from '../../../../kernel/money.ts';
import type { CalculationBalance, ChargeFrequency, InterestTerms, QuotedRates, RateSource } from './interestTerms.ts';

/** What of a product's interest, or overdraft interest, is the same for all its accounts. What only credit interest knows may be missing. */
export type ProductTerms = {
  readonly daysInYear: DaysInYear;
  readonly interestCalculationBalance: CalculationBalance['method'];
  readonly maximumBalance?: Money | null;
  readonly allowNegativeInterestRate?: boolean;
  readonly interestGainsProvidedStartDate?: LocalDate | null;
  readonly interestGainsProvidedEndDate?: LocalDate | null;
  readonly rateSettings: {
    readonly interestChargeFrequency: ChargeFrequency;
    readonly interestChargeFrequencyCount: number;
  };
};

export type AccountTerms = {
  readonly rates: QuotedRates;
  readonly source: RateSource;
  /** When MINIMUM_TO_END_OF_DAY changes over: the bank's setting, null while it has none. */
  readonly endOfDayFrom: LocalDate | null;
};

const calculationBalance = (product: ProductTerms, endOfDayFrom: LocalDate | null): CalculationBalance => {
  const method = product.interestCalculationBalance;
  switch (method) {
    case 'END_OF_DAY':
      return { method, maximumBalance: product.maximumBalance ?? null };
    case 'MINIMUM_TO_END_OF_DAY':
      return { method, endOfDayFrom };
    default:
      return { method };
  }
};

/** The terms by which an account accrues: its own rates, all else from its product. */
export const termsOfProduct = (product: ProductTerms, { rates, source, endOfDayFrom }: AccountTerms): InterestTerms => {
  const { interestGainsProvidedStartDate: start = null, interestGainsProvidedEndDate: end = null } = product;
  return {
    source,
    rates,
    chargeFrequency: product.rateSettings.interestChargeFrequency,
    chargeFrequencyCount: product.rateSettings.interestChargeFrequencyCount,
    daysInYear: product.daysInYear,
    balance: calculationBalance(product, endOfDayFrom),
    allowNegativeInterestRate: product.allowNegativeInterestRate ?? false,
    noGains: start === null && end === null ? null : { start, end },
  };
};
