import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import {
  absolute,
  isNegative,
  isPositive,
  isZero,
  type Money,
  minus,
  negated,
  plus,
  smallest,
  zero,
} from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { usableAccount } from './financialResources.ts';
import { branchPair, type GlAccounts } from './glAccount.ts';
import type { JournalLine } from './journal.ts';

type Branch = EncodedKey | null;
type Excess = { readonly branch: Branch; amount: Money };

/**
 * The lines of one posting, ready to be written: without zeros, one per account, side and branch, and with inter-branch lines where
 * branches differ, so that each branch balances by itself. Throws when debits and credits differ: that is a broken rule, not bad input.
 */
export const balancedLines = (
  lines: readonly JournalLine[],
  glAccounts: GlAccounts,
): readonly JournalLine[] | Rejection => {
  const merged = mergedLines(inTheClientsBranch(lines));
  const excesses = excessOfDebits(merged);
  let total: Money = zero;
  for (const excess of excesses) total = plus(total, excess.amount);
  if (!isZero(total)) throw new Error(`a posting's debits exceed its credits by ${total.toFixed()}`);
  const unbalanced = excesses.filter(({ amount }) => !isZero(amount));
  if (unbalanced.length === 0) return merged;
  const between = interBranchLines(unbalanced, glAccounts);
  return isRejection(between) ? between : [...merged, ...mergedLines(between)];
};

/** A user without branch posts for a client with one: everything belongs to the client's branch. */
const inTheClientsBranch = (lines: readonly JournalLine[]): readonly JournalLine[] => {
  let only: Branch = null;
  let unassigned = false;
  for (const { branchKey } of lines) {
    if (branchKey === null) unassigned = true;
    else if (only === null) only = branchKey;
    else if (only !== branchKey) return lines;
  }
  if (!unassigned || only === null) return lines;
  return lines.map((line) => (line.branchKey === null ? { ...line, branchKey: only } : line));
};

const mergedLines = (lines: readonly JournalLine[]): readonly JournalLine[] => {
  const merged = new Map<string, JournalLine>();
  for (const line of lines) {
    if (isNegative(line.amount)) throw new Error(`a journal line has the negative amount ${line.amount.toFixed()}`);
    if (isZero(line.amount)) continue;
    const name = `${line.glAccountKey}${line.side}${line.branchKey ?? ''}`;
    const known = merged.get(name);
    merged.set(name, known ? { ...known, amount: plus(known.amount, line.amount) } : line);
  }
  return [...merged.values()];
};

/** By how much each branch's debits exceed its credits. */
const excessOfDebits = (lines: readonly JournalLine[]): Excess[] => {
  const excesses: Excess[] = [];
  for (const { branchKey, side, amount } of lines) {
    const signed = side === 'DEBIT' ? amount : negated(amount);
    const excess = excesses.find(({ branch }) => branch === branchKey);
    if (excess) excess.amount = plus(excess.amount, signed);
    else excesses.push({ branch: branchKey, amount: signed });
  }
  return excesses;
};

/** Settles what branches owe each other, pair by pair: the one with too many debits is credited, the other debited. */
const interBranchLines = (
  unbalanced: readonly Excess[],
  glAccounts: GlAccounts,
): readonly JournalLine[] | Rejection => {
  const lines: JournalLine[] = [];
  const debited = unbalanced.filter(({ amount }) => isPositive(amount));
  const credited = unbalanced.filter(({ amount }) => isNegative(amount));
  for (const left of debited) {
    for (const right of credited) {
      const amount = smallest(left.amount, absolute(right.amount));
      if (isZero(amount)) continue;
      const glAccountKey = interBranchAccount(left.branch, right.branch, glAccounts);
      if (isRejection(glAccountKey)) return glAccountKey;
      lines.push({ glAccountKey, side: 'CREDIT', amount, branchKey: left.branch });
      lines.push({ glAccountKey, side: 'DEBIT', amount, branchKey: right.branch });
      left.amount = minus(left.amount, amount);
      right.amount = plus(right.amount, amount);
    }
  }
  return lines;
};

const interBranchAccount = (left: Branch, right: Branch, glAccounts: GlAccounts): EncodedKey | Rejection => {
  const { byPair, defaultGlAccountKey } = glAccounts.interBranch;
  const key = left === null || right === null ? null : (byPair.get(branchPair(left, right)) ?? defaultGlAccountKey);
  if (key === null) {
    return reject(
      'NO_INTER_BRANCH_GL_ACCOUNT',
      `there is no inter-branch GL account for ${left ?? 'unassigned'} and ${right ?? 'unassigned'}`,
    );
  }
  return usableAccount(key, glAccounts, 'the inter-branch transfer') ?? key;
};
