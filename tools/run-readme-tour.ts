import { readFile } from 'node:fs/promises';
import { styleText } from 'node:util';
import { readOptions, runCommand } from './client/commandLine.ts';
import { type Defer, scoped } from './client/scope.ts';
import { startTemporaryBank } from './client/temporaryBank.ts';
import { takeTour, tourProblems, tourSteps } from './readme/tour.ts';

const help = `
Takes the tour of README.md, word for word, at a fresh bank of its own. Needs bash and curl.

  npm run readme-tour
`;

const tour = async (defer: Defer): Promise<number> => {
  readOptions({}, help);
  const steps = tourSteps(await readFile(new URL('../README.md', import.meta.url), 'utf8'));
  process.stdout.write('Opening a fresh bank …\n');
  const { address } = await startTemporaryBank('florin-tour-', defer);
  const report = await takeTour(steps, address.url, address.password);
  for (const { step, output } of report.results) {
    process.stdout.write(
      `\n${styleText('dim', step.commands.trim())}\n${output.trim() === '' ? '' : `\n${output.trim()}\n`}`,
    );
  }
  const problems = tourProblems(report);
  for (const problem of problems)
    process.stderr.write(`\n${styleText('red', 'Not as printed in the README:')}\n\n${problem}\n`);
  if (problems.length > 0) return 1;
  process.stdout.write(`\n${styleText('green', `All ${steps.length} steps went as printed.`)}\n`);
  return 0;
};

await runCommand(() => scoped(tour));
