import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
// The real path, since the cruiser compares it with the paths it finds.
const home = realpathSync(mkdtempSync(join(tmpdir(), 'florin-boundaries-')));
afterAll(() => rmSync(home, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

/** A repository in miniature that keeps every rule: each folder of the real one, with the imports it is meant to have. */
const clean: Files = {
  'server/src/generated/errors.ts': "export type ErrorReason = 'A'; export const errorCatalogue = {};",
  'server/src/generated/schemas.ts': 'export type Schemas = {};',
  'server/src/generated/permissions.ts': "export type Permission = 'P';",
  'server/src/generated/operations.ts':
    "import type { O } from '../platform/http/operationDefinition.ts'; export type N = O;",
  'server/src/kernel/money.ts': "import { Decimal } from 'decimal.js'; export const money = Decimal;",
  'server/src/kernel/rejection.ts':
    "import type { ErrorReason } from '../generated/errors.ts'; import './money.ts'; export type R = ErrorReason;",
  'server/src/platform/http/operationDefinition.ts':
    "import type { R } from '../../kernel/rejection.ts'; export type O = R; export const o = 1;",
  'server/src/platform/http/handler.ts':
    "import type pg from 'pg'; import { o } from './operationDefinition.ts'; import type { N } from '../../generated/operations.ts'; export const handler = o; export type H = pg.Pool | N;",
  'server/src/platform/db/pool.ts': "import pg from 'pg'; import 'node:fs'; export const pool = pg;",
  'server/src/domains/ledger/rules/journal.ts': "import '../../../kernel/money.ts'; export const journal = 1;",
  'server/src/domains/ledger/index.ts':
    "export { journal } from './rules/journal.ts'; export { rows } from './store/rows.ts'; export type J = 1;",
  'server/src/domains/ledger/store/rows.ts':
    "import pg from 'pg'; import '../rules/journal.ts'; import '../../../platform/db/pool.ts'; export const rows = pg;",
  'server/src/domains/organisation/rules/directory.ts':
    "import '../../../kernel/money.ts'; export const directory = 1;",
  'server/src/domains/organisation/index.ts':
    "export { directory } from './rules/directory.ts'; import '../ledger/index.ts';",
  'server/src/domains/deposits/rules/decide.ts':
    "import type { Schemas } from '../../../generated/schemas.ts'; import type { Permission } from '../../../generated/permissions.ts'; import type { J } from '../../ledger/index.ts'; import { journal } from '../../ledger/rules/journal.ts'; import '../../organisation/rules/directory.ts'; import '../../../kernel/money.ts'; export const decide = journal; export type T = Schemas | Permission | J;",
  'server/src/domains/deposits/rules/decide.test.ts':
    "import 'vitest'; import 'node:fs'; import './decide.ts'; import './testDeposit.ts';",
  'server/src/domains/deposits/rules/testDeposit.ts': "import 'fast-check'; import './decide.ts';",
  'server/src/domains/deposits/store/accounts.ts':
    "import pg from 'pg'; import type { T } from '../rules/decide.ts'; export const accounts = pg; export type S = T;",
  'server/src/domains/deposits/operations/makeDeposit.ts':
    "import { decide } from '../rules/decide.ts'; import '../store/accounts.ts'; import '../../ledger/index.ts'; import { handler } from '../../../platform/http/handler.ts'; export default [decide, handler];",
  'server/src/domains/deposits/index.ts': "export { decide } from './rules/decide.ts';",
  'server/src/domains/deposits/handlers.ts':
    "import makeDeposit from './operations/makeDeposit.ts'; export default makeDeposit;",
  'server/src/domains/loans/index.ts': "import '../deposits/index.ts'; export const loans = 1;",
  'server/src/domains/eod/index.ts': "import '../loans/index.ts'; export const eod = 1; export type Step = 1;",
  'server/src/domains/loans/eod/arrears.ts': "import type { Step } from '../../eod/index.ts'; export type A = Step;",
  'server/src/registry.ts':
    "import './domains/deposits/index.ts'; import './domains/eod/index.ts'; export const registry = 1;",
  'server/src/operations.ts': "import './domains/deposits/handlers.ts'; export const operations = 1;",
  'server/src/app.ts': "import './operations.ts'; import './registry.ts'; import 'fastify'; export const app = 1;",
  'server/src/main.ts': "import './app.ts';",
  'server/test/bank.ts': "import '../src/app.ts'; export const bank = 1;",
  'tools/verify.ts': "import '../server/src/domains/ledger/index.ts'; import 'vitest';",
  // The two of a type-only cycle.
  'server/src/platform/http/one.ts':
    "import type { Two } from './two.ts'; export type One = Two; export const one = 1;",
  'server/src/platform/http/two.ts': "import { one } from './one.ts'; export const two = one; export type Two = 2;",
};

/** What must not be: the rule that sees it, the file that does it, the import. Each stands in a file of its own. */
const breaches: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['kernel-is-pure', 'server/src/kernel/bad1.ts', "import 'node:fs';"],
  ['kernel-is-pure', 'server/src/kernel/bad2.ts', "import '../platform/db/pool.ts';"],
  ['kernel-is-pure', 'server/src/kernel/bad3.ts', "import 'fastify';"],
  [
    'kernel-is-pure',
    'server/src/kernel/bad4.ts',
    "import type { Schemas } from '../generated/schemas.ts'; export type S = Schemas;",
  ],
  [
    'kernel-takes-types-only',
    'server/src/kernel/bad5.ts',
    "import { errorCatalogue } from '../generated/errors.ts'; export const e = errorCatalogue;",
  ],
  ['rules-are-pure', 'server/src/domains/deposits/rules/bad1.ts', "import '../../../platform/db/pool.ts';"],
  ['rules-are-pure', 'server/src/domains/deposits/rules/bad2.ts', "import 'node:crypto';"],
  [
    'rules-are-pure',
    'server/src/domains/deposits/rules/bad3.ts',
    "import { Decimal } from 'decimal.js'; export const d = Decimal;",
  ],
  ['rules-are-pure', 'server/src/domains/deposits/rules/bad4.ts', "import '../store/accounts.ts';"],
  [
    'rules-are-pure',
    'server/src/domains/deposits/rules/bad5.ts',
    "import type { H } from '../../../platform/http/handler.ts'; export type B = H;",
  ],
  ['rules-are-pure', 'server/src/domains/loans/rules/bad6.ts', "import '../../deposits/rules/decide.ts';"],
  [
    'rules-are-pure',
    'server/src/domains/deposits/rules/bad7.ts',
    "import type { N } from '../../../generated/operations.ts'; export type B = N;",
  ],
  [
    'rules-take-types-only',
    'server/src/domains/deposits/rules/bad8.ts',
    "import { rows } from '../../ledger/index.ts'; export const b = rows;",
  ],
  [
    'rules-take-types-only',
    'server/src/domains/deposits/rules/bad9.ts',
    "import { errorCatalogue } from '../../../generated/errors.ts'; export const e = errorCatalogue;",
  ],
  ['rules-are-tested-alone', 'server/src/domains/deposits/rules/bad.test.ts', "import '../store/accounts.ts';"],
  [
    'sql-lives-in-stores',
    'server/src/domains/deposits/operations/bad1.ts',
    "import pg from 'pg'; export const p = pg;",
  ],
  ['sql-lives-in-stores', 'server/src/platform/http/bad1.ts', "import pg from 'pg'; export const p = pg;"],
  ['stores-stay-below', 'server/src/domains/deposits/store/bad1.ts', "import '../operations/makeDeposit.ts';"],
  ['stores-stay-below', 'server/src/domains/deposits/store/bad2.ts', "import 'fastify';"],
  [
    'domains-have-one-door',
    'server/src/domains/loans/operations/bad1.ts',
    "import '../../deposits/store/accounts.ts';",
  ],
  [
    'domains-have-one-door',
    'server/src/domains/eod/bad1.ts',
    "import type { S } from '../deposits/store/accounts.ts'; export type B = S;",
  ],
  ['domains-have-one-door', 'server/src/domains/eod/bad2.ts', "import '../deposits/handlers.ts';"],
  ['outsiders-use-the-door', 'server/src/bad.ts', "import './domains/deposits/store/accounts.ts';"],
  ['outsiders-use-the-door', 'tools/bad.ts', "import '../server/src/domains/deposits/rules/decide.ts';"],
  ['domain-order-ledger', 'server/src/domains/ledger/bad1.ts', "import '../organisation/index.ts';"],
  ['domain-order-deposits', 'server/src/domains/deposits/bad1.ts', "import '../loans/index.ts';"],
  [
    'domain-order-loans',
    'server/src/domains/loans/bad1.ts',
    "import type { T } from '../transfers/index.ts'; export type E = T;",
  ],
  [
    'eod-lends-its-types',
    'server/src/domains/loans/bad2.ts',
    "import { eod } from '../eod/index.ts'; export const e = eod;",
  ],
  ['domain-order-eod', 'server/src/domains/eod/bad3.ts', "import '../newcomer/index.ts';"],
  ['platform-knows-no-bank', 'server/src/platform/bad1.ts', "import '../domains/ledger/index.ts';"],
  [
    'only-the-root-composes',
    'server/src/platform/bad2.ts',
    "import type { app } from '../app.ts'; export type A = typeof app;",
  ],
  ['generated-stays-apart', 'server/src/generated/bad.ts', "import '../platform/db/pool.ts';"],
  ['server-knows-no-tests', 'server/src/platform/bad3.ts', "import '../../test/bank.ts';"],
  ['server-knows-no-tests', 'server/src/domains/deposits/rules/bad10.ts', "import './testDeposit.ts';"],
  ['server-needs-no-dev-package', 'server/src/platform/bad4.ts', "import 'vitest';"],
  ['packages-are-declared', 'tools/bad2.ts', "import 'stranger';"],
  ['imports-exist', 'tools/bad3.ts', "import './nowhere.ts';"],
  ['no-cycles', 'server/src/platform/http/bad2.ts', "import './circle.ts'; export const a = 1;"],
  ['no-orphans', 'server/src/platform/bad5.ts', 'export const alone = 1;'],
];

/** What the breaches need and what is no breach itself. */
const accomplices: Files = {
  'server/src/domains/newcomer/index.ts': "import '../loans/index.ts';",
  'server/src/domains/transfers/index.ts': "import '../loans/index.ts'; export type T = 1;",
  'server/src/platform/http/circle.ts': "import './bad2.ts'; export const b = 1;",
};

const packages = ['pg', 'decimal.js', 'fastify', 'vitest', 'fast-check', 'stranger'];

const write = (name: string, text: string): void => {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
};

const plantRepository = (): void => {
  copyFileSync(join(root, '.dependency-cruiser.cjs'), join(home, '.dependency-cruiser.cjs'));
  const dependencies = { pg: '*', 'decimal.js': '*', fastify: '*' };
  write(
    'package.json',
    JSON.stringify({ type: 'module', dependencies, devDependencies: { vitest: '*', 'fast-check': '*' } }),
  );
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'export default 1;');
  }
  for (const [name, text] of Object.entries(clean)) write(name, text);
};

