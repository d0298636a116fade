import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { isBlank } from './texts.ts';

export type CurrencyType = 'FIAT_CURRENCY' | 'CRYPTOCURRENCY' | 'NON_TRADITIONAL_CURRENCY';

/** What ISO 4217 says of a code. */
export type IsoCurrency = { readonly digits: number; readonly number: string };

export type CurrencyInput = {
  readonly code: string;
  readonly name: string;
  readonly symbol: string;
  readonly type: CurrencyType;
  readonly numericCode?: string | undefined;
  readonly digitsAfterDecimal?: number | undefined;
};

/** Most decimals of an amount: a unit of Ethereum has 18, and no balance needs more. */
const mostDigits = 18;
const longestSymbol = 10;

const codePattern = /^[A-Z0-9_]{1,32}$/;

/** The numeric code and the decimals a currency is kept with, or what is wrong with the request. `iso` is undefined for codes ISO 4217 has not. */
export const completedCurrency = (
  input: CurrencyInput,
  iso: IsoCurrency | undefined,
): { readonly numericCode: string | undefined; readonly digitsAfterDecimal: number } | Rejection => {
  if (isBlank(input.code)) return reject('CURRENCY_CODE_CANNOT_BE_BLANK', 'code may not be blank');
  if (isBlank(input.name)) return reject('CURRENCY_NAME_LENGTH_OUTSIDE_CONSTRAINTS', 'name may not be blank');
  if (isBlank(input.symbol) || input.symbol.length > longestSymbol) {
    return reject('CURRENCY_SYMBOL_LENGTH_OUTSIDE_CONSTRAINTS', `symbol must have 1 to ${longestSymbol} characters`);
  }
  return input.type === 'FIAT_CURRENCY' ? fiat(input, iso) : custom(input, iso);
};

const fiat = (input: CurrencyInput, iso: IsoCurrency | undefined): ReturnType<typeof completedCurrency> => {
  if (!iso) {
    return reject('INVALID_FIAT_CURRENCY_TYPE', `code ${input.code.slice(0, 40)} is not a currency of ISO 4217`);
  }
  if (input.numericCode !== undefined && input.numericCode !== iso.number) {
    return reject('INVALID_PARAMETERS', `numericCode of ${input.code} is ${iso.number}`);
  }
  const digits = input.digitsAfterDecimal ?? iso.digits;
  // A bank may book forints without fillér, but never in parts that the currency does not have.
  return digits >= 0 && digits <= iso.digits
    ? { numericCode: iso.number, digitsAfterDecimal: digits }
    : reject('CURRENCY_INVALID_DIGITS_AFTER_DECIMAL', `digitsAfterDecimal of ${input.code} must be 0 to ${iso.digits}`);
};

const custom = (input: CurrencyInput, iso: IsoCurrency | undefined): ReturnType<typeof completedCurrency> => {
  if (input.code.length > 32) return reject('CURRENCY_CODE_EXCEEDS_LENGTH', 'code may have at most 32 characters');
  if (!codePattern.test(input.code)) {
    return reject(
      'CURRENCY_CODE_CONTAINS_INVALID_CHARACTERS',
      'code may have capital letters, digits and underscores only',
    );
  }
  if (iso) return reject('INVALID_CUSTOM_CURRENCY_TYPE', `code ${input.code} is a fiat currency of ISO 4217`);
  const digits = input.digitsAfterDecimal ?? 2;
  return digits >= 0 && digits <= mostDigits
    ? { numericCode: input.numericCode, digitsAfterDecimal: digits }
    : reject('CURRENCY_INVALID_DIGITS_AFTER_DECIMAL', `digitsAfterDecimal must be 0 to ${mostDigits}`);
};
