import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Money } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision } from '../../../platform/posting/command.ts';
import { decideRepayment } from '../rules/decide/decideRepayment.ts';
import type { FundLine, LoanAccount, OriginalAmount } from '../rules/loanAccount.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { checkBothKeepBooks } from './depositFunds.ts';
import { factsOf, loanContext } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import { mainTransaction } from './mainTransaction.ts';

export type RepaymentFromDeposit = {
  readonly amount: Money;
  readonly valueDate: Instant;
  readonly bookingDate: Instant;
  readonly notes: string | null;
  readonly depositTransactionKey: EncodedKey;
  /** The deposit account's control lines: the loan's source of funds. */
  readonly fundLines: readonly FundLine[];
  /** What left the deposit account, where that is kept in another currency. */
  readonly original: OriginalAmount | null;
};

/** The loan's half of a transfer from a deposit account: a repayment whose funds come from the account's own control. */
export const repayFromDeposit = (
  account: LoanAccount,
  repayment: RepaymentFromDeposit,
  context: OperationContext,
): Decision<LoanTransaction> | Rejection => {
  const { zone } = context.clock;
  const oneSided = checkBothKeepBooks(account, repayment.fundLines, context);
  if (oneSided) return oneSided;
  const decision = decideRepayment(
    factsOf(account, context),
    {
      amount: repayment.amount,
      valueDate: zone.localDateOf(repayment.valueDate),
      ...(repayment.bookingDate === repayment.valueDate
        ? {}
        : { bookingDate: zone.localDateOf(repayment.bookingDate) }),
    },
    loanContext(account, context),
  );
  if (isRejection(decision)) return decision;
  const details = {
    valueDate: repayment.valueDate,
    bookingDate: repayment.bookingDate,
    notes: repayment.notes,
    linkedDepositTransactionKey: repayment.depositTransactionKey,
    fundLines: repayment.fundLines,
    ...(repayment.original ? { original: repayment.original } : {}),
  };
  return mainTransaction(loanEffects(account, decision, context, { details }), 'REPAYMENT');
};
