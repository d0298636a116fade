import { money, zero } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownDepositTransaction } from '../convert.ts';
import { decideFee } from '../rules/decideFee.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { externalIdFirst } from './externalIdFirst.ts';
import { accountNotFound, postingFacts } from './postingFacts.ts';
import { postedDecision } from './postTransaction.ts';

/** POST /deposits/{depositAccountId}/fee-transactions */
export default command<'applyDepositFee', DepositTransaction>('applyDepositFee', {
  touches: ({ path }) => [touch(depositAccounts, path.depositAccountId)],
  refused: externalIdFirst,
  decide: ({ path, body }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const amount = body.amount === undefined ? null : money(body.amount);
    const facts = postingFacts(account, context, { amount: amount ?? zero, type: 'FEE_APPLIED', details: null });
    const posted = decideFee(facts, {
      amount,
      predefinedFeeKey: body.predefinedFeeKey ?? null,
      externalId: body.externalId ?? null,
      notes: body.notes ?? null,
    });
    if (isRejection(posted)) return posted;
    return postedDecision(
      facts,
      posted,
      context,
      posted.definition ? { feeRules: posted.definition.accountingRules } : {},
    );
  },
  answer: (transaction, context) => shownDepositTransaction(transaction, context),
});
