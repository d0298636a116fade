import { instant } from '../../../kernel/instant.ts';
import { plusDays } from '../../../kernel/localDate.ts';
import type { Decimalish } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import { type Column, decimal, type Entity, key, local, text } from '../../../platform/resources/entity.ts';
import { filterDate } from '../../../platform/resources/filterDates.ts';
import { listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { createOperation } from '../../../platform/resources/writes.ts';
import { organisationReference } from '../reference.ts';
import { checkExchangeRates, checkRateStart, checkRateValue } from '../rules/currencyRates.ts';
import { endOfRate, lastRateStart, type RateTable, startingBefore, startingFrom } from '../store/currencyRateStore.ts';
import { currencies } from './currencies.ts';

type RateBody = {
  readonly rate: Decimalish;
  readonly buyRate: Decimalish;
  readonly sellRate: Decimalish;
  readonly startDate?: string;
};

/** The rate from the organisation's currency to the one of the path, from its start on: now unless said otherwise. */
const completed = async (
  body: Readonly<Record<string, unknown>>,
  table: RateTable,
  currency: Entity,
  { clock, db, now, principal, reference }: WriteContext,
): Promise<Entity | Rejection> => {
  const { baseCurrency } = reference.get(organisationReference);
  if (currency.baseCurrency === true) {
    return reject('RATE_TO_SAME_CURRENCY', `${baseCurrency.code} is the currency that rates are told in`);
  }
  const { startDate } = body as RateBody;
  const start = startDate === undefined ? now : clock.zone.parse(startDate, 'startDate');
  if (isRejection(start)) return start;
  const refusal = checkRateStart(start, now, await lastRateStart(db, table, currency.encodedKey));
  return (
    refusal ??
    ({
      ...body,
      startDate: start,
      fromCurrencyCode: baseCurrency.code,
      toCurrencyCode: currency.code,
      userKey: principal.userKey,
    } as unknown as Entity)
  );
};

const columnsOf = (table: RateTable, encodedKey: Column, own: Resource['table']['columns']) => ({
  encodedKey,
  currencyKey: key('currency_key', { internal: true }),
  fromCurrencyCode: text('from_currency_code'),
  toCurrencyCode: text('to_currency_code'),
  startDate: local('start_date'),
  endDate: local('end_date', { computed: endOfRate(table) }),
  ...own,
});

const ofCurrency = { resource: currencies, property: 'currencyKey' } as const;
const listing = { defaultOrder: 't.start_date DESC' } as const;

const accountingRates: Resource = {
  table: {
    type: 'ACCOUNTING_RATE',
    table: 'accounting_rate',
    columns: columnsOf('accounting_rate', key('encoded_key'), { rate: decimal('rate') }),
  },
  parent: { ...ofCurrency, status: 404 },
  schema: 'AccountingRate',
  notFound: 'RATE_NOT_SET',
  label: 'accounting rate',
  isReference: true,
  listing,
  rules: {
    create: (body, context, currency) =>
      checkRateValue((body as RateBody).rate, 'rate') ??
      completed(body, 'accounting_rate', currency as Entity, context),
  },
};

/** What the bank buys and sells a currency for. The contract tells no key of a rate. */
export const exchangeRates: Resource = {
  table: {
    type: 'EXCHANGE_RATE',
    table: 'exchange_rate',
    columns: columnsOf('exchange_rate', key('encoded_key', { internal: true }), {
      buyRate: decimal('buy_rate'),
      sellRate: decimal('sell_rate'),
      userKey: key('user_key'),
    }),
  },
  parent: ofCurrency,
  schema: 'ExchangeRate',
  notFound: 'RATE_NOT_SET',
  label: 'exchange rate',
  isReference: true,
  listing,
  rules: {
    create: (body, context, currency) =>
      checkExchangeRates(body as RateBody) ?? completed(body, 'exchange_rate', currency as Entity, context),
  },
};

/** Rates that start from one moment or day up to another, both included. */
const within = (
  { from, to }: Readonly<Record<string, unknown>>,
  { clock: { zone } }: OperationContext,
): readonly Condition[] | Rejection => {
  const [first, last] = [from, to].map((value) =>
    value === undefined ? undefined : (filterDate(value, zone) ?? null),
  );
  if (first === null || last === null) {
    return reject(
      'INVALID_PARAMETERS',
      `${first === null ? 'from' : 'to'} must be a day like 2016-09-06 or a date-time like 2016-09-06T13:37:50+03:00`,
    );
  }
  return [
    ...(first ? [startingFrom('day' in first ? zone.startOf(first.day) : first.moment)] : []),
    ...(last ? [startingBefore('day' in last ? zone.startOf(plusDays(last.day, 1)) : instant(last.moment + 1))] : []),
  ];
};

export const getAccountingRates = listOperation('getAccountingRates', accountingRates, within);
export const createAccountingRate = createOperation('createAccountingRate', accountingRates);
export const getExchangeRates = listOperation('getExchangeRates', exchangeRates, within);
export const createExchangeRate = createOperation('createExchangeRate', exchangeRates);
