import type { FileUpload } from '../../kernel/file.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { Db } from '../db/pool.ts';
import { discardFile, storeFile } from '../files/fileStore.ts';
import { decodeText, type FormPart, MalformedForm, readForm } from './multipart.ts';
import { contractSchemas, type JsonSchema } from './requestSchema.ts';

/** The largest file of an upload, as the contract says. */
export const largestFile = 50 * 1024 * 1024;
/** More than any text of a form may have, so that the schema check can name what is too long. */
const largestText = 64 * 1024;

export type ReceivedForm = {
  /** Texts and files by the names of their parts. */
  readonly value: Readonly<Record<string, string | FileUpload>>;
  /** The form as the audit trail and the hash of an idempotency key know it: files by name, size and hash. */
  readonly text: string;
  /** To be called when the operation is over: removes the files that it did not claim. */
  readonly release: () => Promise<void>;
};

const isFile = (schema: JsonSchema): boolean => schema.format === 'binary';

const readText = async (part: FormPart): Promise<string | Rejection> => {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const bytes of part.bytes) {
    length += bytes.length;
    if (length > largestText) return reject('INVALID_PARAMETERS', `Property ${part.name} is too long`);
    pieces.push(bytes);
  }
  return decodeText(Buffer.concat(pieces), part.name);
};

const readFile = async (part: FormPart, fileName: string, db: Db): Promise<FileUpload | Rejection> => {
  const stored = await storeFile(db, part.bytes, largestFile);
  return stored
    ? { ...stored, fileName }
    : reject('MAX_FILE_SIZE_EXCEEDED', `${part.name} is larger than ${largestFile} bytes`);
};

const readPart = async (
  part: FormPart,
  property: JsonSchema | undefined,
  db: Db,
): Promise<string | FileUpload | Rejection> => {
  const name = part.name.slice(0, 80);
  if (!property) return reject('INVALID_PARAMETERS', `Property ${name} does not exist`);
  if (!isFile(property)) {
    return part.fileName === undefined
      ? readText(part)
      : reject('INVALID_PARAMETERS', `Property ${name} must be a text, not a file`);
  }
  return part.fileName === undefined
    ? reject('INVALID_PARAMETERS', `Property ${name} must be a file: its part needs a filename`)
    : readFile(part, part.fileName, db);
};

const textOf = (form: ReceivedForm['value']): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(form)
        .map(([name, value]): [string, unknown] =>
          typeof value === 'string'
            ? [name, value]
            : [name, { fileName: value.fileName, size: value.size, hash: value.hash }],
        )
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    ),
  );

/**
 * A multipart/form-data body: its texts, and its files stored as they arrive. Refuses at the first part that is not in order, without reading on,
 * and leaves nothing behind then. Whether required parts are there is the schema check's question.
 */
export const readFormBody = async (
  source: AsyncIterable<Uint8Array>,
  boundary: string,
  schemaName: string,
  db: Db,
): Promise<ReceivedForm | Rejection> => {
  const properties = contractSchemas()[schemaName]?.properties ?? {};
  const form: Record<string, string | FileUpload> = {};
  const release = async (): Promise<void> => {
    for (const value of Object.values(form)) if (typeof value !== 'string') await discardFile(db, value.key);
  };
  const refused = async (rejection: Rejection): Promise<Rejection> => {
    await release();
    return rejection;
  };
  try {
    for await (const part of readForm(source, boundary)) {
      if (Object.hasOwn(form, part.name)) {
        return await refused(reject('INVALID_PARAMETERS', `Property ${part.name} is there twice`));
      }
      const property = Object.hasOwn(properties, part.name) ? properties[part.name] : undefined;
      const value = await readPart(part, property, db);
      if (isRejection(value)) return await refused(value);
      form[part.name] = value;
    }
  } catch (error) {
    await release();
    if (error instanceof MalformedForm) return error.rejection;
    throw error;
  }
  return { value: form, text: textOf(form), release };
};
