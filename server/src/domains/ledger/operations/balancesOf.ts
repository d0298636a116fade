import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { parseLocalDate } from '../../../kernel/localDate.ts';
import type { Money } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { ReadContext } from '../../../platform/http/handler.ts';
import { balancePeriod } from '../rules/balance.ts';
import type { GlAccount } from '../rules/glAccount.ts';
import { findBranchKey } from '../store/branches.ts';
import { glBalances } from '../store/glBalances.ts';

/** The query parameters by which GL accounts are asked for their balances. */
export type BalanceQuery = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly branchId?: string | undefined;
  readonly balanceExcluded?: boolean | undefined;
};

/**
 * Answers the balances of accounts as a request wants them: none with balanceExcluded. They add up what the caller may see of the journal by its
 * branches. The parameters are judged in any case.
 */
export const balancesOf = async (
  accounts: readonly GlAccount[],
  query: BalanceQuery,
  context: ReadContext,
): Promise<ReadonlyMap<EncodedKey, Money> | Rejection> => {
  const period = balancePeriod(parseLocalDate(query.from ?? ''), parseLocalDate(query.to ?? ''));
  if (isRejection(period)) return period;
  const branchKey =
    query.branchId === undefined ? null : await findBranchKey(context.db, query.branchId, context.principal);
  if (isRejection(branchKey)) return branchKey;
  if (query.balanceExcluded === true || accounts.length === 0) return new Map();
  const { branches } = context.principal.reach;
  const seen = branches === null ? null : [...branches];
  return glBalances(context.db, accounts, period, branchKey === null ? seen : [branchKey], context.clock.zone);
};
