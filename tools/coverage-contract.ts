import { existsSync } from 'node:fs';
import { styleText } from 'node:util';
import { operations } from '../server/src/generated/operations.ts';
import { sectionDocument, sectionNames } from '../server/src/platform/http/contractDocuments.ts';

type SectionCoverage = {
  readonly section: string;
  readonly title: string;
  readonly group: string;
  readonly implemented: readonly string[];
  readonly missing: readonly string[];
};

const handlersFile = new URL('../server/src/operations.ts', import.meta.url);

const implementedNames = async (): Promise<ReadonlySet<string>> => {
  if (!existsSync(handlersFile)) return new Set();
  const module: unknown = await import(handlersFile.href);
  if (typeof module !== 'object' || module === null || !('handlers' in module)) return new Set();
  const { handlers } = module;
  return new Set(typeof handlers === 'object' && handlers !== null ? Object.keys(handlers) : []);
};

const coverage = (implemented: ReadonlySet<string>): readonly SectionCoverage[] =>
  sectionNames().map((section) => {
    const names = Object.values(operations)
      .filter((operation) => operation.section === section)
      .map((operation) => operation.name);
    return {
      section,
      title: sectionDocument(section).info.title,
      group: sectionDocument(section).info['x-group'],
      implemented: names.filter((name) => implemented.has(name)),
      missing: names.filter((name) => !implemented.has(name)),
    };
  });

const width = Math.min(process.stdout.columns ?? 110, 130);
const titleWidth = 42;
const barWidth = 14;

const bar = (done: number, total: number): string => {
  // One operation of many still shows, and only all of them fill the bar.
  const filled = done === total ? barWidth : Math.min(barWidth - 1, Math.ceil((done / total) * barWidth));
  return styleText('green', '█'.repeat(filled)) + styleText('dim', '░'.repeat(barWidth - filled));
};

const line = (title: string, done: number, total: number): string => {
  const count = `${String(done).padStart(4)} / ${String(total).padEnd(4)}`;
  const percent = `${Math.floor((done / total) * 100)} %`.padStart(6);
  return `${title.padEnd(titleWidth)}${bar(done, total)}${done === total ? styleText('green', count) : count}${percent}`;
};

const wrapped = (names: readonly string[], indent: string): string => {
  const lines: string[] = [];
  let current = '';
  for (const name of names) {
    const next = current === '' ? name : `${current}, ${name}`;
    if (current !== '' && indent.length + next.length > width) {
      lines.push(`${current},`);
      current = name;
    } else current = next;
  }
  return [...lines, current].map((text) => styleText('dim', indent + text)).join('\n');
};

const count = (list: readonly SectionCoverage[], key: 'implemented' | 'missing'): number =>
  list.reduce((sum, item) => sum + item[key].length, 0);

const table = (list: readonly SectionCoverage[]): string => {
  const lines: string[] = [];
  for (const group of [...new Set(list.map((item) => item.group))].sort()) {
    const members = list.filter((item) => item.group === group);
    lines.push(
      '',
      styleText(
        'bold',
        line(group, count(members, 'implemented'), count(members, 'implemented') + count(members, 'missing')),
      ),
    );
    for (const { title, implemented, missing } of members) {
      lines.push(line(`  ${title}`, implemented.length, implemented.length + missing.length));
      if (missing.length > 0) lines.push(wrapped(missing, '      '));
    }
  }
  const done = count(list, 'implemented');
  return [...lines, '', styleText('bold', line('All operations', done, done + count(list, 'missing')))].join('\n');
};

const implemented = await implementedNames();
const list = coverage(implemented);
const strangers = [...implemented].filter((name) => !Object.hasOwn(operations, name));
if (process.argv.includes('--json')) {
  const done = count(list, 'implemented');
  console.log(JSON.stringify({ implemented: done, total: done + count(list, 'missing'), sections: list }, null, 2));
} else {
  console.log(table(list));
}
if (strangers.length > 0) {
  console.error(`server/src/operations.ts has handlers the contract does not know: ${strangers.join(', ')}`);
  process.exitCode = 1;
}
