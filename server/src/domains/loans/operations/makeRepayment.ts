import type { RequestBody } from '../../../generated/operations.ts';
import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import { money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import { andUniqueFields, type PreparedFields, prepareFields } from '../../../platform/customFields/postingFields.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import { decideRepayment, type RepaymentRequest } from '../rules/decide/decideRepayment.ts';
import { paymentPartsOf } from '../rules/decide/paymentParts.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { type LoanTransaction, loanTransactionRows } from '../store/loanTransactionStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import { loanExternalIdFirst } from './loanExternalIdFirst.ts';
import { channelDetails, checkFinite, requestedDates, requestedMoments } from './loanRequest.ts';
import { fieldDetails, loanTransactionFields } from './loanTransactionFields.ts';
import { mainTransaction } from './mainTransaction.ts';
import { paidAmount } from './paidAmount.ts';

/** What the body says of what is paid. */
const requestedParts = (
  { amount, customPaymentAmounts, installmentEncodedKey: key }: RequestBody<'makeRepayment'>,
  account: LoanAccount,
  context: OperationContext,
): Pick<RepaymentRequest, 'parts' | 'slot' | 'taxes'> | Rejection => {
  const custom = customPaymentAmounts !== undefined && customPaymentAmounts.length > 0;
  if (key !== undefined && key !== '') {
    if (custom) return reject('INVALID_PARAMETERS', 'either installmentEncodedKey or customPaymentAmounts, not both');
    const slot = [...account.instalmentKeys].find(([, encodedKey]) => encodedKey === asEncodedKey(key))?.[0];
    return slot === undefined
      ? reject('INVALID_INSTALLMENT_KEY', 'installmentEncodedKey is no instalment of this loan')
      : { slot };
  }
  if (!custom) return {};
  const product = productOfLoan(context.reference, account.productTypeKey);
  const parts = paymentPartsOf(
    customPaymentAmounts.map(({ customPaymentAmountType: type, amount: part, predefinedFeeKey }) => ({
      type,
      amount: money(part),
      predefinedFeeKey,
    })),
    {
      amount: money(amount),
      decimals: account.terms.currencyDecimals,
      allowedByProduct: product.allowCustomRepaymentAllocation,
      permitted: may(context.principal, 'PERFORM_REPAYMENTS_WITH_CUSTOM_AMOUNTS_ALLOCATION'),
      fees: product.fees,
    },
  );
  if (isRejection(parts)) return parts;
  // Zero is how clients send what they do not say.
  const taxes = customPaymentAmounts.map(({ taxOnAmount: tax }) =>
    tax === undefined || money(tax).isZero() ? undefined : money(tax),
  );
  return { parts, taxes };
};

/** What of the amount is outside the schedule, where zero says that nothing is, and what becomes of the schedule. */
const requestedOutside = ({
  principalOverpaymentAmount: amount,
  prepaymentRecalculationMethod: recalculation,
}: RequestBody<'makeRepayment'>): Pick<RepaymentRequest, 'principalOverpayment' | 'recalculation'> => ({
  ...(amount === undefined || money(amount).isZero() ? {} : { principalOverpayment: money(amount) }),
  ...(recalculation === undefined ? {} : { recalculation }),
});

/** POST /loans/{loanAccountId}/repayment-transactions */
export default command<'makeRepayment', LoanTransaction, { readonly fields: PreparedFields }>('makeRepayment', {
  customFields: true,
  prepare: async ({ body }, db, by) => ({ fields: await prepareFields(body, db, by) }),
  numbers: [loanTransactionRows],
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  refused: loanExternalIdFirst,
  decide: ({ path, body, prepared }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const unfit =
      checkFinite(body.amount) ?? checkFinite(body.principalOverpaymentAmount, 'principalOverpaymentAmount');
    if (unfit) return unfit;
    const outside = requestedOutside(body);
    const paid = paidAmount(body, account, context);
    if (isRejection(paid)) return paid;
    const what = requestedParts(body, account, context);
    if (isRejection(what)) return what;
    if (paid.original && (what.parts || outside.principalOverpayment)) {
      return reject(
        'ORIGINAL_AMOUNT_AND_ORIGINAL_CURRENCY_NOT_ALLOWED',
        'originalCurrencyCode: customPaymentAmounts and principalOverpaymentAmount are in the currency of the loan',
      );
    }
    const decision = decideRepayment(
      factsOf(account, context),
      { amount: paid.amount, ...requestedDates(body, context), ...what, ...outside },
      loanContext(account, context),
    );
    if (isRejection(decision)) return decision;
    const channel = channelDetails(
      body.transactionDetails,
      { amount: paid.amount, type: 'REPAYMENT' },
      account,
      context,
    );
    if (isRejection(channel)) return channel;
    const fields = loanTransactionFields({ ...channel, type: 'REPAYMENT' }, body, prepared.fields, context);
    if (isRejection(fields)) return fields;
    const details = {
      ...requestedMoments(body, context),
      ...fieldDetails(fields),
      ...channel,
      ...(paid.original ? { original: paid.original } : {}),
      notes: body.notes ?? null,
      externalId: body.externalId ?? null,
    };
    return andUniqueFields(mainTransaction(loanEffects(account, decision, context, { details }), 'REPAYMENT'), fields);
  },
  answer: (transaction, context) => shownLoanTransaction(transaction, context),
});
