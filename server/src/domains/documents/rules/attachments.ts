import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { RecordType } from '../../organisation/rules/records.ts';

/** The setting of the general setup that says how many files such a record may have; the others may have any number. */
const limits: Partial<Readonly<Record<RecordType, string>>> = {
  ID_DOCUMENT: 'maxAllowedIdDocumentAttachments',
  GL_JOURNAL_ENTRY: 'maxAllowedJournalEntryDocumentAttachments',
};

/** How many files a record of this type may have; undefined is any number. */
export const mostAttachments = (
  ownerType: RecordType,
  settings: Readonly<Record<string, unknown>>,
): number | undefined => {
  const limit = limits[ownerType];
  const most = limit === undefined ? undefined : settings[limit];
  return typeof most === 'number' ? most : undefined;
};

/** Refuses a file for a record that has as many as it may have. */
export const checkRoom = (ownerType: RecordType, most: number | undefined, count: number): Rejection | undefined =>
  most === undefined || count < most
    ? undefined
    : reject(
        'INVALID_PARAMETERS',
        `file: a record of type ${ownerType} has at most ${most} files, and this one has ${count}`,
      );

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are looked for.
const controls = /[\u0000-\u001f\u007f]/;

/** The title under which a file is kept: the given one, or the file's own name without its extension. */
export const titleOf = (given: string | undefined, ownTitle: string): string | Rejection => {
  if (given === undefined || given.trim() === '') return ownTitle;
  return controls.test(given) ? reject('INVALID_PARAMETERS', 'name may not have control characters') : given;
};
