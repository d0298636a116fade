import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LoadGenerator, LoadOrder, LoadResult } from './load.ts';
import { KEY_TO_REPLACE, requestTemplate } from './request.ts';

const execute = promisify(execFile);

/** A Lua text: it escapes quotes, backslashes and line ends the way JSON does, and a request holds nothing stranger. */
const lua = (bytes: Buffer): string => JSON.stringify(bytes.toString('latin1'));

/**
 * The script that makes wrk send deposits with a random key each. It has no function for answers: with one, wrk takes each apart, on the
 * processor that is to be measured.
 */
export const wrkScript = (order: LoadOrder): string => {
  const { bytes, keyAt, accountAt } = requestTemplate(order);
  const digitsAt = accountAt + order.accountPrefix.length;
  const parts = [
    bytes.subarray(0, digitsAt),
    bytes.subarray(digitsAt + 6, keyAt),
    bytes.subarray(keyAt + KEY_TO_REPLACE.length),
  ].map(lua);
  return `
local before = ${parts[0]}
local between = ${parts[1]}
local after = ${parts[2]}
local random = io.open("/dev/urandom", "rb")

function init()
  math.randomseed(string.byte(random:read(1)) * 65536 + os.time())
end

local function uuid()
  local a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p = string.byte(random:read(16), 1, 16)
  return string.format("%02x%02x%02x%02x-%02x%02x-4%x%02x-8%x%02x-%02x%02x%02x%02x%02x%02x",
    a, b, c, d, e, f, g % 16, h, i % 16, j, k, l, m, n, o, p)
end

function request()
  return before .. string.format("%06d", math.random(0, ${order.accounts - 1})) .. between .. uuid() .. after
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("\\nRESULT %d %d %d %d %d %d %d\\n", summary.requests - errors.status,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
end
`;
};

/** The line that the script prints at the end. */
export const wrkResult = (output: string, connections: number): LoadResult => {
  const found = /^RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$/m.exec(output);
  if (found === null) throw new Error(`wrk told no result:\n${output}`);
  const [created = 0, failed = 0, duration = 0, p50 = 0, p95 = 0, p99 = 0, worst = 0] = found.slice(1, 8).map(Number);
  return {
    perSecond: created / (duration / 1e6),
    latencies: { p50: p50 / 1000, p95: p95 / 1000, p99: p99 / 1000, worst: worst / 1000 },
    created,
    failed,
    firstFailure: failed === 0 ? null : 'wrk does not tell what an answer said; --generator own does',
    // wrk leaves without waiting for what is under way.
    unseen: connections,
    generatorSeconds: null,
  };
};

/** wrk as the generator, or null where it is not installed. */
export const wrkGenerator = async (folder: string): Promise<LoadGenerator | null> => {
  // It prints its version together with its help, and calls that a failure.
  const version = await execute('wrk', ['--version']).then(
    ({ stdout }) => stdout,
    (error: { stdout?: string; code?: unknown }) => (error.code === 'ENOENT' ? null : (error.stdout ?? 'wrk')),
  );
  if (version === null) return null;
  const script = join(folder, 'load.lua');
  return {
    name:
      version
        .split('\n')[0]
        ?.replace(/ Copyright.*/, '')
        .trim() || 'wrk',
    send: async (order) => {
      await writeFile(script, wrkScript(order), 'latin1');
      const threads = Math.min(2, order.connections);
      const args = [`-t${threads}`, `-c${order.connections}`, `-d${order.seconds}s`, '--timeout', '30s', '-s', script];
      const { stdout } = await execute('wrk', [...args, `http://${order.host}:${order.port}`], {
        maxBuffer: 10_000_000,
      });
      return wrkResult(stdout, order.connections);
    },
  };
};
