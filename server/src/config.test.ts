import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('an empty environment gives a sandbox on the embedded database', () => {
  expect(loadConfig({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    databaseUrl: null,
    dataDir: resolve('data'),
    adminPassword: null,
    sandbox: true,
    auditTrail: true,
    timeZone: null,
    logLevel: 'info',
    logFormat: 'auto',
    postingBatch: 250,
    postingConcurrency: 3,
    keyGraceSeconds: 1800,
    keyExpirySeconds: null,
    blockAfter: 10,
    lockAfter: 5,
    trustProxy: [],
    rateLimits: { perOperation: new Map(), others: 0 },
    warnings: [],
  });
});

test('an empty value counts as not set', () => {
  expect(loadConfig({ PORT: '', DATABASE_URL: ' ', FLORIN_ADMIN_PASSWORD: '' })).toEqual(loadConfig({}));
});

test('everything can be set', () => {
  const config = loadConfig({
    PORT: '0',
    HOST: '0.0.0.0',
    DATABASE_URL: 'postgresql://florin:s%40fe@db:5432/bank',
    FLORIN_DATA_DIR: '/var/lib/florin',
    FLORIN_ADMIN_PASSWORD: ' spaced out ',
    FLORIN_TIME_ZONE: 'america/new_york',
    LOG_LEVEL: 'DEBUG',
    LOG_FORMAT: 'json',
    FLORIN_POSTING_BATCH: '100',
    FLORIN_POSTING_CONCURRENCY: '4',
    FLORIN_KEY_GRACE_SECONDS: '0',
    FLORIN_KEY_EXPIRY_SECONDS: '86400',
    FLORIN_BLOCK_AFTER: '3',
    FLORIN_LOCK_AFTER: '0',
    FLORIN_RATE_LIMITS: 'makeDeposit=200,*=500',
    FLORIN_TRUST_PROXY: 'loopback, 10.0.0.0/8,2001:db8::/32, 192.0.2.1',
  });
  expect(config).toMatchObject({ port: 0, host: '0.0.0.0', databaseUrl: 'postgresql://florin:s%40fe@db:5432/bank' });
  expect(config).toMatchObject({ dataDir: '/var/lib/florin', adminPassword: ' spaced out ', sandbox: false });
  expect(config).toMatchObject({ timeZone: 'America/New_York', logLevel: 'debug', logFormat: 'json' });
  expect(config).toMatchObject({ postingBatch: 100, postingConcurrency: 4 });
  expect(config).toMatchObject({ blockAfter: 3, lockAfter: 0 });
  expect(config.rateLimits).toEqual({ perOperation: new Map([['makeDeposit', 200]]), others: 500 });
  expect(problemsOf({ FLORIN_RATE_LIMITS: 'standard,deposit=3' })).toEqual([
    expect.stringContaining('FLORIN_RATE_LIMITS has "deposit=3"'),
  ]);
  expect(config.trustProxy).toEqual(['loopback', '10.0.0.0/8', '2001:db8::/32', '192.0.2.1']);
  expect(config).toMatchObject({ keyGraceSeconds: 0, keyExpirySeconds: 86_400 });
});

test.each(['true', '1', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.local', '10.0.0.1 10.0.0.2'])(
  'FLORIN_TRUST_PROXY=%s is refused',
  (text) => {
    expect(problemsOf({ FLORIN_TRUST_PROXY: text })).toEqual([
      expect.stringContaining(`FLORIN_TRUST_PROXY has "${text}"`),
    ]);
  },
);

test.each([
  ['true', true],
  ['1', true],
  ['off', false],
  ['No', false],
])('FLORIN_SANDBOX=%s', (text, expected) => {
  expect(loadConfig({ FLORIN_SANDBOX: text, DATABASE_URL: 'postgres://db/bank' }).sandbox).toBe(expected);
});

describe('problems', () => {
  test('all of them come together in one message', () => {
    const env = { PORT: '80a', FLORIN_SANDBOX: 'maybe', LOG_LEVEL: 'loud', FLORIN_POSTING_BATCH: '0' };
    expect(problemsOf(env)).toHaveLength(4);
    expect(() => loadConfig(env)).toThrow(/4 settings need your attention[\s\S]*PORT is "80a"[\s\S]*\.env\.example/);
  });

  test('a wrong database address is never repeated, since it may carry a password', () => {
    const [problem] = problemsOf({ DATABASE_URL: 'mysql://root:hunter2@db/bank' });
    expect(problem).toContain('postgresql://user:password@host');
    expect(problem).not.toContain('hunter2');
  });

  test.each([
    ['Amsterdam', 'Did you mean Europe/Amsterdam?'],
    ['+02:00', 'IANA name such as'],
    ['Mars/Olympus', 'IANA name such as'],
  ])('time zone %s', (zone, hint) => {
    expect(problemsOf({ FLORIN_TIME_ZONE: zone })[0]).toContain(hint);
  });

  test('a short password is fine in a sandbox only', () => {
    expect(problemsOf({ FLORIN_ADMIN_PASSWORD: 'short' })).toEqual([]);
    expect(problemsOf({ FLORIN_ADMIN_PASSWORD: 'short', FLORIN_SANDBOX: 'false' })).toHaveLength(1);
  });

  test('a misspelt variable is a warning', () => {
    expect(loadConfig({ FLORIN_DATADIR: '/tmp' }).warnings[0]).toContain('FLORIN_DATADIR is not a setting');
  });
});
