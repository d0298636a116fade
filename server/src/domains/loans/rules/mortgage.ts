import type { Schemas } from '../../../generated/schemas.ts';
import type { Refusal } from '../../../kernel/refusals.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { CompleteProduct } from './completeProduct.ts';
import {
  type InterestBalanceCalculationMethod,
  isInterestOnly,
  type LoanProductType,
  type LoanTerms,
} from './terms.ts';

// Mortgages are loans of equal instalments whose interest follows the balance. What sets them apart is little: how their products are spelled, that
// interest which is owed bears interest unless the product says otherwise, and that a repayment may say what becomes of the schedule. Those of
// interest only have no principal before their last instalment, and choose whether each bears the interest of its own days or of a regular interval.

/** Product types that are mortgages; only they have EQUAL_INSTALLMENTS. */
export const isMortgage = (type: LoanProductType): boolean =>
  type === 'DYNAMIC_MORTGAGE' || type === 'INTEREST_ONLY_EQUAL_INSTALLMENTS';

type Settings = Pick<CompleteProduct, 'type' | 'interestSettings'>;

/** Whether the totals of instalments that repay principal are meant to be equal, however the product's type spells that. */
export const hasEqualInstalments = ({ type, interestSettings }: Settings): boolean => {
  const method = interestSettings.interestCalculationMethod;
  if (method === 'EQUAL_INSTALLMENTS') return !isInterestOnly({ productType: type });
  return method === 'DECLINING_BALANCE_DISCOUNTED';
};

/** Refuses what would leave instalments of interest only nothing to ask for, or have them ask for something else. */
const interestOnlyRefusals = (product: CompleteProduct): readonly Refusal[] => {
  if (!isInterestOnly({ productType: product.type })) return [];
  const { interestSettings, scheduleSettings, paymentSettings, gracePeriodSettings, type } = product;
  return [
    [
      interestSettings.interestType === 'CAPITALIZED_INTEREST',
      'INTEREST_TYPE_NOT_ALLOWED',
      `interestSettings.interestType CAPITALIZED_INTEREST leaves nothing to ask for on instalments of type ${type}`,
    ],
    [
      scheduleSettings.interestAccrualSince === 'DUE_DATE',
      'INVALID_PARAMETERS',
      `scheduleSettings.interestAccrualSince DUE_DATE does not go with type ${type}: its first instalment would ask for nothing`,
    ],
    [
      (gracePeriodSettings?.gracePeriodType ?? 'NONE') !== 'NONE',
      'INVALID_GRACE_PERIOD',
      `gracePeriodSettings.gracePeriodType must be NONE for type ${type}: it repays principal at the end anyway`,
    ],
    [
      (paymentSettings.principalPaymentSettings?.defaultPrincipalRepaymentInterval ?? 1) > 1,
      'INVALID_PRINCIPAL_REPAYMENT_INVERVAL',
      `paymentSettings.principalPaymentSettings.defaultPrincipalRepaymentInterval must be 1 for type ${type}`,
    ],
  ];
};

/** Refuses instalments in between that would repay principal. */
export const checkInterestOnly = (terms: LoanTerms): Rejection | undefined =>
  isInterestOnly(terms) && terms.schedule.principalRepaymentInterval > 1
    ? reject('INVALID_PRINCIPAL_REPAYMENT_INVERVAL', 'principalRepaymentInterval: all principal falls due at the end')
    : undefined;

/** Refuses the mortgages' way of calculation on other loans, and another one on mortgages. */
export const mortgageRefusals = (product: CompleteProduct): readonly Refusal[] => {
  const { type, interestSettings } = product;
  const at = 'interestSettings.interestCalculationMethod';
  const method = interestSettings.interestCalculationMethod;
  return [
    [
      method === 'EQUAL_INSTALLMENTS' && !isMortgage(type),
      'INVALID_PARAMETERS',
      `${at} EQUAL_INSTALLMENTS is for mortgages, not for type ${type}`,
    ],
    [
      method !== 'EQUAL_INSTALLMENTS' && isMortgage(type),
      'INVALID_PARAMETERS',
      `${at} must be EQUAL_INSTALLMENTS for type ${type}`,
    ],
    ...interestOnlyRefusals(product),
  ];
};

/**
 * What bears interest. Of mortgages it is unpaid interest, too, unless the product says otherwise: either by itself, or since it
 * tells interest from arrears apart, which would be charged for twice.
 */
export const interestBalanceOf = (
  type: LoanProductType,
  { interestBalanceCalculationMethod: said, decoupleInterestFromArrears: apart }: Schemas['ProductInterestSettings'],
): InterestBalanceCalculationMethod =>
  said ?? (isMortgage(type) && apart !== true ? 'PRINCIPAL_AND_INTEREST' : 'ONLY_PRINCIPAL');
