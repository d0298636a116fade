import { hash } from 'node:crypto';
import type { Instant } from '../../kernel/instant.ts';

/** A stretch of the trail as it was sealed: the records with afterId < id <= throughId. */
export type SealedStretch = {
  readonly afterId: number;
  readonly throughId: number;
  readonly recordCount: number;
  /** The ids that were there, as PostgreSQL writes a multirange: {[1,1001)}. */
  readonly records: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** SHA-256 over the id (eight bytes) and the hash of every record, in the order of the ids. */
  readonly content: Buffer;
};

/** A link of the chain. */
export type Seal = SealedStretch & {
  readonly number: number;
  readonly sealedAt: Instant;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
};

/** What the first seal has for the hash of the one before it. */
export const beginning: Pick<Seal, 'number' | 'throughId' | 'hash'> = {
  number: 0,
  throughId: 0,
  hash: Buffer.alloc(32),
};

const moment = (at: Instant): string => new Date(at).toISOString();

/** The hash of a seal: SHA-256 of the JSON array of what it says and of the hash of the seal before it. */
export const sealHash = (seal: Omit<Seal, 'hash'>): Buffer =>
  hash(
    'sha256',
    JSON.stringify([
      seal.number,
      moment(seal.sealedAt),
      seal.afterId,
      seal.throughId,
      seal.recordCount,
      seal.records,
      moment(seal.firstAt),
      moment(seal.lastAt),
      seal.content.toString('hex'),
      seal.previousHash.toString('hex'),
    ]),
    'buffer',
  );

/** The next link, behind `last`. */
export const nextSeal = (last: Pick<Seal, 'number' | 'hash'>, stretch: SealedStretch, sealedAt: Instant): Seal => {
  const seal = { ...stretch, number: last.number + 1, sealedAt, previousHash: last.hash };
  return { ...seal, hash: sealHash(seal) };
};
