import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { createBankClient } from '../client/bankClient.ts';
import { type BankProcess, startBankProcess } from '../client/bankProcess.ts';
import { readOptions, runCommand, wholeOption } from '../client/commandLine.ts';
import { temporaryFolder } from '../client/folders.ts';
import { counted } from '../client/progress.ts';
import { type Defer, scoped } from '../client/scope.ts';
import { seeded } from '../client/seeded.ts';
import { table } from '../client/table.ts';
import { openAccounts } from './bank.ts';
import { checkBank } from './check.ts';
import type { Tried } from './judge.ts';
import { loadUntilKilled, type Victim } from './load.ts';

const help = `
Kills the server or its database in the middle of a load, opens the bank again, and looks for lost or doubled postings.

  npm run crash-test

  --rounds    how often; default 5
  --seconds   of load per round; default 5
  --accounts  default 36
  --seed      the same seed sends the same postings; default 1
`;

const options = {
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  accounts: { type: 'string' },
  seed: { type: 'string' },
} as const;

const WORKERS = 24;
const SAMPLE = 200;

type RoundRow = readonly string[];

const columns = [
  { heading: 'Round', numeric: true },
  { heading: 'Killed' },
  { heading: 'after s', numeric: true },
  { heading: 'sent', numeric: true },
  { heading: 'acknowledged', numeric: true },
  { heading: 'refused', numeric: true },
  { heading: 'no answer', numeric: true },
  { heading: 'of them done', numeric: true },
  { heading: 'open again s', numeric: true },
  { heading: 'repeated', numeric: true },
  { heading: 'differences', numeric: true },
];

const countOf = (tried: readonly Tried[], kind: Tried['outcome']['kind']): string =>
  counted(tried.filter(({ outcome }) => outcome.kind === kind).length);

const crashTest = async (defer: Defer): Promise<number> => {
  const wanted = readOptions(options, help);
  const rounds = wholeOption('rounds', wanted.rounds, 5);
  const seconds = wholeOption('seconds', wanted.seconds, 5);
  const accounts = wholeOption('accounts', wanted.accounts, 36, 2);
  const random = seeded(wholeOption('seed', wanted.seed, 1, 0));
  const folder = await temporaryFolder('florin-crash-');
  defer(() => rm(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { mode: 0o711 });
  const password = randomBytes(12).toString('base64url');
  let bank: BankProcess = await startBankProcess({ dataDir, password });
  defer(() => bank.stop());
  await openAccounts(createBankClient(bank.address), accounts);
  process.stdout.write(
    `A bank with ${accounts} accounts, their cards and as many loans is open; ${rounds} rounds of ${seconds} s at most.\n`,
  );

  let tried: readonly Tried[] = [];
  const rows: RoundRow[] = [];
  const differences: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const victim: Victim = round % 2 === 1 ? 'server' : 'database';
    const load = await loadUntilKilled(bank, { round, victim, dataDir, accounts, workers: WORKERS, seconds }, random);
    bank = await startBankProcess({ dataDir, password });
    const check = await checkBank(createBankClient(bank.address), [...tried, ...load.tried], {
      accounts,
      sample: SAMPLE,
      random,
    });
    tried = check.settled;
    differences.push(...check.differences.map((difference) => `round ${round}: ${difference}`));
    rows.push([
      String(round),
      victim,
      load.killedAfterSeconds.toFixed(1),
      counted(load.tried.length),
      countOf(load.tried, 'acknowledged'),
      countOf(load.tried, 'refused'),
      counted(check.unknownCount),
      counted(check.unknownDone),
      bank.startSeconds.toFixed(1),
      counted(check.repeated),
      counted(check.differences.length),
    ]);
    process.stdout.write(
      `  round ${round}: the ${victim} was killed, ${counted(check.differences.length)} differences\n`,
    );
  }
  process.stdout.write(`\n${table(columns, rows)}\n\n`);
  if (differences.length === 0) {
    const kept = countOf(tried, 'acknowledged');
    process.stdout.write(styleText('green', `All ${kept} postings are there exactly once; none lost, none doubled.\n`));
    return 0;
  }
  process.stdout.write(styleText('red', `${counted(differences.length)} differences:\n`));
  process.stdout.write(
    `${differences
      .slice(0, 30)
      .map((difference) => `  ${difference}`)
      .join('\n')}\n`,
  );
  return 1;
};

await runCommand(() => scoped(crashTest));
