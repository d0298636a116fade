import { type Rejection, reject } from '../../kernel/rejection.ts';

/** One part of a form: a text field, or a file when it has a file name. Its bytes are read once, before the next part. */
export type FormPart = {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly bytes: AsyncIterable<Buffer>;
};

/** The form can't be read; `rejection` is what the sender is told. */
export class MalformedForm extends Error {
  readonly rejection: Rejection;
  constructor(rejection: Rejection) {
    super(rejection.errors[0]?.source ?? 'the form is malformed');
    this.rejection = rejection;
  }
}

const malformed = (what: string): MalformedForm => new MalformedForm(reject('INVALID_PARAMETERS', what));

/** RFC 2046: 1 to 70 characters, the last one no space. */
const boundaryPattern = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;

/** The boundary that a Content-Type names, or undefined when it is no form. */
export const boundaryOf = (contentType: string | undefined): string | undefined => {
  const found = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]*)"|([^;\s]*))/i.exec(contentType ?? '');
  const boundary = found?.[1] ?? found?.[2];
  return boundary !== undefined && boundaryPattern.test(boundary) ? boundary : undefined;
};

const longestHeader = 8 * 1024;
const longestPadding = 64;
const mostParts = 50;
const lineEnd = Buffer.from('\r\n');
const headerEnd = Buffer.from('\r\n\r\n');
const nothing: Buffer<ArrayBufferLike> = Buffer.alloc(0);

/** The stream with what was read of it and not yet taken. */
const createWindow = (source: AsyncIterable<Uint8Array>) => {
  const iterator = source[Symbol.asyncIterator]();
  let held = nothing;
  const more = async (): Promise<void> => {
    const next = await iterator.next().catch(() => {
      throw malformed('the connection broke before the form was complete');
    });
    if (next.done) throw malformed('the form ends before its closing boundary');
    const bytes = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
  };
  const take = (length: number): Buffer => {
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
  return {
    take,
    close: async (): Promise<void> => {
      await iterator.return?.();
    },
    /** Waits until so many bytes are there. */
    atLeast: async (length: number): Promise<Buffer> => {
      while (held.length < length) await more();
      return held;
    },
    /** What stands before a mark, which is taken too. */
    until: async (mark: Buffer, most: number, what: string): Promise<Buffer> => {
      for (let from = 0; ; ) {
        const at = held.indexOf(mark, from);
        if (at > most || (at < 0 && held.length > most + mark.length)) throw malformed(what);
        if (at >= 0) {
          const before = take(at);
          take(mark.length);
          return before;
        }
        from = Math.max(0, held.length - mark.length + 1);
        await more();
      }
    },
    /** What stands before a mark, which is taken too, in pieces as they arrive. */
    async *piecesUntil(mark: Buffer): AsyncGenerator<Buffer> {
      for (;;) {
        const at = held.indexOf(mark);
        if (at >= 0) {
          const last = take(at);
          take(mark.length);
          if (last.length > 0) yield last;
          return;
        }
        // A mark may have begun at the end of what is here.
        const certain = held.length - mark.length + 1;
        if (certain > 0) yield take(certain);
        await more();
      }
    },
  };
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8, or the refusal that names what is not. */
export const decodeText = (bytes: Uint8Array, what: string): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new MalformedForm(reject('UNSUPPORTED_CHARACTER_ENCODING', `${what} is not valid UTF-8`));
  }
};

