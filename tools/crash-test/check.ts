import type { BankClient } from '../client/bankClient.ts';
import { inParallel } from '../client/parallel.ts';
import type { Seeded } from '../client/seeded.ts';
import { verificationReport } from '../client/verificationReport.ts';
import { post, readBank } from './bank.ts';
import { compareBalances, judge, type Tried } from './judge.ts';
import { balancesAfter } from './postings.ts';

export type CheckOutcome = {
  /** All postings with what is known of them now: nothing is unknown any more. */
  readonly settled: readonly Tried[];
  /** How many of those without an answer had been carried out. */
  readonly unknownDone: number;
  readonly unknownCount: number;
  readonly repeated: number;
  readonly differences: readonly string[];
};

const CONCURRENCY = 8;

/** Sends again, with the same key, what got no answer: the bank must carry it out now, or tell the answer of the first time. */
const settleUnknown = async (
  bank: BankClient,
  tried: readonly Tried[],
): Promise<{ settled: Tried[]; differences: string[] }> => {
  const differences: string[] = [];
  const settled = await inParallel(tried, CONCURRENCY, async (one): Promise<Tried> => {
    if (one.outcome.kind !== 'unknown') return one;
    const outcome = await post(bank, one.posting);
    if (outcome.kind === 'unknown') differences.push(`${one.posting.externalId} gets no answer when it is sent again`);
    return { posting: one.posting, outcome };
  });
  return { settled, differences };
};

const sampleOf = <T>(random: Seeded, list: readonly T[], most: number): readonly T[] =>
  list.length <= most ? list : Array.from({ length: most }, () => random.pick(list));

/** Repeats acknowledged requests with their keys: each must be answered as the first time, letter by letter. */
const repeatSome = async (bank: BankClient, sample: readonly Tried[]): Promise<readonly string[]> => {
  const answers = await inParallel(sample, CONCURRENCY, async ({ posting, outcome }) => {
    const again = await post(bank, posting);
    const same = again.kind === 'acknowledged' && outcome.kind === 'acknowledged' && again.text === outcome.text;
    return same
      ? []
      : [`${posting.externalId}, sent again with its key, is answered differently: ${JSON.stringify(again)}`];
  });
  return answers.flat();
};

/** Holds a bank that was just opened again against everything its clients know from all rounds so far. */
export const checkBank = async (
  bank: BankClient,
  tried: readonly Tried[],
  options: { readonly accounts: number; readonly sample: number; readonly random: Seeded },
): Promise<CheckOutcome> => {
  const before = await readBank(bank, options.accounts);
  const unknown = tried.filter(({ outcome }) => outcome.kind === 'unknown');
  const unknownDone = unknown.filter(({ posting }) => before.found.has(posting.externalId)).length;
  const { settled, differences } = await settleUnknown(bank, tried);
  const acknowledged = settled.filter(({ outcome }) => outcome.kind === 'acknowledged');
  const sample = sampleOf(options.random, acknowledged, options.sample);
  const repeated = await repeatSome(bank, sample);
  const after = await readBank(bank, options.accounts);
  const expected = balancesAfter(
    options.accounts,
    acknowledged.map(({ posting }) => posting),
  );
  const report = verificationReport(await bank.ok('verifyLedger'));
  return {
    settled,
    unknownDone,
    unknownCount: unknown.length,
    repeated: sample.length,
    differences: [
      ...judge(tried, before.found),
      ...differences,
      ...repeated,
      ...judge(settled, after.found).map((difference) => `after the repetitions: ${difference}`),
      ...compareBalances(expected, after.balances),
      ...after.held.flatMap((cents, account) => (cents === 0 ? [] : [`account ${account} still holds ${cents} cents`])),
      ...(report.clean ? [] : [report.text]),
    ],
  };
};
