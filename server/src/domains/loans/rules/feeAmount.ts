import { type Money, money, rounded, times } from '../../../kernel/money.ts';
import type { FeeAmount, LoanTerms } from './terms.ts';

/**
 * What a fee of the product amounts to, rounded to the currency; undefined where its definition leaves the amount open.
 * `principal` is that of the instalment it goes to.
 */
export const feeAmountOf = (terms: LoanTerms, fee: FeeAmount, principal: Money | undefined): Money | undefined => {
  const ofPercent = (base: Money): Money | undefined =>
    fee.percentageAmount && times(base, money(fee.percentageAmount.div(100)));
  const count = terms.schedule.repaymentInstallments;
  const exact = (): Money | undefined => {
    switch (fee.amountCalculationMethod) {
      case 'FLAT':
        return fee.amount;
      case 'FLAT_NUMBER_OF_INSTALLMENTS':
        return fee.amount && money(fee.amount.div(count));
      case 'LOAN_AMOUNT_PERCENTAGE':
        return ofPercent(terms.loanAmount);
      case 'LOAN_AMOUNT_PERCENTAGE_NUMBER_OF_INSTALLMENTS':
        return ofPercent(money(terms.loanAmount.div(count)));
      case 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE':
        return principal && ofPercent(principal);
      default:
        return undefined;
    }
  };
  const amount = exact();
  return amount && rounded(amount, terms.currencyDecimals);
};
