import { parseLocalDate } from '../../../kernel/localDate.ts';
import { rate, zero } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { appended, changed, command, touch } from '../../../platform/posting/command.ts';
import { toldDepositAccount } from '../convert.ts';
import { post } from '../rules/decidePosting.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { productRates } from '../rules/interest/accountInterest.ts';
import { scheduledOn } from '../rules/interest/effectiveRates.ts';
import { changedFrom } from '../rules/interest/history.ts';
import { decideRateChange } from '../rules/interest/rateChange.ts';
import { checkState } from '../rules/posting.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositTransactionRows } from '../store/depositTransactionStore.ts';
import { accountNotFound, postingFacts } from './postingFacts.ts';
import { repricedAccount } from './repricedAccount.ts';

/** POST /deposits/{depositAccountId}:changeInterestRate: a fixed rate that holds from a day on; what accrued since is computed anew. */
export default command<'changeDepositInterestRate', DepositTransaction>('changeDepositInterestRate', {
  touches: ({ path }) => [touch(depositAccounts, path.depositAccountId, { interestHistory: true })],
  decide: ({ path, body }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const refused = checkState(account, ['ACTIVE', 'ACTIVE_IN_ARREARS', 'LOCKED', 'DORMANT', 'MATURED']);
    if (refused) return refused;
    const facts = postingFacts(account, context, { amount: zero, type: 'INTEREST_RATE_CHANGED', details: null });
    const { zone } = context.clock;
    const { activationDate, lastInterestStoredDate: last, interest } = account;
    const valueDate = parseLocalDate(body.valueDate);
    if (valueDate === undefined) return reject('INVALID_DATE', 'valueDate must be an existing day like 2026-03-01');
    const rates = decideRateChange(rate(body.interestRate), valueDate, {
      product: interest === null ? null : productRates(facts.product.interest),
      activationDate: activationDate && zone.localDateOf(activationDate),
      lastApplied: last && zone.localDateOf(last),
      today: context.today,
    });
    if (isRejection(rates)) return rates;
    if (scheduledOn(interest, valueDate).includes('INTEREST')) {
      return reject('INVALID_DATE', `valueDate: an interest availability begins on ${valueDate}; change that`);
    }
    if (interest === null || activationDate === null)
      return reject('ACCOUNT_NOT_ACTIVE', `account ${account.id} bears no interest`);
    const start = zone.startOf(valueDate);
    const at = start < activationDate ? activationDate : start;
    const { transaction } = post(
      facts,
      'INTEREST_RATE_CHANGED',
      zero,
      { fundsAmount: zero, overdraftAmount: zero, feesAmount: zero },
      {
        valueDate: at,
        bookingDate: at,
        notes: body.notes ?? null,
        terms: { interestSettings: { interestRate: rate(body.interestRate) } },
      },
    );
    const credit = changedFrom(interest.credit, valueDate, rates);
    const after = repricedAccount(account, { ...interest, credit }, facts.product, context);
    if (isRejection(after)) return after;
    return {
      changes: [changed(depositAccounts, after)],
      rows: [appended(depositTransactionRows, transaction)],
      outcome: transaction,
      subject: {
        type: 'DEPOSIT_ACCOUNT',
        key: account.encodedKey,
        before: toldDepositAccount(account, context),
        after: toldDepositAccount(after, context),
      },
    };
  },
  answer: () => undefined,
});
