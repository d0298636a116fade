import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Money, Rate } from '../../../kernel/money.ts';
import type { RateReview } from '../../organisation/rules/rateReviews.ts';
import type { WantedFee } from './disbursementFees.ts';
import type { WantedPeriod } from './rates/agreedPeriods.ts';
import type { PeriodicPayment, RepaymentPeriodUnit } from './terms.ts';

/** A tranche as a request names it. */
export type WantedTranche = {
  /** Its own where it is known already, else a new one. */
  readonly key: string;
  readonly number?: number | undefined;
  readonly amount: Money;
  readonly expectedDisbursementDate?: LocalDate | undefined;
  readonly fees?: readonly WantedFee[] | undefined;
};

/** What a request says of a loan's terms; undefined properties were not sent. */
export type WantedLoan = {
  readonly loanAmount: Money;
  readonly interestRate?: Rate | undefined;
  readonly interestSpread?: Rate | undefined;
  readonly interestRateReview?: Partial<RateReview> | undefined;
  readonly ratePeriods?: readonly WantedPeriod[] | undefined;
  readonly repaymentInstallments?: number | undefined;
  readonly repaymentPeriodCount?: number | undefined;
  readonly repaymentPeriodUnit?: RepaymentPeriodUnit | undefined;
  readonly fixedDaysOfMonth?: readonly number[] | undefined;
  readonly gracePeriod?: number | undefined;
  readonly periodicPayment?: Money | undefined;
  readonly amortizationPeriod?: number | undefined;
  readonly paymentPlan?: readonly PeriodicPayment[] | undefined;
  readonly principalRepaymentInterval?: number | undefined;
  readonly principalPaymentAmount?: Money | undefined;
  readonly principalPaymentPercentage?: Rate | undefined;
  readonly previewed?: number | undefined;
  readonly billingDays?: readonly number[] | undefined;
  readonly tolerancePeriod?: number | undefined;
  readonly tolerancePercentage?: Rate | undefined;
  /** Left out where it says what the loan has anyway. */
  readonly restrictNextDueWithdrawal?: boolean | undefined;
  readonly allowOffset?: boolean | undefined;
  readonly freeAllowanceAmount?: Money | undefined;
  readonly freeAllowancePercentage?: Rate | undefined;
  readonly penaltyRate?: Rate | undefined;
  /** Of the fee that accrues. */
  readonly feeRate?: Rate | undefined;
  /** Can only repeat the rate of the source. */
  readonly taxRate?: Rate | undefined;
  readonly disbursementFees?: readonly WantedFee[] | undefined;
  readonly firstRepaymentDate?: LocalDate | undefined;
  readonly tranches?: readonly WantedTranche[] | undefined;
  readonly expectedDisbursementDate?: LocalDate | undefined;
};
