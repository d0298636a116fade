import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LoadGenerator, LoadOrder, LoadResult } from './load.ts';
import { cardTemplates, KEY_TO_REPLACE, OWN_TO_REPLACE, requestTemplate } from './request.ts';

const execute = promisify(execFile);

/** A Lua text: it escapes quotes, backslashes and line ends the way JSON does, and a request holds nothing stranger. */
const lua = (bytes: Buffer): string => JSON.stringify(bytes.toString('latin1'));

const pieces = (
  bytes: Buffer,
  ...holes: readonly { readonly at: number; readonly length: number }[]
): readonly string[] => {
  const starts = [0, ...holes.map(({ at, length }) => at + length)];
  return starts.map((start, index) => lua(bytes.subarray(start, holes[index]?.at ?? bytes.length)));
};

const uuidHole = (bytes: Buffer, text: string) => ({ at: bytes.indexOf(text), length: text.length });

/** Postings to an account or a loan, with a random key each. */
const postings = (order: LoadOrder): string => {
  const { bytes, keyAt, accountAt } = requestTemplate(order);
  const digits = { at: accountAt + order.accountPrefix.length, length: 6 };
  const [before, between, after] = pieces(bytes, digits, { at: keyAt, length: KEY_TO_REPLACE.length });
  return `
local before, between, after = ${before}, ${between}, ${after}

function request()
  moving = moving + 1
  return before .. digits() .. between .. uuid() .. after
end
`;
};

/**
 * Holds and payments in turns: wrk does not tell which connection an answer came from, so a payment settles a hold of some thousand requests
 * before, which has been answered by then.
 */
const cardPairs = (order: LoadOrder): string => {
  const { hold, payment } = cardTemplates(order);
  const digits = (bytes: Buffer) => ({
    at: bytes.indexOf(order.accountPrefix) + order.accountPrefix.length,
    length: 6,
  });
  const [toCard, toReference, holdEnd] = pieces(hold, digits(hold), uuidHole(hold, KEY_TO_REPLACE));
  const [payCard, payOwn, payReference, payEnd] = pieces(
    payment,
    digits(payment),
    uuidHole(payment, OWN_TO_REPLACE),
    uuidHole(payment, KEY_TO_REPLACE),
  );
  return `
local cards, references, first, last, turn = {}, {}, 1, 0, 0

function request()
  turn = turn + 1
  if turn % 2 == 0 and last - first >= ${order.connections * 8} then
    local card, reference = cards[first], references[first]
    cards[first], references[first] = nil, nil
    first = first + 1
    moving = moving + 1
    return ${payCard} .. card .. ${payOwn} .. uuid() .. ${payReference} .. reference .. ${payEnd}
  end
  local card, reference = digits(), uuid()
  -- wrk asks for one request before it begins, looks at it and sends it nowhere.
  if turn > 1 then
    last = last + 1
    cards[last], references[last] = card, reference
  end
  return ${toCard} .. card .. ${toReference} .. reference .. ${holdEnd}
end
`;
};

/**
 * The script that makes wrk send an order. It has no function for answers: with one, wrk takes each apart, on the processor that is to be
 * measured.
 */
export const wrkScript = (order: LoadOrder): string => `
local random = io.open("/dev/urandom", "rb")
local threads = {}
moving = 0

function setup(thread)
  table.insert(threads, thread)
end

function init()
  math.randomseed(string.byte(random:read(1)) * 65536 + os.time())
end

local function uuid()
  local a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p = string.byte(random:read(16), 1, 16)
  return string.format("%02x%02x%02x%02x-%02x%02x-4%x%02x-8%x%02x-%02x%02x%02x%02x%02x%02x",
    a, b, c, d, e, f, g % 16, h, i % 16, j, k, l, m, n, o, p)
end

local function digits()
  return string.format("%06d", math.random(0, ${order.accounts - 1}))
end
${order.kind === 'cardPairs' ? cardPairs(order) : postings(order)}
function done(summary, latency)
  local errors = summary.errors
  local sent = 0
  for _, thread in ipairs(threads) do sent = sent + thread:get("moving") end
  io.write(string.format("\\nRESULT %d %d %d %d %d %d %d %d\\n", summary.requests - errors.status,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max, sent))
end
`;

/** The line that the script prints at the end. */
export const wrkResult = (output: string, connections: number): LoadResult => {
  const found = /^RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$/m.exec(output);
  if (found === null) throw new Error(`wrk told no result:\n${output}`);
  const [created = 0, failed = 0, duration = 0, p50 = 0, p95 = 0, p99 = 0, worst = 0, sent = 0] = found
    .slice(1, 9)
    .map(Number);
  return {
    perSecond: created / (duration / 1e6),
    latencies: { p50: p50 / 1000, p95: p95 / 1000, p99: p99 / 1000, worst: worst / 1000 },
    created,
    failed,
    firstFailure: failed === 0 ? null : 'wrk does not tell what an answer said; --generator own does',
    // wrk leaves without waiting for what is under way, and builds a request for every connection before it needs one.
    moved: { least: sent - 2 * connections, most: sent },
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
