import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, readDotEnv } from '../server/src/config.ts';
import { ledgerChecks, runVerification } from '../server/src/domains/ledger/index.ts';
import type { Schemas } from '../server/src/generated/schemas.ts';
import { keptTimeZone } from '../server/src/platform/clock/bankZone.ts';
import { createZone } from '../server/src/platform/clock/zone.ts';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../server/src/platform/db/embeddedPostgres.ts';
import { createPool, databaseErrorCode } from '../server/src/platform/db/pool.ts';
import { verificationChecks } from '../server/src/registry.ts';
import { createBankClient } from './client/bankClient.ts';
import { readOptions, runCommand, UsageError } from './client/commandLine.ts';
import { type Defer, scoped } from './client/scope.ts';
import { verificationReport } from './client/verificationReport.ts';

const help = `
Recomputes every balance from the transactions, checks the audit trail, and says what differs. Changes nothing.

  npm run verify                        the bank in FLORIN_DATA_DIR (./data), or behind DATABASE_URL
  npm run verify -- --url http://127.0.0.1:8080 --password <password of admin>
                                        a bank that is running right now

  --url        a running bank
  --password   its password (or FLORIN_ADMIN_PASSWORD)
  --user       its user; default admin
`;

type Verification = Schemas['FlorinVerification'];

const overApi = async (url: string, user: string | undefined, given: string | undefined): Promise<Verification> => {
  const password = given ?? process.env.FLORIN_ADMIN_PASSWORD;
  if (password === undefined)
    throw new UsageError(`Please give the password for ${url}: --password or FLORIN_ADMIN_PASSWORD.`);
  const address = { url: url.replace(/\/+$/, ''), username: user ?? 'admin', password };
  // Reading everything takes as long as it takes.
  return createBankClient(address, { timeoutMs: 3_600_000 }).ok('verifyLedger');
};

/** Starts the database of a data folder that nobody uses right now, and answers its address. */
const openDataFolder = async (dataDir: string, defer: Defer): Promise<string> => {
  if (!existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) {
    throw new UsageError(
      `There is no bank in ${dataDir}. Point FLORIN_DATA_DIR to its data folder, or give --url of a running one.`,
    );
  }
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: (message) => process.stdout.write(`${message}\n`) });
    defer(() => postgres.stop());
    return postgres.connectionString();
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError) || !error.message.includes('already running')) throw error;
    throw new UsageError(
      `${error.message}\nOr leave it running and ask it: npm run verify -- --url http://127.0.0.1:8080 --password <password of admin>`,
    );
  }
};

/** Undefined table and undefined column: the code knows more, or other things, than the database. */
const OTHER_VERSION = new Set(['42P01', '42703']);

const overDatabase = async (defer: Defer): Promise<Verification> => {
  readDotEnv();
  const config = loadConfig(process.env);
  const connectionString = config.databaseUrl ?? (await openDataFolder(config.dataDir, defer));
  const pool = createPool(connectionString, { max: 1, applicationName: 'florin verify' });
  defer(() => pool.end());
  try {
    const checks = [...ledgerChecks, ...verificationChecks];
    const { checked, differences } = await runVerification(pool, checks, {
      zone: createZone(await keptTimeZone(pool)),
    });
    return { checked: { ...checked }, differences: [...differences] };
  } catch (error) {
    if (!OTHER_VERSION.has(databaseErrorCode(error) ?? '')) throw error;
    throw new UsageError(
      'This database was written by another version of Florin, or holds no bank yet. Start Florin on it once (npm start), which brings it ' +
        'up to date, then verify again.',
    );
  }
};

const verify = async (defer: Defer): Promise<number> => {
  const { url, user, password } = readOptions(
    { url: { type: 'string' }, user: { type: 'string' }, password: { type: 'string' } },
    help,
  );
  const began = performance.now();
  const found = url === undefined ? await overDatabase(defer) : await overApi(url, user, password);
  const report = verificationReport(found);
  process.stdout.write(`${report.text}\n(${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
  return report.clean ? 0 : 1;
};

await runCommand(() => scoped(verify));
