import type { RequestBody } from '../../../generated/operations.ts';
import { isPositive, isZero, type Money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { DepositAccount, DepositProduct, PostingRequest } from '../../deposits/index.ts';
import type { LoanAccount } from '../../loans/index.ts';
import { exchanged, exchangeRateReference, organisationReference } from '../../organisation/index.ts';

/** Refuses a key and an id that name two different accounts: whichever we took, half of the senders would mean the other. */
export const checkNames = (
  { transferDetails: { linkedAccountKey, linkedAccountId } }: RequestBody<'makeTransfer'>,
  target: DepositAccount | LoanAccount,
): Rejection | undefined =>
  linkedAccountKey === undefined ||
  linkedAccountId === undefined ||
  [target.id, target.encodedKey].includes(linkedAccountId)
    ? undefined
    : reject('INVALID_PARAMETERS', 'transferDetails: linkedAccountKey and linkedAccountId name different accounts');

/** Refuses somebody else's account to who may only transfer between accounts of one holder. */
export const checkHolder = (
  source: DepositAccount,
  target: DepositAccount | LoanAccount,
  { principal }: OperationContext,
): Rejection | undefined =>
  source.accountHolderKey !== target.accountHolderKey && !may(principal, 'MAKE_INTER_CLIENTS_TRANSFERS')
    ? reject('INVALID_PERMISSIONS', 'a transfer to another holder needs the permission MAKE_INTER_CLIENTS_TRANSFERS')
    : undefined;

/** What arrives: what leaves, or what the exchange rates of the value date make of it. Refused where there is no rate, or nothing would arrive. */
export const arrivingAmount = (
  source: DepositAccount,
  target: DepositAccount | LoanAccount,
  { amount, valueDate }: PostingRequest,
  { reference, now }: OperationContext,
): Money | Rejection => {
  if (source.currencyCode === target.currencyCode) return amount;
  const { currencies } = reference.get(organisationReference);
  const [from, into] = [currencies.get(source.currencyCode), currencies.get(target.currencyCode)];
  if (!from || !into) throw new Error(`a currency of ${source.id} or ${target.id} does not exist`);
  const arriving = exchanged(amount, from, into, valueDate ?? now, reference.get(exchangeRateReference));
  return !isRejection(arriving) && isPositive(amount) && isZero(arriving)
    ? reject('TRANSFER_AMOUNT_IS_NOT_POSITIVE', `amount is worth nothing in ${into.code}`)
    : arriving;
};

/** The books have no account for what an exchange gains or loses, so products that keep books pay in their own currency only. */
export const checkExchangeInBooks = (
  source: DepositAccount,
  target: DepositAccount | LoanAccount,
  { accountingMethod }: DepositProduct,
): Rejection | undefined =>
  source.currencyCode !== target.currencyCode && accountingMethod !== 'NONE'
    ? reject(
        'CANNOT_MAKE_TRANSFER_FOR_FOREIGN_CURRENCY_IF_ACCOUNTING_ENABLED',
        `from ${source.currencyCode} to ${target.currencyCode}: the product of ${source.id} keeps accounts`,
      )
    : undefined;

/** Refuses two deposit products of which only one keeps books, for half a journal is none; and an exchange between two that do. */
export const checkBooks = (
  source: DepositAccount,
  target: DepositAccount,
  products: { readonly source: DepositProduct; readonly target: DepositProduct },
): Rejection | undefined =>
  (products.source.accountingMethod === 'NONE') !== (products.target.accountingMethod === 'NONE')
    ? reject('DIFFERENT_ACCOUNTING_STATE_BETWEEN_INVOLVED_PRODUCTS', 'only one of the two products keeps accounts')
    : checkExchangeInBooks(source, target, products.source);
