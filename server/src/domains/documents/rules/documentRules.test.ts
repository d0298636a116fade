import { describe, expect, test } from 'vitest';
import { isRejection } from '../../../kernel/rejection.ts';
import { checkRoom, mostAttachments, titleOf } from './attachments.ts';
import { fileNameOf } from './fileName.ts';
import { allowedExtensions, checkFileType } from './fileTypes.ts';

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const whole = (text: string) => ({ head: latin(text), tail: latin(text) });
const reasonOf = (value: unknown): string | undefined => (isRejection(value) ? value.errors[0]?.reason : undefined);

/** An archive of empty files: local headers, then the directory that counts. */
const zip = (names: readonly string[], extra = ''): string => {
  const length = (name: string): string => String.fromCharCode(name.length & 0xff, name.length >> 8);
  const local = names.map((name) => `PK\x03\x04${'\0'.repeat(22)}${length(name)}\0\0${name}${extra}`).join('');
  const directory = names
    .map((name) => `PK\x01\x02${'\0'.repeat(24)}${length(name)}${'\0'.repeat(16)}${name}`)
    .join('');
  return `${local}${directory}PK\x05\x06${'\0'.repeat(18)}`;
};
const word = zip(['[Content_Types].xml', 'word/document.xml']);
const sheet = zip(['[Content_Types].xml', 'xl/workbook.xml']);
const openText = zip(['mimetype'], 'application/vnd.oasis.opendocument.text');
const oldOffice = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0';

describe('the name of a file', () => {
  test.each([
    ['passport.pdf', 'passport', 'pdf'],
    ['Été 2026 (Kopie).JPEG', 'Été 2026 (Kopie)', 'jpeg'],
    ['护照.png', '护照', 'png'],
    ['a.tar.gz', 'a.tar', 'gz'],
    [`say "hi".txt`, 'say "hi"', 'txt'],
  ])('%s is plain', (fileName, title, extension) => {
    expect(fileNameOf(fileName)).toEqual({ fileName, title, extension });
  });

  test.each([
    ['', 'INVALID_FILENAME'],
    ['../../etc/passwd.txt', 'INVALID_FILENAME'],
    ['C:\\fakepath\\a.pdf', 'INVALID_FILENAME'],
    ['/etc/a.pdf', 'INVALID_FILENAME'],
    ['.htaccess.txt', 'INVALID_FILENAME'],
    [' a.pdf', 'INVALID_FILENAME'],
    ['a.pdf ', 'INVALID_FILENAME'],
    ['a\0.pdf', 'INVALID_FILENAME'],
    ['a\r\nX-Header: 1.pdf', 'INVALID_FILENAME'],
    ['a\u202egpj.pdf', 'INVALID_FILENAME'],
    ['a\ud800.pdf', 'INVALID_FILENAME'],
    ...Array.from('/><|:&?*[]#\\`', (sign): [string, string] => [`a${sign}b.pdf`, 'INVALID_FILENAME']),
    ['passport', 'INVALID_FILE_EXTENSION'],
    ['passport.', 'INVALID_FILE_EXTENSION'],
    [`${'a'.repeat(252)}.pdf`, 'MAX_FILENAME_LENGTH_EXCEEDED'],
  ])('%j is refused with %s', (fileName, reason) => {
    expect(reasonOf(fileNameOf(fileName))).toBe(reason);
  });
});

