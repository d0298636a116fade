import type { Schemas } from '../../../generated/schemas.ts';
import { rate } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { toApiLoanAccount } from '../convertAccount.ts';
import { loanTermsOf } from '../rules/accountTerms.ts';
import { checkFirstTranche } from '../rules/agreedTranches.ts';
import { checkTerms } from '../rules/checkTerms.ts';
import { checkEditedDates } from '../rules/decide/decideDisbursement.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { checkLoanDates } from '../rules/loanDates.ts';
import { checkPlannedSlots } from '../rules/plannedFees.ts';
import { checkExpectedPeriod, periodsAt } from '../rules/rates/agreedPeriods.ts';
import type { LoanTerms } from '../rules/terms.ts';
import type { WantedLoan } from '../rules/wantedLoan.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { asShownToday } from './asShownToday.ts';
import { checkProductSettings, termsFactsOf, wantedLoan } from './loanBody.ts';
import { calendarOf } from './loanContext.ts';
import { checkRepeatedPlans } from './plannedFeesBody.ts';

type Body = Schemas['LoanAccountFullDetails'];

const places: Readonly<Record<keyof WantedLoan, string>> = {
  loanAmount: 'loanAmount',
  interestRate: 'interestSettings.interestRate',
  interestSpread: 'interestSettings.interestSpread',
  interestRateReview: 'interestSettings.interestRateReviewCount',
  ratePeriods: 'interestSettings.accountInterestRateSettings',
  repaymentInstallments: 'scheduleSettings.repaymentInstallments',
  repaymentPeriodCount: 'scheduleSettings.repaymentPeriodCount',
  repaymentPeriodUnit: 'scheduleSettings.repaymentPeriodUnit',
  fixedDaysOfMonth: 'scheduleSettings.fixedDaysOfMonth',
  gracePeriod: 'scheduleSettings.gracePeriod',
  periodicPayment: 'scheduleSettings.periodicPayment',
  amortizationPeriod: 'scheduleSettings.amortizationPeriod',
  paymentPlan: 'scheduleSettings.paymentPlan',
  principalRepaymentInterval: 'scheduleSettings.principalRepaymentInterval',
  principalPaymentAmount: 'principalPaymentSettings.amount',
  principalPaymentPercentage: 'principalPaymentSettings.percentage',
  previewed: 'scheduleSettings.previewSchedule.numberOfPreviewedInstalments',
  billingDays: 'scheduleSettings.billingCycle.days',
  tolerancePeriod: 'accountArrearsSettings.tolerancePeriod',
  tolerancePercentage: 'accountArrearsSettings.tolerancePercentageOfOutstandingPrincipal',
  restrictNextDueWithdrawal: 'redrawSettings.restrictNextDueWithdrawal',
  allowOffset: 'allowOffset',
  freeAllowanceAmount: 'prepaymentSettings.ercFreeAllowanceAmount',
  freeAllowancePercentage: 'prepaymentSettings.ercFreeAllowancePercentage',
  penaltyRate: 'penaltySettings.penaltyRate',
  feeRate: 'feesSettings.feeRate',
  taxRate: 'taxRate',
  disbursementFees: 'disbursementDetails.fees',
  firstRepaymentDate: 'disbursementDetails.firstRepaymentDate',
  expectedDisbursementDate: 'disbursementDetails.expectedDisbursementDate',
  tranches: 'tranches',
};
const names = Object.keys(places) as (keyof WantedLoan)[];
const isDate = (name: keyof WantedLoan): boolean =>
  name === 'firstRepaymentDate' || name === 'expectedDisbursementDate';

const differing = (wanted: WantedLoan, told: WantedLoan): (keyof WantedLoan)[] =>
  names.filter((name) => JSON.stringify(wanted[name]) !== JSON.stringify(told[name]));

/** Terms of an application are agreed anew; a schedule that was edited by hand pins them, save the day on which its disbursement is expected. */
const agreedAnew = (
  before: LoanAccount,
  wanted: WantedLoan,
  changes: readonly (keyof WantedLoan)[],
  context: OperationContext,
): LoanTerms | Rejection => {
  const product = productOfLoan(context.reference, before.productTypeKey);
  const facts = termsFactsOf(product, context, before.assignedBranchKey);
  const pinned = before.events.some(({ type }) => type === 'SCHEDULE_EDITED');
  if (pinned && changes.some((name) => name !== 'expectedDisbursementDate')) {
    return reject(
      'ILLEGAL_LOAN_PARAMETERS_MODIFICATION',
      'the schedule was edited by hand; its terms can’t be changed any more',
    );
  }
  if (pinned) {
    const expected = wanted.expectedDisbursementDate;
    return (
      checkExpectedPeriod(before.terms, expected) ?? checkEditedDates(before, expected ?? context.today) ?? before.terms
    );
  }
  const agreed = loanTermsOf(product, wanted, facts, before.terms);
  if (isRejection(agreed)) return agreed;
  const { plannedFees } = before.terms;
  const terms = plannedFees ? { ...agreed.terms, plannedFees } : agreed.terms;
  return checkPlannedSlots(terms) ?? terms;
};

