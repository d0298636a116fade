import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../../kernel/instant.ts';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { isZero } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { internalCommand, touch, unchanged } from '../../../platform/posting/command.ts';
import { runForEach } from '../../../platform/posting/nightWork.ts';
import {
  type DepositAccount,
  decideTransferOut,
  depositAccounts,
  depositPostingFacts,
  mostPayable,
} from '../../deposits/index.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { checkClosure, glAccountReference } from '../../ledger/index.ts';
import { factsOf, loanContext } from '../operations/loanContext.ts';
import { repayFromDeposit } from '../operations/repayFromDeposit.ts';
import { decideSettlement } from '../rules/decide/decideSettlement.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { loanProductReference, productOfLoan } from '../store/loanProductReference.ts';
import { type LoanToSettle, loansToSettle } from '../store/settlementQueries.ts';

/** The night acts for the bank, whoever set it off: by the rules, and without the limits of a person. */
const forTheBank = (context: OperationContext): OperationContext => ({
  ...context,
  principal: { ...context.principal, administrator: true, transactionLimits: new Map() },
});

/** The day that ended, or today where its books are closed already. */
const bookingDateOf = (
  day: LocalDate,
  touched: readonly (DepositAccount | LoanAccount)[],
  { reference, now }: OperationContext,
): Instant | null => {
  const glAccounts = reference.get(glAccountReference);
  const isClosed = touched.some(({ assignedBranchKey }) => checkClosure(glAccounts, day, assignedBranchKey));
  return isClosed ? now : null;
};

/** Repays what a loan has due at the end of a day out of its settlement account; nothing where that can't pay, or nothing is due any more. */
const settleLoan = (day: LocalDate, lastMoment: Instant) =>
  internalCommand<LoanToSettle, null>('settleLoan', {
    touches: ({ accountKey, depositKey }) => [
      touch(depositAccounts, depositKey, { historySince: lastMoment }),
      touch(loanAccounts, accountKey),
    ],
    decide: ({ accountKey, depositKey }, state, asked) => {
      const context = forTheBank(asked);
      const loan = state.get(loanAccounts, accountKey);
      const deposit = state.get(depositAccounts, depositKey);
      // Linked otherwise meanwhile: the next night sees to it.
      if (loan?.settlementAccountKey !== depositKey || !deposit) return unchanged(null);
      const { settlementMethod } = productOfLoan(context.reference, loan.productTypeKey).accountLink;
      const available = mostPayable({ account: deposit, now: context.now }, lastMoment);
      const amount = decideSettlement(
        factsOf(loan, context),
        settlementMethod,
        available,
        day,
        loanContext(loan, context),
      );
      if (isZero(amount)) return unchanged(null);
      const facts = depositPostingFacts(deposit, context, { amount, type: 'TRANSFER', details: null });
      const paid = decideTransferOut(facts, {
        amount,
        valueDate: lastMoment,
        bookingDate: bookingDateOf(day, [deposit, loan], context),
        externalId: null,
        notes: null,
        paymentOrderId: null,
        paymentDetails: null,
      });
      if (isRejection(paid)) return paid;
      const payment = { source: deposit, product: facts.product, paid, arriving: amount };
      const effects = repayFromDeposit(loan, payment, context);
      return isRejection(effects) ? effects : { ...effects, outcome: null };
    },
  });

/**
 * The night's step that settles loans: what is due at the end of the day that ended is paid out of the linked deposit account in the last second
 * of that day, on time. It comes before the deposits' interest, which sees the account as it then was, and before loans become late.
 */
export const settleDueLoans: EndOfDayStep = {
  name: 'loans: settle from deposit accounts',
  run: async (context) => {
    const { tenant, day } = context;
    const products = (await tenant.reference.current()).get(loanProductReference).byKey.values();
    const settling = products
      .filter(({ accountLink }) => accountLink.enabled && accountLink.settlementMethod !== 'NO_AUTOMATED_TRANSFERS')
      .map(({ encodedKey }): EncodedKey => encodedKey)
      .toArray();
    if (settling.length === 0) return 0;
    const lastMoment = instant(tenant.clock.zone.startOf(plusDays(day, 1)) - 1000);
    return runForEach(settleLoan(day, lastMoment), await loansToSettle(tenant.pool, settling, day), context);
  },
};
