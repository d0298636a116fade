import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { handlers } from '../../src/operations.ts';

/**
 * Holds the suite to its promise: every operation that is built was called by some test with success, and by some test with bad input.
 * The run fails with the names of those that were not. A run of chosen files or tests is not judged.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'florin-answers-'));
  const file = join(folder, 'answers');
  // Workers inherit it; see coverage.ts.
  process.env.FLORIN_TEST_COVERAGE = file;
  return async () => {
    const answers = await readFile(file, 'utf8').catch(() => '');
    await rm(folder, { recursive: true, force: true });
    // Vitest does not tell its types which files were asked for.
    const chosen: unknown = Reflect.get(project.vitest, 'filenamePattern');
    const { testNamePattern, watch } = project.vitest.config;
    if (chosen !== undefined || testNamePattern !== undefined || watch) return;
    const missing = missingAnswers(answers);
    if (missing.length === 0) return;
    // Vitest reports what a teardown throws, and succeeds nevertheless.
    process.exitCode = 1;
    throw new Error(
      `These operations lack a test:\n  ${missing.join('\n  ')}\nThe suite promises both for each of them.`,
    );
  };
}

/** The operations without an answer of success or of refusal, among lines of operation and status. */
const missingAnswers = (answers: string): readonly string[] => {
  const seen = new Set(answers.split('\n').map((line) => line.replace(/\d\d$/, '')));
  return Object.keys(handlers).flatMap((name) => [
    ...(seen.has(`${name} 2`) ? [] : [`${name}: with success`]),
    ...(seen.has(`${name} 4`) ? [] : [`${name}: with bad input`]),
  ]);
};
