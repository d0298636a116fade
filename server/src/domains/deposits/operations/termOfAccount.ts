import type { Instant } from '../../../kernel/instant.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { changed, type Decision } from '../../../platform/posting/command.ts';
import { toldDepositAccount } from '../convert.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { MaturingAccount } from '../rules/interest/maturity.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { holderEffects } from './postTransaction.ts';

/** The account as the rules of terms see it: its maturity as a day of the organisation. */
export const maturingAccount = (account: DepositAccount, { clock }: OperationContext): MaturingAccount => ({
  accountType: account.accountType,
  accountState: account.accountState,
  maturityDate: account.maturityDate === null ? null : clock.zone.localDateOf(account.maturityDate),
});

/** What writes an account whose term changed, and tells the audit trail both sides. */
export const termDecision = (
  before: DepositAccount,
  change: { readonly maturityDate?: Instant | null; readonly accountState?: 'MATURED' },
  notes: string | undefined,
  context: OperationContext,
): Decision<DepositAccount> => {
  const after: DepositAccount = {
    ...before,
    ...change,
    notes: notes ?? before.notes,
    lastModifiedDate: context.now,
  };
  return {
    changes: [changed(depositAccounts, after)],
    rows: holderEffects(before, after),
    outcome: after,
    subject: {
      type: 'DEPOSIT_ACCOUNT',
      key: after.encodedKey,
      before: toldDepositAccount(before, context),
      after: toldDepositAccount(after, context),
    },
  };
};
