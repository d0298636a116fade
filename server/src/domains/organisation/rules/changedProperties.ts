import { Decimal } from '../../../kernel/money.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Those of the properties in which a wanted entity differs from the stored one. */
export const changedProperties = <P extends string>(
  properties: readonly P[],
  before: Properties,
  after: Properties,
): ReadonlySet<P> =>
  new Set(properties.filter((property) => !isSame(before[property] ?? null, after[property] ?? null)));

const isPlain = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);

const isNumber = (value: unknown): value is number | Decimal => typeof value === 'number' || value instanceof Decimal;

/** Equal in value: the order of properties and the digits a number is written with do not matter. */
const isSame = (left: unknown, right: unknown): boolean => {
  if (isNumber(left) && isNumber(right)) return new Decimal(left).equals(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((element, index) => isSame(element, right[index]));
  }
  if (!isPlain(left) || !isPlain(right)) return left === right;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => isSame(left[name] ?? null, right[name] ?? null));
};
