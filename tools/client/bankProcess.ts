import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BankAddress } from './bankClient.ts';

export type BankProcessOptions = {
  /** Where the bank keeps its data; with `databaseUrl` only a folder to run in. */
  readonly dataDir: string;
  readonly databaseUrl?: string;
  readonly password: string;
  /** Further settings of the server, e.g. LOG_LEVEL. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** A Florin server as a process of its own, the way a user would run it. */
export type BankProcess = {
  readonly address: BankAddress;
  readonly pid: number;
  readonly startSeconds: number;
  /** Resolves with the exit code or the signal's name, once the process is gone. */
  readonly ended: Promise<number | string>;
  /** What it printed last, for error messages. */
  lastWords(): string;
  /** Asks it to finish what is under way, and waits until it is gone. */
  stop(): Promise<void>;
};

const SERVER = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 60_000;
const KEPT_LINES = 40;

/** Starts a bank and waits until it is open. Throws with the server's own words when it does not open. */
export const startBankProcess = async (options: BankProcessOptions): Promise<BankProcess> => {
  const began = performance.now();
  const port = await freePort();
  const child = spawn(process.execPath, [SERVER], {
    // Its own folder, so that a .env of the checkout does not decide about a bank that is only for a moment.
    cwd: options.dataDir,
    env: {
      ...inheritedEnvironment(),
      PORT: String(port),
      HOST: '127.0.0.1',
      FLORIN_DATA_DIR: options.dataDir,
      FLORIN_ADMIN_PASSWORD: options.password,
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'json',
      ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
      ...options.settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collectOutput(child);
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const opened = output.seen('Florin is open').then(() => 'open' as const);
  const outcome = await Promise.race([opened, ended, sleep(START_LIMIT_MS, 'late' as const, { ref: false })]);
  if (outcome !== 'open') {
    child.kill('SIGKILL');
    const why = outcome === 'late' ? `is not open after ${START_LIMIT_MS / 1000} s` : `ended with ${outcome}`;
    throw new Error(`The bank ${why}:\n${output.text()}`);
  }
  return {
    address: { url: `http://127.0.0.1:${port}`, username: 'admin', password: options.password },
    pid: child.pid ?? 0,
    startSeconds: (performance.now() - began) / 1000,
    ended,
    lastWords: output.text,
    stop: async () => {
      child.kill('SIGTERM');
      if ((await Promise.race([ended, sleep(STOP_LIMIT_MS, 'late' as const, { ref: false })])) === 'late') {
        child.kill('SIGKILL');
        await ended;
      }
    },
  };
};

/** Our environment without what is meant for another bank. */
const inheritedEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('FLORIN_') && name !== 'DATABASE_URL'),
  );

const collectOutput = (child: ChildProcess) => {
  let lines: string[] = [];
  let wanted: { readonly text: string; readonly found: () => void } | null = null;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines = [...lines, ...text.split('\n').filter((line) => line.trim() !== '')].slice(-KEPT_LINES);
      if (wanted !== null && text.includes(wanted.text)) wanted.found();
    });
  }
  return {
    text: (): string => lines.join('\n'),
    seen: (text: string): Promise<void> =>
      new Promise((found) => {
        wanted = { text, found };
      }),
  };
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
