import { everyDayWorks, type LoanTerms, previewSchedule } from '../../server/src/domains/loans/index.ts';
import { type LocalDate, parseLocalDate } from '../../server/src/kernel/localDate.ts';
import { money, rate } from '../../server/src/kernel/money.ts';

/** How many schedules one core previews in a second of its own time. */
export type PreviewResult = { readonly instalments: number; readonly perSecond: number };

const instalments = 360;
const warmUp = 100;

/** 250,000 at 4.5 % a year over thirty years in equal monthly instalments, interest by actual days. */
const mortgage: LoanTerms = {
  productType: 'DYNAMIC_TERM_LOAN',
  loanAmount: money(250_000),
  currencyDecimals: 2,
  interest: {
    interestRate: rate('4.5'),
    interestChargeFrequency: 'ANNUALIZED',
    interestChargeFrequencyCount: 1,
    daysInYear: 'ACTUAL_365_FIXED',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
    interestType: 'SIMPLE_INTEREST',
    compoundingFrequency: 'DAILY',
    interestApplicationMethod: 'REPAYMENT_DUE_DATE',
    interestBalanceCalculationMethod: 'ONLY_PRINCIPAL',
    accrueLateInterest: true,
    accrueInterestAfterMaturity: false,
    modifyInterestForFirstInstallment: false,
  },
  schedule: {
    repaymentScheduleMethod: 'DYNAMIC',
    repaymentInstallments: instalments,
    dueDates: {
      scheduleDueDatesMethod: 'INTERVAL',
      repaymentPeriodCount: 1,
      repaymentPeriodUnit: 'MONTHS',
      firstRepaymentDueDateOffset: 0,
    },
    repaymentReschedulingMethod: 'NONE',
    gracePeriod: 0,
    gracePeriodType: 'NONE',
    principalRepaymentInterval: 1,
    amortization: { amortizationMethod: 'STANDARD_PAYMENTS' },
    rounding: {
      roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
      repaymentCurrencyRounding: 'NO_ROUNDING',
      repaymentElementsRoundingMethod: 'NO_ROUNDING',
    },
    repaymentScheduleEditOptions: [],
    paymentHolidaysLoanTermOption: 'EXTEND_LOAN_TERM',
  },
  payment: {
    paymentMethod: 'HORIZONTAL',
    repaymentAllocationOrder: ['FEE', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
    latePaymentsRecalculationMethod: 'NO_RECALCULATION',
    prepayment: {
      prepaymentAcceptance: 'ACCEPT_PREPAYMENTS',
      futurePaymentsAcceptance: 'NO_FUTURE_PAYMENTS',
      applyInterestOnPrepaymentMethod: 'AUTOMATIC',
      prepaymentRecalculationMethod: 'NO_RECALCULATION',
      elementsRecalculationMethod: 'PRINCIPAL_EXPECTED_FIXED',
      principalPaidInstallmentStatus: 'PARTIALLY_PAID',
    },
  },
  arrears: {
    toleranceCalculationMethod: 'ARREARS_TOLERANCE_PERIOD',
    tolerancePeriod: 0,
    monthlyToleranceDay: 0,
    nonWorkingDaysMethod: 'INCLUDED',
    dateCalculationMethod: 'ACCOUNT_FIRST_WENT_TO_ARREARS',
    tolerancePercentage: rate(0),
    toleranceFloorAmount: money(0),
  },
  penalty: { loanPenaltyCalculationMethod: 'NONE', penaltyRate: rate(0), loanPenaltyGracePeriod: 0 },
  fees: [],
  disbursementFees: [],
};

const disbursement = (): LocalDate => {
  const date = parseLocalDate('2026-01-15');
  if (!date) throw new Error('the day of the disbursement is a date');
  return date;
};

/**
 * Previews the schedule again and again for some seconds. What counts is the processor time of this process, so that others on the
 * machine matter little. Every preview has terms of its own: nothing that is remembered of one serves the next.
 */
export const measurePreviews = (seconds: number): PreviewResult => {
  const date = disbursement();
  const preview = (): number => {
    const terms = { ...mortgage, interest: { ...mortgage.interest } };
    return previewSchedule(terms, date, everyDayWorks).instalments.length;
  };
  for (let count = 0; count < warmUp; count += 1) preview();
  const before = process.cpuUsage();
  const end = Date.now() + seconds * 1000;
  let made = 0;
  while (Date.now() < end) made += preview() / instalments;
  const { user, system } = process.cpuUsage(before);
  return { instalments, perSecond: (made * 1_000_000) / (user + system) };
};
