import { type Money, money, rounded, times } from '../../../kernel/money.ts';
import type { FeeAmount, LoanTerms } from './terms.ts';

/** Whether a fee is a share of something, not an amount of its own. */
export const isPercentage = ({ amountCalculationMethod }: FeeAmount): boolean =>
  amountCalculationMethod.includes('PERCENTAGE');

/**
 * What a fee of the product amounts to, rounded to the currency; undefined where its definition leaves the amount open.
 * `principal` is that of the instalment it goes to, `base` what
 * percentages of the loan amount are of: after the disbursement capitalised fees count with it.
 */
export const feeAmountOf = (
  terms: LoanTerms,
  fee: FeeAmount,
  principal: Money | undefined,
  base: Money = terms.loanAmount,
): Money | undefined => {
  const ofPercent = (whole: Money): Money | undefined =>
    fee.percentageAmount && times(whole, money(fee.percentageAmount.div(100)));
  const count = terms.schedule.repaymentInstallments;
  const exact = (): Money | undefined => {
    switch (fee.amountCalculationMethod) {
      case 'FLAT':
        return fee.amount;
      case 'FLAT_NUMBER_OF_INSTALLMENTS':
        return fee.amount && money(fee.amount.div(count));
      case 'LOAN_AMOUNT_PERCENTAGE':
        return ofPercent(base);
      case 'LOAN_AMOUNT_PERCENTAGE_NUMBER_OF_INSTALLMENTS':
        return ofPercent(money(base.div(count)));
      case 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE':
        return principal && ofPercent(principal);
      default:
        return undefined;
    }
  };
  const amount = exact();
  return amount && rounded(amount, terms.currencyDecimals);
};
