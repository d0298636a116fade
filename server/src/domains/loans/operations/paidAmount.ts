import { type Decimalish, fitsDecimals, isPositive, isZero, type Money, money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { exchanged, exchangedFor, exchangeRateReference, organisationReference } from '../../organisation/index.ts';
import type { LoanAccount, OriginalAmount } from '../rules/loanAccount.ts';
import { momentOf } from './loanContext.ts';

/** What somebody pays in the currency of the loan, and as he pays it where that is another one. */
export type PaidAmount = { readonly amount: Money; readonly original?: OriginalAmount };

export type PaidBody = {
  readonly amount: Decimalish;
  readonly valueDate?: string | undefined;
  readonly originalCurrencyCode?: string | undefined;
};

/** Whether money comes to the loan or is paid out of it: the bank buys the currencies that it gets, and sells those that it pays out. */
export type Way = 'IN' | 'OUT';

const currenciesOf = (code: string, { currencyCode }: LoanAccount, { reference }: OperationContext) => {
  const { currencies } = reference.get(organisationReference);
  const [other, own] = [currencies.get(code), currencies.get(currencyCode)];
  return other && own
    ? { other, own }
    : reject('CURRENCY_NOT_DEFINED', `originalCurrencyCode ${code.slice(0, 20)} is no currency of the organisation`);
};

/**
 * What a request pays. An amount in another currency is exchanged by the rates in force at the value date; refused where the organisation has no
 * such currency or no rate, and where it is worth nothing.
 */
export const paidAmount = (
  { amount: given, originalCurrencyCode: code, valueDate }: PaidBody,
  account: LoanAccount,
  context: OperationContext,
  way: Way = 'IN',
): PaidAmount | Rejection => {
  const { currencyCode } = account;
  const amount = money(given);
  if (code === undefined || code === currencyCode) return { amount };
  const currencies = currenciesOf(code, account, context);
  if (isRejection(currencies)) return currencies;
  const { other, own } = currencies;
  if (!fitsDecimals(amount, other.digitsAfterDecimal)) {
    return reject('INVALID_AMOUNT', `amount has more than the ${other.digitsAfterDecimal} decimals of ${code}`);
  }
  const at = momentOf(valueDate, context) ?? context.now;
  const rates = context.reference.get(exchangeRateReference);
  const worth = way === 'IN' ? exchanged(amount, other, own, at, rates) : exchangedFor(amount, own, other, at, rates);
  if (isRejection(worth)) return worth;
  return isPositive(amount) && isZero(worth)
    ? reject('INVALID_AMOUNT', `amount is worth nothing in ${currencyCode}`)
    : { amount: worth, original: { amount, currencyCode: code } };
};

/** What an amount of the loan's currency is in the one in which it is paid out; undefined where that is the loan's own. */
export const paidOutAs = (
  amount: Money,
  { originalCurrencyCode: code, valueDate }: Omit<PaidBody, 'amount'>,
  account: LoanAccount,
  context: OperationContext,
): OriginalAmount | undefined | Rejection => {
  if (code === undefined || code === account.currencyCode) return undefined;
  const currencies = currenciesOf(code, account, context);
  if (isRejection(currencies)) return currencies;
  const at = momentOf(valueDate, context) ?? context.now;
  const worth = exchanged(amount, currencies.own, currencies.other, at, context.reference.get(exchangeRateReference));
  return isRejection(worth) ? worth : { amount: worth, currencyCode: code };
};
