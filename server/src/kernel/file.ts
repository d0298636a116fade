import type { EncodedKey } from './encodedKey.ts';

/** A file that came with a request. Its bytes are stored already; they stay only if the operation claims them. */
export type FileUpload = {
  readonly key: EncodedKey;
  /** As the sender wrote it: not yet judged, and never a path on our side. */
  readonly fileName: string;
  readonly size: number;
  /** SHA-256 in hex. */
  readonly hash: string;
  /** The first and the last bytes: what kind of file it is shows there. */
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
};

/** A file to be sent: its bytes come piece by piece, when they are asked for. */
export type FileDownload = {
  readonly fileName: string;
  readonly size: number;
  readonly pieces: AsyncIterable<Uint8Array>;
};
