import type pg from 'pg';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { Decimal, type Decimalish } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { type Collection, planAll, planCollection } from '../../../platform/configuration/collection.ts';
import {
  getConfiguration,
  type Plan,
  type Section,
  updateConfiguration,
} from '../../../platform/configuration/section.ts';
import {
  checked,
  decimal,
  group,
  list,
  meaning,
  oneOf,
  type Path,
  type Problem,
  required,
  type Shape,
  text,
  type Values,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import type { ReadContext, WriteContext } from '../../../platform/http/handler.ts';
import { allEntities, type Entity } from '../../../platform/resources/entity.ts';
import { findEntity } from '../../../platform/resources/pathEntity.ts';
import { storeNew } from '../../../platform/resources/writes.ts';
import { currencies } from '../resources/currencies.ts';
import { exchangeRates } from '../resources/currencyRates.ts';
import { checkRateValue } from '../rules/currencyRates.ts';
import { judgedExchangeRates } from '../rules/exchangeRateList.ts';

const currencyProperties = {
  code: required(
    text({ longest: 32, blank: 'CURRENCY_CODE_REQUIRED', length: 'CURRENCY_CODE_LENGTH' }),
    'CURRENCY_CODE_REQUIRED',
  ),
  name: required(text({ blank: 'CURRENCY_NAME_REQUIRED', length: 'CURRENCY_NAME_LENGTH' }), 'CURRENCY_NAME_REQUIRED'),
  symbol: required(
    text({ longest: 10, blank: 'CURRENCY_SYMBOL_REQUIRED', length: 'CURRENCY_SYMBOL_LENGTH' }),
    'CURRENCY_SYMBOL_REQUIRED',
  ),
  symbolPosition: required(oneOf(['BEFORE_NUMBER', 'AFTER_NUMBER']), 'SYMBOL_POSITION_REQUIRED'),
};

type CurrencyItem = Values<typeof currencyProperties>;

const rateValue = (
  reason: 'BUY_EXCHANGE_RATE_RANGE_VIOLATION' | 'SELL_EXCHANGE_RATE_RANGE_VIOLATION',
): Shape<Decimal> =>
  checked(decimal(0, 1e12, reason), (value): readonly Problem[] => {
    const [error] = checkRateValue(value, '')?.errors ?? [];
    return error ? [{ path: [], message: (error.source ?? '').trim(), reason }] : [];
  });

const rateProperties = {
  startDate: required(text({ blank: 'RATE_START_DATE_REQUIRED' }), 'RATE_START_DATE_REQUIRED'),
  buyRate: required(rateValue('BUY_EXCHANGE_RATE_RANGE_VIOLATION'), 'BUY_EXCHANGE_RATE_REQUIRED'),
  sellRate: required(rateValue('SELL_EXCHANGE_RATE_RANGE_VIOLATION'), 'SELL_EXCHANGE_RATE_REQUIRED'),
};

type RateItem = Values<typeof rateProperties>;

const foreignProperties = {
  currency: required(group(currencyProperties), 'CURRENCY_REQUIRED'),
  exchangeRates: withDefault(list(group(rateProperties), 'EXCHANGE_RATES_NULL_ENTRIES'), []),
};

type ForeignItem = { readonly currency: CurrencyItem; readonly exchangeRates: readonly RateItem[] };

/** The base currency first, without rates: it is what rates are told in. */
type Document = { readonly baseCurrency: CurrencyItem; readonly foreignCurrencies: readonly ForeignItem[] };

const shape: Shape<Document> = meaning(
  group({
    baseCurrency: required(group(currencyProperties), 'BASE_CURRENCY_REQUIRED'),
    foreignCurrencies: withDefault(list(group(foreignProperties), 'FOREIGN_CURRENCY_NULL_ENTRIES'), []),
  }),
  (document): Document => document,
  (document) => document,
);

const placeOf = (index: number): Path =>
  index === 0 ? ['baseCurrency'] : ['foreignCurrencies', index - 1, 'currency'];

/** All currencies, the base currency first. Facts are its code. */
const collection: Collection<CurrencyItem, string> = {
  resource: currencies,
  label: 'Currency',
  item: group(currencyProperties),
  idOf: ({ code }) => code,
  duplicate: 'DUPLICATE_FOREIGN_CURRENCY',
  facts: (_context, entities) => String(entities.find(({ baseCurrency }) => baseCurrency === true)?.code),
  itemOf: (entity) => ({
    ...(entity as unknown as CurrencyItem),
    symbolPosition: entity.currencySymbolPosition as CurrencyItem['symbolPosition'],
  }),
  // What a document brings is fiat money: it has no word for other kinds, nor for decimals.
  propertiesOf: ({ symbolPosition, ...own }, _facts, before) => ({
    ...own,
    currencySymbolPosition: symbolPosition,
    ...(before ? {} : { type: 'FIAT_CURRENCY' }),
  }),
  judge: (items, baseCode) =>
    items.flatMap(({ code }, index): readonly Problem[] => {
      if (index === 0 && code !== baseCode) {
        return [{ path: [0, 'code'], message: `must stay ${baseCode}`, reason: 'BASE_CURRENCY_EDITED' }];
      }
      return index > 0 && code === baseCode
        ? [{ path: [index, 'code'], message: `${code} is the base currency`, reason: 'DUPLICATE_BASE_CURRENCY' }]
        : [];
    }),
};

type StoredRate = {
  readonly currencyKey: string;
  readonly startDate: string;
  readonly buyRate: Decimalish;
  readonly sellRate: Decimalish;
};

const storedRates = async ({ db, clock }: ReadContext | WriteContext): Promise<readonly StoredRate[]> =>
  (await allEntities(
    db as Pick<pg.Pool, 'query'>,
    exchangeRates.table,
    clock.zone,
  )) as unknown as readonly StoredRate[];

const storedCurrencies = ({ db, clock }: ReadContext | WriteContext): Promise<readonly Entity[]> =>
  allEntities(db as Pick<pg.Pool, 'query'>, currencies.table, clock.zone, { idColumn: 'code' });

type NewRate = { readonly code: string; readonly rate: RateItem };

const store = async ({ code, rate }: NewRate, context: WriteContext): ReturnType<typeof storeNew> => {
  const currency = await findEntity(currencies, code, context);
  if (isRejection(currency)) return currency;
  const draft = { ...rate, currencyKey: currency.encodedKey, encodedKey: newEncodedKey() };
  const entity = (await exchangeRates.rules.create?.(draft, context, currency)) ?? draft;
  return isRejection(entity) ? entity : storeNew(exchangeRates, entity, context);
};

/** The rates that a document adds: what is known already stays as it is. */
const planRates = async (items: readonly ForeignItem[], context: WriteContext): Promise<Plan> => {
  const { clock, now } = context;
  const [known, all] = [await storedCurrencies(context), await storedRates(context)];
  const problems: Problem[] = [];
  const added: NewRate[] = [];
  for (const [index, { currency, exchangeRates: wanted }] of items.entries()) {
    const path = ['foreignCurrencies', index, 'exchangeRates'];
    const starts = wanted.map(({ startDate }) => clock.zone.parse(startDate, 'startDate'));
    const parsed: { rate: RateItem; start: Instant; told: string }[] = [];
    for (const [place, rate] of wanted.entries()) {
      const start = starts[place];
      if (start === undefined || isRejection(start)) {
        const { reason = 'INVALID_PARAMETERS', source = '' } = start?.errors[0] ?? {};
        problems.push({ path: [...path, place, 'startDate'], message: source.replace(/^startDate:?\s*/, ''), reason });
      } else parsed.push({ rate, start, told: clock.zone.format(start) });
    }
    if (parsed.length < wanted.length) continue;
    const key = known.find(({ code }) => code === currency.code)?.encodedKey;
    const stored = all.filter(({ currencyKey }) => currencyKey === key);
    const judged = judgedExchangeRates(
      parsed.map(({ rate, start, told }) => ({ ...rate, start, startDate: told })),
      stored.map(({ startDate, buyRate, sellRate }) => {
        const start = clock.zone.parse(startDate, 'startDate');
        if (isRejection(start)) throw new Error(`a stored rate starts at ${startDate}`);
        return { startDate, start, buyRate: new Decimal(buyRate), sellRate: new Decimal(sellRate) };
      }),
      now,
    );
    problems.push(...judged.problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] })));
    added.push(...judged.added.map((rate) => ({ code: currency.code, rate })));
  }
  return {
    problems,
    apply: async () => {
      for (const rate of added) {
        const result = await store(rate, context);
        if (isRejection(result)) return result;
      }
      return [];
    },
  };
};

