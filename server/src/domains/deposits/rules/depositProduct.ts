import type { DaysInYear } from '../../../kernel/dayCount.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Money } from '../../../kernel/money.ts';
import type { RateReview } from '../../organisation/index.ts';
import type { DepositAccountType } from './depositAccount.ts';
import type { ProductRates, Tier } from './interest/accountRates.ts';
import type { InterestPaymentPoint } from './interest/applicationDates.ts';
import type { ChargeFrequency } from './interest/interestTerms.ts';
import type { MaturitySettings } from './interest/maturity.ts';

export type AccountingMethod = 'NONE' | 'CASH' | 'ACCRUAL';

/** The resources that deposit postings book to, today or later; the product names a GL account for each it needs. */
export type DepositResource =
  | 'DEPOSIT_REFERENCE'
  | 'SAVINGS_CONTROL'
  | 'OVERDRAFT_PORTFOLIO_CONTROL'
  | 'OVERDRAFT_WRITE_OFF_EXPENSE'
  | 'FEE_INCOME'
  | 'INTEREST_EXPENSE'
  | 'INTEREST_PAYABLE'
  | 'TAXES_PAYABLE'
  | 'NEGATIVE_INTEREST_INCOME'
  | 'NEGATIVE_INTEREST_RECEIVABLE'
  | 'OVERDRAFT_INTEREST_INCOME'
  | 'OVERDRAFT_INTEREST_RECEIVABLE'
  | 'PROFIT_EXPENSE'
  | 'PROFIT_PAYABLE';

export type FeeTrigger = 'MANUAL' | 'MONTHLY_FEE' | 'ARBITRARY';

export type DepositProductFee = {
  readonly encodedKey: EncodedKey;
  readonly id: string | null;
  readonly name: string | null;
  readonly trigger: FeeTrigger;
  readonly state: 'ACTIVE' | 'INACTIVE';
  readonly feeApplication: 'REQUIRED' | 'OPTIONAL';
  /** The fixed amount; null means that whoever applies the fee names it. */
  readonly amount: Money | null;
  /** The function that computes the amount; null for a flat one. */
  readonly amountCalculationFunctionName: string | null;
  /** When the night applies a monthly fee; null for the others. */
  readonly applyDateMethod: 'MONTHLY_FROM_ACTIVATION' | 'FIRST_OF_EVERY_MONTH' | null;
  readonly accountingRules: ReadonlyMap<string, EncodedKey>;
};

export type InterestCalculationBalance =
  | 'MINIMUM'
  | 'AVERAGE'
  | 'END_OF_DAY'
  | 'MINIMUM_TO_END_OF_DAY'
  | 'FRENCH_INTEREST_ACCRUAL';

/** How a rate is found: the product's `interestRateSettings`, complete. */
export type ProductRateSettings = ProductRates & {
  readonly interestRateTiers: readonly (Tier & { readonly encodedKey: EncodedKey })[];
  readonly interestChargeFrequency: ChargeFrequency;
  /** The X of EVERY_X_DAYS; 1 otherwise. */
  readonly interestChargeFrequencyCount: number;
  /** The index that rates are spreads on, and how often its value is read again; null with fixed rates. */
  readonly index: { readonly indexSourceKey: EncodedKey; readonly review: RateReview } | null;
};

/** The interest that accounts are paid. */
export type ProductInterest = {
  readonly daysInYear: DaysInYear;
  readonly interestCalculationBalance: InterestCalculationBalance;
  /** What lies above earns nothing. */
  readonly maximumBalance: Money | null;
  readonly collectInterestWhenLocked: boolean;
  readonly accrueInterestAfterMaturity: boolean;
  readonly allowNegativeInterestRate: boolean;
  readonly interestPaymentPoint: InterestPaymentPoint;
  /** The days of ON_FIXED_DATES; empty otherwise. */
  readonly interestPaymentDates: readonly { readonly month: number; readonly day: number }[];
  /** Days, both included, on which the rate is zero whatever else is said. */
  readonly interestGainsProvidedStartDate: LocalDate | null;
  readonly interestGainsProvidedEndDate: LocalDate | null;
  readonly rateSettings: ProductRateSettings;
};

/** The interest that accounts owe for what is overdrawn. */
export type ProductOverdraftInterest = {
  readonly daysInYear: DaysInYear;
  readonly interestCalculationBalance: InterestCalculationBalance;
  readonly rateSettings: ProductRateSettings;
};

/** A deposit product as rules read it: its settings parsed once. */
export type DepositProduct = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly name: string;
  readonly type: DepositAccountType;
  readonly state: 'ACTIVE' | 'INACTIVE';
  readonly currencies: readonly string[];
  readonly availableFor: readonly string[] | null;
  readonly branches: readonly EncodedKey[] | 'ALL';
  readonly idGenerator: { readonly type: 'INCREMENTAL_NUMBER' | 'RANDOM_PATTERN'; readonly pattern: string };
  readonly allowOverdraft: boolean;
  readonly allowTechnicalOverdraft: boolean;
  readonly maxOverdraftLimit: Money | null;
  readonly maxWithdrawalAmount: Money | null;
  readonly recommendedDepositAmount: Money | null;
  readonly openingBalance: {
    readonly min: Money | null;
    readonly max: Money | null;
    readonly defaultValue: Money | null;
  };
  /** Days without activity after which an account is dormant; null for never. */
  readonly dormancyPeriodDays: number | null;
  /** Null where accounts are paid none. */
  readonly interest: ProductInterest | null;
  /** Null where overdrafts are free of interest. */
  readonly overdraftInterest: ProductOverdraftInterest | null;
  /** Null where the product says nothing of terms. */
  readonly maturity: MaturitySettings | null;
  readonly withholdingTaxEnabled: boolean;
  /** Whether accounts may lower what bears interest of a loan. */
  readonly allowsOffset: boolean;
  readonly creditArrangementRequirement: 'OPTIONAL' | 'REQUIRED' | 'NOT_REQUIRED';
  readonly allowArbitraryFees: boolean;
  /** By key, and by id where they have one. */
  readonly fees: ReadonlyMap<string, DepositProductFee>;
  readonly accountingMethod: AccountingMethod;
  readonly interestAccruedAccountingMethod: 'NONE' | 'DAILY' | 'END_OF_MONTH';
  readonly interestAccrualCalculation: 'NONE' | 'AGGREGATED_AMOUNT' | 'BREAKDOWN_PER_ACCOUNT';
  readonly accountingRules: ReadonlyMap<string, EncodedKey>;
};
