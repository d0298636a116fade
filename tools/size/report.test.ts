import { describe, expect, it } from 'vitest';
import { measure } from './measure.ts';
import { sizeReport } from './report.ts';

const lines = (count: number): string => 'const a = 1;\n'.repeat(count);
const file = (path: string, count: number) => measure(path, lines(count));

describe('sizes of files', () => {
  it.each([
    ['server/src/a.ts', 300, 'fine'],
    ['server/src/a.ts', 301, 'worth a look'],
    ['server/src/a.ts', 400, 'worth a look'],
    ['server/src/a.ts', 401, 'too long'],
    ['server/src/a.test.ts', 600, 'fine'],
    ['server/src/a.test.ts', 601, 'too long'],
  ])('%s with %i lines is %s', (path, count, verdict) => {
    const { errors, warnings } = sizeReport([file(path, count)], {});
    expect(errors.length > 0 ? 'too long' : warnings.length > 0 ? 'worth a look' : 'fine').toBe(verdict);
  });

  it('counts the last line with and without its end', () => {
    expect([measure('a.ts', 'a\nb\n').lines, measure('a.ts', 'a\nb').lines]).toEqual([2, 2]);
  });
});

describe('exceptions', () => {
  const long = file('server/src/a.ts', 500);

  it('excuse a long file with a reason', () => {
    expect(sizeReport([long], { 'server/src/a.ts': 'a table of all countries' })).toEqual({ errors: [], warnings: [] });
  });

  it('need a reason in words', () => {
    expect(sizeReport([long], { 'server/src/a.ts': 'long' }).errors[0]).toContain('needs a reason');
  });

  it('go when they are not needed any more', () => {
    expect(sizeReport([file('a.ts', 10)], { 'a.ts': 'a table of all countries' }).warnings[0]).toContain(
      'short enough',
    );
    expect(sizeReport([], { 'b.ts': 'a table of all countries' }).errors[0]).toContain('does not exist any more');
  });
});

describe('long functions', () => {
  const body = (count: number): string => '  work();\n'.repeat(count);

  it.each([
    ['an arrow function', `export const run = () => {\n${body(70)}};\n`, 'run'],
    ['a declaration', `function run() {\n${body(70)}}\n`, 'run'],
    ['a method', `const a = { run() {\n${body(70)}} };\n`, 'run'],
    ['a callback', `each(() => {\n${body(70)}});\n`, 'a function'],
  ])('sees %s', (_, text, name) => {
    expect(measure('a.ts', text).longFunctions).toEqual([{ name, line: 1, lines: 72 }]);
    expect(sizeReport([measure('a.ts', text)], {})).toMatchObject({
      errors: [],
      warnings: [`a.ts:1 ${name} has 72 lines; 70 is about what one reads in one go.`],
    });
  });

  it('leaves short ones and tests alone', () => {
    expect(measure('a.ts', `const run = () => {\n${body(68)}};\n`).longFunctions).toEqual([]);
    expect(measure('a.test.ts', `describe(() => {\n${body(500)}});\n`).longFunctions).toEqual([]);
  });
});
