import { zero } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { checkApplicationDate, checkApplies } from '../rules/interest/application.ts';
import { decideApplication } from '../rules/interest/decideApplication.ts';
import { checkState } from '../rules/posting.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { appliedDecision } from './applied.ts';
import { interestFactsOf } from './interestFacts.ts';
import { accountNotFound, closureOf, momentOf, postingFacts } from './postingFacts.ts';

/** POST /deposits/{depositAccountId}:applyInterest: what accrued before a day becomes part of the balance on that day. */
export default command<'applyDepositInterest', DepositTransaction>('applyDepositInterest', {
  notYet: ['isInterestFromArrears', 'isPaymentHolidaysInterest', 'paymentHolidaysInterestAmount'],
  touches: ({ path }) => [touch(depositAccounts, path.depositAccountId, { interestHistory: true })],
  decide: ({ path, body }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const refused = checkState(account, ['ACTIVE', 'ACTIVE_IN_ARREARS', 'DORMANT', 'MATURED']);
    if (refused) return refused;
    const { zone } = context.clock;
    const asked = momentOf(body.interestApplicationDate, context);
    if (asked === null || account.activationDate === null)
      return reject('ACCOUNT_NOT_ACTIVE', `account ${account.id} was never active`);
    const date = zone.localDateOf(asked);
    const { activationDate, lastInterestStoredDate: last } = account;
    const unfit = checkApplicationDate(date, {
      activationDate: zone.localDateOf(activationDate),
      lastApplied: last === null ? null : zone.localDateOf(last),
      today: context.today,
    });
    if (unfit) return unfit;
    const valueDate = zone.startOf(date);
    const closed = closureOf(account.assignedBranchKey, valueDate, context);
    if (closed) return closed;
    const facts = postingFacts(account, context, { amount: zero, type: 'INTEREST_APPLIED', details: null });
    const applied = decideApplication(
      facts,
      { date, valueDate, notes: body.notes ?? null },
      interestFactsOf(context, account.assignedBranchKey),
    );
    if (isRejection(applied)) return applied;
    if (applied.posted === null)
      return checkApplies(applied.application) ?? reject('INTEREST_APPLIED_WITH_NULL_AMOUNT');
    return appliedDecision(facts, applied, context);
  },
  answer: () => undefined,
});
