import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkRepaymentValue, type RepaymentValue, type RepaymentValueLimits } from '../accountRevolving.ts';
import type { LoanAccountFacts, LoanContext, LoanDecision } from './account.ts';
import { changed, checkOpen, datedChange } from './decideTermsChange.ts';

/**
 * Changes what the due dates of a revolving credit ask for, from a day on: the amount of a flat method, else the percentage. Refusals in
 * this order: state, lock, another kind of loan, the value and the product's limits, dates, later transactions.
 */
export const decideRepaymentValueChange = (
  account: LoanAccountFacts,
  request: RepaymentValue & { readonly valueDate: LocalDate },
  limits: RepaymentValueLimits,
  context: LoanContext,
): LoanDecision | Rejection => {
  const { valueDate, amount, percentage } = request;
  const { revolving, currencyDecimals } = account.terms;
  const open = checkOpen(account);
  if (open) return open;
  if (!revolving) {
    return reject(
      'SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
      `loan account ${account.id} is no revolving credit; its schedule says what is paid`,
    );
  }
  if (revolving.sharesOut) {
    return reject(
      'PRINCIPAL_PAYMENT_INCONSISTENT_WITH_PRODUCT',
      `${amount ? 'amount' : 'percentage'}: loan account ${account.id} shares out its balance by repaymentMethod INSTALLMENTS`,
    );
  }
  const wrong = checkRepaymentValue(revolving, { amount, percentage }, limits, currencyDecimals, '');
  if (wrong) return wrong;
  const dates = datedChange(account, valueDate, 'valueDate', context);
  if (isRejection(dates)) return dates;
  const value = { ...(amount ? { amount } : {}), ...(percentage ? { percentage } : {}) };
  return changed(account, { what: 'REPAYMENT_VALUE', ...value }, dates, context);
};