/** `form-data; name="file"; filename="a.pdf"` → its parameters. Quoted values may escape a quote by a backslash. */
const parametersOf = (header: string): ReadonlyMap<string, string> => {
  const parameters = new Map<string, string>();
  const pattern = /;\s*([\w!#$&+.^`|~*-]+)=(?:"((?:\\"|[^"])*)"|([^";\s]*))\s*/y;
  pattern.lastIndex = /^\s*form-data\s*/i.exec(header)?.[0].length ?? header.length;
  while (pattern.lastIndex < header.length) {
    const found = pattern.exec(header);
    const key = found?.[1]?.toLowerCase();
    if (!found || key === undefined || parameters.has(key)) throw malformed('a Content-Disposition is not understood');
    parameters.set(key, found[2]?.replaceAll('\\"', '"') ?? found[3] ?? '');
  }
  return parameters;
};

/** The file name, of which `filename*` (RFC 5987) says more than `filename` when both are there. */
const fileNameOf = (parameters: ReadonlyMap<string, string>): string | undefined => {
  const extended = parameters.get('filename*');
  if (extended === undefined) return parameters.get('filename');
  const encoded = /^utf-8'[\w-]*'(.*)$/i.exec(extended)?.[1];
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded);
  } catch {
    // Answered below: neither form of the name is better than a refusal.
  }
  throw malformed("filename* must be written like UTF-8''percent-encoded");
};

const partOf = (block: Buffer, bytes: AsyncIterable<Buffer>): FormPart => {
  const headers = new Map<string, string>();
  for (const line of decodeText(block, 'the header of a part').split('\r\n')) {
    const colon = line.indexOf(':');
    const header = line.slice(0, colon).trim().toLowerCase();
    if (colon < 1 || headers.has(header)) throw malformed('the header of a part is not understood');
    headers.set(header, line.slice(colon + 1).trim());
  }
  const parameters = parametersOf(headers.get('content-disposition') ?? '');
  const name = parameters.get('name');
  if (name === undefined || name === '') throw malformed('a part has no Content-Disposition with a name');
  if (!/^(binary|8bit|7bit)?$/i.test(headers.get('content-transfer-encoding') ?? '')) {
    throw malformed(`${name.slice(0, 80)} must be sent as it is, without a Content-Transfer-Encoding`);
  }
  return { name, fileName: fileNameOf(parameters), bytes };
};

/**
 * Reads a multipart/form-data body part by part without holding more of it than the piece that just arrived. Strict: no preamble, known
 * headers only once, everything bounded. Throws MalformedForm. A part that the caller did not read to its end is skipped. The source is
 * left where the reading stopped.
 */
export async function* readForm(source: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<FormPart> {
  const window = createWindow(source);
  try {
    yield* partsOf(window, Buffer.from(`\r\n--${boundary}`));
  } finally {
    await window.close();
  }
}

async function* partsOf(window: ReturnType<typeof createWindow>, delimiter: Buffer): AsyncGenerator<FormPart> {
  const start = delimiter.subarray(lineEnd.length);
  // Some senders begin with an empty line.
  if ((await window.atLeast(lineEnd.length)).subarray(0, lineEnd.length).equals(lineEnd)) window.take(lineEnd.length);
  if (!(await window.atLeast(start.length)).subarray(0, start.length).equals(start)) {
    throw malformed('the form does not begin with the boundary that Content-Type names');
  }
  window.take(start.length);
  for (let count = 0; ; count += 1) {
    if ((await window.atLeast(2)).subarray(0, 2).toString('latin1') === '--') return;
    if (count === mostParts) throw malformed(`a form has at most ${mostParts} parts`);
    const padding = await window.until(lineEnd, longestPadding, 'a boundary is followed by something else');
    if (!/^[ \t]*$/.test(padding.toString('latin1'))) throw malformed('a boundary is followed by something else');
    const header = await window.until(headerEnd, longestHeader, `a header is longer than ${longestHeader} bytes`);
    const bytes = window.piecesUntil(delimiter);
    yield partOf(header, { [Symbol.asyncIterator]: () => unclosed(bytes) });
    for (;;) if ((await bytes.next()).done) break;
  }
}

/** The same iterator for somebody who may stop early: what is left stays to be skipped. */
const unclosed = (bytes: AsyncGenerator<Buffer>): AsyncIterator<Buffer> => ({ next: () => bytes.next() });
