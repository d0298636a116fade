import { fitsDecimals, isPositive, largestAmount, type Money, type Rate } from '../../../kernel/money.ts';
import { firstRefusal } from '../../../kernel/refusals.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { isOutside, limitsText } from './accountSchedule.ts';
import type { Limits, LoanProduct, LoanTemplate } from './loanProduct.ts';
import { billingDayRefusals, isShare, previewRefusals } from './productRevolving.ts';
import { installmentsOf } from './revolvingInstallments.ts';
import { isFlat, type RevolvingTemplate, type RevolvingTerms } from './revolvingTerms.ts';
import type { WantedLoan } from './wantedLoan.ts';

// What an account of revolving credit agrees to, within what its product leaves open.

const at = 'principalPaymentSettings';

/** What is paid of the principal: an amount or a percentage, and within which limits. */
export type RepaymentValue = { readonly amount?: Money | undefined; readonly percentage?: Rate | undefined };
export type RepaymentValueLimits = { readonly amount: Limits<Money>; readonly percentage: Limits<Rate> };

/**
 * The value of an account's method, or what is wrong with it: an amount for a flat method, else a percentage, never both. `path` leads
 * to the properties in the request.
 */
export const checkRepaymentValue = (
  template: RevolvingTemplate,
  { amount, percentage }: RepaymentValue,
  limits: RepaymentValueLimits,
  decimals: number,
  path: string,
): Rejection | undefined => {
  const method = template.totalDuePayment ?? template.principalPaymentMethod;
  return isFlat(method)
    ? firstRefusal([
        [
          percentage !== undefined,
          'PRINCIPAL_PAYMENT_INCONSISTENT_WITH_PRODUCT',
          `${path}percentage: ${method} of the product takes an amount`,
        ],
        [
          amount === undefined || !isPositive(amount),
          'AMOUNT_REQUIRED_FOR_FLAT_PRINCIPAL_PAYMENT_METHOD',
          `${path}amount is required by ${method} and must be more than 0`,
        ],
        [
          amount !== undefined && !fitsDecimals(amount, decimals),
          'INVALID_PRINCIPAL_PAYMENT_FLAT_AMOUNT_WITH_DECIMALS',
          `${path}amount has more than the ${decimals} decimals of the currency`,
        ],
        [
          amount !== undefined && (isOutside(amount, limits.amount) || amount.greaterThan(largestAmount)),
          'INCONSISTENT_FLAT_AMOUNT_WITH_PRODUCT_CONSTRAINTS',
          `${path}amount must be ${limitsText(limits.amount)}`,
        ],
      ])
    : firstRefusal([
        [
          amount !== undefined,
          'AMOUNT_ONLY_AVAILABLE_FOR_FLAT_PRINCIPAL_PAYMENT_METHOD',
          `${path}amount: ${method} of the product takes a percentage`,
        ],
        [
          percentage === undefined,
          'PERCENTAGE_REQUIRED_FOR_PRINCIPAL_PAYMENT_PERCENTAGE_METHOD',
          `${path}percentage is required by ${method}`,
        ],
        [
          percentage !== undefined && !isShare(percentage),
          'INVALID_PRINCIPAL_PAYMENT_PERCENTAGE_VALUE',
          `${path}percentage must be 0 to 100 with at most 10 decimals`,
        ],
        [
          percentage !== undefined && isOutside(percentage, limits.percentage),
          'INCONSISTENT_PERCENTANGE_WITH_PRODUCT_CONSTRAINTS',
          `${path}percentage must be ${limitsText(limits.percentage)}`,
        ],
      ]);
};

