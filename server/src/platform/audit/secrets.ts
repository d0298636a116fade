import { Decimal } from '../../kernel/money.ts';
import { parseJson } from '../json.ts';

// An escape may hide a name from a search for it, so that a text with one is looked at properly.
const suspicious = /password|secret|api_?key|\\u/i;
const secretName = /password|secret|^api_?key(?:_?hash)?$/i;

const hide = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(hide);
  if (typeof value !== 'object' || value === null || value instanceof Decimal) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, secretName.test(name) && part !== null ? '…' : hide(part)]),
  );
};

/** JSON without the passwords, secrets and API keys in it: what may be kept of a request and its answer. Null when it is no JSON. */
export const withoutSecrets = (text: string | null): string | null => {
  if (text === null || !suspicious.test(text)) return text;
  try {
    return JSON.stringify(hide(parseJson(text)));
  } catch {
    return null;
  }
};
