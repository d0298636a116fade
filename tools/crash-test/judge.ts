import type { Outcome, Posting } from './postings.ts';

/** A posting with what the client knows of it. */
export type Tried = { readonly posting: Posting; readonly outcome: Outcome };

/** Ids of the transactions, of purchases their keys, that the bank has per external id. */
export type Found = ReadonlyMap<string, readonly string[]>;

/** The only reason that the postings of this test can be refused for: a withdrawal, transfer or purchase of more than there is. */
const POSSIBLE_REFUSAL = /INSUFFICIENT_BALANCE|BALANCE_BELOW_ZERO/;

/** What nothing can refuse. */
const ALWAYS: readonly Posting['kind'][] = ['DEPOSIT', 'REPAYMENT'];

/**
 * Holds what the bank has against what it answered: an acknowledged posting is there exactly once and is the one that was told, a refused one
 * is not there and was refused for a good reason, and one without an answer at most once. Answers a sentence per difference.
 */
export const judge = (tried: readonly Tried[], found: Found): readonly string[] => {
  const differences: string[] = [];
  for (const { posting, outcome } of tried) {
    const ids = found.get(posting.externalId) ?? [];
    const what = `${posting.kind.toLowerCase()} ${posting.externalId}`;
    if (ids.length > 1) differences.push(`${what} is there ${ids.length} times`);
    else if (outcome.kind === 'refused' && (ALWAYS.includes(posting.kind) || !POSSIBLE_REFUSAL.test(outcome.reason))) {
      differences.push(`${what} was refused without reason: ${outcome.reason}`);
    } else if (outcome.kind === 'refused' && ids.length === 1) {
      differences.push(`${what} was refused with ${outcome.reason}, and is there`);
    } else if (outcome.kind === 'acknowledged' && ids.length === 0)
      differences.push(`${what} was acknowledged, and is lost`);
    else if (outcome.kind === 'acknowledged' && ids[0] !== outcome.transactionId) {
      differences.push(`${what} was acknowledged as transaction ${outcome.transactionId}, and is ${ids[0]}`);
    }
  }
  const known = new Set(tried.map(({ posting }) => posting.externalId));
  for (const externalId of found.keys()) {
    if (!known.has(externalId)) differences.push(`the bank has a posting ${externalId} that nobody asked for`);
  }
  return differences;
};

/** Compares balances in cents, account by account. */
export const compareBalances = (expected: readonly number[], actual: readonly number[]): readonly string[] =>
  expected.flatMap((cents, account) =>
    cents === actual[account] ? [] : [`account ${account} has ${actual[account]} cents instead of ${cents}`],
  );
