import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** Something the caller has to put right; its message is all that is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the options of a command. `--help` prints the help and ends the process; anything unknown is a `UsageError` with the help. */
export const readOptions = <const Options extends ParseArgsOptionsConfig>(options: Options, help: string) => {
  try {
    const parsed = parseArgs({
      options: { ...options, help: { type: 'boolean' } } as Options & { help: { type: 'boolean' } },
    });
    if (process.argv.includes('--help')) {
      process.stdout.write(`${help.trim()}\n`);
      process.exit(0);
    }
    return parsed.values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${help.trim()}`);
  }
};

/** A whole number of an option, or its default. */
export const wholeOption = (name: string, text: string | undefined, fallback: number, least = 1): number => {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return value;
  throw new UsageError(`--${name} is "${text}"; please give a whole number of at least ${least}.`);
};

/** Runs a command to its exit code. A `UsageError` shows as its message alone, anything else with its stack. */
export const runCommand = async (command: () => Promise<number>): Promise<never> => {
  // Piped into `head`, our output may lose its reader; what was started still has to be stopped.
  process.stdout.on('error', () => undefined);
  try {
    process.exit(await command());
  } catch (error) {
    const friendly = error instanceof Error && (error instanceof UsageError || FRIENDLY.has(error.name));
    process.stderr.write(
      `\n${friendly ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(friendly ? 2 : 1);
  }
};

/** Errors whose message was written for the person at the terminal. */
const FRIENDLY = new Set([
  'EmbeddedPostgresError',
  'UnreachableError',
  'RefusedError',
  'ConfigError',
  'MigrationError',
]);
