import type pg from 'pg';
import type { Zone } from '../../platform/clock/zone.ts';
import type { DbPool } from '../../platform/db/pool.ts';
import { transaction } from '../../platform/db/pool.ts';

/** Something that is not as it must be, told so that a person can find it. */
export type Difference = {
  readonly kind: string;
  readonly subject: string;
  readonly expected: string;
  readonly actual: string;
};

export type VerificationContext = { readonly zone: Zone };

/** What a check looked at, by name and number, and what it found. */
export type CheckResult = {
  readonly checked: Readonly<Record<string, number>>;
  readonly differences: readonly Difference[];
};

/** One proof about the stored data. Domains add their own; set-based, since they read everything. */
export type VerificationCheck = {
  readonly name: string;
  readonly run: (db: pg.PoolClient, context: VerificationContext) => Promise<CheckResult>;
};

/** So many differences of one kind are told one by one. */
export const mostDifferences = 100;

/** The first differences of a kind, and how many there are besides. `total` counts all of them. */
export const cappedDifferences = (
  kind: string,
  found: readonly Omit<Difference, 'kind'>[],
  total: number,
): readonly Difference[] => {
  const told = found.slice(0, mostDifferences).map((difference) => ({ kind, ...difference }));
  const more = total - told.length;
  return more > 0 ? [...told, { kind, subject: 'not told one by one', expected: '0', actual: `${more} more` }] : told;
};

/** Runs the checks over one moment of the database: postings that are written meanwhile are seen by all of them or by none. */
export const runVerification = async (
  pool: DbPool,
  checks: readonly VerificationCheck[],
  context: VerificationContext,
): Promise<CheckResult> =>
  transaction(pool, async (db) => {
    await db.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // A big bank takes longer to read than any request may.
    await db.query('SET LOCAL statement_timeout = 0');
    const checked: Record<string, number> = {};
    const differences: Difference[] = [];
    for (const check of checks) {
      const result = await check.run(db, context);
      Object.assign(checked, result.checked);
      differences.push(...result.differences);
    }
    return { checked, differences };
  });
