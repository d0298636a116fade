import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../../kernel/instant.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { transaction, withRetry } from '../../../platform/db/pool.ts';
import { send } from '../../../platform/db/statement.ts';
import type { Reference } from '../../../platform/reference/referenceCache.ts';
import type { EndOfDayContext } from '../../eod/index.ts';
import { interestFactsByBranch, termFingerprints } from '../operations/interestFacts.ts';
import {
  accrueFurther,
  accruesFrom,
  foldInterest,
  type InterestFacts,
  through,
} from '../rules/interest/accountInterest.ts';
import { type AccountToAccrue, accrualTerms, lockAccountsToAccrue, saveAccrualTerms } from '../store/accrualQueries.ts';
import { loadHistories } from '../store/depositAccountStore.ts';
import { productOfAccount } from '../store/depositProductReference.ts';
import { type AccruedAccount, accrualStatements } from './accruedRows.ts';

/** Accounts that are locked at a time: enough to make statements worth while, few enough that nobody waits long. */
const chunk = 2000;

type Night = Pick<EndOfDayContext, 'tenant' | 'day'> & {
  readonly reference: Reference;
  readonly factsOf: (branchKey: EncodedKey | null) => InterestFacts;
  /** Products whose accounts bear interest by other terms than in the last night, or by terms that only the calendar tells. */
  readonly hasNewTerms: (productKey: EncodedKey) => boolean;
};

const accrueChunk = async (
  night: Night,
  after: EncodedKey | null,
  size: number,
): Promise<{ readonly count: number; readonly last: EncodedKey | null }> => {
  const { tenant, day, reference, factsOf } = night;
  const { zone } = tenant.clock;
  const to = through(day);
  return transaction(tenant.pool, async (db) => {
    const found = await lockAccountsToAccrue(db, day, after, size);
    // An account that nobody wrote since its last night has the balance it had then. All others are folded anew from their last application. Who
    // wrote says so in the row itself, under its lock: a posting that was decided before midnight and is written after the night counts, too.
    const untouched = ({ account, changedSinceNight }: AccountToAccrue): boolean =>
      account.accruedTo !== null && !changedSinceNight && !night.hasNewTerms(account.productTypeKey);
    const since = new Map<EncodedKey, Instant>();
    for (const each of found) {
      const from = untouched(each) ? null : accruesFrom(each.account, zone);
      if (from !== null) since.set(each.account.encodedKey, instant(zone.startOf(from)));
    }
    const histories = since.size === 0 ? new Map<never, never>() : await loadHistories(db, since);
    const accrued = found.flatMap(({ account, isReleased }): AccruedAccount[] => {
      const { accruedTo, activationDate, interest, encodedKey } = account;
      const facts = factsOf(account.assignedBranchKey);
      const product = productOfAccount(reference, account.productTypeKey);
      if (isReleased) return [{ account, product, accrued: account.accrued, accruedTo, isReleased }];
      const state =
        since.has(encodedKey) || accruedTo === null || activationDate === null || interest === null
          ? foldInterest(account, product, histories.get(encodedKey) ?? [], to, facts)
          : accrueFurther({ ...account, accruedTo, activationDate }, interest, product, to, facts);
      // An index without a value yet: the days wait for it.
      return state === null || isRejection(state)
        ? []
        : [{ account, product, accrued: state.accrued, accruedTo: to, isReleased }];
    });
    for (const statement of accrualStatements(day, accrued)) await send(db, statement);
    return { count: accrued.length, last: found.at(-1)?.account.encodedKey ?? null };
  });
};

/**
 * Accrues each account's interest of a day, and of earlier days that something dated back, or other terms of the product, have changed. Answers how
 * many accounts that were. Where it was interrupted, the accounts that it had come to are left as they are.
 */
export const accrueInterest = async ({ tenant, day }: EndOfDayContext, size = chunk): Promise<number> => {
  const reference = await tenant.reference.current();
  const terms = termFingerprints(reference);
  const before = await accrualTerms(tenant.pool);
  const night: Night = {
    tenant,
    day,
    reference,
    factsOf: interestFactsByBranch({ reference, clock: tenant.clock }),
    hasNewTerms: (key) => terms.get(key) !== before.get(key),
  };
  let count = 0;
  let after: EncodedKey | null = null;
  do {
    const done: { readonly count: number; readonly last: EncodedKey | null } = await withRetry(() =>
      accrueChunk(night, after, size),
    );
    count += done.count;
    after = done.last;
  } while (after !== null);
  await saveAccrualTerms(tenant.pool, terms);
  return count;
};
