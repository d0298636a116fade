import type { Measured } from './measure.ts';

/** Files that may be longer than the limit, with the reason why. */
export type Exceptions = Readonly<Record<string, string>>;

export type SizeReport = {
  /** What must be put right before a commit. */
  readonly errors: readonly string[];
  /** What is worth a look. */
  readonly warnings: readonly string[];
};

const target = 300;
const limits = { code: 400, test: 600 } as const;
const shortestReason = 10;

const limitOf = (path: string): number => (path.endsWith('.test.ts') ? limits.test : limits.code);

const tooLong = ({ path, lines }: Measured): string =>
  `${path} has ${lines} lines; the limit is ${limitOf(path)}. Find the second subject in it and give that a file of its own. ` +
  'If it has only one, say why in tools/size-exceptions.json.';

/** Compares the measured files with the limits and the recorded exceptions. */
export const sizeReport = (files: readonly Measured[], exceptions: Exceptions): SizeReport => {
  const errors: string[] = [];
  const warnings: string[] = [];
  for (const file of files) {
    const excused = Object.hasOwn(exceptions, file.path);
    if (file.lines > limitOf(file.path)) {
      if (!excused) errors.push(tooLong(file));
    } else if (file.lines > target && !file.path.endsWith('.test.ts') && !excused) {
      warnings.push(`${file.path} has ${file.lines} lines; ${target} is the target.`);
    }
    for (const { name, line, lines } of file.longFunctions) {
      warnings.push(`${file.path}:${line} ${name} has ${lines} lines; 70 is about what one reads in one go.`);
    }
  }
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const [path, reason] of Object.entries(exceptions)) {
    const file = byPath.get(path);
    if (reason.trim().length < shortestReason) {
      errors.push(`tools/size-exceptions.json: ${path} needs a reason in words, for the next reader.`);
    }
    if (!file)
      errors.push(`tools/size-exceptions.json names ${path}, which does not exist any more. Please remove the entry.`);
    else if (file.lines <= limitOf(path)) warnings.push(`${path} is short enough again; its exception can go.`);
  }
  return { errors, warnings };
};
