import { readFile } from 'node:fs/promises';
import { styleText } from 'node:util';
import { type BankAddress, type BankClient, createBankClient } from '../client/bankClient.ts';
import { readOptions, runCommand, UsageError, wholeOption } from '../client/commandLine.ts';
import { counted } from '../client/progress.ts';
import { type Defer, scoped } from '../client/scope.ts';
import { startTemporaryBank } from '../client/temporaryBank.ts';
import { verificationReport } from '../client/verificationReport.ts';
import type { Customer } from './customer.ts';
import { depositSteps } from './depositSteps.ts';
import { bankDays } from './journey.ts';
import { loanSteps } from './loanSteps.ts';
import { type Failure, migrateCustomers } from './migrate.ts';
import { readLedger } from './readLedger.ts';
import { setUpBank } from './setUpBank.ts';
import { trialBalance, trialBalanceTable } from './trialBalance.ts';

const help = `
Takes two hundred customers into a bank over its API, and proves the books afterwards.

  npm run demo                                a fresh bank of its own, gone at the end
  npm run demo -- --keep                      the same, and leaves it open for you to look around
  npm run demo -- --url http://127.0.0.1:8080 --password <password of admin>

  --url        a running bank (or FLORIN_URL)
  --password   its password (or FLORIN_ADMIN_PASSWORD)
  --user       its user; default admin
  --customers  only the first so many; default 200
  --keep       do not stop the bank that was started
`;

const options = {
  url: { type: 'string' },
  password: { type: 'string' },
  user: { type: 'string' },
  customers: { type: 'string' },
  keep: { type: 'boolean' },
} as const;

const readCustomers = async (most: number): Promise<readonly Customer[]> => {
  const text = await readFile(new URL('customers.json', import.meta.url), 'utf8');
  // Made by makeData.ts from this very type, and held to it by a test.
  return (JSON.parse(text) as Customer[]).slice(0, most);
};

type Wanted = {
  readonly url?: string | undefined;
  readonly password?: string | undefined;
  readonly user?: string | undefined;
};

/** Where the bank is; one that we started ourselves also tells what it wrote into its log. */
type DemoBank = { readonly address: BankAddress; readonly lastWords: (() => string) | null };

const bankOf = async (wanted: Wanted, defer: Defer): Promise<DemoBank> => {
  const url = wanted.url ?? process.env.FLORIN_URL;
  if (url === undefined) {
    process.stdout.write('Opening a fresh bank …\n');
    const bank = await startTemporaryBank('florin-demo-', defer);
    process.stdout.write(`It is open at ${bank.address.url} after ${bank.startSeconds.toFixed(1)} s.\n\n`);
    return { address: bank.address, lastWords: bank.lastWords };
  }
  const password = wanted.password ?? process.env.FLORIN_ADMIN_PASSWORD;
  if (password === undefined)
    throw new UsageError(`Please give the password for ${url}: --password or FLORIN_ADMIN_PASSWORD.`);
  return { address: { url: url.replace(/\/+$/, ''), username: wanted.user ?? 'admin', password }, lastWords: null };
};

/** Short, and later in the alphabet with every run: seconds since the year began, in base 36. */
const runTag = (): string =>
  Math.floor(Date.now() / 1000)
    .toString(36)
    .toUpperCase();

const tellFailures = (failures: readonly Failure[]): void => {
  if (failures.length === 0) return;
  process.stdout.write(styleText('red', `\n${counted(failures.length)} calls were refused:\n`));
  for (const { step, customer, message } of failures.slice(0, 10)) {
    process.stdout.write(`  customer ${customer}, ${step}: ${message}\n`);
  }
  if (failures.length > 10) process.stdout.write(`  … and ${counted(failures.length - 10)} more\n`);
};

/** Reads the books and proves them; answers whether they are right. */
const proveBooks = async (bank: BankClient): Promise<boolean> => {
  const balance = trialBalance(await readLedger(bank));
  process.stdout.write(`\nTrial balance\n\n${trialBalanceTable(balance)}\n\n`);
  const balanced = balance.difference.isZero();
  process.stdout.write(
    balanced
      ? styleText('green', 'Debits and credits are equal.\n')
      : styleText('red', `Debits and credits differ by ${balance.difference.toFixed()}.\n`),
  );
  const report = verificationReport(await bank.ok('verifyLedger'));
  process.stdout.write(`\n${report.text}\n`);
  return balanced && report.clean;
};

const lookAround = ({ url, username, password }: BankAddress): string => `
The bank stays open until you press Ctrl-C. Look around:

  API reference   ${url}/docs
  User            ${username}
  Password        ${password}

  curl -u '${username}:${password}' '${url}/api/clients?limit=3'
  curl -u '${username}:${password}' '${url}/api/loans?limit=3&detailsLevel=FULL'
`;

/** Takes the customers in and proves the books; answers whether all went well. */
const migrate = async (bank: BankClient, customers: readonly Customer[]): Promise<boolean> => {
  const began = performance.now();
  const days = await bankDays(bank);
  process.stdout.write('What a bank needs\n');
  const setup = await setUpBank(bank, days);
  process.stdout.write(`\n${counted(customers.length)} customers\n`);
  const context = { bank, setup, days, run: runTag() };
  const failures = await migrateCustomers(customers, [...depositSteps, ...loanSteps], context);
  const seconds = (performance.now() - began) / 1000;
  const { calls, repeated } = bank.counts();
  process.stdout.write(
    `\n${counted(calls)} calls in ${seconds.toFixed(1)} s, ${counted(calls / seconds)} per second` +
      `${repeated > 0 ? ` (${counted(repeated)} of them repetitions)` : ''}\n`,
  );
  tellFailures(failures);
  const right = await proveBooks(bank);
  return right && failures.length === 0;
};

const demo = async (defer: Defer): Promise<number> => {
  const wanted = readOptions(options, help);
  const customers = await readCustomers(wholeOption('customers', wanted.customers, 200));
  const { address, lastWords } = await bankOf(wanted, defer);
  try {
    const well = await migrate(createBankClient(address), customers);
    if (wanted.keep && lastWords !== null) {
      process.stdout.write(lookAround(address));
      await new Promise<never>(() => undefined);
    }
    return well ? 0 : 1;
  } catch (error) {
    // A request id alone helps nobody whose bank is about to be deleted.
    if (lastWords !== null) process.stderr.write(`\nThe log of the bank ended with:\n${lastWords()}\n`);
    throw error;
  }
};

await runCommand(() => scoped(demo));