/** Of an approved loan only the days of its disbursement and first repayment change, of a disbursed one nothing. */
const onlyDates = (before: LoanAccount, wanted: WantedLoan, context: OperationContext): LoanTerms | Rejection => {
  const { firstRepaymentDate: _, ...schedule } = before.terms.schedule;
  const { firstRepaymentDate, expectedDisbursementDate = context.today } = wanted;
  const tranches = before.terms.tranches ?? [];
  const terms: LoanTerms = {
    ...before.terms,
    schedule: firstRepaymentDate === undefined ? schedule : { ...schedule, firstRepaymentDate },
  };
  return (
    checkLoanDates(expectedDisbursementDate, firstRepaymentDate) ??
    checkFirstTranche(tranches, wanted.expectedDisbursementDate) ??
    checkExpectedPeriod(before.terms, wanted.expectedDisbursementDate) ??
    checkTerms(terms, expectedDisbursementDate, calendarOf(context, before.assignedBranchKey)) ??
    checkEditedDates(before, expectedDisbursementDate) ??
    terms
  );
};

/** What differs from what the account tells. A loan that is no application keeps what the request leaves out. */
const changesOf = (
  before: LoanAccount,
  wanted: WantedLoan,
  context: OperationContext,
  isApplication: boolean,
): (keyof WantedLoan)[] | Rejection => {
  const told = wantedLoan(toApiLoanAccount(before, context), context, before.terms);
  if (isRejection(told)) return told;
  const disbursed = before.disbursementDate !== null;
  return differing(wanted, told).filter(
    (name) => isApplication || wanted[name] !== undefined || (isDate(name) && !disbursed),
  );
};

/** Refuses a rate of a loan that follows an index, agreed periods or its balance, unless it repeats what the account tells, stored or of today. */
const checkRepeatedRate = (before: LoanAccount, body: Body, context: OperationContext): Rejection | undefined => {
  // Zero is how clients send what a loan does not have.
  const sent = rate(body.interestSettings?.interestRate ?? 0);
  const tells = ({ figures }: LoanAccount): boolean => figures.terms.interest.interestRate.equals(sent);
  const { rates, tiers } = before.terms.interest;
  if (tiers && !sent.isZero() && !tells(before) && !tells(asShownToday(before, context))) {
    return reject(
      'INTEREST_RATE_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES',
      'interestSettings.interestRate: the rates are those of the tiers of the product',
    );
  }
  return !rates || sent.isZero() || tells(before) || tells(asShownToday(before, context))
    ? undefined
    : rates.adjustable
      ? reject('INVALID_INTEREST_RATE', `interestSettings.interestRate: the rates are those of ${periodsAt}`)
      : reject(
          'INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES',
          'interestSettings.interestRate: the rate is an index plus interestSpread',
        );
};

/**
 * The terms after an edit. What repeats what the account tells is not judged again, whatever has become of the product since. Other
 * terms are agreed anew for an application, and refused for any other loan, save the dates of one that waits for its disbursement.
 */
export const termsAfterEdit = (
  before: LoanAccount,
  body: Body,
  context: OperationContext,
  isApplication: boolean,
): LoanTerms | Rejection => {
  const wanted = wantedLoan(body, context, before.terms);
  if (isRejection(wanted)) return wanted;
  const unrepeated = checkRepeatedRate(before, body, context) ?? checkRepeatedPlans(before, body, context);
  if (unrepeated) return unrepeated;
  const changes = changesOf(before, wanted, context, isApplication);
  if (isRejection(changes)) return changes;
  const fixed = changes.find((name) => before.disbursementDate !== null || !isDate(name));
  if (!isApplication && fixed !== undefined) {
    return reject(
      'ILLEGAL_LOAN_PARAMETERS_MODIFICATION',
      `${places[fixed]} of a loan that is ${before.accountState} can't be changed${before.disbursementDate === null ? '; undo its approval first' : ''}`,
    );
  }
  const kept = changes.length === 0;
  const terms = kept
    ? before.terms
    : isApplication
      ? agreedAnew(before, wanted, changes, context)
      : onlyDates(before, wanted, context);
  if (isRejection(terms)) return terms;
  return checkProductSettings(body, terms, productOfLoan(context.reference, before.productTypeKey)) ?? terms;
};
