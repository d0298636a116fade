import { code as isoCurrency } from 'currency-codes';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { boolean, type Entity, enumeration, integer, key, text, utc } from '../../../platform/resources/entity.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { createOperation, deleteOperation, updateOperation } from '../../../platform/resources/writes.ts';
import { type CurrencyInput, completedCurrency } from '../rules/currencies.ts';
import { isCurrencyUsed } from '../store/usage.ts';

type CurrencyEntity = Entity & CurrencyInput & { readonly baseCurrency: boolean };

/** The currency with what ISO 4217 adds, or what is wrong with it. */
const completed = (body: Readonly<Record<string, unknown>>): Entity | Rejection => {
  const currency = body as CurrencyEntity;
  const known = completedCurrency(currency, isoCurrency(currency.code));
  // The package answers any case; a code is written in capitals.
  if (!isRejection(known) && currency.code !== currency.code.toUpperCase()) {
    return reject('CURRENCY_CODE_CONTAINS_INVALID_CHARACTERS', 'code is written in capital letters');
  }
  return isRejection(known) ? known : { ...currency, ...known };
};

export const currencies: Resource = {
  table: {
    type: 'CURRENCY',
    table: 'currency',
    columns: {
      encodedKey: key('encoded_key', { internal: true }),
      code: text('code'),
      numericCode: text('numeric_code'),
      name: text('name'),
      symbol: text('symbol'),
      currencySymbolPosition: enumeration('currency_symbol_position'),
      digitsAfterDecimal: integer('digits_after_decimal'),
      type: enumeration('type'),
      baseCurrency: boolean('base_currency'),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
  },
  schema: 'CurrencyDetails',
  notFound: 'CURRENCY_DOES_NOT_EXIST',
  label: 'currency',
  idColumn: 'code',
  isReference: true,
  notYet: ['currencyHolidays'],
  listing: { defaultOrder: 't.base_currency DESC, t.code' },
  rules: {
    create: (body) => completed({ ...body, baseCurrency: false }),
    update: async (stored, wanted, { db }) => {
      const before = stored as CurrencyEntity;
      const after = completed({ digitsAfterDecimal: before.digitsAfterDecimal, ...wanted });
      if (isRejection(after)) return after;
      if (after.code !== before.code) {
        return reject('INCONSISTENT_IDENTIFIER_WITH_JSON', `code must stay ${before.code}`);
      }
      if (after.type !== before.type) return reject('INVALID_CURRENCY_TYPE', `type must stay ${before.type}`);
      // Amounts that were booked with more decimals could not be told any more.
      if (after.digitsAfterDecimal !== before.digitsAfterDecimal && (await isCurrencyUsed(db, before.code))) {
        return reject(
          'CURRENCY_INVALID_DIGITS_AFTER_DECIMAL',
          `digitsAfterDecimal of a used currency can't be changed`,
        );
      }
      return after;
    },
    remove: async (entity, { db }) => {
      const { code, baseCurrency } = entity as CurrencyEntity;
      if (baseCurrency) return reject('BASE_CURRENCY_CANNOT_BE_REMOVED', `${code} is the base currency`);
      return (await isCurrencyUsed(db, code))
        ? reject('CURRENCY_IN_USE_CANNOT_BE_REMOVED', `${code} is in use by accounts, products or the ledger`)
        : undefined;
    },
  },
};

export const getCurrencies = listOperation('getCurrencies', currencies, ({ type }) =>
  type === undefined ? [] : [({ bind }) => `t.type = ${bind(type)}::text`],
);
export const getCurrency = getOperation('getCurrency', currencies);
export const createCurrency = createOperation('createCurrency', currencies);
export const updateCurrency = updateOperation('updateCurrency', currencies);
export const deleteCurrency = deleteOperation('deleteCurrency', currencies);
