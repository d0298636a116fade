import { money } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import { decideFee } from '../rules/decide/decideFee.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import { loanExternalIdFirst } from './loanExternalIdFirst.ts';
import { checkFinite, requestedDates, requestedMoments } from './loanRequest.ts';
import { mainTransaction } from './mainTransaction.ts';

/** POST /loans/{loanAccountId}/fee-transactions */
export default command<'applyLoanFee', LoanTransaction>('applyLoanFee', {
  notYet: ['firstRepaymentDate'],
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  refused: loanExternalIdFirst,
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const unfit = checkFinite(body.amount);
    if (unfit) return unfit;
    const product = productOfLoan(context.reference, account.productTypeKey);
    const fee = body.predefinedFeeKey === undefined ? undefined : product.fees.get(body.predefinedFeeKey);
    if (body.predefinedFeeKey !== undefined && !fee)
      return reject('INVALID_FEE_KEY', `predefinedFeeKey is no fee of product ${product.id}`);
    const decision = decideFee(
      factsOf(account, context),
      {
        ...requestedDates(body, context),
        allowArbitraryFees: product.allowArbitraryFees,
        ...(fee ? { fee } : {}),
        ...(body.amount === undefined ? {} : { amount: money(body.amount) }),
        ...(body.feeCapitalisation ? { capitalised: true } : {}),
        ...(body.installmentNumber === undefined ? {} : { installmentNumber: body.installmentNumber }),
      },
      loanContext(account, context),
    );
    if (isRejection(decision)) return decision;
    const details = {
      ...requestedMoments(body, context),
      notes: body.notes ?? null,
      externalId: body.externalId ?? null,
    };
    const type = body.feeCapitalisation ? 'FEE_CAPITALISED' : 'FEE_APPLIED';
    return mainTransaction(loanEffects(account, decision, context, { details }), type);
  },
  answer: (transaction, context) => shownLoanTransaction(transaction, context),
});