const checkNoTerm = (wanted: WantedLoan, { sharesOut }: RevolvingTemplate): Rejection | undefined =>
  firstRefusal([
    [
      !sharesOut && (wanted.repaymentInstallments ?? 0) !== 0,
      'NUM_INSTALLMENTS_NOT_AVAILABLE_FOR_REVOLVING_CREDIT',
      'scheduleSettings.repaymentInstallments: a revolving credit has no term',
    ],
    [
      wanted.expectedDisbursementDate !== undefined,
      'EXPECTED_DISBURSEMENT_DATE_NOT_AVAILABLE_FOR_PRODUCT',
      'disbursementDetails.expectedDisbursementDate: a revolving credit is drawn on when its holder likes',
    ],
    [
      wanted.firstRepaymentDate !== undefined,
      'FIRST_REPAYMENT_DATE_NOT_AVAILABLE_FOR_PRODUCT',
      'disbursementDetails.firstRepaymentDate comes with the first withdrawal of a revolving credit',
    ],
    [
      (wanted.gracePeriod ?? 0) !== 0,
      'INVALID_GRACE_PERIOD',
      'scheduleSettings.gracePeriod: a revolving credit has none',
    ],
    [
      (wanted.principalRepaymentInterval ?? 1) > 1,
      'INVALID_PRINCIPAL_REPAYMENT_INVERVAL',
      'scheduleSettings.principalRepaymentInterval: every due date of a revolving credit asks for principal',
    ],
  ]);

const checkBilling = (
  template: RevolvingTemplate,
  billingDays: readonly number[] | undefined,
): Rejection | undefined => {
  const path = 'scheduleSettings.billingCycle.days';
  if (billingDays === undefined) return undefined;
  return template.billingDays
    ? firstRefusal(billingDayRefusals(billingDays, path))
    : reject('PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', `${path}: the product has no billing cycles`);
};

const checkPreviewed = (template: RevolvingTemplate, previewed: number | undefined): Rejection | undefined => {
  const path = 'scheduleSettings.previewSchedule.numberOfPreviewedInstalments';
  if (previewed === undefined) return undefined;
  return template.previewed === undefined
    ? reject('PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', `${path}: the product foresees no instalments`)
    : firstRefusal(previewRefusals(previewed, path));
};

/** The revolving terms that an account gets, undefined for loans of other types; or what is wrong with what it asks for. */
export const revolvingTermsOf = (
  { revolving: template }: LoanTemplate,
  wanted: WantedLoan,
  product: Pick<LoanProduct, 'repaymentValue' | 'numInstallments'>,
  decimals: number,
): RevolvingTerms | Rejection | undefined => {
  const {
    principalPaymentAmount: sentAmount,
    principalPaymentPercentage: sentPercentage,
    billingDays,
    previewed,
  } = wanted;
  if (!template) {
    return [sentAmount, sentPercentage, billingDays, previewed].every((sent) => sent === undefined)
      ? undefined
      : reject(
          'SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
          `${at}, scheduleSettings.billingCycle and previewSchedule: the loan is no revolving credit; leave them out`,
        );
  }
  const fixed =
    checkNoTerm(wanted, template) ?? checkBilling(template, billingDays) ?? checkPreviewed(template, previewed);
  if (fixed) return fixed;
  const settled = {
    ...template,
    ...(billingDays === undefined ? {} : { billingDays }),
    ...(previewed === undefined ? {} : { previewed }),
  };
  if (template.sharesOut) {
    const installments = installmentsOf(wanted, product.numInstallments);
    return isRejection(installments) ? installments : { ...settled, installments };
  }
  const flat = isFlat(template.totalDuePayment ?? template.principalPaymentMethod);
  const limits = product.repaymentValue;
  const amount = sentAmount ?? (flat ? (limits.amount.default ?? undefined) : undefined);
  const percentage = sentPercentage ?? (flat ? undefined : (limits.percentage.default ?? undefined));
  const refusal = checkRepaymentValue(template, { amount, percentage }, limits, decimals, `${at}.`);
  if (isRejection(refusal)) return refusal;
  return {
    ...settled,
    ...(amount === undefined ? {} : { amount }),
    ...(percentage === undefined ? {} : { percentage }),
  };
};
