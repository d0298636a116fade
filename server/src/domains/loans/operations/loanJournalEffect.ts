import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { appended, type RowEffect } from '../../../platform/posting/command.ts';
import { bookedLines, glAccountReference, type JournalLine, journalRows, resolveRule } from '../../ledger/index.ts';
import { type ChannelReference, organisationReference } from '../../organisation/index.ts';
import { detailsOf } from '../rules/eventDetails.ts';
import { withDeferredFees } from '../rules/feeAmortization.ts';
import { bookedOn } from '../rules/holidayAccounts.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { type LoanJournalLine, loanJournal } from '../rules/loanJournal.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import type { LoanTransactionDraft } from '../rules/state.ts';
import { newFeeAmortizations } from '../store/feeAmortizationStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';

/** The rules in force for a line: a fee's own before the product's, for the source of funds the product's rule for the channel before the channel's account. */
const rulesOf = (
  { predefinedFeeKey }: LoanJournalLine,
  product: LoanProduct,
  channel: ChannelReference | undefined,
): ReadonlyMap<never, EncodedKey> => {
  const source = channel && (product.channelSources.get(channel.encodedKey) ?? channel.glAccountKey);
  const fee = predefinedFeeKey === undefined ? undefined : product.fees.get(predefinedFeeKey);
  if (!source && !fee) return product.accountingRules as ReadonlyMap<never, EncodedKey>;
  const rules = new Map<string, EncodedKey>(product.accountingRules);
  if (source) rules.set('FUND_SOURCE', source);
  for (const [resource, key] of fee?.accountingRules ?? []) rules.set(resource, key);
  return rules as unknown as ReadonlyMap<never, EncodedKey>;
};

/** The ledger account of a line, by the rules in force. */
export const glAccountOf = (
  line: LoanJournalLine,
  product: LoanProduct,
  channel: ChannelReference | undefined,
  { reference }: Pick<OperationContext, 'reference'>,
): EncodedKey | Rejection => {
  const resource = bookedOn(line.resource, product.accountingRules);
  return resolveRule(rulesOf(line, product, channel), resource as never, reference.get(glAccountReference));
};

/** The lines of a transaction with the fees that are deferred where they are applied. */
export const deferring = (
  lines: readonly LoanJournalLine[],
  type: string,
  product: LoanProduct,
): readonly LoanJournalLine[] =>
  product.accountingMethod === 'ACCRUAL' && ['FEE_APPLIED', 'FEE_CAPITALISED', 'DISBURSEMENT'].includes(type)
    ? withDeferredFees(lines, (key) => (product.fees.get(key)?.amortization ?? null) !== null)
    : lines;

/** The fees of a transaction whose income is deferred, to be made income by nights. */
const deferredFees = (
  lines: readonly LoanJournalLine[],
  { accountKey, encodedKey: transactionKey }: LoanTransaction,
  product: LoanProduct,
): readonly RowEffect[] =>
  lines.flatMap(({ resource, predefinedFeeKey = '', amount }) => {
    const fee = resource === 'DEFERRED_FEE_INCOME' ? product.fees.get(predefinedFeeKey) : undefined;
    if (!fee?.amortization) return [];
    const { encodedKey: feeKey, amortization } = fee;
    const encodedKey = newEncodedKey();
    return [
      appended(newFeeAmortizations, {
        encodedKey,
        accountKey,
        transactionKey,
        predefinedFeeKey: feeKey,
        amount,
        amortization,
      }),
    ];
  });

/**
 * The journal of a loan transaction as an effect, balanced per branch; nothing where the product's method books nothing.
 * On a transfer the source of funds is the deposit account's own control lines.
 */
export const loanJournalEffect = (
  transaction: LoanTransaction,
  draft: LoanTransactionDraft,
  account: LoanAccount,
  context: OperationContext,
): readonly RowEffect[] | Rejection => {
  const product = productOfLoan(context.reference, account.productTypeKey);
  const booked = loanJournal(product.accountingMethod, {
    ...draft,
    interestFromBooks: transaction.interestFromBooks,
    arrearsFromBooks: transaction.arrearsFromBooks,
    holidaysFromBooks: transaction.holidaysFromBooks,
  });
  const lines = deferring(booked, draft.type, product);
  if (lines.length === 0) return [];
  const glAccounts = context.reference.get(glAccountReference);
  const details = detailsOf(account, draft.eventKey);
  const fundLines = details?.fundLines ?? [];
  const channel =
    transaction.channelKey === null
      ? undefined
      : context.reference.get(organisationReference).channels.byKey.get(transaction.channelKey);
  const resolved: JournalLine[] = [];
  for (const line of lines) {
    const isFund = line.resource === 'FUND_SOURCE';
    if (isFund && fundLines.length > 0) {
      resolved.push(...fundLines);
      continue;
    }
    const glAccountKey = glAccountOf(line, product, channel, context);
    if (isRejection(glAccountKey)) return glAccountKey;
    resolved.push({
      glAccountKey,
      side: line.side,
      amount: line.amount,
      branchKey: isFund ? transaction.branchKey : account.assignedBranchKey,
    });
  }
  const balanced = bookedLines(resolved, account.currencyCode, transaction.valueDate, glAccounts);
  if (isRejection(balanced)) return balanced;
  return [
    appended(journalRows, {
      source: transaction,
      lines: balanced,
      bookingDate: transaction.bookingDate,
      creationDate: transaction.creationDate,
      accountKey: account.encodedKey,
      productKey: product.encodedKey,
      productType: 'LOAN',
      userKey: transaction.userKey,
      currencyCode: account.currencyCode,
    }),
    ...deferredFees(lines, transaction, product),
  ];
};