const section: Section<Document> = {
  shape,
  empty: 'BASE_CURRENCY_REQUIRED',
  load: async (context, { startDate }) => {
    const from = typeof startDate === 'string' ? startDate : '';
    const rates = [...(await storedRates(context))].sort((left, right) => (left.startDate < right.startDate ? 1 : -1));
    const told = (await storedCurrencies(context)).map((entity) => ({
      isBase: entity.baseCurrency === true,
      currency: collection.itemOf(entity, ''),
      exchangeRates: rates.filter(
        // In organisation time, the day of a moment is what its text begins with.
        (rate) => rate.currencyKey === entity.encodedKey && rate.startDate.slice(0, 10) >= from,
      ) as unknown as readonly RateItem[],
    }));
    const base = told.find(({ isBase }) => isBase);
    if (!base) throw new Error('there is no base currency');
    return { baseCurrency: base.currency, foreignCurrencies: told.filter((each) => each !== base) };
  },
  plan: async ({ baseCurrency, foreignCurrencies }, context) => {
    const items = [baseCurrency, ...foreignCurrencies.map(({ currency }) => currency)];
    return planAll([
      await planCollection(collection, items, ['foreignCurrencies'], context, placeOf),
      await planRates(foreignCurrencies, context),
    ]);
  },
};

/** The base currency and the foreign ones with their exchange rates, the latest first, or those since a day. */
export const getCurrenciesConfiguration = getConfiguration('getCurrenciesConfiguration', section);

/**
 * Brings currencies in line with a document. One that is left out goes, unless it is in use. Rates are only added: a known one stays as it is, and
 * those before the first one of the document need not be told.
 */
export const updateCurrenciesConfiguration = updateConfiguration('updateCurrenciesConfiguration', section);
