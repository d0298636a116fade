/**
 * Who may import whom, as docs/architecture.md tells it. `npm run check:boundaries` applies these rules, and
 * tools/boundaries.test.ts plants a breach of each to prove that it would be seen.
 */

const source = '^server/src/';
// A test, or what only tests share: rules/testLoan.ts.
const anyTest = '(\\.test|/test[A-Z][^/]*)\\.ts$';
const typeOnly = ['type-only'];

/**
 * Domains from the ground up: each may use the ones before it, never one after it. A domain that is not listed stands on top of all of
 * them; list it as soon as another one needs it.
 */
const order = ['ledger', 'organisation', 'clients', 'groups', 'deposits', 'loans', 'transfers', 'eod'];

const layers = order.map((domain, position) => ({
  name: `domain-order-${domain}`,
  severity: 'error',
  comment:
    `${domain} may use ${position === 0 ? 'no other domain' : order.slice(0, position).join(', ')}. What it needs from a domain above ` +
    'it can be handed in by the composition root (registry.ts), as the verification checks and the steps of the night are.',
  from: { path: `${source}domains/${domain}/` },
  to: {
    path: `${source}domains/`,
    // What a step of the night looks like is eod's to say; see eod-lends-its-types.
    pathNot: [`${source}domains/(${order.slice(0, position + 1).join('|')})/`, `${source}domains/eod/index\\.ts$`],
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'kernel-is-pure',
      severity: 'error',
      comment:
        'The kernel holds values: money, dates, refusals. It imports itself and decimal.js, and the type of the error reasons; no I/O, no other package.',
      from: { path: `${source}kernel/`, pathNot: anyTest },
      to: { pathNot: [`${source}kernel/`, '^node_modules/decimal\\.js/', `${source}generated/errors\\.ts$`] },
    },
    {
      name: 'kernel-takes-types-only',
      severity: 'error',
      comment: 'From the generated code the kernel takes the type ErrorReason and nothing that exists at run time.',
      from: { path: `${source}kernel/`, pathNot: anyTest },
      to: { path: `${source}generated/`, dependencyTypesNot: typeOnly },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment:
        'Rules decide on plain data: no I/O, no platform, no package, no operation of their own domain. They import their own rules, the ' +
        'kernel, generated types, and the rules of ledger and organisation. What else they need, the operation hands in.',
      from: { path: `${source}domains/([^/]+)/rules/`, pathNot: anyTest },
      to: {
        pathNot: [
          `${source}kernel/`,
          `${source}domains/$1/rules/`,
          `${source}domains/(ledger|organisation)/rules/`,
          `${source}domains/(ledger|organisation)/index\\.ts$`,
          `${source}generated/(errors|schemas|permissions)\\.ts$`,
        ],
      },
    },
    {
      name: 'rules-take-types-only',
      severity: 'error',
      comment:
        "From generated code and from another domain's door, rules take types only: the door also leads to stores. Functions come from that domain's rules/ directly.",
      from: { path: `${source}domains/([^/]+)/rules/`, pathNot: anyTest },
      to: {
        path: [`${source}generated/`, `${source}domains/(ledger|organisation)/index\\.ts$`],
        pathNot: `${source}domains/$1/`,
        dependencyTypesNot: typeOnly,
      },
    },
    {
      name: 'rules-are-tested-alone',
      severity: 'error',
      comment: 'Tests beside rules are tables of plain data. What needs a database or HTTP is tested in server/test.',
      from: { path: `${source}domains/[^/]+/rules/.*${anyTest}` },
      to: { path: [`${source}platform/`, `${source}domains/[^/]+/(store|operations|resources|configuration)/`, '^server/test/', '^node_modules/(@types/)?pg/'] },
    },
    {
      name: 'sql-lives-in-stores',
      severity: 'error',
      comment:
        'Only the store/ of a domain, platform/db and the migrations know the database driver. Elsewhere `import type pg` is fine, to hand a connection on.',
      from: { path: source, pathNot: [`${source}domains/[^/]+/store/`, `${source}platform/db/`, anyTest] },
      to: { path: '^node_modules/(@types/)?pg/', dependencyTypesNot: typeOnly },
    },
    {
      name: 'stores-stay-below',
      severity: 'error',
      comment: 'A store answers questions about rows. It knows neither the operations that ask nor HTTP.',
      from: { path: `${source}domains/[^/]+/store/`, pathNot: anyTest },
      to: { path: [`${source}domains/[^/]+/(operations|resources|configuration)/`, `${source}domains/[^/]+/handlers\\.ts$`, '^node_modules/(@types/)?fastify/'] },
    },
    {
      name: 'domains-have-one-door',
      severity: 'error',
      comment:
        "Another domain is reached through its index.ts, so that its inside can change freely. (Rules may also read the rules of ledger and organisation; see rules-are-pure.)",
      from: { path: `${source}domains/([^/]+)/`, pathNot: [anyTest, `${source}domains/[^/]+/rules/`] },
      to: { path: `${source}domains/`, pathNot: [`${source}domains/$1/`, `${source}domains/[^/]+/index\\.ts$`] },
    },
    {
      name: 'eod-lends-its-types',
      severity: 'error',
      comment:
        "The night calls the domains, not the other way round. A domain's own steps may take the type of a step from eod's index.ts, and nothing that runs.",
      from: { path: `${source}domains/`, pathNot: [`${source}domains/eod/`, anyTest] },
      to: { path: `${source}domains/eod/`, dependencyTypesNot: typeOnly },
    },
    {
      name: 'outsiders-use-the-door',
      severity: 'error',
      comment: 'The composition root and the tools reach a domain through its index.ts or its handlers.ts.',
      from: { path: ['^server/src/[^/]+\\.ts$', '^tools/'], pathNot: anyTest },
      to: { path: `${source}domains/`, pathNot: `${source}domains/[^/]+/(index|handlers)\\.ts$` },
    },
    {
      name: 'platform-knows-no-bank',
      severity: 'error',
      comment: 'The platform moves requests, rows and time; it knows no domain. A domain registers itself in registry.ts instead.',
      from: { path: `${source}platform/` },
      to: { path: `${source}domains/` },
    },
    {
      name: 'only-the-root-composes',
      severity: 'error',
      comment: 'app.ts, main.ts, operations.ts and registry.ts put everything together: nothing they are made of may import them back.',
      from: { path: `${source}(kernel|platform|domains|generated)/` },
      to: { path: '^server/src/(app|main|operations|registry)\\.ts$' },
    },
    {
      name: 'generated-stays-apart',
      severity: 'error',
      comment: 'Generated files hold types and tables. They import each other and the type of an operation; change the generator if they need more.',
      from: { path: `${source}generated/` },
      to: { pathNot: [`${source}(generated|kernel)/`, `${source}platform/http/operationDefinition\\.ts$`] },
    },
    {
      name: 'server-knows-no-tests',
      severity: 'error',
      comment: 'What runs in a bank never imports a test, the test harness or the tools.',
      from: { path: source, pathNot: anyTest },
      to: { path: [anyTest, '^server/test/', '^tools/'] },
    },
    {
      name: 'server-needs-no-dev-package',
      severity: 'error',
      comment: 'What runs in a bank has its packages under "dependencies" in package.json; a development package would be missing there.',
      from: { path: source, pathNot: anyTest },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: typeOnly, pathNot: '^node_modules/@types/' },
    },
    {
      name: 'packages-are-declared',
      severity: 'error',
      comment: 'This package is not in package.json: it is there by luck, as a dependency of another. Add it, or do without.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'imports-exist',
      severity: 'error',
      comment: 'This import leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'These files need each other to load. Move what both need to a third one. (Cycles through a type-only import do no harm and are allowed.)',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: typeOnly } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nothing imports this file and it imports nothing: it is probably left over. If it has a purpose, list it in the rule with a word why.',
      from: { orphan: true, pathNot: [anyTest, '\\.d\\.ts$'] },
      to: {},
    },
    ...layers,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Type-only imports count too: they couple files as much as others do, and the rules above tell them apart.
    tsPreCompilationDeps: true,
    parser: 'tsc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
