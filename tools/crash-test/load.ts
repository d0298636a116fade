import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBankClient } from '../client/bankClient.ts';
import type { BankProcess } from '../client/bankProcess.ts';
import type { Seeded } from '../client/seeded.ts';
import { post } from './bank.ts';
import type { Tried } from './judge.ts';
import { nextPosting } from './postings.ts';

/** Who is killed. */
export type Victim = 'server' | 'database';

export type LoadPlan = {
  readonly round: number;
  readonly victim: Victim;
  readonly dataDir: string;
  readonly accounts: number;
  readonly workers: number;
  /** The kill comes at a random moment of the second half of this time. */
  readonly seconds: number;
};

export type LoadOutcome = { readonly tried: readonly Tried[]; readonly killedAfterSeconds: number };

/** The first line of this file is the number of PostgreSQL's main process. */
const postmasterOf = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

const DEATH_LIMIT_MS = 30_000;

/** Sends postings from many clients at once, kills in the middle of it, and tells what every client knows afterwards. */
export const loadUntilKilled = async (bank: BankProcess, plan: LoadPlan, random: Seeded): Promise<LoadOutcome> => {
  // One attempt each: what a repetition would find out is the check's business.
  const client = createBankClient(bank.address, { attempts: 1, timeoutMs: 20_000 });
  const tried: Tried[] = [];
  const began = performance.now();
  let killed = false;
  let count = 0;
  const worker = async (): Promise<void> => {
    while (!killed) {
      count += 1;
      const posting = nextPosting(random, plan.accounts, `r${plan.round}-${count}`);
      tried.push({ posting, outcome: await post(client, posting) });
    }
  };
  const workers = Array.from({ length: plan.workers }, worker);
  await sleep(plan.seconds * 1000 * (0.5 + random.next() / 2));
  const victim = plan.victim === 'server' ? bank.pid : postmasterOf(plan.dataDir);
  process.kill(victim, 'SIGKILL');
  const killedAfterSeconds = (performance.now() - began) / 1000;
  // Clients go on for a moment: what they send now meets a dying bank.
  await sleep(20);
  killed = true;
  await Promise.all(workers);
  const ended = await Promise.race([bank.ended, sleep(DEATH_LIMIT_MS, 'alive' as const, { ref: false })]);
  if (ended === 'alive') {
    process.kill(bank.pid, 'SIGKILL');
    throw new Error(`The server went on for ${DEATH_LIMIT_MS / 1000} s without its database:\n${bank.lastWords()}`);
  }
  return { tried, killedAfterSeconds };
};
