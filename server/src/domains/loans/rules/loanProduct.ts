import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Money, Rate } from '../../../kernel/money.ts';
import type { FinancialResource } from '../../ledger/index.ts';
import type { ManualFee } from './decide/decideFee.ts';
import type { FeeAmortization } from './feeAmortization.ts';
import type { FeeRateTerms } from './feeRate.ts';
import type { LoanAccountingMethod } from './loanJournal.ts';
import type { OfferedRate } from './rates/adjustableProduct.ts';
import type { OfferedIndex } from './rates/productRates.ts';
import type { RevolvingTemplate, RevolvingTerms } from './revolvingTerms.ts';
import type { SecurityRules } from './securities.ts';
import type { TaxTerms } from './taxes.ts';
import type {
  AmortizationMethod,
  ArrearsTerms,
  CappingTerms,
  InterestTerms,
  LoanProductType,
  LoanTerms,
  PaymentTerms,
  PenaltyTerms,
  RepaymentPeriodUnit,
  ScheduleTerms,
  ShortMonthHandlingMethod,
} from './terms.ts';

/** What an account's value may be, and what it is when the account says nothing. Null where the product leaves it open. */
export type Limits<T> = { readonly min: T | null; readonly max: T | null; readonly default: T | null };

/** A fee of the product: what applying it needs, and where it is booked instead of the product's own accounts. */
export type LoanProductFee = ManualFee & {
  readonly encodedKey: EncodedKey;
  readonly id: string | null;
  /** Whether a disbursement can't do without it. */
  readonly required: boolean;
  readonly accountingRules: ReadonlyMap<FinancialResource, EncodedKey>;
  /** How its income spreads; null where it is income when it is applied. */
  readonly amortization: FeeAmortization | null;
};

/** Everything that an account copies from its product for good and can't change. */
export type LoanTemplate = {
  readonly productType: LoanProductType;
  readonly interest: Omit<InterestTerms, 'interestRate' | 'rates'>;
  readonly schedule: Pick<
    ScheduleTerms,
    | 'repaymentScheduleMethod'
    | 'interestAccrualSince'
    | 'repaymentReschedulingMethod'
    | 'gracePeriodType'
    | 'rounding'
    | 'repaymentScheduleEditOptions'
    | 'paymentHolidaysLoanTermOption'
  > & {
    readonly scheduleDueDatesMethod: 'INTERVAL' | 'FIXED_DAYS_OF_MONTH';
    readonly firstRepaymentDueDateOffset: number;
    /** Null where no fixed day is later than the 28th. */
    readonly shortMonthHandlingMethod: ShortMonthHandlingMethod | null;
    readonly amortizationMethod: AmortizationMethod;
    readonly keepInstallmentsEqualIfLongFirstPeriod: boolean;
  };
  readonly payment: PaymentTerms;
  readonly arrears: Omit<ArrearsTerms, 'tolerancePeriod' | 'tolerancePercentage'>;
  readonly penalty: Omit<PenaltyTerms, 'penaltyRate'>;
  readonly fees: LoanTerms['fees'];
  /** Its rate is the default of the product; left out where no fee accrues. */
  readonly feeRate?: Omit<FeeRateTerms, 'rate'> & { readonly rate?: Rate };
  readonly revolving?: RevolvingTemplate;
  /** Left out where nothing is taxed. */
  readonly tax?: Omit<TaxTerms, 'rate' | 'rates'>;
  readonly capping?: CappingTerms;
  /** Accounts may keep money of their borrowers. */
  readonly allowsRedraw?: true;
  /** Deposits of borrowers may lower what bears interest. */
  readonly allowsOffset?: true;
};

/** What links accounts of the product to a deposit account of the holder, from which they are settled. */
export type AccountLink = {
  readonly enabled: boolean;
  /** Whether a loan that names no account is linked to the only one of its holder that it could name. */
  readonly automatic: boolean;
  /** Whether a loan whose holder has no account of the linkable product gets one made, and is linked to it. */
  readonly creates: boolean;
  /** Null allows accounts of any deposit product. */
  readonly linkableDepositProductKey: EncodedKey | null;
  readonly settlementMethod: 'FULL_DUE_AMOUNTS' | 'PARTIAL_DUE_AMOUNTS' | 'NO_AUTOMATED_TRANSFERS';
};

