import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { Rate } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import { type ProductRates, ratesOfProduct } from './accountRates.ts';
import type { QuotedRates } from './interestTerms.ts';

export type RateChangeFacts = {
  /** Null for a product without credit interest. */
  readonly product: ProductRates | null;
  readonly activationDate: LocalDate | null;
  readonly lastApplied: LocalDate | null;
  readonly today: LocalDate;
};

/**
 * The rates an account bears from a value date on, by `:changeInterestRate`: of fixed rates only, within the product's
 * limits, and neither before the activation nor before the last application. The history takes them with changedFrom.
 */
export const decideRateChange = (
  interestRate: Rate,
  valueDate: LocalDate,
  { product, activationDate, lastApplied, today }: RateChangeFacts,
): QuotedRates | Rejection => {
  if (
    product === null ||
    product.interestRateTerms !== 'FIXED' ||
    product.interestRateSource !== 'FIXED_INTEREST_RATE'
  ) {
    return reject(
      'INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED_FOR_DEPOSIT_PRODUCT_SETTINGS',
      'interestRate: the product has no fixed rate that could change',
    );
  }
  if (activationDate === null) {
    return reject('INVALID_DEPOSIT_ACCOUNT_STATE', 'the account is not active yet: edit its interestSettings');
  }
  if (valueDate > today) return reject('BACKDATE_SET_IN_THE_FUTURE', `valueDate ${valueDate} is in the future`);
  if (valueDate < activationDate) {
    return reject('BACKDATE_BEFORE_ACTIVATION', `valueDate is before the activation on ${activationDate}`);
  }
  if (lastApplied !== null && valueDate < lastApplied) {
    return reject(
      'INTEREST_RATE_CHANGED_NOT_ALLOWED_INTEREST_APPLIANCE_TRANSACTIONS_AFTER_VALUE_DATE',
      `valueDate is before interest was applied on ${lastApplied}`,
    );
  }
  return ratesOfProduct(product, { interestRate, interestSpread: null, interestRateTiers: null }, 'INTEREST');
};
