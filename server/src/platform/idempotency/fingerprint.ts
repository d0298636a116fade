import { hash } from 'node:crypto';
import { Decimal } from '../../kernel/money.ts';

const canonical = (value: unknown): unknown => {
  if (value instanceof Decimal) return value.toFixed();
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined && inner !== null)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, inner]) => [name, canonical(inner)]),
  );
};

/**
 * What tells a request's body from another one, for operations whose own references make them repeatable: the order of properties, nulls and
 * the trailing zeros of amounts make no difference. 32 hexadecimal characters.
 */
export const fingerprintOf = (body: unknown): string =>
  hash('sha256', JSON.stringify(canonical(body)), 'hex').slice(0, 32);
