import { Decimal } from 'decimal.js';
import { ofTenMillionths, roundedTo, tenMillionthsOf } from './tenMillionths.ts';

// 40 significant digits: 20 before and 20 after the point, the precision in which interest is computed and stored.
Decimal.set({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -60, toExpPos: 60 });

// An amount leaves as a JSON number with all its digits. JSON.rawJSON writes any; but everyday amounts, whole ten-millionths of no more than fifteen digits,
// are written by a double just as they are, in half the time. Below a millionth it would write an exponent.
type RawJson = { rawJSON(text: string): unknown };
const rawJson = (JSON as unknown as RawJson).rawJSON;
Object.defineProperty(Decimal.prototype, 'toJSON', {
  value(this: Decimal) {
    const value = tenMillionthsOf(this);
    const size = Math.abs(value);
    return size === 0 || (size >= 10 && size < 1e15) ? value / 10_000_000 : rawJson(this.toFixed());
  },
});

// The library copies whatever a decimal is compared with. Most are decimals already, whose signs, exponents and words tell which is more.
const comparedToAny = Decimal.prototype.comparedTo;
const comparedTo = function (this: Decimal, other: Decimal.Value): number {
  const [own, others] = [this.d, other instanceof Decimal ? other.d : undefined];
  if (!own || !others || !(other instanceof Decimal)) return comparedToAny.call(this, other);
  if (own[0] === 0) return others[0] === 0 ? 0 : -other.s;
  if (others[0] === 0 || this.s !== other.s) return this.s;
  if (this.e !== other.e) return this.e > other.e ? this.s : -this.s;
  for (let index = 0; index < own.length || index < others.length; index += 1) {
    const difference = (own[index] ?? 0) - (others[index] ?? 0);
    if (difference !== 0) return difference > 0 ? this.s : -this.s;
  }
  return 0;
};
Object.assign(Decimal.prototype, { comparedTo, cmp: comparedTo });

export { Decimal };

/** A decimal as the contract's types carry it: a request's number or its source text, or an answer's Decimal. */
export type Decimalish = number | string | Decimal;

/** An amount of one currency. The currency is known from the context; mixing two is refused where amounts meet. */
export type Money = Decimal & { readonly __brand: 'Money' };

/** A rate in percent, as the contract quotes it: 12 means 12 %. */
export type Rate = Decimal & { readonly __brand: 'Rate' };

/** How a value is brought to fewer decimals; named at every place that rounds. */
export type RoundingMode = 'HALF_UP' | 'HALF_EVEN' | 'UP' | 'DOWN';

const modes: Record<RoundingMode, Decimal.Rounding> = {
  HALF_UP: Decimal.ROUND_HALF_UP,
  HALF_EVEN: Decimal.ROUND_HALF_EVEN,
  UP: Decimal.ROUND_UP,
  DOWN: Decimal.ROUND_DOWN,
};

/** An amount from a number's source text, a driver's text or another decimal. Throws on text that is not a number: validate first. */
export const money = (value: Decimalish): Money => (value instanceof Decimal ? value : new Decimal(value)) as Money;

/** A percent rate from its text. Throws on text that is not a number: validate first. */
export const rate = (value: Decimalish): Rate => new Decimal(value) as Rate;

export const zero: Money = money(0);

// Most sums of a schedule are with zero, and a Decimal is dear to make: what is there already is answered. A negative zero is none that anybody meant.
export const plus = (left: Money, right: Money): Money => {
  const [more, less] = [tenMillionthsOf(left), tenMillionthsOf(right)];
  if (more === 0) return less === 0 ? zero : right;
  if (less === 0) return left;
  const total = more + less;
  return (Number.isNaN(total) ? left.plus(right) : ofTenMillionths(total)) as Money;
};
export const minus = (left: Money, right: Money): Money => {
  const [more, less] = [tenMillionthsOf(left), tenMillionthsOf(right)];
  if (less === 0) return more === 0 ? zero : left;
  const difference = more - less;
  return (Number.isNaN(difference) ? left.minus(right) : ofTenMillionths(difference)) as Money;
};
export const negated = (amount: Money): Money => amount.negated() as Money;
export const absolute = (amount: Money): Money => (amount.isNegative() ? (amount.abs() as Money) : amount);
export const times = (amount: Money, factor: Decimalish): Money => amount.times(factor) as Money;
export const smallest = (left: Money, right: Money): Money => (left.lessThan(right) ? left : right);
export const largest = (left: Money, right: Money): Money => (left.greaterThan(right) ? left : right);
// Sign and zero are fields of a Decimal: asking them makes no new one, unlike a comparison with 0.
export const isPositive = (amount: Money): boolean => amount.isPositive() && !amount.isZero();
export const isNegative = (amount: Money): boolean => amount.isNegative() && !amount.isZero();
export const isZero = (amount: Money): boolean => amount.isZero();

/** The sum of amounts; zero of none. */
export const sum = (amounts: Iterable<Money>): Money => {
  let total: Money = zero;
  for (const amount of amounts) total = plus(total, amount);
  return total;
};

/** The amount rounded to the currency's decimals (JPY 0, EUR 2, JOD 3). The mode is always named; HALF_UP is the product's default. */
export const rounded = (amount: Money, decimals: number, mode: RoundingMode = 'HALF_UP'): Money =>
  (roundedTo(amount, decimals, mode) ?? amount.toDecimalPlaces(decimals, modes[mode])) as Money;

/** The amount rounded half up to many decimals, and then to few: a tie that is none but for the last of many digits is one. */
export const roundedByWayOf = (many: number, amount: Money, decimals: number, mode: RoundingMode = 'HALF_UP'): Money =>
  (roundedTo(amount, decimals, mode, 'LOOK_FURTHER') as Money | undefined) ??
  rounded(rounded(amount, many), decimals, mode);

/** Whether the amount has no more decimals than its currency. */
export const fitsDecimals = (amount: Money, decimals: number): boolean => amount.decimalPlaces() <= decimals;

/** Largest amount that a request may name, far above any bank: sums of many still have all their digits. Inputs above are refused. */
export const largestAmount: Money = money('1e24');

/** Percent per charge frequency; nobody lends or saves for more, and no figure of a computation runs out of digits below it. */
export const largestRate = 1_000_000;

/** Interest is kept with 20 decimals; a finer rate would not be seen. */
export const rateDecimals = 20;

/** Whether a number can be a rate at all. */
export const isRate = (value: Decimalish): boolean => {
  const percent = new Decimal(value);
  return percent.isFinite() && percent.abs().lessThanOrEqualTo(largestRate) && percent.decimalPlaces() <= rateDecimals;
};
