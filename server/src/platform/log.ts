import { Writable } from 'node:stream';
import pino from 'pino';
import type { LogFormat, LogLevel } from '../config.ts';

export type Logger = pino.Logger;

export type LogOptions = {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Where the lines go; default standard output. */
  readonly output?: Writable & { readonly isTTY?: boolean };
};

const SECRETS = ['authorization', 'password', 'apiKey', 'apikey', 'secretkey', 'secretKey', 'passwordHash'];
/** Secrets one and two levels down as well, e.g. `headers.authorization` and `request.headers.authorization`. */
const REDACTED = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * The process's logger. Readable lines on a terminal, one JSON object a line otherwise, unless `format` decides.
 * Authorization headers, passwords and keys never appear.
 */
export function createLogger(options: LogOptions): Logger {
  const output = options.output ?? process.stdout;
  const pretty = options.format === 'pretty' || (options.format === 'auto' && output.isTTY === true);
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: null,
    redact: { paths: REDACTED, censor: '[hidden]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  return pino(settings, pretty ? prettyStream(output) : output);
}

const COLOURS: Readonly<Record<string, string>> = {
  fatal: '\u001b[41m',
  error: '\u001b[31m',
  warn: '\u001b[33m',
  info: '\u001b[32m',
};
const DIM = '\u001b[2m';
const RESET = '\u001b[0m';

function prettyStream(output: Writable & { readonly isTTY?: boolean }): Writable {
  const colour = output.isTTY === true && process.env.NO_COLOR === undefined;
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      output.write(prettyLine(String(chunk), colour));
      done();
    },
  });
}

/** One JSON line of the logger for human eyes: time, level, message, then what else there is. Anything else comes back as it is. */
export function prettyLine(json: string, colour: boolean): string {
  let record: unknown;
  try {
    record = JSON.parse(json);
  } catch {
    return json;
  }
  if (typeof record !== 'object' || record === null) return json;
  const { time, level, msg, err, ...rest } = record as Record<string, unknown>;
  const paint = (code: string | undefined, text: string): string => (colour && code ? `${code}${text}${RESET}` : text);
  const details = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const line = [
    paint(DIM, String(time).slice(11, 23)),
    paint(COLOURS[String(level)], String(level).padEnd(5)),
    String(msg ?? ''),
    paint(DIM, details.join(' ')),
  ];
  return `${line.join(' ').trimEnd()}\n${errorText(err)}`;
}

function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { stack, message } = error as Record<string, unknown>;
  const text = typeof stack === 'string' ? stack : String(message ?? '');
  return `${text.replaceAll(/^/gm, '    ')}\n`;
}
