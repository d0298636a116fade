import { Decimal } from 'decimal.js';
import type { RoundingMode } from './money.ts';

// Decimals of everyday size as whole ten-millionths in a double, which adds, compares and rounds them exactly and some times faster than their digits.
// A Decimal keeps its digits in words of seven, aligned at the point, so that its first word of decimals is just the ten-millionths. What does not fit
// is left to the library.

const one = 10_000_000;
/** Two of them added are still whole numbers that a double tells apart. */
const most = 4e15;

/** What the words come to up to the seventh decimal; NaN where their whole part has more than two. */
const leading = (words: readonly number[], whole: number): number => {
  const first = words[0] ?? 0;
  if (whole === 1) return first * one + (words[1] ?? 0);
  if (whole === 0) return first;
  return whole === 2 ? (first * one + (words[1] ?? 0)) * one + (words[2] ?? 0) : Number.NaN;
};

/** The exact number of ten-millionths; NaN where the decimal is larger than 400 million or has more than seven decimals. */
export const tenMillionthsOf = ({ d: words, e: exponent, s: sign }: Decimal): number => {
  // Infinite, or no number at all.
  if (!words) return Number.NaN;
  const whole = Math.floor(exponent / 7) + 1;
  if (words.length > whole + 1) return Number.NaN;
  const value = leading(words, whole);
  return value <= most ? sign * value : Number.NaN;
};

const digitsOf = (value: number): number => {
  if (value < 1000) return value < 10 ? 1 : value < 100 ? 2 : 3;
  if (value < 100_000) return value < 10_000 ? 4 : 5;
  return value < 1_000_000 ? 6 : 7;
};

/** A decimal while it is made: nobody else has seen it. */
type Unseen = { -readonly [field in 's' | 'e' | 'd']: Decimal[field] };

/** The decimal of so many ten-millionths: a whole number up to 8e15. */
export const ofTenMillionths = (value: number): Decimal => {
  const made = new Decimal(0);
  if (value === 0) return made;
  const amount = Math.abs(value);
  const units = Math.floor(amount / one);
  const below = amount - units * one;
  const decimal: Unseen = made;
  if (value < 0) decimal.s = -1;
  if (units === 0) {
    decimal.d = [below];
    decimal.e = digitsOf(below) - 8;
  } else if (units < one) {
    decimal.d = below === 0 ? [units] : [units, below];
    decimal.e = digitsOf(units) - 1;
  } else {
    const high = Math.floor(units / one);
    const low = units - high * one;
    decimal.d = below !== 0 ? [high, low, below] : low !== 0 ? [high, low] : [high];
    decimal.e = digitsOf(high) + 6;
  }
  return made;
};

const steps = [one, 1_000_000, 100_000, 10_000, 1000, 100, 10];

/** Whether what lies beyond a whole number of steps makes it one step more; `further` says that there is more behind the ten-millionths. */
const stepsUp = (value: number, rest: number, step: number, mode: RoundingMode, further: boolean): boolean => {
  if (mode === 'HALF_UP') return rest * 2 >= step;
  if (mode === 'HALF_EVEN') {
    const odd = ((value - rest) / step) % 2 === 1;
    return rest * 2 > step || (rest * 2 === step && (further || odd));
  }
  return mode === 'UP' && (rest > 0 || further);
};

/**
 * A decimal of everyday size rounded to at most six decimals, by the mode's direction away from zero; undefined where the library has to do it. With
 * `tie`, also where digits behind the seventh decimal could make a tie, or nothing, of what is none.
 */
export const roundedTo = (
  decimal: Decimal,
  decimals: number,
  mode: RoundingMode,
  tie?: 'LOOK_FURTHER',
): Decimal | undefined => {
  const { d: words, e: exponent } = decimal;
  const step = steps[decimals];
  if (!words || step === undefined) return undefined;
  const whole = Math.floor(exponent / 7) + 1;
  const value = leading(words, whole);
  if (!(value <= most)) return undefined;
  const further = words.length > whole + 1;
  const rest = value % step;
  if (rest === 0 && !further) return decimal;
  if (tie && further && (rest === 0 || rest === step / 2 - 1 || rest === step - 1)) return undefined;
  const up = stepsUp(value, rest, step, mode, further);
  const result = value - rest + (up ? step : 0);
  return ofTenMillionths(decimal.s < 0 ? -result : result);
};
