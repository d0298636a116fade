import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { isRejection, reject } from '../../kernel/rejection.ts';
import type { LooseAnswer, LooseInput } from './runOperation.ts';
import { streamPages } from './streamedPages.ts';

type Asked = { readonly limit: number; readonly cursor: string };

/** A search over rows that knows how many it has told. */
const searchOver = (count: number, row: (index: number) => unknown) => {
  let told = 0;
  const readPage = async ({ query }: LooseInput): Promise<LooseAnswer> => {
    const { limit, cursor } = query as Asked;
    const from = cursor === '_' ? 0 : Number(cursor);
    const to = Math.min(from + limit, count);
    told += to - from;
    const body = Array.from({ length: to - from }, (_, index) => row(from + index));
    return { body, headers: { 'Items-Next-Cursor': to < count ? String(to) : '' } };
  };
  return { readPage, told: () => told };
};

const manyTurns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

const input: LooseInput = { path: {}, query: { cursor: '_' }, body: {} };

const streamOf = async (readPage: Parameters<typeof streamPages>[0]): Promise<Readable> => {
  const stream = await streamPages(readPage, input);
  if (!(stream instanceof Readable)) throw new Error('refused');
  return stream;
};

test.each([0, 1, 99, 100, 101, 20_000])('%d rows are one JSON array', async (count) => {
  const rows = Array.from({ length: count }, (_, index) => ({ id: `Ä${index}` }));
  let text = '';
  for await (const piece of await streamOf(searchOver(count, (index) => rows[index]).readPage)) text += String(piece);
  expect(JSON.parse(text)).toEqual(rows);
});

test('20,000 rows to a slow reader are never more than a few pages ahead, and never one long text', async () => {
  const row = { name: 'x'.repeat(400) };
  const rowLength = JSON.stringify(row).length + 2;
  const search = searchOver(20_000, () => row);
  const stream = await streamOf(search.readPage);
  let [taken, furthest, longest] = [0, 0, 0];
  for await (const piece of stream) {
    const { length } = piece as Buffer;
    taken += length;
    // Whoever reads slowly lets everything run that can run without him.
    await manyTurns();
    furthest = Math.max(furthest, search.told() - taken / rowLength);
    longest = Math.max(longest, length);
    expect(stream.readableLength).toBeLessThan(200_000);
  }
  expect(search.told()).toBe(20_000);
  expect(furthest).toBeLessThan(500);
  expect(longest).toBeLessThan(64 * 1024);
});

test('the first page may refuse, a later one breaks the stream off', async () => {
  const refusal = reject('INVALID_PARAMETERS', 'no');
  const first = await streamPages(async () => refusal, input);
  expect(isRejection(first)).toBe(true);
  const { readPage } = searchOver(150, (id) => ({ id }));
  const broken = await streamOf(async (page) => ((page.query as Asked).cursor === '_' ? readPage(page) : refusal));
  await expect(broken.toArray()).rejects.toThrow(/refused: no/);
});

test('a reader who leaves ends the reading', async () => {
  const search = searchOver(20_000, () => ({ name: 'x'.repeat(400) }));
  const stream = await streamOf(search.readPage);
  for await (const _piece of stream) break;
  await manyTurns();
  const told = search.told();
  await manyTurns();
  expect([stream.destroyed, search.told()]).toEqual([true, told]);
  expect(told).toBeLessThan(1000);
});
