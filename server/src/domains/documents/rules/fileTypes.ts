import { type Rejection, reject } from '../../../kernel/rejection.ts';

/** The ends of a file: enough to see what it is. */
export type FileEnds = { readonly head: Uint8Array; readonly tail: Uint8Array };

type Recognise = (ends: FileEnds) => boolean;

const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Begins with one of these signatures, written as characters of one byte each. */
const begins =
  (...signatures: readonly string[]): Recognise =>
  ({ head }) =>
    signatures.some((signature) => latin(head.subarray(0, signature.length)) === signature);

const isZip = begins('PK\x03\x04');

/** Names of the files in a ZIP archive, from the directory at its end. */
const entriesOf = ({ tail }: FileEnds): readonly string[] => {
  const text = latin(tail);
  const names: string[] = [];
  for (let at = text.indexOf('PK\x01\x02'); at >= 0; at = text.indexOf('PK\x01\x02', at + 4)) {
    const length = text.charCodeAt(at + 28) + text.charCodeAt(at + 29) * 256;
    names.push(text.slice(at + 46, at + 46 + length));
  }
  return names;
};

/** An Office document of 2007 and later: an archive with a list of contents and a folder of its kind. */
const office =
  (folder: string): Recognise =>
  (ends) => {
    if (!isZip(ends)) return false;
    const names = entriesOf(ends);
    return names.includes('[Content_Types].xml') && names.some((name) => name.startsWith(folder));
  };

/** An OpenDocument file: an archive whose first file, uncompressed, names its media type. */
const openDocument =
  (kind: string): Recognise =>
  (ends) =>
    isZip(ends) && latin(ends.head.subarray(30, 110)).startsWith(`mimetypeapplication/vnd.oasis.opendocument.${kind}`);

const isOldOffice = begins('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1');

const encodingOf = (head: Uint8Array): string => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'latin1';
};

const decoded = (bytes: Uint8Array, encoding: string): string => new TextDecoder(encoding).decode(bytes);

/** Text in any common encoding has no control characters besides those that part lines and columns; what is binary has. */
const isText: Recognise = ({ head, tail }) => {
  const encoding = encodingOf(head);
  // The end may begin in the middle of a character.
  const end = tail.subarray(tail.length % 2);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return ![head, end].some((bytes) => /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(decoded(bytes, encoding)));
};

const isMarkup: Recognise = (ends) =>
  isText(ends) && /^(\uFEFF|\xef\xbb\xbf)?\s*<[?!A-Za-z_]/.test(decoded(ends.head, encodingOf(ends.head)));

const jpeg = begins('\xff\xd8\xff');
const tiff = begins('II*\0', 'MM\0*', 'II+\0', 'MM\0+');

/** What may be attached, by extension, and how its content shows that it is what it says. */
const recognisers: ReadonlyMap<string, Recognise> = new Map<string, Recognise>([
  ['jpg', jpeg],
  ['jpeg', jpeg],
  ['png', begins('\x89PNG\r\n\x1a\n')],
  ['gif', begins('GIF87a', 'GIF89a')],
  ['bmp', begins('BM')],
  ['tif', tiff],
  ['tiff', tiff],
  ['pdf', ({ head }) => latin(head.subarray(0, 1024)).includes('%PDF-')],
  ['xml', isMarkup],
  ['txt', isText],
  ['csv', isText],
  ['rtf', begins('{\\rtf')],
  ['doc', isOldOffice],
  ['xls', isOldOffice],
  ['ppt', isOldOffice],
  ['msg', isOldOffice],
  ['docx', office('word/')],
  ['docm', office('word/')],
  ['xlsx', office('xl/')],
  ['xlsm', office('xl/')],
  ['xlsb', office('xl/')],
  ['pptx', office('ppt/')],
  ['odt', openDocument('text')],
  ['ods', openDocument('spreadsheet')],
  ['odp', openDocument('presentation')],
]);

/** The extensions of files that may be attached. */
export const allowedExtensions: readonly string[] = [...recognisers.keys()];

/** Refuses a kind of file that is not accepted, and one whose content is not what its extension says. */
export const checkFileType = (extension: string, ends: FileEnds): Rejection | undefined => {
  const recognise = recognisers.get(extension);
  if (!recognise) {
    return reject(
      'FILE_EXTENSION_NOT_ALLOWED',
      `file: .${extension.slice(0, 20)} is not among ${allowedExtensions.join(', ')}`,
    );
  }
  return recognise(ends)
    ? undefined
    : reject('INCONSISTENT_EXTENSION_WITH_FILE_CONTENT', `file: the content is not what .${extension} says`);
};
