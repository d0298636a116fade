import { type Decimalish, money, rate } from '../../../kernel/money.ts';
import type { FeeRateTerms } from './feeRate.ts';
import { allowanceOfJson, allowanceToJson, type FreeAllowanceJson } from './freeAllowance.ts';
import { type OffsetJson, offsetOfJson, offsetToJson } from './offset.ts';
import { type ChangingRatesJson, revivedRates, storedRates } from './rates/ratesJson.ts';
import { type RateTiersJson, revivedTiers, storedTiers } from './rates/tiers.ts';
import { type RevolvingJson, revolvingOfJson, revolvingToJson } from './revolvingTerms.ts';
import type { KnownTaxRate, TaxTerms } from './taxes.ts';
import type {
  Amortization,
  ArrearsTerms,
  AutomaticFee,
  CappingTerms,
  DisbursementFee,
  FeeAmount,
  InterestTerms,
  LoanTerms,
  PenaltyTerms,
  PeriodicPayment,
  PlannedFee,
  ScheduleTerms,
  Tranche,
} from './terms.ts';

// Terms in a jsonb column. Amounts and rates are texts there: a number would pass through a double on its way back.

type StoredPlan = readonly (Omit<PeriodicPayment, 'amount'> & { readonly amount: Decimalish })[];

type StoredAmortization =
  | Extract<Amortization, { amortizationMethod: 'STANDARD_PAYMENTS' | 'OPTIMIZED_PAYMENTS' }>
  | {
      readonly amortizationMethod: 'BALLOON_PAYMENTS';
      readonly balloon: { readonly periodicPayment: Decimalish } | { readonly amortizationPeriod: number };
    }
  | { readonly amortizationMethod: 'PAYMENT_PLAN'; readonly paymentPlan: StoredPlan };

type StoredFee<Fee extends FeeAmount> = Omit<Fee, 'amount' | 'percentageAmount'> & {
  readonly amount?: Decimalish;
  readonly percentageAmount?: Decimalish;
};

type StoredTranche = Omit<Tranche, 'amount' | 'disbursementFees'> & {
  readonly amount: Decimalish;
  readonly disbursementFees: readonly StoredFee<DisbursementFee>[];
};

/** The terms of a loan as plain JSON. */
export type LoanTermsJson = Omit<
  LoanTerms,
  | 'loanAmount'
  | 'interest'
  | 'schedule'
  | 'arrears'
  | 'penalty'
  | 'fees'
  | 'disbursementFees'
  | 'plannedFees'
  | 'revolving'
  | 'tax'
  | 'tranches'
  | 'capping'
  | 'freeAllowance'
  | 'offset'
  | 'feeRate'
> & {
  readonly loanAmount: Decimalish;
  readonly interest: Omit<InterestTerms, 'interestRate' | 'rates' | 'tiers'> & {
    readonly interestRate: Decimalish;
    readonly rates?: ChangingRatesJson;
    readonly tiers?: RateTiersJson;
  };
  /** Loans from before a setting existed do not have it. */
  readonly schedule: Omit<ScheduleTerms, 'amortization' | 'paymentHolidaysLoanTermOption'> &
    Partial<Pick<ScheduleTerms, 'paymentHolidaysLoanTermOption'>> & { readonly amortization: StoredAmortization };
  readonly arrears: Pick<ArrearsTerms, 'tolerancePeriod'> &
    Partial<
      Omit<ArrearsTerms, 'tolerancePercentage' | 'toleranceFloorAmount'> & {
        readonly tolerancePercentage: Decimalish;
        readonly toleranceFloorAmount: Decimalish;
      }
    >;
  readonly fees?: readonly StoredFee<AutomaticFee>[];
  readonly disbursementFees?: readonly StoredFee<DisbursementFee>[];
  readonly capping?: Omit<CappingTerms, 'cappingPercentage'> & { readonly cappingPercentage: Decimalish };
  readonly freeAllowance?: FreeAllowanceJson;
  readonly offset?: OffsetJson;
  readonly feeRate?: Omit<FeeRateTerms, 'rate'> & { readonly rate: Decimalish };
  readonly plannedFees?: readonly (Omit<PlannedFee, 'amount'> & { readonly amount: Decimalish })[];
  readonly revolving?: RevolvingJson;
  readonly tax?: Omit<TaxTerms, 'rate' | 'rates'> & {
    readonly rate: Decimalish;
    readonly rates: readonly (Omit<KnownTaxRate, 'rate'> & { readonly rate: Decimalish })[];
  };
  readonly tranches?: readonly StoredTranche[];
  readonly penalty?: Omit<PenaltyTerms, 'penaltyRate'> & { readonly penaltyRate: Decimalish };
};

