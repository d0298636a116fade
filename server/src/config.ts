import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { noLimits, parseRateLimits, type RateLimits } from './platform/http/rateLimits.ts';

/** The environment as Node hands it over: every value is text or absent. */
export type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_FORMATS = ['auto', 'pretty', 'json'] as const;
/** `auto` is pretty on a terminal and JSON everywhere else. */
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Everything the process was told from outside, validated. Nothing else reads the environment. */
export type Config = {
  /** TCP port of the HTTP server; 0 asks the operating system for a free one. */
  readonly port: number;
  readonly host: string;
  /** Connection string of an external PostgreSQL; null means the embedded one. */
  readonly databaseUrl: string | null;
  /** Absolute path of the folder for everything the process keeps on disk. */
  readonly dataDir: string;
  /** Password of the user `admin`; null means generate one on the first start. */
  readonly adminPassword: string | null;
  /** Whether the bank's clock may be moved and test helpers are offered. */
  readonly sandbox: boolean;
  /** Whether requests must name their user agent, and refused changes are recorded beside the ones that were made. */
  readonly auditTrail: boolean;
  /** IANA name of the bank's time zone; null means the one it has, UTC at first. */
  readonly timeZone: string | null;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  /** Most commands written in one database transaction. */
  readonly postingBatch: number;
  /** Batches in flight at the same time. */
  readonly postingConcurrency: number;
  /** Seconds that a rotated API key and a used secret key stay good. */
  readonly keyGraceSeconds: number;
  /** Seconds that an API key made by rotation lives, whatever the request says; null leaves it to the request. */
  readonly keyExpirySeconds: number | null;
  /** Requests with wrong credentials after which their address is blocked; 0 blocks none. */
  readonly blockAfter: number;
  /** Wrong passwords in a row after which their user is locked; 0 locks none. */
  readonly lockAfter: number;
  /** Addresses and networks of the proxies whose X-Forwarded-For tells the caller's address; empty: it is never believed. */
  readonly trustProxy: readonly string[];
  /** Requests per second that one caller has of an operation. */
  readonly rateLimits: RateLimits;
  /** Remarks worth logging at start that do not stop it. */
  readonly warnings: readonly string[];
};

/** Names of the variables that `loadConfig` reads; anything else that starts with FLORIN_ is probably a typo. */
const FLORIN_VARIABLES = [
  'FLORIN_DATA_DIR',
  'FLORIN_ADMIN_PASSWORD',
  'FLORIN_SANDBOX',
  'FLORIN_AUDIT_TRAIL',
  'FLORIN_TIME_ZONE',
  'FLORIN_POSTING_BATCH',
  'FLORIN_POSTING_CONCURRENCY',
  'FLORIN_KEY_GRACE_SECONDS',
  'FLORIN_KEY_EXPIRY_SECONDS',
  'FLORIN_BLOCK_AFTER',
  'FLORIN_LOCK_AFTER',
  'FLORIN_TRUST_PROXY',
  'FLORIN_RATE_LIMITS',
];

/** Ten years, in seconds. */
const LONGEST_KEY_LIFE = 315_360_000;

/** All problems of a configuration at once, worded for the person who starts the server. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const intro =
      problems.length === 1
        ? 'Florin cannot start with this configuration yet. One setting needs your attention:'
        : `Florin cannot start with this configuration yet. ${problems.length} settings need your attention:`;
    super(
      [intro, ...problems.map((problem) => `  - ${problem}`), 'Every setting is explained in .env.example.'].join('\n'),
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads `.env` in the given folder into the process's environment, if there is one. Variables that are already set win.
 * Answers whether a file was read.
 */
export function readDotEnv(folder: string = process.cwd()): boolean {
  const file = resolve(folder, '.env');
  if (!existsSync(file)) return false;
  process.loadEnvFile(file);
  return true;
}

/**
 * Turns the environment into a validated configuration. An empty value counts as not set.
 * Throws one `ConfigError` that lists every problem, so that nobody has to fix them one start at a time.
 */
