import type { Schemas } from '../../../generated/schemas.ts';
import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import type { InterestBalanceCalculationMethod, LoanProductType } from './terms.ts';

// Mortgages are loans of equal instalments whose interest follows the balance. What sets them apart is little: how their products are spelled, that
// interest which is owed bears interest unless the product says otherwise, and that a repayment may say what becomes of the schedule.

/** Product types that are mortgages; only they have EQUAL_INSTALLMENTS. */
export const isMortgage = (type: LoanProductType): boolean => type === 'DYNAMIC_MORTGAGE';

type Settings = Pick<CompleteProduct, 'interestSettings'>;

/** Whether the instalments of a product's loans are meant to be equal, however its type spells that. */
export const hasEqualInstalments = ({ interestSettings: { interestCalculationMethod: method } }: Settings): boolean =>
  method === 'DECLINING_BALANCE_DISCOUNTED' || method === 'EQUAL_INSTALLMENTS';

/** Refuses the mortgages' way of calculation on other loans, and another one on mortgages. */
export const mortgageRefusals = ({ type, interestSettings }: CompleteProduct): readonly Refusal[] => {
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