const revivedArrears = (stored: LoanTermsJson['arrears']): ArrearsTerms => ({
  toleranceCalculationMethod: 'ARREARS_TOLERANCE_PERIOD',
  monthlyToleranceDay: 0,
  nonWorkingDaysMethod: 'INCLUDED',
  dateCalculationMethod: 'ACCOUNT_FIRST_WENT_TO_ARREARS',
  ...stored,
  tolerancePercentage: rate(stored.tolerancePercentage ?? 0),
  toleranceFloorAmount: money(stored.toleranceFloorAmount ?? 0),
});

const storedFee = <Fee extends FeeAmount>({ amount, percentageAmount, ...fee }: Fee): StoredFee<Fee> => ({
  ...fee,
  ...(amount === undefined ? {} : { amount: amount.toFixed() }),
  ...(percentageAmount === undefined ? {} : { percentageAmount: percentageAmount.toFixed() }),
});

const revivedFee = <Fee extends AutomaticFee | DisbursementFee>({
  amount,
  percentageAmount,
  ...fee
}: StoredFee<Fee>) => ({
  ...fee,
  ...(amount === undefined ? {} : { amount: money(amount) }),
  ...(percentageAmount === undefined ? {} : { percentageAmount: rate(percentageAmount) }),
});

const storedTranche = (tranche: Tranche): StoredTranche => ({
  ...tranche,
  amount: tranche.amount.toFixed(),
  disbursementFees: tranche.disbursementFees.map(storedFee),
});

const revivedTranche = (stored: StoredTranche): Tranche => ({
  ...stored,
  amount: money(stored.amount),
  disbursementFees: stored.disbursementFees.map(revivedFee<DisbursementFee>),
});

const noPenalty = { loanPenaltyCalculationMethod: 'NONE', penaltyRate: 0, loanPenaltyGracePeriod: 0 } as const;

const storedAmortization = (amortization: Amortization): StoredAmortization => {
  switch (amortization.amortizationMethod) {
    case 'BALLOON_PAYMENTS': {
      const { balloon } = amortization;
      if ('amortizationPeriod' in balloon) return { amortizationMethod: 'BALLOON_PAYMENTS', balloon };
      return {
        amortizationMethod: 'BALLOON_PAYMENTS',
        balloon: { periodicPayment: balloon.periodicPayment.toFixed() },
      };
    }
    case 'PAYMENT_PLAN':
      return {
        amortizationMethod: 'PAYMENT_PLAN',
        paymentPlan: amortization.paymentPlan.map((step) => ({ ...step, amount: step.amount.toFixed() })),
      };
    default:
      return amortization;
  }
};

const revivedAmortization = (stored: StoredAmortization): Amortization => {
  switch (stored.amortizationMethod) {
    case 'BALLOON_PAYMENTS': {
      const { balloon } = stored;
      if ('amortizationPeriod' in balloon) return { amortizationMethod: 'BALLOON_PAYMENTS', balloon };
      return { amortizationMethod: 'BALLOON_PAYMENTS', balloon: { periodicPayment: money(balloon.periodicPayment) } };
    }
    case 'PAYMENT_PLAN':
      return {
        amortizationMethod: 'PAYMENT_PLAN',
        paymentPlan: stored.paymentPlan.map((step) => ({ ...step, amount: money(step.amount) })),
      };
    default:
      return stored;
  }
};

const storedTax = (tax: TaxTerms): NonNullable<LoanTermsJson['tax']> => ({
  ...tax,
  rate: tax.rate.toFixed(),
  rates: tax.rates.map((known) => ({ ...known, rate: known.rate.toFixed() })),
});

const revivedTax = (stored: NonNullable<LoanTermsJson['tax']>): TaxTerms => ({
  ...stored,
  rate: rate(stored.rate),
  rates: stored.rates.map((known) => ({ ...known, rate: rate(known.rate) })),
});

