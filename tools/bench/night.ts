import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { money } from '../../server/src/kernel/money.ts';
import type { EmbeddedPostgres } from '../../server/src/platform/db/embeddedPostgres.ts';
import { createPool, type DbPool } from '../../server/src/platform/db/pool.ts';
import { type BankClient, createBankClient } from '../client/bankClient.ts';
import { startBankProcess } from '../client/bankProcess.ts';
import { counted, say } from '../client/progress.ts';
import type { Defer } from '../client/scope.ts';
import { accountingRule } from './accountingRule.ts';

/** What a night over many accounts took, beside one bare UPDATE of as many rows of their table: medians in seconds. */
export type NightResult = {
  readonly accounts: number;
  readonly updateSeconds: number;
  readonly nightSeconds: number;
};

const first = 'NIGHT0';
const balance = 1000;
const nights = 3;
/** 1,000 at 3 % over 365 days, cut off after 10 decimals. */
const interestOfDay = '0.0821917808';

/** One account that bears interest every day, over the API. */
const openAccount = async (client: BankClient): Promise<void> => {
  const [cash, deposits, expense] = await client.ok('createGlAccounts', {
    body: [
      { glCode: '1100', name: 'Cash', type: 'ASSET', usage: 'DETAIL' },
      { glCode: '2100', name: 'Savings', type: 'LIABILITY', usage: 'DETAIL' },
      { glCode: '5100', name: 'Interest paid', type: 'EXPENSE', usage: 'DETAIL' },
    ],
  });
  const product = await client.ok('createDepositProduct', {
    body: {
      id: 'night',
      name: 'Savings',
      type: 'REGULAR_SAVINGS',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'INCREMENTAL_NUMBER', idPattern: '1' },
      interestSettings: {
        daysInYear: 'ACTUAL_365_FIXED',
        interestCalculationBalance: 'END_OF_DAY',
        interestPaidIntoAccount: true,
        interestPaymentSettings: { interestPaymentPoint: 'FIRST_DAY_OF_MONTH' },
        interestRateSettings: {
          interestRateSource: 'FIXED_INTEREST_RATE',
          interestRateTerms: 'FIXED',
          interestRate: { minValue: 0, maxValue: 20, defaultValue: 3 },
        },
      },
      accountingSettings: {
        accountingMethod: 'CASH',
        accountingRules: [
          accountingRule('DEPOSIT_REFERENCE', cash),
          accountingRule('SAVINGS_CONTROL', deposits),
          accountingRule('INTEREST_EXPENSE', expense),
        ],
      },
    },
  });
  const holder = await client.ok('createClient', { body: { firstName: 'Many', lastName: 'Accounts' } });
  await client.ok('createDepositAccount', {
    body: {
      id: first,
      name: 'Savings',
      accountHolderType: 'CLIENT',
      accountHolderKey: holder.encodedKey ?? '',
      productTypeKey: product.encodedKey ?? '',
    },
  });
  await client.ok('changeDepositAccountState', { path: { depositAccountId: first }, body: { action: 'APPROVE' } });
  await client.ok('makeDeposit', { path: { depositAccountId: first }, body: { amount: balance } });
};

/** As many accounts as wanted, each like the first one, straight into the table. */
const multiply = async (pool: DbPool, accounts: number): Promise<void> => {
  await pool.query(
    `INSERT INTO deposit_account
     SELECT copy.*
       FROM deposit_account a, generate_series(1, $2::int) n,
            LATERAL jsonb_populate_record(a, jsonb_build_object('encoded_key', new_encoded_key(), 'id', 'NIGHT' || n)) AS copy
      WHERE a.id = $1`,
    [first, accounts - 1],
  );
};

/** The middle one of an odd number of values. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** How long work took. */
export const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};

/** Throws when a night left an account without its interest: what does nothing is quick. */
const checkAccrued = async (client: BankClient, accounts: number, nightsDone: number): Promise<void> => {
  for (const id of [first, `NIGHT${accounts >> 1}`, `NIGHT${accounts - 1}`]) {
    const account = await client.ok('getDepositAccount', { path: { depositAccountId: id } });
    const wanted = money(interestOfDay).times(nightsDone);
    const accrued = money(account.accruedAmounts?.interestAccrued ?? 0);
    if (!accrued.equals(wanted))
      throw new Error(`${id} accrued ${accrued} in ${nightsDone} nights instead of ${wanted}.`);
  }
};

/** Where a bank for nights is opened, and how many accounts it gets. */
export type NightOptions = {
  readonly postgres: EmbeddedPostgres;
  readonly folder: string;
  readonly accounts: number;
};

/** Opens a bank on a database of its own, whose clock can be moved. */
export const openNightBank = async (
  { postgres, folder }: NightOptions,
  database: string,
  defer: Defer,
): Promise<{ readonly pool: DbPool; readonly client: BankClient }> => {
  const owner = createPool(postgres.connectionString(), { max: 1, statementTimeoutMs: 0 });
  await owner.query(`CREATE DATABASE ${database}`);
  await owner.end();
  const pool = createPool(postgres.connectionString(database), { max: 1, statementTimeoutMs: 0 });
  defer(() => pool.end());
  const dataDir = join(folder, database);
  await mkdir(dataDir);
  const bank = await startBankProcess({
    dataDir,
    databaseUrl: postgres.connectionString(database),
    password: randomBytes(12).toString('base64url'),
    settings: { FLORIN_SANDBOX: 'true' },
  });
  defer(bank.stop);
  return { pool, client: createBankClient(bank.address, { timeoutMs: 600_000 }) };
};

/** Fills a bank of its own with accounts that bear interest, and lets nights pass over them. */
export const measureNight = async (options: NightOptions, defer: Defer): Promise<NightResult> => {
  const { accounts } = options;
  const { pool, client } = await openNightBank(options, 'night', defer);
  await openAccount(client);
  await multiply(pool, accounts);
  const rest = async (): Promise<void> => {
    await pool.query('VACUUM ANALYZE deposit_account');
    await pool.query('CHECKPOINT');
  };
  const updates: number[] = [];
  const passed: number[] = [];
  // In turns, so that a slow minute of the machine is in both.
  for (let night = 1; night <= nights; night += 1) {
    await rest();
    updates.push(await seconds(() => pool.query('UPDATE deposit_account SET total_balance = total_balance + 0')));
    await rest();
    passed.push(await seconds(() => client.ok('advanceClock', { body: { days: 1 } })));
    await checkAccrued(client, accounts, night);
  }
  const result = { accounts, updateSeconds: median(updates), nightSeconds: median(passed) };
  say(
    `  ${counted(accounts)} accounts: bare UPDATE ${result.updateSeconds.toFixed(2)} s, night ${result.nightSeconds.toFixed(2)} s\n`,
  );
  return result;
};
