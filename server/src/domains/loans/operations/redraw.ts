import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import { decidePaymentMade, decideRedrawRepayment, decideRedrawWithdrawal } from '../rules/decide/decideRedraw.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import { loanExternalIdFirst } from './loanExternalIdFirst.ts';
import { checkFinite, requestedDates, requestedMoments } from './loanRequest.ts';
import { mainTransaction } from './mainTransaction.ts';
import { postLoanMoney } from './postLoanMoney.ts';

/** POST /loans/{loanAccountId}/payment-made-transactions */
export const applyLoanPaymentMade = command<'applyLoanPaymentMade', LoanTransaction>('applyLoanPaymentMade', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  refused: loanExternalIdFirst,
  decide: (input, state, context) => postLoanMoney(input, 'PAYMENT_MADE', decidePaymentMade, state, context),
  answer: (transaction, context) => shownLoanTransaction(transaction, context),
});

/** POST /loans/{loanAccountId}/withdrawal-transactions */
export const makeLoanWithdrawal = command<'makeLoanWithdrawal', LoanTransaction>('makeLoanWithdrawal', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  refused: loanExternalIdFirst,
  decide: (input, state, context) => postLoanMoney(input, 'WITHDRAWAL_REDRAW', decideRedrawWithdrawal, state, context),
  answer: (transaction, context) => shownLoanTransaction(transaction, context),
});

/** POST /loans/{loanAccountId}/redraw-repayment-transactions */
export const makeRedrawRepayment = command<'makeRedrawRepayment', LoanTransaction>('makeRedrawRepayment', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const unfit = checkFinite(body.amount);
    if (unfit) return unfit;
    const decision = decideRedrawRepayment(
      factsOf(account, context),
      { ...requestedDates(body, context), ...(body.amount === undefined ? {} : { amount: money(body.amount) }) },
      loanContext(account, context),
    );
    if (isRejection(decision)) return decision;
    const details = { ...requestedMoments(body, context), notes: body.notes ?? null };
    return mainTransaction(loanEffects(account, decision, context, { details }), 'REDRAW_REPAYMENT');
  },
  answer: (transaction, context) => shownLoanTransaction(transaction, context),
});
