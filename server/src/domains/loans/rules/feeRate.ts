import type { Decimal, Money, Rate } from '../../../kernel/money.ts';
import { rounded } from '../../../kernel/money.ts';
import { regularPeriodRate } from './schedule/periodRate.ts';
import { accrualDecimals } from './schedule/rounding.ts';
import type { LoanTerms } from './terms.ts';

// A fee by a rate: a second price of the principal that is owed. It accrues day by day as simple interest of a yearly rate does, in the day count of the
// loan, and is charged as a fee on the instalment that falls due.

/** The fee by a rate that a loan has. */
export type FeeRateTerms = {
  /** In percent a year. */
  readonly rate: Rate;
  readonly predefinedFeeKey: string;
  readonly name: string;
  readonly taxable?: false;
  /** The payment of equal instalments covers it, too. */
  readonly inPayment?: true;
};

const asInterest = new WeakMap<LoanTerms, LoanTerms>();

/** The terms with the fee in place of the interest, so that the day count of the loan says what the days cost; undefined without such a fee. */
export const feeAsInterest = (terms: LoanTerms): LoanTerms | undefined => {
  if (!terms.feeRate) return undefined;
  let known = asInterest.get(terms);
  if (!known) {
    const { rates: _rates, tiers: _tiers, ...interest } = terms.interest;
    const simple = {
      ...interest,
      interestRate: terms.feeRate.rate,
      interestChargeFrequency: 'ANNUALIZED' as const,
      interestChargeFrequencyCount: 1,
      interestType: 'SIMPLE_INTEREST' as const,
    };
    known = { ...terms, interest: simple };
    asInterest.set(terms, known);
  }
  return known;
};

/** What the fee of a regular period adds to what a payment has to cover, as a share of the balance; undefined where it adds nothing. */
export const feeCost = (terms: LoanTerms): Decimal | undefined => {
  const fee = terms.feeRate?.inPayment ? feeAsInterest(terms) : undefined;
  return fee && regularPeriodRate(fee);
};

/** An accrued fee as it is charged: in the currency, never in whole units, by way of the decimals that accruals are kept in. */
export const roundedFee = ({ currencyDecimals }: LoanTerms, accrued: Money): Money =>
  rounded(rounded(accrued, accrualDecimals), currencyDecimals);
