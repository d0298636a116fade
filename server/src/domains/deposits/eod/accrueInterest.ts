import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../../kernel/instant.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { transaction, withRetry } from '../../../platform/db/pool.ts';
import { send } from '../../../platform/db/statement.ts';
import type { EndOfDayContext } from '../../eod/index.ts';
import { interestFactsOf } from '../operations/interestFacts.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import {
  accrueFurther,
  accruesFrom,
  foldInterest,
  type InterestFacts,
  through,
} from '../rules/interest/accountInterest.ts';
import { lockAccountsToAccrue } from '../store/accrualQueries.ts';
import { loadHistories } from '../store/depositAccountStore.ts';
import { productOfAccount } from '../store/depositProductReference.ts';
import { updateAccrued } from '../store/interestColumns.ts';

/** Accounts that are locked at a time: enough to make statements worth while, few enough that nobody waits long. */
const chunk = 2000;

/** Longer than a batch of postings can take: one decided just before midnight may be written just after. */
const margin = 600_000;

type Night = Pick<EndOfDayContext, 'tenant' | 'day'> & {
  readonly reference: Awaited<ReturnType<EndOfDayContext['tenant']['reference']['current']>>;
};

/** Facts of each branch, made once a night. */
const factsByBranch = ({ tenant: { clock }, reference }: Night): ((branchKey: EncodedKey | null) => InterestFacts) => {
  const made = new Map<EncodedKey | null, InterestFacts>();
  return (branchKey) => {
    const facts = made.get(branchKey) ?? interestFactsOf({ clock, reference }, branchKey);
    made.set(branchKey, facts);
    return facts;
  };
};

const accrueChunk = async (
  night: Night,
  factsOf: (branchKey: EncodedKey | null) => InterestFacts,
  after: EncodedKey | null,
): Promise<{ readonly count: number; readonly last: EncodedKey | null }> => {
  const { tenant, day, reference } = night;
  const { zone } = tenant.clock;
  const to = through(day);
  return transaction(tenant.pool, async (db) => {
    const accounts = await lockAccountsToAccrue(db, day, after, chunk);
    // An account that nobody touched since its last night has the balance it had then. All others are folded anew from their last application.
    const lastNight = new Map<string, Instant>();
    const untouched = ({ accruedTo, lastModifiedDate }: DepositAccount): boolean => {
      if (accruedTo === null) return false;
      const start = lastNight.get(accruedTo) ?? zone.startOf(accruedTo);
      lastNight.set(accruedTo, start);
      return lastModifiedDate < start - margin;
    };
    const since = new Map<EncodedKey, Instant>();
    for (const account of accounts) {
      const from = untouched(account) ? null : accruesFrom(account, zone);
      if (from !== null) since.set(account.encodedKey, instant(zone.startOf(from)));
    }
    const histories = since.size === 0 ? new Map<never, never>() : await loadHistories(db, since);
    const accrued = accounts.flatMap((account) => {
      const { accruedTo, activationDate, interest, encodedKey } = account;
      const facts = factsOf(account.assignedBranchKey);
      const product = productOfAccount(reference, account.productTypeKey);
      const state =
        since.has(encodedKey) || accruedTo === null || activationDate === null || interest === null
          ? foldInterest(account, product, histories.get(encodedKey) ?? [], to, facts)
          : accrueFurther({ ...account, accruedTo, activationDate }, interest, product, to, facts);
      // An index without a value yet: the days wait for it.
      return state === null || isRejection(state) ? [] : [{ encodedKey, accrued: state.accrued, accruedTo: to }];
    });
    if (accrued.length > 0) await send(db, updateAccrued(accrued));
    return { count: accrued.length, last: accounts.at(-1)?.encodedKey ?? null };
  });
};

/** Accrues each account's interest of a day, and of earlier days that something dated back has changed. Answers how many accounts that were. */
export const accrueInterest = async ({ tenant, day }: EndOfDayContext): Promise<number> => {
  const night: Night = { tenant, day, reference: await tenant.reference.current() };
  const factsOf = factsByBranch(night);
  let count = 0;
  let after: EncodedKey | null = null;
  do {
    const done: { readonly count: number; readonly last: EncodedKey | null } = await withRetry(() =>
      accrueChunk(night, factsOf, after),
    );
    count += done.count;
    after = done.last;
  } while (after !== null);
  return count;
};