const storedInterest = ({ rates, tiers, ...interest }: InterestTerms): LoanTermsJson['interest'] => ({
  ...interest,
  interestRate: interest.interestRate.toFixed(),
  ...(rates ? { rates: storedRates(rates) } : {}),
  ...(tiers ? { tiers: storedTiers(tiers) } : {}),
});

const revivedInterest = ({ rates, tiers, ...interest }: LoanTermsJson['interest']): InterestTerms => ({
  ...interest,
  interestRate: rate(interest.interestRate),
  ...(rates ? { rates: revivedRates(rates) } : {}),
  ...(tiers ? { tiers: revivedTiers(tiers) } : {}),
});

/** The terms as plain JSON, every digit kept. */
export const termsToJson = ({
  plannedFees,
  revolving,
  tax,
  tranches,
  capping,
  freeAllowance,
  offset,
  feeRate,
  ...terms
}: LoanTerms): LoanTermsJson => ({
  ...terms,
  loanAmount: terms.loanAmount.toFixed(),
  interest: storedInterest(terms.interest),
  schedule: { ...terms.schedule, amortization: storedAmortization(terms.schedule.amortization) },
  arrears: {
    ...terms.arrears,
    tolerancePercentage: terms.arrears.tolerancePercentage.toFixed(),
    toleranceFloorAmount: terms.arrears.toleranceFloorAmount.toFixed(),
  },
  penalty: { ...terms.penalty, penaltyRate: terms.penalty.penaltyRate.toFixed() },
  fees: terms.fees.map(storedFee),
  disbursementFees: terms.disbursementFees.map(storedFee),
  ...(plannedFees ? { plannedFees: plannedFees.map((fee) => ({ ...fee, amount: fee.amount.toFixed() })) } : {}),
  ...(revolving ? { revolving: revolvingToJson(revolving) } : {}),
  ...(tax ? { tax: storedTax(tax) } : {}),
  ...(tranches ? { tranches: tranches.map(storedTranche) } : {}),
  ...(capping ? { capping: { ...capping, cappingPercentage: capping.cappingPercentage.toFixed() } } : {}),
  ...(freeAllowance ? { freeAllowance: allowanceToJson(freeAllowance) } : {}),
  ...(offset ? { offset: offsetToJson(offset) } : {}),
  ...(feeRate ? { feeRate: { ...feeRate, rate: feeRate.rate.toFixed() } } : {}),
});

/** The terms that this program stored. */
export const termsOfJson = ({
  plannedFees,
  revolving,
  tax,
  tranches,
  capping,
  freeAllowance,
  offset,
  feeRate,
  ...stored
}: LoanTermsJson): LoanTerms => ({
  ...stored,
  ...(revolving ? { revolving: revolvingOfJson(revolving) } : {}),
  loanAmount: money(stored.loanAmount),
  interest: revivedInterest(stored.interest),
  schedule: {
    paymentHolidaysLoanTermOption: 'EXTEND_LOAN_TERM',
    ...stored.schedule,
    amortization: revivedAmortization(stored.schedule.amortization),
  },
  arrears: revivedArrears(stored.arrears),
  fees: (stored.fees ?? []).map(revivedFee<AutomaticFee>),
  disbursementFees: (stored.disbursementFees ?? []).map(revivedFee<DisbursementFee>),
  ...(plannedFees ? { plannedFees: plannedFees.map((fee) => ({ ...fee, amount: money(fee.amount) })) } : {}),
  ...(capping ? { capping: { ...capping, cappingPercentage: rate(capping.cappingPercentage) } } : {}),
  ...(freeAllowance ? { freeAllowance: allowanceOfJson(freeAllowance) } : {}),
  ...(offset ? { offset: offsetOfJson(offset) } : {}),
  ...(feeRate ? { feeRate: { ...feeRate, rate: rate(feeRate.rate) } } : {}),
  penalty: {
    ...(stored.penalty ?? noPenalty),
    penaltyRate: rate(stored.penalty?.penaltyRate ?? 0),
  },
  ...(tax ? { tax: revivedTax(tax) } : {}),
  ...(tranches ? { tranches: tranches.map(revivedTranche) } : {}),
});