type Report = {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
};

const violations = (): readonly string[] => {
  const flags = ['server/src', 'tools', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const output = execFileSync(process.execPath, [program, ...flags], { cwd: home, encoding: 'utf8' });
  const { summary } = JSON.parse(output) as Report;
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();
};

describe('the import rules', () => {
  it('let a repository pass that keeps them, and see each breach planted in it', () => {
    plantRepository();
    expect(violations()).toEqual([]);
    for (const [file, text] of Object.entries(accomplices)) write(file, text);
    for (const [, file, text] of breaches) write(file, text);
    const found = violations();
    expect(found).toEqual(expect.arrayContaining(breaches.map(([rule, file]) => `${rule}: ${file}`)));
    // A file may break more than one rule; none but the planted ones may break any.
    const planted = new Set(breaches.map(([, file]) => file));
    expect(found.filter((line) => !planted.has(line.slice(line.indexOf(': ') + 2)))).toEqual([]);
  });

  it('are each proven by a breach', () => {
    const config: unknown = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));
    const { forbidden } = config as { readonly forbidden: readonly { readonly name: string }[] };
    const proven = new Set(breaches.map(([rule]) => rule));
    const open = forbidden
      .map(({ name }) => name)
      .filter((name) => !proven.has(name) && !name.startsWith('domain-order-'));
    expect(open).toEqual([]);
  });
});
