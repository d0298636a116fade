import type { Schemas } from '../../generated/schemas.ts';
import { absolute, isZero, minus, zero } from '../../kernel/money.ts';
import { present } from '../../kernel/present.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import { formatUtc } from '../../platform/clock/zone.ts';
import { withVisibleFields } from '../../platform/customFields/entityFields.ts';
import type { OperationContext } from '../../platform/http/handler.ts';
import { currencyToApi } from './convert.ts';
import type { LoanTransaction } from './store/loanTransactionStore.ts';

const termsToApi = ({ terms }: LoanTransaction): Schemas['LoanTerms'] | null =>
  terms && {
    ...(terms.interestRate
      ? {
          interestSettings: {
            interestRate: terms.interestRate,
            ...(terms.indexInterestRate ? { indexInterestRate: terms.indexInterestRate } : {}),
          },
        }
      : {}),
    ...(terms.periodicPayment ? { periodicPayment: terms.periodicPayment } : {}),
    ...(terms.principalPaymentAmount ? { principalPaymentAmount: terms.principalPaymentAmount } : {}),
    ...(terms.principalPaymentPercentage ? { principalPaymentPercentage: terms.principalPaymentPercentage } : {}),
  };

/** The part of each amount that is tax, and a rate that came into force. */
const taxesToApi = ({ taxes, terms }: LoanTransaction): Schemas['Taxes'] => ({
  ...(terms?.taxRate ? { taxRate: terms.taxRate } : {}),
  ...(taxes
    ? {
        taxOnInterestAmount: minus(minus(taxes.interest, taxes.fromArrears ?? zero), taxes.ofHolidays ?? zero),
        taxOnFeesAmount: taxes.fees,
        taxOnPenaltyAmount: taxes.penalty,
        ...(taxes.fromArrears ? { taxOnInterestFromArrearsAmount: taxes.fromArrears } : {}),
        ...(taxes.ofHolidays ? { taxOnPaymentHolidaysInterest: taxes.ofHolidays } : {}),
      }
    : {}),
});

/** A loan transaction in the contract's shape, without custom fields. */
const toApiLoanTransaction = (transaction: LoanTransaction, { zone }: Clock): Schemas['LoanTransaction'] => {
  const fees = transaction.fees.flatMap(({ predefinedFeeKey, name, amount, tax, trigger = 'MANUAL' }) =>
    predefinedFeeKey === undefined ? [] : [present({ predefinedFeeKey, name, amount, taxAmount: tax, trigger })],
  );
  // What became principal is told as principal.
  const ofHolidays = isZero(transaction.interestAmount) ? zero : transaction.ofHolidaysAmount;
  return present({
    encodedKey: transaction.encodedKey,
    id: String(transaction.id),
    externalId: transaction.externalId,
    parentAccountKey: transaction.accountKey,
    type: transaction.type,
    amount: transaction.amount,
    currency: currencyToApi(transaction.currencyCode),
    originalAmount: transaction.original?.amount ?? null,
    originalCurrencyCode: transaction.original?.currencyCode ?? null,
    creationDate: formatUtc(transaction.creationDate),
    valueDate: zone.format(transaction.valueDate),
    bookingDate: zone.format(transaction.bookingDate),
    notes: transaction.notes,
    userKey: transaction.userKey,
    branchKey: transaction.branchKey,
    centreKey: transaction.centreKey,
    originalTransactionKey: transaction.originalTransactionKey,
    adjustmentTransactionKey: transaction.adjustmentTransactionKey,
    transactionDetails:
      transaction.channelKey === null
        ? null
        : { transactionChannelKey: transaction.channelKey, transactionChannelId: transaction.channelId },
    transferDetails:
      transaction.linkedDepositTransactionKey === null
        ? null
        : { linkedDepositTransactionKey: transaction.linkedDepositTransactionKey },
    accountBalances: {
      totalBalance: transaction.totalBalance,
      principalBalance: transaction.principalBalance,
      redrawBalance: transaction.redrawBalance,
      expectedPrincipalRedraw: minus(transaction.principalBalance, transaction.redrawBalance),
      advancePosition: transaction.positions?.advance ?? zero,
      arrearsPosition: transaction.positions?.arrears ?? zero,
    },
    affectedAmounts: {
      principalAmount: absolute(transaction.principalAmount),
      interestAmount: absolute(minus(minus(transaction.interestAmount, transaction.fromArrearsAmount), ofHolidays)),
      feesAmount: absolute(transaction.feesAmount),
      penaltyAmount: absolute(transaction.penaltyAmount),
      interestFromArrearsAmount: absolute(transaction.fromArrearsAmount),
      deferredInterestAmount: zero,
      paymentHolidaysInterestAmount: absolute(ofHolidays),
      fundersInterestAmount: zero,
      organizationCommissionAmount: zero,
    },
    cardTransaction: transaction.card,
    taxes: taxesToApi(transaction),
    terms: termsToApi(transaction),
    fees: fees.length > 0 ? fees : null,
    customPaymentAmounts:
      transaction.parts?.map(({ type, amount, predefinedFeeKey = null, tax }) =>
        present({ customPaymentAmountType: type, amount, predefinedFeeKey, taxOnAmount: tax }),
      ) ?? null,
  }) as Schemas['LoanTransaction'];
};

/** The transaction as its caller may see it; its custom fields only with FULL. */
export const shownLoanTransaction = (
  transaction: LoanTransaction,
  context: OperationContext,
  details: 'BASIC' | 'FULL' = 'FULL',
): Schemas['LoanTransaction'] =>
  withVisibleFields(toApiLoanTransaction(transaction, context.clock), transaction.customFields, details, context);
