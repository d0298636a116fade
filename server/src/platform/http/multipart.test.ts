import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundaryOf, MalformedForm, readForm } from './multipart.ts';

type Part = { readonly name: string; readonly fileName: string | undefined; readonly bytes: Buffer };

/** The body in chunks of these sizes, repeated. */
async function* chunked(body: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let from = 0, turn = 0; from < body.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield body.subarray(from, from + size);
    from += size;
  }
}

const readAll = async (body: Buffer, sizes: readonly number[] = [64], boundary = 'b'): Promise<Part[]> => {
  const parts: Part[] = [];
  for await (const { name, fileName, bytes } of readForm(chunked(body, sizes), boundary)) {
    const pieces: Buffer[] = [];
    for await (const piece of bytes) pieces.push(Buffer.from(piece));
    parts.push({ name, fileName, bytes: Buffer.concat(pieces) });
  }
  return parts;
};

const written = (parts: readonly Part[], boundary = 'b'): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, fileName, bytes }) => [
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"`),
      Buffer.from(fileName === undefined ? '' : `; filename="${fileName.replaceAll('"', '\\"')}"`),
      Buffer.from('\r\n\r\n'),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);

const header = (line: string): Buffer => Buffer.from(`--b\r\n${line}\r\n\r\nx\r\n--b--`);
const refusal = (body: Buffer | string, sizes?: readonly number[]): Promise<string> =>
  readAll(Buffer.from(body), sizes).then(
    () => 'accepted',
    (error: unknown) => (error instanceof MalformedForm ? error.message : `crashed: ${String(error)}`),
  );

const partName = fc.stringMatching(/^[\w äß€-]{1,20}$/);
const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      // What looks like the end and is not.
      fc.constantFrom('\r\n', '\r\n--', '--b', '\r', '\r\n-', '\r\n--a').map((text) => Buffer.from(text)),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => Buffer.concat(pieces))
  .filter((bytes) => !bytes.includes('\r\n--b'));
const form = fc.array(
  fc.record({ name: partName, fileName: fc.option(partName, { nil: undefined }), bytes: content }),
  { maxLength: 5 },
);
const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 });

describe('a form', () => {
  test('is read as it was written, however it is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(form, sizes, async (parts, cuts) => {
        expect(await readAll(written(parts), cuts)).toEqual(parts);
      }),
      { numRuns: 300 },
    );
  });

  test('that ends early is refused wherever it ends', async () => {
    await fc.assert(
      fc.asyncProperty(form, sizes, fc.nat(), async (parts, cuts, at) => {
        const whole = written(parts);
        // The last line end is not part of what is read.
        const cut = whole.subarray(0, at % (whole.length - 2));
        expect(await refusal(cut, cuts)).toMatch(/ends before|does not begin|followed by something else/);
      }),
      { numRuns: 300 },
    );
  });

  test('of any bytes is read or refused, and never crashes', async () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      content,
    );
    await fc.assert(
      fc.asyncProperty(noise, sizes, async (bytes, cuts) => {
        expect(await refusal(Buffer.concat([Buffer.from('--b\r\n'), bytes]), cuts)).not.toMatch(/^crashed/);
      }),
      { numRuns: 300 },
    );
  });

  test('may begin with an empty line and skip what nobody reads', async () => {
    const parts = [
      { name: 'a', fileName: undefined, bytes: Buffer.from('1'.repeat(1000)) },
      { name: 'b', fileName: 'x', bytes: Buffer.from('2') },
    ];
    const names: string[] = [];
    const body = Buffer.concat([Buffer.from('\r\n'), written(parts)]);
    for await (const part of readForm(chunked(body, [7]), 'b')) names.push(part.name);
    expect(names).toEqual(['a', 'b']);
  });

  test.each<[string, string | undefined]>([
    ['form-data; name="file"; filename="a b.pdf"', 'a b.pdf'],
    ['form-data; name=file; filename=a.pdf', 'a.pdf'],
    ['FORM-DATA; NAME="file"; FILENAME="a;b=c.pdf"', 'a;b=c.pdf'],
    ['form-data; name="file"; filename="say \\"hi\\".pdf"', 'say "hi".pdf'],
    ['form-data; name="file"; filename="x.pdf"; filename*=UTF-8\'\'%C3%A9t%C3%A9.pdf', 'été.pdf'],
    ['form-data; name="file"; filename="été.pdf"', 'été.pdf'],
    ['form-data; name="file"', undefined],
  ])('understands %s', async (disposition, fileName) => {
    const parts = await readAll(header(`Content-Disposition: ${disposition}\r\nContent-Type: text/plain`));
    expect(parts).toEqual([{ name: 'file', fileName, bytes: Buffer.from('x') }]);
  });

  test.each([
    ['no boundary where it begins', 'hello', 'does not begin'],
    ['another boundary', '--c\r\n\r\n', 'does not begin'],
    [
      'words behind a boundary',
      '--b and more\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--',
      'followed by',
    ],
    ['a part without a name', header('Content-Disposition: form-data'), 'no Content-Disposition with a name'],
    ['a part without headers', '--b\r\n\r\nx\r\n--b--\r\n\r\n', 'not understood'],
    ['a part that is no form data', header('Content-Disposition: attachment; name="a"'), 'no Content-Disposition'],
    [
      'a header twice',
      header('Content-Disposition: form-data; name="a"\r\ncontent-disposition: form-data; name="b"'),
      'not understood',
    ],
    ['a parameter twice', header('Content-Disposition: form-data; name="a"; name="b"'), 'not understood'],
    ['base64', header('Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64'), 'as it is'],
    ['an unknown alphabet', header('Content-Disposition: form-data; name="a"; filename*=latin1\'\'%E9'), 'filename*'],
    ['a long header', header(`Content-Disposition: form-data; name="${'a'.repeat(9000)}"`), 'longer than'],
    [
      'many parts',
      written(Array.from({ length: 51 }, () => ({ name: 'a', fileName: undefined, bytes: Buffer.alloc(0) }))),
      'at most 50',
    ],
  ])('with %s is refused', async (_, body, message) => {
    expect(await refusal(body)).toContain(message);
  });

  test('with a name that is not UTF-8 is refused', async () => {
    const body = Buffer.concat([
      Buffer.from('--b\r\nContent-Disposition: form-data; name="'),
      Buffer.from([0xe9]),
      Buffer.from('"\r\n\r\nx\r\n--b--'),
    ]);
    expect(await refusal(body)).toContain('not valid UTF-8');
  });

  test('is not read further than the reader wants', async () => {
    let pulled = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="big.pdf"\r\n\r\n');
      for (;;) {
        pulled += 1;
        yield Buffer.alloc(1024);
      }
    }
    for await (const part of readForm(endless(), 'b')) {
      let size = 0;
      for await (const piece of part.bytes) {
        size += piece.length;
        if (size > 10 * 1024) break;
      }
      break;
    }
    expect(pulled).toBeLessThan(13);
  });
});

describe('a Content-Type', () => {
  test.each<[string | undefined, string | undefined]>([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data; charset=utf-8; boundary="a b:c"', 'a b:c'],
    ['multipart/form-data', undefined],
    ['multipart/form-data; boundary=', undefined],
    ['multipart/form-data; boundary=ä', undefined],
    [`multipart/form-data; boundary=${'a'.repeat(71)}`, undefined],
    ['multipart/mixed; boundary=abc', undefined],
    [undefined, undefined],
  ])('%s has the boundary %s', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });
});
