import { Decimal } from '../../../kernel/money.ts';

const entriesOf = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).filter(([, inner]) => inner !== undefined);

/** Whether two plain values would be stored alike: amounts by their value, objects whatever the order of their properties, undefined as left out. */
export const sameValue = (left: unknown, right: unknown): boolean => {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (left instanceof Decimal || right instanceof Decimal) {
    return left instanceof Decimal && right instanceof Decimal && left.equals(right);
  }
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [own, others] = [entriesOf(left), new Map(entriesOf(right))];
  return (
    own.length === others.size && own.every(([key, inner]) => others.has(key) && sameValue(inner, others.get(key)))
  );
};
