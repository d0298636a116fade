/** The immutable technical key of every entity: 32 lower-case hex characters of a UUIDv7, so that new rows sort last and inserts stay local. */
export type EncodedKey = string & { readonly __brand: 'EncodedKey' };

const pattern = /^[0-9a-f]{32}$/i;
const pool = new Uint8Array(4096);
let poolOffset = pool.length;
/** The bytes of the next key. A text made of them at once is one piece in memory; one that is joined is many, for as long as it is remembered. */
const bytes = Buffer.alloc(16);
let lastMillisecond = 0;
let sequence = 0;

/** A new time-ordered key; keys made by one process within a millisecond ascend too (12-bit counter). */
export const newEncodedKey = (): EncodedKey => {
  // A key's time only orders rows; it never reaches banking logic, so the system time is right here.
  const now = Date.now();
  if (now > lastMillisecond) {
    lastMillisecond = now;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMillisecond += 1;
    sequence = 0;
  }
  if (poolOffset + 8 > pool.length) {
    crypto.getRandomValues(pool);
    poolOffset = 0;
  }
  bytes.writeUIntBE(lastMillisecond, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes.set(pool.subarray(poolOffset, poolOffset + 8), 8);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  poolOffset += 8;
  return bytes.toString('hex') as EncodedKey;
};

/** Whether a text has the form of a key (any case); ids that customers choose may have it too. */
export const isEncodedKey = (value: string): value is EncodedKey => pattern.test(value);

/** The text as a key, or undefined when it has not the form of one. */
export const asEncodedKey = (value: string): EncodedKey | undefined =>
  value.length === 32 && pattern.test(value) ? (value.toLowerCase() as EncodedKey) : undefined;
