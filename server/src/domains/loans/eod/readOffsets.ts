import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { plusDays } from '../../../kernel/localDate.ts';
import { zero } from '../../../kernel/money.ts';
import { transaction, withRetry } from '../../../platform/db/pool.ts';
import { send } from '../../../platform/db/statement.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { EndOfDayContext, EndOfDayStep } from '../../eod/index.ts';
import { type DepositMoves, dayEndsOf, firstDayToRead, withDayEnds } from '../rules/offset.ts';
import { loanProductReference } from '../store/loanProductReference.ts';
import {
  depositMoves,
  loansReadAnew,
  lockLoansToRead,
  type ReadOffset,
  updateReadings,
} from '../store/offsetReadings.ts';
import { foldLoanToToday } from './foldDueLoans.ts';

/** Loans that are locked at a time. */
const chunk = 500;

const nothingThere: DepositMoves = { balance: zero, moves: [] };

type Read = { readonly count: number; readonly last: EncodedKey | null };

/** Reads the deposits of some loans and keeps what was read: in one transaction, so that no fold comes between. */
const readChunk = async (
  { tenant, day }: Pick<EndOfDayContext, 'tenant' | 'day'>,
  products: readonly EncodedKey[],
  after: EncodedKey | null,
): Promise<Read> =>
  transaction(tenant.pool, async (db) => {
    const { zone } = tenant.clock;
    const loans = await lockLoansToRead(db, { products, day }, after, chunk);
    const asked = loans.flatMap((loan) => {
      const { encodedKey: loanKey, depositKey, offset, lastInterestAppliedDate: applied } = loan;
      const from = firstDayToRead(
        {
          offset,
          disbursedOn: zone.localDateOf(loan.disbursementDate),
          lastDueDate: loan.lastDueDate ?? undefined,
          lastInterestApplied: applied === null ? undefined : zone.localDateOf(applied),
        },
        day,
      );
      return from === undefined
        ? []
        : [{ loan, loanKey, depositKey, offset, from, since: zone.startOf(plusDays(from, 1)) }];
    });
    const moves = asked.length === 0 ? undefined : await depositMoves(db, asked);
    const read = asked.flatMap(({ loan, loanKey, offset, from }): ReadOffset[] => {
      const moved = loan.comesSecond ? nothingThere : moves?.get(loanKey);
      const known = moved && withDayEnds(offset, dayEndsOf(moved, from, day));
      return known ? [{ encodedKey: loanKey, ...known }] : [];
    });
    if (read.length > 0) await send(db, updateReadings(read));
    return { count: read.length, last: loans.at(-1)?.encodedKey ?? null };
  });

/**
 * The night's step that reads what lies in the deposit accounts that lower the interest of loans: of the day that ended, and again of the days before
 * whose interest is not applied yet. A loan that was folded beyond a day of which something else is known now is folded again. It comes behind
 * everything that the night books on deposits.
 */
export const readOffsets: EndOfDayStep = {
  name: 'loans: read the deposits that lower their interest',
  run: async (context) => {
    const reference = await context.tenant.reference.current();
    const products = [...reference.get(loanProductReference).byKey.values()]
      .filter(({ template }) => template.allowsOffset)
      .map(({ encodedKey }) => encodedKey);
    if (products.length === 0) return 0;
    let count = 0;
    for (let after: EncodedKey | null = null; ; ) {
      const done: Read = await withRetry(() => readChunk(context, products, after));
      count += done.count;
      after = done.last;
      if (after === null) break;
    }
    await runForAccounts(foldLoanToToday, await loansReadAnew(context.tenant.pool, products), context);
    return count;
  },
};
