import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { generatedFiles } from './generate/files.ts';

const folder = new URL('../server/src/generated/', import.meta.url);

const current = (name: string): string | undefined => {
  try {
    return readFileSync(new URL(name, folder), 'utf8');
  } catch {
    return undefined;
  }
};

const run = async (check: boolean): Promise<number> => {
  mkdirSync(folder, { recursive: true });
  const files = await generatedFiles();
  const stale = [...files].filter(([name, text]) => current(name) !== text).map(([name]) => name);
  const strays = readdirSync(folder).filter((name) => !files.has(name));
  for (const name of strays) console.error(`server/src/generated/${name} comes from nowhere: nothing generates it.`);
  if (check) {
    for (const name of stale) console.error(`server/src/generated/${name} does not match contract/.`);
    if (stale.length > 0)
      console.error('Run `npm run generate` and commit the result together with the change of the contract.');
    return stale.length + strays.length > 0 ? 1 : 0;
  }
  for (const [name, text] of files) if (stale.includes(name)) writeFileSync(new URL(name, folder), text);
  console.log(
    stale.length === 0 ? 'Nothing to do: the generated files match the contract.' : `Wrote ${stale.join(', ')}.`,
  );
  return 0;
};

try {
  process.exitCode = await run(process.argv.includes('--check'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
