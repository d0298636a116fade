/** Reads the answers of one keep-alive connection, one request at a time; looks at the status and the length, and skips the rest. */
export type ResponseReader = {
  /** Takes what arrived. Answers the status once the response is complete, 0 before. Throws on anything but one plain response. */
  push(chunk: Buffer): number;
  /** The body of the last response as far as it came with its head: for telling what went wrong. */
  body(): string;
};

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = Buffer.from('\r\ncontent-length: ');
const nothing = Buffer.alloc(0);

/** Where the digits of the content length begin, or -1: the spelling that Node's server uses first, then any other. */
const lengthAt = (head: Buffer): number => {
  const usual = head.indexOf(LENGTH);
  if (usual >= 0) return usual + LENGTH.length;
  const other = /\r\ncontent-length:[ \t]*/i.exec(head.toString('latin1'));
  return other === null ? -1 : other.index + other[0].length;
};

const digitsFrom = (bytes: Buffer, start: number): number => {
  let value = 0;
  for (let at = start; ; at += 1) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
};

/** A reader for a connection that was just opened. */
export const createResponseReader = (): ResponseReader => {
  let head = nothing;
  let status = 0;
  let missing = 0;
  let bodyStart = nothing;

  const readHead = (bytes: Buffer): number => {
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) {
      // The chunk's memory is reused for the next one.
      head = Buffer.from(bytes);
      return 0;
    }
    head = nothing;
    status = digitsFrom(bytes, bytes.indexOf(32) + 1);
    const at = lengthAt(bytes.subarray(0, end));
    if (at < 0 && status !== 204 && status !== 304)
      throw new Error(`a response of status ${status} without content-length`);
    missing = (at < 0 ? 0 : digitsFrom(bytes, at)) - (bytes.length - end - HEAD_END.length);
    bodyStart = status < 300 ? nothing : Buffer.from(bytes.subarray(end + HEAD_END.length));
    return finish();
  };

  const finish = (): number => {
    if (missing < 0) throw new Error('more than one response to one request');
    return missing === 0 ? status : 0;
  };

  return {
    push: (chunk) => {
      if (missing > 0) {
        missing -= chunk.length;
        return finish();
      }
      return readHead(head.length === 0 ? chunk : Buffer.concat([head, chunk]));
    },
    body: () => bodyStart.toString('utf8'),
  };
};
