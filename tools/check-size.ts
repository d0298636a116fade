import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { measure } from './size/measure.ts';
import { type Exceptions, sizeReport } from './size/report.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const exceptionsFile = new URL('size-exceptions.json', import.meta.url);

const readExceptions = (): Exceptions => {
  const parsed: unknown = existsSync(exceptionsFile) ? JSON.parse(readFileSync(exceptionsFile, 'utf8')) : {};
  if (typeof parsed !== 'object' || parsed === null)
    throw new Error('tools/size-exceptions.json must be an object: path to reason');
  return Object.fromEntries(Object.entries(parsed).map(([path, reason]) => [path, String(reason)]));
};

const files = globSync(['server/**/*.ts', 'tools/**/*.ts'], { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.startsWith('server/src/generated/'))
  .sort()
  .map((path) => measure(path, readFileSync(`${root}/${path}`, 'utf8')));

const { errors, warnings } = sizeReport(files, readExceptions());
for (const text of warnings) console.log(`${styleText('yellow', 'worth a look')}  ${text}`);
for (const text of errors) console.error(`${styleText('red', 'too long')}  ${text}`);
const lengths = files.map(({ lines }) => lines).sort((left, right) => left - right);
const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
if (errors.length === 0) console.log(`Sizes are fine: ${files.length} files, half of them of at most ${median} lines.`);
else process.exitCode = 1;
