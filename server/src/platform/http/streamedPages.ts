import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import { streamMediaType } from './answerFormat.ts';
import type { OperationDefinition } from './operationDefinition.ts';
import type { LooseAnswer, LooseInput } from './runOperation.ts';

// What lives while a page is written decides how far the young part of the heap grows: pages of a thousand rows let it grow by 100 MB for good,
// and were not a bit faster.
const rowsOfPage = 100;
// A longer text is an object of its own to the engine, which is not given back before the whole heap is looked through.
const longestPiece = 32 * 1024;
const nextCursor = 'Items-Next-Cursor';

/**
 * Whether the request wants all pages of a cursor in one answer. Refused where there is no cursor to follow: a search without one, or a
 * request that does not begin at its start.
 */
export const wantsStream = (
  request: FastifyRequest,
  definition: OperationDefinition,
  query: Readonly<Record<string, unknown>>,
): boolean | Rejection => {
  if (!(request.headers.accept ?? '').toLowerCase().includes(streamMediaType)) return false;
  return 'cursor' in definition.queryParams && query.cursor === '_'
    ? true
    : reject('INVALID_PARAMETERS', `${streamMediaType} goes with a search that has a cursor, and with cursor=_`, 406);
};

/**
 * All pages from the first one on, as the text of one JSON array. A page is read when the client has taken the one before, so memory holds one
 * page however many there are. Answers the refusal of the first page; when a later one fails the stream breaks off, and so does the answer.
 */
export const streamPages = async (
  readPage: (input: LooseInput) => Promise<LooseAnswer | Rejection>,
  input: LooseInput,
): Promise<Readable | Rejection> => {
  const pageFrom = (cursor: string): Promise<LooseAnswer | Rejection> =>
    readPage({ ...input, query: { ...(input.query as object), limit: rowsOfPage, cursor } });
  const first = await pageFrom('_');
  if (isRejection(first)) return first;
  return Readable.from(pieces(rowTexts(first, pageFrom)), { objectMode: false });
};

/** The rows of all pages, each as the text of its JSON. */
async function* rowTexts(
  first: LooseAnswer,
  pageFrom: (cursor: string) => Promise<LooseAnswer | Rejection>,
): AsyncGenerator<string> {
  let page = first;
  for (;;) {
    for (const row of page.body as readonly unknown[]) yield JSON.stringify(row);
    const cursor = page.headers?.[nextCursor] ?? '';
    if (cursor === '') return;
    const next = await pageFrom(cursor);
    if (isRejection(next)) throw new Error(`a page of a stream was refused: ${next.errors[0]?.source ?? ''}`);
    page = next;
  }
}

/** The JSON array of the rows, cut between rows. */
async function* pieces(rows: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '[';
  let between = '';
  for await (const row of rows) {
    piece += between + row;
    between = ',\n';
    if (piece.length < longestPiece) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}]`;
}
