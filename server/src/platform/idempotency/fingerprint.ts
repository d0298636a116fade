import { hash } from 'node:crypto';
import { Decimal } from '../../kernel/money.ts';

/** A value as one JSON text, whatever order its properties came in. */
const canonical = (value: unknown): string => {
  if (value instanceof Decimal) return `"${value.toFixed()}"`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const properties = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of Object.keys(properties).toSorted()) {
    const inner = properties[name];
    if (inner !== undefined && inner !== null)
      text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(inner)}`;
  }
  return `{${text}}`;
};

/**
 * What tells a request's body from another one, for operations whose own references make them repeatable: the order of properties, nulls and
 * the trailing zeros of amounts make no difference. 32 hexadecimal characters.
 */
export const fingerprintOf = (body: unknown): string => hash('sha256', canonical(body), 'hex').slice(0, 32);
