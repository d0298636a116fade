import { Decimal } from '../../../kernel/money.ts';

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
};

const countOf = (value: Plain): number => {
  let count = 0;
  for (const key in value) if (value[key] !== undefined) count += 1;
  return count;
};

/**
 * Whether two plain values would be stored alike: amounts by their value, objects whatever the order of their properties, undefined as left out.
 * Maps and the like are alike only when they are one. Every write of a loan asks this of all its instalments, so it makes nothing on its way.
 */
export const sameValue = (left: unknown, right: unknown): boolean => {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (left instanceof Decimal || right instanceof Decimal) {
    return left instanceof Decimal && right instanceof Decimal && left.equals(right);
  }
  if (Array.isArray(left) !== Array.isArray(right) || !isPlain(left) || !isPlain(right)) return false;
  // Plain objects and lists have nothing but their own properties.
  const [own, others] = [left as Plain, right as Plain];
  let count = 0;
  for (const key in own) {
    const inner = own[key];
    if (inner === undefined) continue;
    count += 1;
    const other = others[key];
    if (other === undefined || !sameValue(inner, other)) return false;
  }
  return count === countOf(others);
};