describe('the content of a file', () => {
  const genuine: Readonly<Record<string, string>> = {
    jpg: '\xff\xd8\xff\xe0\0\x10JFIF',
    jpeg: '\xff\xd8\xff\xe1',
    png: '\x89PNG\r\n\x1a\n\0\0',
    gif: 'GIF89a\x01\0',
    bmp: 'BM\0\0',
    tif: 'II*\0\x08',
    tiff: 'MM\0*\0',
    pdf: '%PDF-1.7\n%\xe2\xe3',
    xml: '<?xml version="1.0"?><a/>',
    txt: 'Gr\xfc\xdfe\r\n\tJosé',
    csv: 'a;b\r\n1;2',
    rtf: '{\\rtf1\\ansi}',
    doc: oldOffice,
    xls: oldOffice,
    ppt: oldOffice,
    msg: oldOffice,
    docx: word,
    docm: word,
    xlsx: sheet,
    xlsm: sheet,
    xlsb: sheet,
    pptx: zip(['[Content_Types].xml', 'ppt/presentation.xml']),
    odt: openText,
    ods: zip(['mimetype'], 'application/vnd.oasis.opendocument.spreadsheet'),
    odp: zip(['mimetype'], 'application/vnd.oasis.opendocument.presentation'),
  };

  test('has an example of every kind that is accepted', () => {
    expect(Object.keys(genuine).sort()).toEqual([...allowedExtensions].sort());
  });

  test.each(Object.entries(genuine))('of a .%s is recognised, and that of a program is not', (extension, content) => {
    expect(checkFileType(extension, whole(content))).toBeUndefined();
    const program = checkFileType(extension, whole('MZ\x90\0\x03\0\0\0'));
    expect(reasonOf(program)).toBe('INCONSISTENT_EXTENSION_WITH_FILE_CONTENT');
  });

  test.each([
    ['png', genuine.jpg],
    ['pdf', genuine.png],
    ['docx', sheet],
    ['xlsx', word],
    ['docx', zip(['evil.exe'])],
    ['docx', openText],
    ['odt', word],
    ['txt', word],
    ['txt', genuine.png],
    ['xml', 'no markup'],
    ['csv', 'a;b\0'],
    ['rtf', '<html>'],
  ])('of a .%s may not be another kind', (extension, content) => {
    const refused = checkFileType(extension, whole(String(content)));
    expect(reasonOf(refused)).toBe('INCONSISTENT_EXTENSION_WITH_FILE_CONTENT');
  });

  test.each(['exe', 'html', 'svg', 'js', 'zip', 'sh', ''])('of a .%s is not accepted at all', (extension) => {
    expect(reasonOf(checkFileType(extension, whole('anything')))).toBe('FILE_EXTENSION_NOT_ALLOWED');
  });

  test('of a text in UTF-16 or with a broken last character is text', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Zażółć 1', 'utf16le')]);
    expect(checkFileType('txt', { head: utf16, tail: utf16.subarray(1) })).toBeUndefined();
    const utf8 = Buffer.from('déjà vu');
    expect(checkFileType('txt', { head: utf8, tail: utf8.subarray(2) })).toBeUndefined();
  });
});

describe('what a record may have', () => {
  const settings = { maxAllowedIdDocumentAttachments: 2, maxAllowedJournalEntryDocumentAttachments: 5 };

  test('is limited for identification documents and journal entries', () => {
    expect(mostAttachments('ID_DOCUMENT', settings)).toBe(2);
    expect(mostAttachments('GL_JOURNAL_ENTRY', settings)).toBe(5);
    expect(mostAttachments('CLIENT', settings)).toBeUndefined();
    expect(mostAttachments('ID_DOCUMENT', {})).toBeUndefined();
    expect(checkRoom('ID_DOCUMENT', 2, 1)).toBeUndefined();
    expect(reasonOf(checkRoom('ID_DOCUMENT', 2, 2))).toBe('INVALID_PARAMETERS');
    expect(checkRoom('CLIENT', undefined, 1000)).toBeUndefined();
  });

  test('is called as the sender says, or as the file', () => {
    expect(titleOf('Passport', 'scan')).toBe('Passport');
    expect(titleOf('  ', 'scan')).toBe('scan');
    expect(titleOf(undefined, 'scan')).toBe('scan');
    expect(reasonOf(titleOf('a\nb', 'scan'))).toBe('INVALID_PARAMETERS');
  });
});