/** A loan product as rules read it: its settings parsed once. */
export type LoanProduct = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly name: string;
  readonly type: LoanProductType;
  readonly state: 'ACTIVE' | 'INACTIVE';
  readonly currencyCode: string;
  readonly accountInitialState: 'PARTIAL_APPLICATION' | 'PENDING_APPROVAL';
  readonly idGenerator: { readonly type: 'INCREMENTAL_NUMBER' | 'RANDOM_PATTERN'; readonly pattern: string };
  readonly loanAmount: Limits<Money>;
  /** Of the rate, or of the spread where accounts follow an index. */
  readonly interestRate: Limits<Rate>;
  /** Left out where accounts name their rate. */
  readonly index?: OfferedIndex;
  /** What accounts choose from for each period of theirs; left out where they have one rate. */
  readonly periodRates?: readonly OfferedRate[];
  readonly numInstallments: Limits<number>;
  readonly gracePeriod: Limits<number>;
  readonly firstRepaymentDueDateOffset: Limits<number>;
  readonly tolerancePeriod: Limits<number>;
  readonly tolerancePercentage: Limits<Rate>;
  readonly penaltyRate: Limits<Rate>;
  readonly amortizationPeriod: Limits<number>;
  /** What a due date of a revolving credit asks for. */
  readonly repaymentValue: { readonly amount: Limits<Money>; readonly percentage: Limits<Rate> };
  readonly defaults: {
    readonly repaymentPeriodCount: number | null;
    readonly repaymentPeriodUnit: RepaymentPeriodUnit | null;
    readonly fixedDaysOfMonth: readonly number[] | null;
    readonly principalRepaymentInterval: number;
    /** In percent of the loan amount; left out where there is none. */
    readonly freeAllowance?: Rate;
  };
  readonly template: LoanTemplate;
  /** By key, and by id where a fee has one. */
  readonly fees: ReadonlyMap<string, LoanProductFee>;
  readonly allowArbitraryFees: boolean;
  /** Whether repayments may say themselves what they pay. */
  readonly allowCustomRepaymentAllocation: boolean;
  readonly accountingMethod: LoanAccountingMethod;
  /** When nights book interest that accrues, and whether they keep each account's part of it. */
  readonly interestAccruedAccountingMethod: 'NONE' | 'DAILY' | 'END_OF_MONTH';
  readonly interestAccrualCalculation: 'NONE' | 'AGGREGATED_AMOUNT' | 'BREAKDOWN_PER_ACCOUNT';
  readonly accountingRules: ReadonlyMap<FinancialResource, EncodedKey>;
  /** Where its loans have the money of a channel, by the channel's key, before the channel's own account. */
  readonly channelSources: ReadonlyMap<EncodedKey, EncodedKey>;
  readonly availableFor: readonly string[] | null;
  readonly branches: readonly EncodedKey[] | 'ALL';
  readonly accountLink: AccountLink;
  readonly securities: SecurityRules;
  /** Whether the user who created an account may not approve it. */
  readonly fourEyesForApproval: boolean;
  /** Days after which an account that is fully paid is closed by the night; null: never. */
  readonly dormancyPeriodDays: number | null;
  /** Days in arrears after which the night locks an account; null: never. */
  readonly lockPeriodDays: number | null;
  /** Of a tranched product: in how many parts its loans are paid out at most; 0 for all others. */
  readonly maxNumberOfTranches: number;
};

const revolvingTemplate = ({
  amount: _amount,
  percentage: _percentage,
  installments: _installments,
  ...copied
}: RevolvingTerms): RevolvingTemplate => copied;

/** The settings that an account took from its product when it was created. */
export const templateOf = ({
  productType,
  interest,
  schedule,
  payment,
  arrears,
  penalty,
  fees,
  feeRate,
  revolving,
  tax,
  capping,
  redraw,
  offset,
}: LoanTerms): LoanTemplate => {
  const { interestRate: _own, rates: _rates, ...copied } = interest;
  const { tolerancePeriod: _days, tolerancePercentage: _share, ...tolerance } = arrears;
  const { penaltyRate: _rate, ...penalised } = penalty;
  const { dueDates, amortization } = schedule;
  const interval = dueDates.scheduleDueDatesMethod === 'INTERVAL';
  return {
    productType,
    interest: copied,
    schedule: {
      repaymentScheduleMethod: schedule.repaymentScheduleMethod,
      repaymentReschedulingMethod: schedule.repaymentReschedulingMethod,
      gracePeriodType: schedule.gracePeriodType,
      ...(schedule.interestAccrualSince ? { interestAccrualSince: schedule.interestAccrualSince } : {}),
      rounding: schedule.rounding,
      repaymentScheduleEditOptions: schedule.repaymentScheduleEditOptions,
      paymentHolidaysLoanTermOption: schedule.paymentHolidaysLoanTermOption,
      scheduleDueDatesMethod: dueDates.scheduleDueDatesMethod,
      firstRepaymentDueDateOffset: interval ? dueDates.firstRepaymentDueDateOffset : 0,
      shortMonthHandlingMethod: interval ? null : dueDates.shortMonthHandlingMethod,
      amortizationMethod: amortization.amortizationMethod,
      keepInstallmentsEqualIfLongFirstPeriod:
        amortization.amortizationMethod !== 'OPTIMIZED_PAYMENTS' || amortization.keepInstallmentsEqualIfLongFirstPeriod,
    },
    payment,
    arrears: tolerance,
    penalty: penalised,
    fees,
    ...(feeRate ? { feeRate } : {}),
    ...(revolving ? { revolving: revolvingTemplate(revolving) } : {}),
    ...(tax ? { tax } : {}),
    ...(capping ? { capping } : {}),
    ...(redraw ? { allowsRedraw: true } : {}),
    ...(offset ? { allowsOffset: true } : {}),
  };
};
