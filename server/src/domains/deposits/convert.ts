import type { Schemas } from '../../generated/schemas.ts';
import type { Instant } from '../../kernel/instant.ts';
import { isZero, minus, negated, zero } from '../../kernel/money.ts';
import { present } from '../../kernel/present.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import { formatUtc } from '../../platform/clock/zone.ts';
import { withFields, withVisibleFields } from '../../platform/customFields/entityFields.ts';
import type { OperationContext } from '../../platform/http/handler.ts';
import { shownInterest } from './interestShown.ts';
import { availableBalance, type DepositAccount, overdraftParts } from './rules/depositAccount.ts';
import type { DepositTransaction } from './rules/depositTransaction.ts';
import { productOfAccount } from './store/depositProductReference.ts';

/** Which bank tells it, and when. */
type Told = Pick<OperationContext, 'clock' | 'reference'>;

/** A deposit account in the contract's shape, without custom fields. Creation, modification and closing are told in UTC, business dates in organisation time. */
const toApiDepositAccount = (account: DepositAccount, { clock, reference }: Told): Schemas['DepositAccount'] => {
  const local = (moment: Instant | null): string | null => (moment === null ? null : clock.zone.format(moment));
  const product = productOfAccount(reference, account.productTypeKey);
  const owed = overdraftParts(account, product);
  const currentAccount = account.accountType === 'CURRENT_ACCOUNT';
  return present({
    encodedKey: account.encodedKey,
    id: account.id,
    name: account.name,
    notes: account.notes,
    accountHolderKey: account.accountHolderKey,
    accountHolderType: account.accountHolderType,
    ownershipHistory:
      account.ownershipHistory.length > 0
        ? account.ownershipHistory.map(({ previousOwnerKey, transferDate }) => ({
            previousOwnerKey,
            transferDate: clock.zone.format(transferDate),
          }))
        : null,
    productTypeKey: account.productTypeKey,
    accountType: account.accountType,
    accountState: account.accountState,
    currencyCode: account.currencyCode,
    assignedBranchKey: account.assignedBranchKey,
    assignedCentreKey: account.assignedCentreKey,
    assignedUserKey: account.assignedUserKey,
    creationDate: formatUtc(account.creationDate),
    lastModifiedDate: formatUtc(account.lastModifiedDate),
    approvedDate: local(account.approvedDate),
    activationDate: local(account.activationDate),
    lockedDate: local(account.lockedDate),
    closedDate: account.closedDate === null ? null : formatUtc(account.closedDate),
    maturityDate: local(account.maturityDate),
    lastSetToArrearsDate: local(account.lastSetToArrearsDate),
    withholdingTaxSourceKey: account.withholdingTaxSourceKey,
    linkedSettlementAccountKeys:
      account.linkedSettlementAccountKeys.length > 0 ? [...account.linkedSettlementAccountKeys] : null,
    balances: {
      totalBalance: account.totalBalance,
      availableBalance: availableBalance(account, clock.now()),
      overdraftAmount: owed.authorised,
      technicalOverdraftAmount: owed.technical,
      lockedBalance: account.lockedBalance,
      holdBalance: account.holdBalance,
      blockedBalance: account.blockedBalance,
      forwardAvailableBalance: account.forwardAvailableBalance,
      feesDue: account.feesDue,
      overdraftInterestDue: zero,
      technicalOverdraftInterestDue: zero,
    },
    ...shownInterest(account, product, clock),
    internalControls: present({
      maxDepositBalance: account.maxDepositBalance,
      maxWithdrawalAmount: account.maxWithdrawalAmount,
      recommendedDepositAmount: account.recommendedDepositAmount,
      targetAmount: account.targetAmount,
    }),
    overdraftSettings: currentAccount
      ? present({
          allowOverdraft: account.allowOverdraft,
          overdraftLimit: account.overdraftLimit,
          overdraftExpiryDate: local(account.overdraftExpiryDate),
        })
      : null,
  }) as Schemas['DepositAccount'];
};

/** The account with all its custom fields: what the audit trail and a PATCH see. */
export const toldDepositAccount = (account: DepositAccount, context: Told): Schemas['DepositAccount'] =>
  withFields(toApiDepositAccount(account, context), account.customFields);

