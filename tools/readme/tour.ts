import { spawn } from 'node:child_process';

/** One block of commands in the README, and what it says the commands print; null where it says nothing. */
export type TourStep = { readonly commands: string; readonly printed: string | null };

/** How a step went. */
export type TourResult = { readonly step: TourStep; readonly output: string; readonly right: boolean };

export type TourReport = {
  readonly results: readonly TourResult[];
  /** Why the tour ended before its last step, in the shell's or the bank's own words; null when it did not. */
  readonly stopped: string | null;
};

const heading = '## A tour in five minutes';
const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;

/** The steps of the tour: its `bash` blocks, each with the `text` block that follows it. Throws when the README has no tour. */
export const tourSteps = (readme: string): readonly TourStep[] => {
  const start = readme.indexOf(`${heading}\n`);
  if (start < 0) throw new Error(`README.md has no section "${heading}".`);
  const end = readme.indexOf('\n## ', start + heading.length);
  const section = readme.slice(start, end < 0 ? undefined : end);
  const steps: TourStep[] = [];
  for (const [, language, content = ''] of section.matchAll(fence)) {
    const last = steps.at(-1);
    if (language === 'bash') steps.push({ commands: content, printed: null });
    else if (language === 'text' && last?.printed === null) steps[steps.length - 1] = { ...last, printed: content };
  }
  if (steps.length === 0) throw new Error(`The section "${heading}" of README.md has no bash blocks.`);
  return steps;
};

const mark = '@@ next step @@';

/** All steps as one script for one shell, since later ones use what earlier ones set. */
const scriptOf = (steps: readonly TourStep[]): string =>
  ['set -euo pipefail', ...steps.map(({ commands }) => `${commands}\nprintf '%s\\n' '${mark}'`)].join('\n');

const run = (script: string, env: NodeJS.ProcessEnv): Promise<{ output: string; errors: string }> =>
  new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-s'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    shell.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    shell.once('error', reject);
    shell.once('close', () => resolve({ output, errors }));
    shell.stdin.end(script);
  });

/** Takes the tour at a running bank exactly as it is printed, and compares what the README says with what the bank said. */
export const takeTour = async (steps: readonly TourStep[], bank: string, password: string): Promise<TourReport> => {
  const { output, errors } = await run(scriptOf(steps), { ...process.env, BANK: bank, PASSWORD: password });
  const outputs = output.split(`${mark}\n`);
  const results = steps
    .slice(0, outputs.length)
    .map((step, index) => ({ step, output: outputs[index] ?? '' }))
    .map(({ step, output: said }) => ({
      step,
      output: said,
      right: step.printed === null || step.printed.trim() === said.trim(),
    }));
  const finished = outputs.length > steps.length;
  return { results, stopped: finished ? null : errors.trim() || 'a command of this step failed' };
};

/** The report as text for people; empty when every step went as printed. */
export const tourProblems = ({ results, stopped }: TourReport): readonly string[] => {
  const problems = results
    .filter(({ right }, index) => !right && !(stopped !== null && index === results.length - 1))
    .map(
      ({ step, output }) =>
        `${step.commands.trim()}\n\nThe README says it prints\n\n${step.printed?.trim()}\n\nand it printed\n\n${output.trim()}`,
    );
  const last = results.at(-1);
  if (stopped === null || !last) return problems;
  return [...problems, `${last.step.commands.trim()}\n\nThe tour stopped here: ${stopped}\n${last.output.trim()}`];
};
