import type { Money } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { appended, changed, type Decision } from '../../../platform/posting/command.ts';
import {
  type DepositAccount,
  type DepositProduct,
  type DepositTransaction,
  depositAccounts,
  depositGlLines,
  depositJournalLines,
  depositTransactionRows,
  holderEffects,
  type Posted,
} from '../../deposits/index.ts';
import { decideRepayment } from '../rules/decide/decideRepayment.ts';
import type { FundLine, LoanAccount } from '../rules/loanAccount.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { checkBothKeepBooks } from './depositFunds.ts';
import { factsOf, loanContext } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import { mainTransaction } from './mainTransaction.ts';

/** What leaves a deposit account for a loan: the account before, what was decided about it, and what arrives, in the loan's currency. */
export type PaidFromDeposit = {
  readonly source: DepositAccount;
  readonly product: DepositProduct;
  readonly paid: Posted;
  readonly arriving: Money;
};

/** The loan's half of a transfer from a deposit account: a repayment whose funds come from the account's own control. */
const repaid = (
  loan: LoanAccount,
  { source, paid: { transaction }, arriving }: PaidFromDeposit,
  fundLines: readonly FundLine[],
  context: OperationContext,
): Decision<LoanTransaction> | Rejection => {
  const { zone } = context.clock;
  const oneSided = checkBothKeepBooks(loan, fundLines, context);
  if (oneSided) return oneSided;
  const { valueDate, bookingDate, amount } = transaction;
  const decision = decideRepayment(
    factsOf(loan, context),
    {
      amount: arriving,
      valueDate: zone.localDateOf(valueDate),
      ...(bookingDate === valueDate ? {} : { bookingDate: zone.localDateOf(bookingDate) }),
    },
    loanContext(loan, context),
  );
  if (isRejection(decision)) return decision;
  const details = {
    valueDate,
    bookingDate,
    notes: transaction.notes,
    linkedDepositTransactionKey: transaction.encodedKey,
    fundLines,
    ...(source.currencyCode === loan.currencyCode
      ? {}
      : { original: { amount: amount.abs() as Money, currencyCode: source.currencyCode } }),
  };
  return mainTransaction(loanEffects(loan, decision, context, { details }), 'REPAYMENT');
};

/**
 * A transfer that repays a loan, in one decision: the deposit account pays, and its control is the loan's source of funds. Refused as a repayment
 * is, and where only one of the two products keeps books.
 */
export const repayFromDeposit = (
  loan: LoanAccount,
  payment: PaidFromDeposit,
  context: OperationContext,
): Decision<DepositTransaction> | Rejection => {
  const { source, product, paid } = payment;
  const fundLines = depositGlLines(
    depositJournalLines(product, 'TRANSFER', paid.transaction),
    paid.account,
    product,
    paid.transaction,
    context,
  );
  if (isRejection(fundLines)) return fundLines;
  const repayment = repaid(loan, payment, fundLines, context);
  if (isRejection(repayment)) return repayment;
  const outgoing: DepositTransaction = {
    ...paid.transaction,
    linkedLoanTransactionKey: repayment.outcome.encodedKey,
  };
  return {
    changes: [changed(depositAccounts, paid.account), ...repayment.changes],
    rows: [appended(depositTransactionRows, outgoing), ...repayment.rows, ...holderEffects(source, paid.account)],
    outcome: outgoing,
    subject: { type: 'DEPOSIT_ACCOUNT', key: source.encodedKey },
  };
};