export function loadConfig(env: Environment): Config {
  const problems: string[] = [];
  const read = (name: string): string | null => {
    const value = env[name]?.trim();
    return value === undefined || value === '' ? null : value;
  };
  const whole = (name: string, fallback: number, least: number, most: number): number => {
    const text = read(name);
    if (text === null) return fallback;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    problems.push(`${name} is "${text}"; please give a whole number from ${least} to ${most} (default ${fallback}).`);
    return fallback;
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const text = read(name);
    if (text === null) return fallback;
    const found = allowed.find((candidate) => candidate === text.toLowerCase());
    if (found !== undefined) return found;
    problems.push(`${name} is "${text}"; please choose one of ${allowed.join(', ')} (default ${fallback}).`);
    return fallback;
  };
  const flag = (name: string, fallback: boolean): boolean => {
    const text = read(name)?.toLowerCase() ?? null;
    if (text === null) return fallback;
    if (['true', '1', 'yes', 'on'].includes(text)) return true;
    if (['false', '0', 'no', 'off'].includes(text)) return false;
    problems.push(`${name} is "${text}"; please give true or false.`);
    return fallback;
  };

  const databaseUrl = readDatabaseUrl(read('DATABASE_URL'), problems);
  const sandbox = flag('FLORIN_SANDBOX', databaseUrl === null);
  // The password keeps its outer spaces: somebody may have meant them.
  const adminPassword = env.FLORIN_ADMIN_PASSWORD ? env.FLORIN_ADMIN_PASSWORD : null;
  if (adminPassword !== null && !sandbox && adminPassword.length < 8) {
    problems.push('FLORIN_ADMIN_PASSWORD is shorter than 8 characters; please choose a longer one outside a sandbox.');
  }
  const config: Config = {
    port: whole('PORT', 8080, 0, 65_535),
    host: read('HOST') ?? '127.0.0.1',
    databaseUrl,
    dataDir: resolve(read('FLORIN_DATA_DIR') ?? './data'),
    adminPassword,
    sandbox,
    auditTrail: flag('FLORIN_AUDIT_TRAIL', true),
    timeZone: readTimeZone(read('FLORIN_TIME_ZONE'), problems),
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    logFormat: oneOf('LOG_FORMAT', LOG_FORMATS, 'auto'),
    postingBatch: whole('FLORIN_POSTING_BATCH', 250, 1, 5000),
    postingConcurrency: whole('FLORIN_POSTING_CONCURRENCY', 3, 1, 16),
    keyGraceSeconds: whole('FLORIN_KEY_GRACE_SECONDS', 1800, 0, LONGEST_KEY_LIFE),
    keyExpirySeconds: whole('FLORIN_KEY_EXPIRY_SECONDS', 0, 0, LONGEST_KEY_LIFE) || null,
    blockAfter: whole('FLORIN_BLOCK_AFTER', 10, 0, 1_000_000),
    lockAfter: whole('FLORIN_LOCK_AFTER', 5, 0, 1_000_000),
    trustProxy: readProxies(read('FLORIN_TRUST_PROXY'), problems),
    rateLimits: readRateLimits(read('FLORIN_RATE_LIMITS'), problems),
    warnings: unknownVariables(env),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** Checks the form only and never repeats the value, since it usually carries a password. */
function readDatabaseUrl(text: string | null, problems: string[]): string | null {
  if (text === null) return null;
  const protocol = URL.canParse(text) ? new URL(text).protocol : null;
  if (protocol === 'postgres:' || protocol === 'postgresql:') return text;
  problems.push(
    'DATABASE_URL is not a PostgreSQL address; please write it like postgresql://user:password@host:5432/database, ' +
      'or leave it out to use the embedded PostgreSQL. (Special characters in the password need URL encoding.)',
  );
  return null;
}

const PROXY_GROUPS = ['loopback', 'linklocal', 'uniquelocal'];

/** Addresses, networks like 10.0.0.0/8, and the names of groups of addresses that the server knows. */
function readProxies(text: string | null, problems: string[]): readonly string[] {
  const proxies = (text ?? '').split(',').map((part) => part.trim());
  const named = proxies.filter((part) => part !== '' && part !== 'off');
  for (const proxy of named) {
    const [address = '', bits, ...more] = proxy.split('/');
    const isNetwork =
      bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128));
    if (PROXY_GROUPS.includes(proxy) || (isIP(address) > 0 && isNetwork && more.length === 0)) continue;
    problems.push(
      `FLORIN_TRUST_PROXY has "${proxy}"; please name the addresses or networks of your proxies, like 10.0.0.5 or 10.0.0.0/8 ` +
        `(or ${PROXY_GROUPS.join(', ')}), parted by commas. Leave it out when there is no proxy.`,
    );
  }
  return named;
}

function readRateLimits(text: string | null, problems: string[]): RateLimits {
  const limits = parseRateLimits(text ?? '');
  if (!('misread' in limits)) return limits;
  problems.push(
    `FLORIN_RATE_LIMITS has "${limits.misread}"; please give off, standard, or requests per second by the name of an operation, ` +
      'like standard,makeDeposit=200,*=500.',
  );
  return noLimits;
}

function readTimeZone(text: string | null, problems: string[]): string | null {
  if (text === null) return null;
  try {
    // Intl also takes offsets such as +02:00; those know no daylight saving and are no IANA name.
    if (/^[A-Za-z]/.test(text)) return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    // Reported below together with a suggestion.
  }
  const wanted = text.toLowerCase().replaceAll(' ', '_');
  const close = Intl.supportedValuesOf('timeZone').filter((zone) => zone.toLowerCase().includes(wanted));
  const hint = close.length > 0 ? ` Did you mean ${close.slice(0, 3).join(' or ')}?` : '';
  problems.push(
    `FLORIN_TIME_ZONE is "${text}"; please give an IANA name such as Europe/Berlin or America/New_York.${hint}`,
  );
  return null;
}

function unknownVariables(env: Environment): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('FLORIN_') && !FLORIN_VARIABLES.includes(name))
    .map((name) => `${name} is not a setting of the server and has no effect. Known: ${FLORIN_VARIABLES.join(', ')}.`);
}
