import { type Rejection, reject } from '../../kernel/rejection.ts';
import { parseJson } from '../json.ts';

const deepestNesting = 64;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Whether the text nests objects or arrays deeper than allowed, without parsing it: a bomb must not reach the parser. */
const nestsTooDeep = (bytes: Buffer): boolean => {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inText) {
      if (byte === 0x5c) index += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > deepestNesting) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return false;
};

/** A received body as JSON with all digits of its numbers, or the contract's refusal. */
export const readJsonBody = (bytes: Buffer): { readonly value: unknown; readonly text: string } | Rejection => {
  if (bytes.length === 0) return reject('MISSING_ENTITY_JSON', 'the request needs a JSON body');
  if (nestsTooDeep(bytes)) return reject('INVALID_JSON_SYNTAX', `the body nests deeper than ${deepestNesting} levels`);
  try {
    const text = decoder.decode(bytes);
    return { value: parseJson(text), text };
  } catch (error) {
    return error instanceof SyntaxError
      ? reject('INVALID_JSON_SYNTAX', error.message.slice(0, 200))
      : reject('UNSUPPORTED_CHARACTER_ENCODING', 'the body is not valid UTF-8');
  }
};
