import { Decimal } from '../kernel/money.ts';

type Revived = { readonly source?: string };

// A number of up to 15 significant digits survives a double and back; longer ones, and exponents, are read from their source text.
const longNumber = /[\d.]{16,}|\d[eE][+-]?\d/;

const keepDigits = (_key: string, value: unknown, context?: Revived): unknown => {
  if (typeof value !== 'number' || context?.source === undefined || !longNumber.test(context.source)) return value;
  return new Decimal(context.source);
};

/** Parses JSON without losing a digit: numbers that a double can't hold become Decimals. Throws SyntaxError as JSON.parse does. */
export const parseJson = (text: string): unknown =>
  longNumber.test(text) ? JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown) : JSON.parse(text);
