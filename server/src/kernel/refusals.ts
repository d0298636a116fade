import type { ErrorReason } from '../generated/errors.ts';
import { Decimal, type Decimalish } from './money.ts';
import { type Rejection, reject } from './rejection.ts';

/** A condition that must not hold, and what is answered when it does. */
export type Refusal = readonly [wrong: boolean, reason: ErrorReason, source: string];

/** The first refusal whose condition holds. */
export const firstRefusal = (refusals: readonly Refusal[]): Rejection | undefined => {
  const found = refusals.find(([wrong]) => wrong);
  return found && reject(found[1], found[2]);
};

/** A range with a default, as products give it for what accounts may choose. */
export type Tuple<T> =
  | { readonly minValue?: T | undefined; readonly maxValue?: T | undefined; readonly defaultValue?: T | undefined }
  | undefined;

/** Whether some value of a range is present and meets a condition. */
export const someOf = <T>(tuple: Tuple<T>, condition: (value: T) => boolean): boolean =>
  [tuple?.minValue, tuple?.maxValue, tuple?.defaultValue].some((value) => value !== undefined && condition(value));

/** Whether a range contradicts itself: its minimum above its maximum, or its default outside. */
export const isContradictory = (tuple: Tuple<Decimalish>): boolean => {
  const above = (left: Decimalish | undefined, right: Decimalish | undefined): boolean =>
    left !== undefined && right !== undefined && new Decimal(left).greaterThan(right);
  const { minValue, maxValue, defaultValue } = tuple ?? {};
  return above(minValue, maxValue) || above(minValue, defaultValue) || above(defaultValue, maxValue);
};

/** The usual three mistakes in a range of whole numbers. */
export const tupleRefusals = (
  tuple: Tuple<number>,
  path: string,
  bounds: { readonly least: number; readonly most: number; readonly reason?: ErrorReason },
): readonly Refusal[] => {
  const reason = bounds.reason ?? 'INVALID_PARAMETERS';
  return [
    [someOf(tuple, (value) => value < bounds.least), reason, `${path} may not be below ${bounds.least}`],
    [someOf(tuple, (value) => value > bounds.most), reason, `${path} may not be above ${bounds.most}`],
    [isContradictory(tuple), reason, `${path} must have minValue <= defaultValue <= maxValue`],
  ];
};
