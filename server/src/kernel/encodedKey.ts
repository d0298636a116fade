/** The immutable technical key of every entity: 32 lower-case hex characters of a UUIDv7, so that new rows sort last and inserts stay local. */
export type EncodedKey = string & { readonly __brand: 'EncodedKey' };

const pattern = /^[0-9a-f]{32}$/i;
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const pool = new Uint8Array(4096);
let poolOffset = pool.length;
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
  const time = lastMillisecond.toString(16).padStart(12, '0');
  const counter = sequence.toString(16).padStart(3, '0');
  let random = hex[((pool[poolOffset] ?? 0) & 0x3f) | 0x80] ?? '80';
  for (let index = 1; index < 8; index += 1) random += hex[pool[poolOffset + index] ?? 0] ?? '00';
  poolOffset += 8;
  return `${time}7${counter}${random}` as EncodedKey;
};

/** Whether a text has the form of a key (any case); ids that customers choose may have it too. */
export const isEncodedKey = (value: string): value is EncodedKey => pattern.test(value);

/** The text as a key, or undefined when it has not the form of one. */
export const asEncodedKey = (value: string): EncodedKey | undefined =>
  pattern.test(value) ? (value.toLowerCase() as EncodedKey) : undefined;
