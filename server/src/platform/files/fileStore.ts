import { createHash } from 'node:crypto';
import { type EncodedKey, newEncodedKey } from '../../kernel/encodedKey.ts';
import type { FileUpload } from '../../kernel/file.ts';
import type { Db, DbTransaction } from '../db/pool.ts';

/** Bytes of a file are kept in pieces of this size: what a transfer holds of it at a time. */
const pieceSize = 512 * 1024;
/** How much of either end is kept in mind to tell what kind of file it is. */
const keptEnd = 64 * 1024;
/** An upload takes minutes at most; what is unclaimed for longer belongs to a process that died. */
const forgottenAfter = '1 hour';

export type StoredBytes = Omit<FileUpload, 'fileName'>;

/** Groups what arrives into pieces of the stored size. */
async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let length = 0;
  for await (const bytes of source) {
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + pieceSize - length);
      gathered.push(part);
      length += part.length;
      from += part.length;
      if (length < pieceSize) continue;
      yield Buffer.concat(gathered);
      gathered = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(gathered);
}

/**
 * Stores what arrives, piece by piece, and answers what is known of it; undefined when it is longer than `limit`, without reading on. Whoever
 * gets an answer must claim the file or discard it. What fails on the way leaves nothing behind.
 */
export const storeFile = async (
  db: Db,
  source: AsyncIterable<Buffer>,
  limit: number,
): Promise<StoredBytes | undefined> => {
  await db.query(`DELETE FROM stored_file WHERE NOT claimed AND created_at < now() - interval '${forgottenAfter}'`);
  const key = newEncodedKey();
  const digest = createHash('sha256');
  let size = 0;
  let head: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  try {
    await db.query('INSERT INTO stored_file (encoded_key) VALUES ($1::uuid)', [key]);
    let position = 0;
    for await (const piece of inPieces(source)) {
      size += piece.length;
      if (size > limit) {
        await discardFile(db, key);
        return undefined;
      }
      digest.update(piece);
      if (position === 0) head = Buffer.from(piece.subarray(0, keptEnd));
      tail = Buffer.concat([tail, piece.subarray(-keptEnd)]).subarray(-keptEnd);
      await db.query({
        name: 'store-file-piece',
        text: 'INSERT INTO stored_file_piece (file_key, position, bytes) VALUES ($1::uuid, $2::int, $3::bytea)',
        values: [key, position, piece],
      });
      position += 1;
    }
  } catch (error) {
    await discardFile(db, key);
    throw error;
  }
  return { key, size, hash: digest.digest('hex'), head, tail };
};

/** Makes an uploaded file permanent, with the transaction of what it belongs to. */
export const claimFile = async (db: DbTransaction, key: EncodedKey): Promise<void> => {
  const { rowCount } = await db.query(
    'UPDATE stored_file SET claimed = true WHERE encoded_key = $1::uuid AND NOT claimed',
    [key],
  );
  if (rowCount !== 1) throw new Error(`the file ${key} is not there to be claimed`);
};

/** Removes an upload that nobody claimed. Never throws: what can't be removed now is swept away with the forgotten ones. */
export const discardFile = async (db: Db, key: EncodedKey): Promise<void> => {
  const removal = db.query('DELETE FROM stored_file WHERE encoded_key = $1::uuid AND NOT claimed', [key]);
  await removal.catch(() => undefined);
};

/** Removes a file with its bytes. */
export const deleteFile = async (db: DbTransaction, key: EncodedKey): Promise<void> => {
  await db.query('DELETE FROM stored_file WHERE encoded_key = $1::uuid', [key]);
};

/** The bytes of a file, each piece read when it is asked for. Throws when the file disappears meanwhile. */
export async function* filePieces(db: Db, key: EncodedKey, size: number): AsyncGenerator<Buffer> {
  let sent = 0;
  for (let position = 0; sent < size; position += 1) {
    const { rows } = await db.query<{ bytes: Buffer }>({
      name: 'read-file-piece',
      text: 'SELECT bytes FROM stored_file_piece WHERE file_key = $1::uuid AND position = $2::int',
      values: [key, position],
    });
    const bytes = rows[0]?.bytes;
    if (!bytes) throw new Error(`piece ${position} of the file ${key} is gone`);
    sent += bytes.length;
    yield bytes;
  }
}
