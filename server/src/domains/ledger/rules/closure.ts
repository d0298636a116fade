import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { GlAccounts } from './glAccount.ts';

/** The last closed day of a branch's books: the later of its own closure and the one of all branches; null when they are open. */
export const closedUntil = (glAccounts: GlAccounts, branchKey: EncodedKey | null): LocalDate | null => {
  const { allBranches, byBranch } = glAccounts.closures;
  const own = branchKey === null ? undefined : byBranch.get(branchKey);
  if (own === undefined) return allBranches;
  return allBranches === null || own > allBranches ? own : allBranches;
};

/** Refuses a booking on or before the closure of the branch's books; undefined when the day is open. */
export const checkClosure = (
  glAccounts: GlAccounts,
  bookingDay: LocalDate,
  branchKey: EncodedKey | null,
): Rejection | undefined => {
  const closed = closedUntil(glAccounts, branchKey);
  if (closed === null || bookingDay > closed) return undefined;
  return reject('JOURNAL_ENTRY_BEFORE_CLOSURE', `the booking date ${bookingDay} is not after the closure of ${closed}`);
};
