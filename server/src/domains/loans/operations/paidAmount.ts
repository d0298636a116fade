import { type Decimalish, fitsDecimals, isPositive, isZero, type Money, money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { exchanged, exchangeRateReference, organisationReference } from '../../organisation/index.ts';
import type { LoanAccount, OriginalAmount } from '../rules/loanAccount.ts';
import { momentOf } from './loanContext.ts';

/** What somebody pays in the currency of the loan, and as he pays it where that is another one. */
export type PaidAmount = { readonly amount: Money; readonly original?: OriginalAmount };

export type PaidBody = {
  readonly amount: Decimalish;
  readonly valueDate?: string | undefined;
  readonly originalCurrencyCode?: string | undefined;
};

/**
 * What a request pays. An amount in another currency is exchanged by the rates in force at the value date; refused where the organisation has no
 * such currency or no rate, and where it is worth nothing.
 */
export const paidAmount = (
  { amount: given, originalCurrencyCode: code, valueDate }: PaidBody,
  { currencyCode }: LoanAccount,
  context: OperationContext,
): PaidAmount | Rejection => {
  const amount = money(given);
  if (code === undefined || code === currencyCode) return { amount };
  const { currencies } = context.reference.get(organisationReference);
  const [from, into] = [currencies.get(code), currencies.get(currencyCode)];
  if (!from || !into) {
    return reject(
      'CURRENCY_NOT_DEFINED',
      `originalCurrencyCode ${code.slice(0, 20)} is no currency of the organisation`,
    );
  }
  if (!fitsDecimals(amount, from.digitsAfterDecimal)) {
    return reject('INVALID_AMOUNT', `amount has more than the ${from.digitsAfterDecimal} decimals of ${code}`);
  }
  const at = momentOf(valueDate, context) ?? context.now;
  const worth = exchanged(amount, from, into, at, context.reference.get(exchangeRateReference));
  if (isRejection(worth)) return worth;
  return isPositive(amount) && isZero(worth)
    ? reject('INVALID_AMOUNT', `amount is worth nothing in ${currencyCode}`)
    : { amount: worth, original: { amount, currencyCode: code } };
};
