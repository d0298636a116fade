import type pg from 'pg';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/localDate.ts';
import { isRejection } from '../../kernel/rejection.ts';
import { createClock } from '../../platform/clock/clock.ts';
import { loadReference } from '../../platform/reference/referenceCache.ts';
import {
  type CheckResult,
  cappedDifferences,
  type Difference,
  mostDifferences,
  type VerificationContext,
} from '../ledger/index.ts';
import { indexRateReference, organisationReference } from '../organisation/index.ts';
import { interestFactsByBranch, termFingerprints } from './operations/interestFacts.ts';
import type { DepositAccount } from './rules/depositAccount.ts';
import { accruesFrom, foldInterest, type InterestFacts } from './rules/interest/accountInterest.ts';
import type { Accrued } from './rules/interest/accrued.ts';
import { accountsAccruedByNight, accrualTerms } from './store/accrualQueries.ts';
import { loadHistories } from './store/depositAccountStore.ts';
import { depositProductReference, productOfAccount } from './store/depositProductReference.ts';

/** Accounts that are in memory at a time. */
const chunk = 2000;

const told = ({ interestAccrued, negativeInterestAccrued, overdraftInterestAccrued, ...rest }: Accrued): string =>
  [
    ['interest', interestAccrued] as const,
    ['negative interest', negativeInterestAccrued] as const,
    ['overdraft interest', overdraftInterestAccrued] as const,
    ['technical overdraft interest', rest.technicalOverdraftInterestAccrued] as const,
  ]
    .map(([kind, amount]) => `${kind} ${amount.toFixed()}`)
    .join(', ');

type Active = DepositAccount & { readonly accruedTo: LocalDate };

const isActive = (account: DepositAccount): account is Active => account.accruedTo !== null;

const historiesOf = (db: pg.PoolClient, accounts: readonly Active[], facts: VerificationContext) => {
  const since = new Map<EncodedKey, Instant>();
  for (const account of accounts) {
    const from = accruesFrom(account, facts.zone);
    if (from !== null) since.set(account.encodedKey, instant(facts.zone.startOf(from)));
  }
  return loadHistories(db, since);
};

/**
 * Folds the interest of every account anew, day by day since its last application, and says where a night left another amount. Accounts that
 * were written since the last night, and those of products whose terms changed since, are left out: the next night folds them anew, too.
 */
export const verifyAccruals = async (db: pg.PoolClient, context: VerificationContext): Promise<CheckResult> => {
  const { rows } = await db.query<{ reference_version: number }>('SELECT reference_version FROM tenant_state');
  const slots = [organisationReference, indexRateReference, depositProductReference];
  const reference = await loadReference(slots, Number(rows[0]?.reference_version ?? 0), db);
  const factsOf = interestFactsByBranch({ reference, clock: createClock(context.zone) });
  const terms = termFingerprints(reference);
  const accruedBy = await accrualTerms(db);
  const found: Omit<Difference, 'kind'>[] = [];
  let total = 0;
  let checked = 0;
  const check = (account: Active, history: Parameters<typeof foldInterest>[2], facts: InterestFacts): void => {
    const product = productOfAccount(reference, account.productTypeKey);
    const state = foldInterest(account, product, history, account.accruedTo, facts);
    if (state === null || isRejection(state)) return;
    checked += 1;
    const [expected, actual] = [told(state.accrued), told(account.accrued)];
    if (expected === actual) return;
    total += 1;
    if (found.length < mostDifferences) found.push({ subject: `deposit account ${account.id}`, expected, actual });
  };
  for (let after: EncodedKey | null = null; ; ) {
    const page: readonly DepositAccount[] = await accountsAccruedByNight(db, after, chunk);
    const accounts = page
      .filter(isActive)
      .filter(({ productTypeKey }) => terms.get(productTypeKey) === accruedBy.get(productTypeKey));
    const histories = await historiesOf(db, accounts, context);
    for (const account of accounts)
      check(account, histories.get(account.encodedKey) ?? [], factsOf(account.assignedBranchKey));
    after = page.at(-1)?.encodedKey ?? null;
    if (after === null) break;
  }
  return {
    checked: { depositAccruals: checked },
    differences: cappedDifferences('DEPOSIT_ACCRUED_INTEREST_IS_SUM_OF_DAYS', found, total),
  };
};
