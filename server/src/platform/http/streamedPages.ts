import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { OperationDefinition } from './operationDefinition.ts';
import type { LooseAnswer, LooseInput } from './runOperation.ts';

/** The media type that asks for everything behind a cursor as one file (general chapter, cursor-based search pagination). */
export const streamMediaType = 'application/vnd.mambu.v2+octetstream';

const rowsOfPage = 1000;
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
  return Readable.from(pageTexts(first, pageFrom), { objectMode: false });
};

async function* pageTexts(
  first: LooseAnswer,
  pageFrom: (cursor: string) => Promise<LooseAnswer | Rejection>,
): AsyncGenerator<string> {
  let page = first;
  let before = '[';
  for (;;) {
    const rows = JSON.stringify(page.body).slice(1, -1);
    if (rows !== '') {
      yield `${before}${rows}`;
      before = ',\n';
    }
    const cursor = page.headers?.[nextCursor] ?? '';
    if (cursor === '') break;
    const next = await pageFrom(cursor);
    if (isRejection(next)) throw new Error(`a page of a stream was refused: ${next.errors[0]?.source ?? ''}`);
    page = next;
  }
  yield before === '[' ? '[]' : ']';
}
