import { type Rejection, reject } from '../../../kernel/rejection.ts';

const longestFileName = 255;

// Separators of paths and what shells and browsers give a meaning to, control characters, and marks that turn the direction of writing, with
// which "gpj.exe" can be made to look like "exe.jpg".
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const forbidden = /[/\\<>|:&?*[\]#`\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/u;

export type FileName = {
  readonly fileName: string;
  /** The name without its extension. */
  readonly title: string;
  /** In small letters, without the dot. */
  readonly extension: string;
};

/** The parts of a sender's file name, or the refusal of one that is no plain name: nothing is cut off silently. */
export const fileNameOf = (fileName: string): FileName | Rejection => {
  if (fileName.length > longestFileName) {
    return reject('MAX_FILENAME_LENGTH_EXCEEDED', `file: its name has more than ${longestFileName} characters`);
  }
  if (!fileName.isWellFormed() || forbidden.test(fileName) || /^[\s.]|\s$/.test(fileName) || fileName === '') {
    return reject(
      'INVALID_FILENAME',
      'file: its name must be a plain one, without a path and without any of / \\ < > | : & ? * [ ] # ` or control characters',
    );
  }
  const dot = fileName.lastIndexOf('.');
  if (dot < 1 || dot === fileName.length - 1) {
    return reject('INVALID_FILE_EXTENSION', 'file: its name needs an extension such as .pdf');
  }
  return { fileName, title: fileName.slice(0, dot), extension: fileName.slice(dot + 1).toLowerCase() };
};
