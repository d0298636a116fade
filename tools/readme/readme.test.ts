import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startBank } from '../../server/test/harness/bank.ts';
import { takeTour, tourProblems, tourSteps } from './tour.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = text('README.md');

const has = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

describe('the tour of the README', () => {
  it.runIf(has('bash') && has('curl'))('goes as printed at a fresh bank', async () => {
    const bank = await startBank();
    try {
      const url = await bank.app.server.listen({ port: 0, host: '127.0.0.1' });
      const steps = tourSteps(readme);
      expect(steps.length).toBeGreaterThan(8);
      expect(tourProblems(await takeTour(steps, url, 'test-Password-1'))).toEqual([]);
    } finally {
      await bank.stop();
    }
  });

  it('is read from its own section only', () => {
    const section =
      '## A tour in five minutes\n\n```bash\necho 1\n```\n\n```text\n1\n```\n\n```sh\nno\n```\n\n```bash\necho 2\n```\n';
    expect(tourSteps(`\`\`\`bash\nbefore\n\`\`\`\n\n${section}\n## After\n\n\`\`\`bash\nafter\n\`\`\`\n`)).toEqual([
      { commands: 'echo 1\n', printed: '1\n' },
      { commands: 'echo 2\n', printed: null },
    ]);
    expect(() => tourSteps('# Nothing\n')).toThrow('has no section');
  });

  it.runIf(has('bash'))('tells where it differs and where it stopped', async () => {
    const step = (commands: string, printed: string | null) => ({ commands, printed });
    const wrong = await takeTour([step('A=1', null), step('echo $A', '2'), step('echo 3', '3')], 'http://x', 'y');
    expect(tourProblems(wrong)).toEqual(['echo $A\n\nThe README says it prints\n\n2\n\nand it printed\n\n1']);
    const stopped = await takeTour(
      [step('echo 1', '1'), step('echo sorry >&2; false', null), step('echo 3', '3')],
      'http://x',
      'y',
    );
    expect(tourProblems(stopped)).toEqual(['echo sorry >&2; false\n\nThe tour stopped here: sorry\n']);
  });
});

describe('the README', () => {
  const variables = [...text('.env.example').matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1] ?? '');
  const { scripts } = JSON.parse(text('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  // What `npm run check` is made of is told as a whole.
  const commands = Object.keys(scripts).filter((name) => !name.startsWith('check:'));

  it.each(variables)('explains the setting %s', (name) => {
    expect(readme).toContain(`| \`${name}\` |`);
  });

  it.each(commands)('explains the command %s', (name) => {
    expect(readme).toMatch(new RegExp(`\\| \`npm (run )?${name}\` \\|`));
  });
});

describe('links between documents', () => {
  const documents = ['*.md', 'docs/**/*.md', 'contract/*.md', 'server/**/*.md'].flatMap((pattern) =>
    globSync(pattern, { cwd: root }),
  );

  it.each(documents)('of %s lead somewhere', (path) => {
    const targets = [...text(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    expect(targets.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
  });
});
