import type { Schemas } from '../../../generated/schemas.ts';
import { firstRefusal, type Refusal } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { type CompleteProduct, hasDynamicSchedule } from './completeProduct.ts';
import { productAllowanceRefusals } from './freeAllowance.ts';
import { hasEqualInstalments } from './mortgage.ts';
import { overpaymentRefusals } from './overpayments.ts';
import { mostInstalments } from './productSchedule.ts';
import { recalculationsFor } from './recalculations.ts';
import { type AmortizationMethod, isInterestOnly, type LoanProductType } from './terms.ts';

// What a product says of amortisation, the order of payment and prepayments.

const at = 'paymentSettings';

const amortizations: Readonly<Record<LoanProductType, readonly AmortizationMethod[]>> = {
  FIXED_TERM_LOAN: ['STANDARD_PAYMENTS', 'BALLOON_PAYMENTS', 'PAYMENT_PLAN'],
  DYNAMIC_TERM_LOAN: ['STANDARD_PAYMENTS', 'BALLOON_PAYMENTS', 'OPTIMIZED_PAYMENTS'],
  INTEREST_FREE_LOAN: ['STANDARD_PAYMENTS'],
  REVOLVING_CREDIT: ['STANDARD_PAYMENTS'],
  TRANCHED_LOAN: ['STANDARD_PAYMENTS'],
  DYNAMIC_MORTGAGE: ['STANDARD_PAYMENTS', 'BALLOON_PAYMENTS', 'OPTIMIZED_PAYMENTS'],
  INTEREST_ONLY_EQUAL_INSTALLMENTS: ['STANDARD_PAYMENTS'],
};

const amortizationRefusals = ({
  type,
  interestSettings,
  paymentSettings,
  scheduleSettings,
}: CompleteProduct): readonly Refusal[] => {
  const amortization = paymentSettings.amortizationMethod ?? 'STANDARD_PAYMENTS';
  const method = interestSettings.interestCalculationMethod;
  const path = `${at}.amortizationMethod ${amortization}`;
  return [
    [!amortizations[type].includes(amortization), 'INVALID_PARAMETERS', `${path} does not go with type ${type}`],
    [
      amortization === 'OPTIMIZED_PAYMENTS' && !hasEqualInstalments({ type, interestSettings }),
      'INVALID_PARAMETERS',
      `${path} needs interestCalculationMethod DECLINING_BALANCE_DISCOUNTED`,
    ],
    [
      amortization !== 'STANDARD_PAYMENTS' && method === 'FLAT',
      'INVALID_PARAMETERS',
      `${path} does not go with interestCalculationMethod FLAT`,
    ],
    [
      amortization === 'PAYMENT_PLAN' && interestSettings.scheduleInterestDaysCountMethod !== 'REPAYMENT_PERIODICITY',
      'PAYMENT_PLAN_NOT_AVAILABLE',
      `${path} needs scheduleInterestDaysCountMethod REPAYMENT_PERIODICITY`,
    ],
    [
      amortization !== 'OPTIMIZED_PAYMENTS' && scheduleSettings.keepInstallmentsEqualIfLongFirstPeriod === true,
      'INVALID_PARAMETERS',
      'scheduleSettings.keepInstallmentsEqualIfLongFirstPeriod is for amortizationMethod OPTIMIZED_PAYMENTS',
    ],
  ];
};

const prepaymentRefusals = (product: CompleteProduct): readonly Refusal[] => {
  const settings = product.paymentSettings.prepaymentSettings;
  const path = `${at}.prepaymentSettings`;
  const method = settings?.prepaymentRecalculationMethod ?? 'NO_RECALCULATION';
  const allowed = recalculationsFor({
    follows: hasDynamicSchedule(product) && product.type !== 'REVOLVING_CREDIT',
    equal: hasEqualInstalments(product),
    interestOnly: isInterestOnly({ productType: product.type }),
  });
  return [
    [
      !allowed.includes(method),
      'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
      `${path}.prepaymentRecalculationMethod must be ${allowed.join(' or ')} for this type and interestCalculationMethod`,
    ],
    ...overpaymentRefusals(product),
  ];
};

type PrincipalPayment = Schemas['PrincipalPaymentProductSettings'] | undefined;

const principalRefusals = (settings: PrincipalPayment): readonly Refusal[] => {
  const path = `${at}.principalPaymentSettings`;
  const interval = settings?.defaultPrincipalRepaymentInterval ?? 1;
  return [
    [
      interval < 0 || interval > mostInstalments,
      'INVALID_PRINCIPAL_REPAYMENT_INVERVAL',
      `${path}.defaultPrincipalRepaymentInterval must be 1 to ${mostInstalments}`,
    ],
  ];
};

/** Refuses what contradicts itself in a product's payment settings, and what is not supported yet. */
export const checkProductPayments = (product: CompleteProduct): Rejection | undefined => {
  const { paymentSettings } = product;
  const order = paymentSettings.repaymentAllocationOrder;
  return firstRefusal([
    ...amortizationRefusals(product),
    [
      paymentSettings.paymentMethod === 'VERTICAL' && !hasDynamicSchedule(product),
      'INVALID_PARAMETERS',
      `${at}.paymentMethod VERTICAL needs a dynamic schedule`,
    ],
    [order.length === 0, 'INVALID_PARAMETERS', `${at}.repaymentAllocationOrder is empty`],
    [
      new Set(order).size !== order.length,
      'INVALID_PARAMETERS',
      `${at}.repaymentAllocationOrder names an element twice`,
    ],
    ...prepaymentRefusals(product),
    ...principalRefusals(paymentSettings.principalPaymentSettings),
    ...productAllowanceRefusals(product),
  ]);
};
