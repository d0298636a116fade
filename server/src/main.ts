import { createApp } from './app.ts';
import { type Config, ConfigError, loadConfig, readDotEnv } from './config.ts';
import { auditTrailEnd, startAuditSealer } from './domains/audit/index.ts';
import { startEndOfDayScheduler } from './domains/eod/index.ts';
import { ADMIN_USERNAME, type AdminReport, ensureAdmin } from './platform/auth/ensureAdmin.ts';
import { TimeZoneError } from './platform/clock/bankZone.ts';
import { tuneCollector } from './platform/collector.ts';
import { EmbeddedPostgresError, startEmbeddedPostgres } from './platform/db/embeddedPostgres.ts';
import { MigrationError, migrate } from './platform/db/migrate.ts';
import { createPool } from './platform/db/pool.ts';
import { createLogger, type Logger } from './platform/log.ts';
import { endOfDaySteps } from './registry.ts';

/** An error whose message is meant for the person at the terminal; anything else is a bug and shows its stack. */
const isFriendly = (error: unknown): error is Error =>
  error instanceof ConfigError ||
  error instanceof EmbeddedPostgresError ||
  error instanceof MigrationError ||
  error instanceof TimeZoneError ||
  (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES'));

const explained = (error: Error, config: Config | undefined): string => {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return `Port ${config?.port} is already in use on ${config?.host}. Stop the program that uses it, or choose another: PORT=8081 npm start`;
  }
  if (code === 'EACCES')
    return `Port ${config?.port} needs more rights than this user has. Choose one above 1023: PORT=8080 npm start`;
  return error.message;
};

const start = async (config: Config, log: Logger): Promise<void> => {
  const began = performance.now();
  for (const warning of config.warnings) log.warn(warning);
  let stopping = false;
  const embedded =
    config.databaseUrl === null
      ? await startEmbeddedPostgres({
          dataDir: config.dataDir,
          log: (message) => log.info(message),
          onUnexpectedExit: (message) => {
            if (stopping) return;
            log.fatal(message);
            process.exit(1);
          },
        })
      : null;
  const pool = createPool(config.databaseUrl ?? embedded?.connectionString() ?? '', {
    max: 10,
    onIdleError: (error) => log.warn({ err: error }, 'an idle database connection broke; a new one will be opened'),
  });
  const stopDatabase = async (): Promise<void> => {
    await pool.end();
    await embedded?.stop();
  };
  try {
    const report = await migrate(pool);
    if (report.applied.length > 0) log.info(`the database is set up: ${report.applied.length} migrations applied`);
    const app = await createApp({ ...config, pool, log });
    const admin = await ensureAdmin(pool, { password: config.adminPassword, clock: app.tenant.clock });
    await app.server.listen({ port: config.port, host: config.host });
    // Port 0 became whichever was free.
    const bound = app.server.server.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : config.port;
    const stopNights = startEndOfDayScheduler(
      app.tenant,
      endOfDaySteps,
      (error) => log.error({ err: error }, 'the end of day was interrupted; it resumes within a minute'),
      (refused) => log.warn(refused, 'the end of day left an account out; the next night tries it again'),
    );
    const logEndOfTrail = async (): Promise<void> => {
      const end = await auditTrailEnd(app.tenant);
      if (end !== null) log.info(end);
    };
    await logEndOfTrail();
    const stopSealing = startAuditSealer(app.tenant, (error) =>
      log.error({ err: error }, 'the audit trail could not be sealed; it is tried again in a few seconds'),
    );
    const stop = (signal: string): void => {
      if (stopping) return;
      stopping = true;
      log.info(`${signal}: finishing what is under way`);
      void stopNights()
        .then(app.close)
        .then(stopSealing)
        .then(logEndOfTrail)
        .then(stopDatabase)
        .then(() => {
          log.info('stopped');
          process.exit(0);
        });
    };
    process.on('SIGINT', () => stop('SIGINT'));
    process.on('SIGTERM', () => stop('SIGTERM'));
    stopWithNpm(stop);
    welcome({ ...config, port }, admin, began);
  } catch (error) {
    stopping = true;
    await stopDatabase().catch(() => undefined);
    throw error;
  }
};

/** npm does not pass SIGTERM on to the server it started; when npm is gone, the server follows instead of keeping its port. */
const stopWithNpm = (stop: (signal: string) => void): void => {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop('npm has ended');
  }, 1000).unref();
};

const welcome = (config: Config, admin: AdminReport, began: number): void => {
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const lines = [
    `Florin is open after ${seconds} s.`,
    '',
    `  API            ${address}/api`,
    `  API reference  ${address}/docs`,
    `  User           ${ADMIN_USERNAME}`,
  ];
  if (admin.outcome === 'created' && admin.generatedPassword !== null) {
    lines.push(`  Password       ${admin.generatedPassword}   (shown only now: keep it, or set FLORIN_ADMIN_PASSWORD)`);
  }
  if (admin.outcome === 'passwordChanged') lines.push('  Password       replaced by FLORIN_ADMIN_PASSWORD');
  if (config.sandbox) lines.push('  Sandbox        yes: the clock can be moved (POST /api/florin/clock:advance)');
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
};

tuneCollector();
let config: Config | undefined;
try {
  readDotEnv();
  config = loadConfig(process.env);
  const log = createLogger({ level: config.logLevel, format: config.logFormat });
  await start(config, log);
} catch (error) {
  process.stderr.write(
    isFriendly(error)
      ? `\n${explained(error, config)}\n\n`
      : `${String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
}