/** The account as its caller may see it; its custom fields only with FULL. */
export const shownDepositAccount = (
  account: DepositAccount,
  context: OperationContext,
  details: 'BASIC' | 'FULL' = 'FULL',
): Schemas['DepositAccount'] =>
  withVisibleFields(toApiDepositAccount(account, context), account.customFields, details, context);

/** What of applied interest concerns money of the customer, and what is owed to the bank: debits are negative, like every amount of a transaction. */
const appliedAmounts = ({ interestAccruedAmounts: applied }: DepositTransaction) => ({
  interestAmount: applied === null ? zero : minus(applied.interestAccrued, applied.negativeInterestAccrued),
  overdraftInterestAmount: applied === null ? zero : negated(applied.overdraftInterestAccrued),
  technicalOverdraftInterestAmount: applied === null ? zero : negated(applied.technicalOverdraftInterestAccrued),
});

const feeTypes: readonly DepositTransaction['type'][] = ['FEE_APPLIED', 'FEE_ADJUSTED'];

/** A deposit transaction in the contract's shape, without custom fields. */
const toApiDepositTransaction = (transaction: DepositTransaction, clock: Clock): Schemas['DepositTransaction'] => {
  const { zone } = clock;
  const fees = transaction.fees.flatMap(({ predefinedFeeKey, name, trigger, amount }) =>
    predefinedFeeKey === null ? [] : [present({ predefinedFeeKey, name, trigger, amount })],
  );
  const overdraftPart = minus(transaction.overdraftAmount, transaction.technicalOverdraftAmount);
  const linked =
    transaction.linkedDepositTransactionKey === null && transaction.linkedLoanTransactionKey === null
      ? null
      : present({
          linkedDepositTransactionKey: transaction.linkedDepositTransactionKey,
          linkedLoanTransactionKey: transaction.linkedLoanTransactionKey,
        });
  return present({
    encodedKey: transaction.encodedKey,
    id: String(transaction.id),
    externalId: transaction.externalId,
    parentAccountKey: transaction.accountKey,
    type: transaction.type,
    amount: transaction.amount,
    currencyCode: transaction.currencyCode,
    creationDate: formatUtc(transaction.creationDate),
    valueDate: zone.format(transaction.valueDate),
    bookingDate: zone.format(transaction.bookingDate),
    notes: transaction.notes,
    userKey: transaction.userKey,
    branchKey: transaction.branchKey,
    centreKey: transaction.centreKey,
    originalTransactionKey: transaction.originalTransactionKey,
    adjustmentTransactionKey: transaction.adjustmentTransactionKey,
    paymentOrderId: transaction.paymentOrderId,
    blockId: transaction.blockId,
    cardTransaction: transaction.card,
    holdExternalReferenceId: transaction.holdExternalReferenceId,
    paymentDetails: transaction.paymentDetails,
    transactionDetails:
      transaction.channelKey === null
        ? null
        : { transactionChannelKey: transaction.channelKey, transactionChannelId: transaction.channelId ?? '' },
    transferDetails: linked,
    accountBalances: { totalBalance: transaction.totalBalance },
    affectedAmounts: {
      fundsAmount: transaction.fundsAmount,
      overdraftAmount: overdraftPart,
      feesAmount: isZero(transaction.feesAmount) ? zero : transaction.feesAmount,
      ...appliedAmounts(transaction),
      overdraftFeesAmount: feeTypes.includes(transaction.type) ? overdraftPart : zero,
      technicalOverdraftAmount: transaction.technicalOverdraftAmount,
      fractionAmount: zero,
    },
    fees: fees.length > 0 ? fees : null,
    // The contract tells these of an application only; its adjustment tells what it took back among the affected amounts.
    interestAccruedAmounts:
      transaction.originalTransactionKey === null && transaction.interestAccruedAmounts !== null
        ? { ...transaction.interestAccruedAmounts }
        : null,
    taxes: transaction.taxRate && { taxRate: transaction.taxRate },
    terms: transaction.terms,
  }) as Schemas['DepositTransaction'];
};

/** The transaction as its caller may see it; its custom fields only with FULL. */
export const shownDepositTransaction = (
  transaction: DepositTransaction,
  context: OperationContext,
  details: 'BASIC' | 'FULL' = 'FULL',
): Schemas['DepositTransaction'] =>
  withVisibleFields(toApiDepositTransaction(transaction, context.clock), transaction.customFields, details, context);
